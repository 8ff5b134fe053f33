"""A stranger shows somebody's number and presses every key of every menu (fault 31; DESIGN.md, promise 7)."""

from __future__ import annotations

import re
from collections import deque
from datetime import timedelta
from html import unescape
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

import pytest

from hotline.numbers import PhoneNumber
from hotline.records import Need, Remembered, When
from infra.local.exchange import Person, signature
from infra.local.virtual import ACCOUNT, BASE, TOKEN
from tests.stories.town import GROUP, LINE, START, Town, brentwood

_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
SMALL = brentwood(
    areas={"ongar": "Ongar"},
    needs=("shopping", "medicines", "chat", "listen", "other"),
    policy={"wrong_codes": 1000, "wrong_codes_of_phone": 1000},  # that guessing is bounded is told elsewhere
)
_REMEMBERED = Remembered(area="ongar", when=When.SOON, until=START + timedelta(days=300))
_ASKS = re.compile(r'<(Gather|Record|Dial)[^>]* action="([^"]+)"')
_ANSWERS = {"Record": {"RecordingDuration": "0"}, "Dial": {"DialCallStatus": "busy"}}
Way = tuple[str, ...]
_CALL = "CA" + "7" * 32


class Stranger:
    """Whoever dials in with that number on the display, and tries every way from every question.

    Where a call stands is in the URL that Twilio is given, so that one call can go on from there in many ways.
    """

    def __init__(self, town: Town, shown: Person) -> None:
        self._town, self._shown = town, shown

    def tries_everything(self) -> dict[Way, str]:
        """What is heard after each way to press keys: each key that means something, a wrong one, and none.

        A question that sounds the same is gone on from once.
        """
        first = self._post(f"{BASE}/voice", {})
        heard: dict[Way, str] = {(): spoken(first)}
        ways: deque[tuple[Way, str]] = deque([((), first)])
        been: set[str] = set()
        while ways:
            way, twiml = ways.popleft()
            asked = _ASKS.search(twiml)
            if asked is None or heard[way] in been:
                continue
            been.add(heard[way])
            for key in keys(heard[way]):
                follows = self._post(unescape(asked[2]), _ANSWERS.get(asked[1], {"Digits": key}))
                heard[*way, key] = spoken(follows)
                ways.append(((*way, key), follows))
        self._post(f"{BASE}/status", {"CallStatus": "completed"})
        return heard

    def _post(self, url: str, answer: dict[str, str]) -> str:
        form = {"AccountSid": ACCOUNT, "CallSid": _CALL, "Direction": "inbound", "From": self._shown.number, "To": LINE}
        form |= answer
        signed = _FORM | {"X-Twilio-Signature": signature(TOKEN, url, form)}
        status, _, body = self._town.line.gateway("POST", url, signed, urlencode(form).encode())
        assert status == HTTPStatus.OK
        return body.decode()


def spoken(twiml: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", twiml).split())


def keys(said: str) -> list[str]:
    """The keys that were offered, a person, a wrong key, a step back, and silence."""
    return sorted({*re.findall(r"press (\d)", said), "0", "7", "#", ""})


@pytest.fixture
def theirs(town: Town) -> Town:
    """Rosa's request is Ben's, and she is remembered: what a stranger might like to hear or to change."""
    town.joins(town.ben)
    town.store.remember(GROUP, PhoneNumber(town.rosa.number).opaque, Need.MEDICINES, _REMEMBERED)
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("today").presses("1").hears("right").presses("1")
    town.rosa.hears("written down").is_hung_up_on()
    town.ben.picks_up().hears("yes, press 1").presses("1").hears("It's yours").presses("2").is_hung_up_on().waits(5)
    return town


def everything(town: Town) -> dict[str, Any]:
    """All that is somebody else's."""
    requests = {request.id: request for request in town.store.requests(GROUP)}
    remembered = dict(town.store.remembered(GROUP, PhoneNumber(town.rosa.number).opaque, town.world.now()))
    return {**requests, **{one.id: one for one in town.store.volunteers(GROUP)}, "remembered": remembered}


@pytest.mark.long
@pytest.mark.parametrize("town", [{"groups": SMALL}], indirect=True)
def test_fault_31_a_stranger_hears_nothing_and_changes_nothing(theirs: Town) -> None:
    """A resident's number on the display, or a volunteer's: each key says what it says to anybody."""
    before = everything(theirs)
    to_anybody = Stranger(theirs, theirs.mallory).tries_everything()
    for shown in (theirs.rosa, theirs.ben):
        assert Stranger(theirs, shown).tries_everything() == to_anybody
        after = everything(theirs)
        assert {key: after[key] for key in before} == before


@pytest.mark.parametrize("town", [{"groups": SMALL}], indirect=True)
def test_fault_31_as_last_time_tells_a_stranger_nothing(theirs: Town) -> None:
    """Word for word what anybody hears, whoever is remembered: also when the code of somebody else is guessed at."""
    heard = []
    for shown in (theirs.mallory, theirs.rosa, theirs.emil):
        shown.dials(LINE).hears("medicines").presses("2").hears("as last time, press 4").presses("4")
        shown.hears("as last time", "goodbye").is_hung_up_on()
        last = theirs.requests()[-1]
        said = shown.transcript.this_call.replace(last.words.replace("-", " "), "(its words)")
        heard.append(re.sub(r"\(its words\)\. \w+\. \w+\.", "(its words).", said))
    assert heard[0] == heard[1] == heard[2]
    assert theirs.requests()[-2].when is When.SOON
