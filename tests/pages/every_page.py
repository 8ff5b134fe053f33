"""Every page that the line can answer with, and the place that Twilio fetches it for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import product
from typing import NamedTuple, NoReturn
from urllib.parse import urlencode

from app import app
from chalicelib.outside import standing_in
from hotline.conversation.replay import Stand
from hotline.conversation.turns import Ask, Dial, Do, Say, Wait
from hotline.conversation.walker import Moment
from hotline.errors import Busy, NothingHere
from hotline.groups import Groups
from hotline.scripts import SCRIPTS
from hotline.telephony import fallback
from hotline.telephony.account import Known
from hotline.telephony.signature import Tokens, signature
from hotline.telephony.speech import Sound
from hotline.telephony.twiml import Page, Voice, goodbye, not_in_use, one_moment, write
from hotline.telephony.verbs import QUEUE
from hotline.world import World
from infra.local.exchange.places import CALL, PLACED, QUEUE_JOIN, QUEUE_WAIT, WHISPER, Place
from infra.local.gateway import Gateway
from tests.scripts.walked import BRENTWOOD, walked
from tests.telephony.pages import NOTE, ROSA

BASE, TOKEN = "https://line.example/api", "made-up"
ACTION = f"{BASE}/call/brentwood/resident/-/68cb7cba/0/shopping?a=1&b=2"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)

# The scripts that Enqueue and Queue fetch, and the one that is dialled; the others are of calls that we placed.
_BESIDE = {"waiting": QUEUE_WAIT, "whisper_waiting": QUEUE_JOIN, "resident": CALL}
PLACES = (CALL, PLACED, WHISPER, QUEUE_WAIT, QUEUE_JOIN)


class Fetched(NamedTuple):
    """A document, the place it is for, and where it comes from."""

    document: str
    place: Place
    what: str


def _recorded(key: str) -> str:
    """Return where a prompt in the group's own voice is played from: every prompt is recorded."""
    return f"{BASE}/recordings/{key}"


def place_of(script: str) -> Place:
    """Return what asks for the pages of a script."""
    return _BESIDE.get(script, WHISPER if script.startswith("whisper_") else PLACED)


def every_page(scripts: Collection[str]) -> Iterator[Fetched]:
    """Each document once for each place: the turns of these scripts, the doors' own, and the static ones."""
    seen: set[tuple[str, Place]] = set()
    for fetched in (*_still(), *_of_doors(), *(one for name in scripts for one in _turns(name))):
        if (fetched.document, fetched.place) not in seen:
            seen.add((fetched.document, fetched.place))
            yield fetched


def _turns(script: str) -> Iterator[Fetched]:
    """Each question and end of a script, said in each way."""
    said = {moment.state[-1]: moment for moment in walked(script).moments.values()}  # what is said, and what then waits
    for moment in said.values():
        if not isinstance(moment.turn, Do):
            first, *others = _ways(moment)
            for page, own in ((first, _recorded), (first, None), *((other, None) for other in others)):
                yield Fetched(write(page, _voice(own)), place_of(script), f"{script}: {moment.turn}")


def _ways(moment: Moment) -> Iterator[Page]:
    turn = None if isinstance(moment.turn, Do) else moment.turn
    rings = isinstance(turn, Dial) and not turn.to.startswith(QUEUE)
    beside = isinstance(turn, Wait) or (isinstance(turn, Dial) and turn.whisper is not None)
    for way in ("plain", "simpler", "slow", "changed"):
        simpler, first = way == "simpler", (Say("line_changed"),) if way == "changed" else ()
        yield Page(
            stand=Stand(said=(*first, *moment.said), question=turn, trail=(), fingerprint="68cb7cba"),
            action=ACTION,
            beside=f"{BASE}/call/brentwood/waiting/r/-/0/-" if beside else None,
            number="+447700900001" if rings else None,
            simpler=simpler,
            slow=way == "slow",
            aside="wrong_key" if simpler and isinstance(turn, Ask) else None,
            deaf=simpler,
        )


def _voice(own: Callable[[str], str] | None = None) -> Voice:
    return Voice(group=BRENTWOOD, number=lambda _: ROSA, note=lambda _: Sound(NOTE), code=lambda _: "123456", own=own)


def _still() -> Iterator[Fetched]:
    """The pages that are the same for everybody, and those that lie outside the line."""
    for name, page in fallback.pages({"brentwood": BRENTWOOD}).items():
        yield Fetched(page.decode(), CALL, f"the fallback {name}")
    yield Fetched(not_in_use(), CALL, "not in use")
    for place in (CALL, PLACED, WHISPER):  # nothing is recorded anywhere else
        yield Fetched(goodbye(), place, "goodbye, after words were left")
    for place in PLACES:
        yield Fetched(one_moment(ACTION, _voice()), place, "one moment")


def _of_doors() -> Iterator[Fetched]:
    """Through the doors, with each thing that can go wrong behind them: broken, slow, about nothing, not of ours."""
    for script, why in product(SCRIPTS, (RuntimeError("broken"), Busy("slow"), NothingHere("gone"))):
        with _line(why) as post:
            for about, form in product(("r", "CA1-r"), ({}, {"Direction": "inbound"})):
                document = post(f"/call/brentwood/{script}/{about}/-/0/-", {"CallSid": "CA1", **form})
                yield Fetched(document, place_of(script), f"{script}: {why}")
            yield Fetched(post(f"/call/brentwood/{script}/r/-/0/-", {}), place_of(script), f"{script}: no call")
            unknown = post(f"/call/elsewhere/{script}/r/-/0/-", {"CallSid": "CA1"})
            yield Fetched(unknown, place_of(script), f"{script}: no such group")


@contextmanager
def _line(why: Exception) -> Iterator[Callable[[str, dict[str, str]], str]]:
    def never() -> NoReturn:
        raise why

    world = World(
        clock=lambda: NOON, groups=Groups({"brentwood": BRENTWOOD}), base_url=BASE, open_store=never, open_carrier=never
    )
    gateway = Gateway(app, base_url=BASE)

    def post(path: str, form: dict[str, str]) -> str:
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Twilio-Signature": signature(f"{BASE}{path}", form, TOKEN),
        }
        status, _, body = gateway("POST", f"{BASE}{path}", headers, urlencode(form).encode())
        assert status == 200, (path, status)
        return body.decode()

    with standing_in(world, Known(sid="AC" + "1" * 32, tokens=Tokens(primary=TOKEN))):
        yield post
