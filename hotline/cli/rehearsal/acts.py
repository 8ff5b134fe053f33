"""The calls that a rehearsal places itself, and the one change that it makes: the line taken down, and put back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from xml.sax.saxutils import escape

from hotline.cli.rehearsal.evidence import Notebook
from hotline.cli.rehearsal.judge_placed import LONG, QUEUED, RINGING, TIMEOUT
from hotline.cli.rehearsal.setting import DEAD, Operator, Setting
from hotline.cli.rehearsal.steps import FIRST, SECOND, THIRD
from hotline.errors import HotlineError
from hotline.numbers import PhoneNumber
from hotline.telephony.refusals import Refused

_RING, _SHORT, _MOMENT = timedelta(seconds=30), timedelta(seconds=15), 6.0
_HELLO = "<Response><Say>This is a rehearsal of the line. Goodbye.</Say></Response>"


@dataclass(frozen=True, kw_only=True)
class Done:
    """The calls that an act has placed, and the facts that its judges need."""

    placed: tuple[str, ...] = ()
    refused: tuple[int, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)


Act = Callable[[Setting, Operator], Done]


def dead(setting: Setting, _: Operator) -> Done:
    """Ring a number that nobody has."""
    return _ring(setting, DEAD, _RING)


def off(setting: Setting, operator: Operator) -> Done:
    """Ask until the third phone is switched off, and ring it."""
    while not operator.says("Is the third phone off?"):
        operator.told("Switch the third phone off.")
    return _ring(setting, setting.phones[THIRD], _RING)


def cancel(setting: Setting, operator: Operator) -> Done:
    """Place two calls in one second. Cancel the second at once, while it is queued, and the first when it has rung."""
    ringing = _ring(setting, setting.phones[SECOND], _RING)
    queued = _ring(setting, setting.phones[THIRD], _RING)
    for sid in queued.placed:
        setting.trace.cancel(sid)
    operator.waits(_MOMENT)
    for sid in ringing.placed:
        setting.trace.cancel(sid)
    facts = {RINGING: "".join(ringing.placed), QUEUED: "".join(queued.placed)}
    return Done(placed=(*ringing.placed, *queued.placed), refused=(*ringing.refused, *queued.refused), facts=facts)


def ring(setting: Setting, _: Operator) -> Done:
    """Let a phone ring to the end."""
    done = _ring(setting, setting.phones[THIRD], _SHORT)
    return replace(done, facts={TIMEOUT: str(round(_SHORT.total_seconds()))})


def broken(setting: Setting, _: Operator) -> Done:
    """Dial from one phone to the other, with a whisper whose page does not exist."""
    page, other = escape(setting.gone), setting.phones[THIRD].e164
    dial = f'<Dial answerOnBridge="true" callerId="{setting.line.e164}"><Number url="{page}">{other}</Number></Dial>'
    return _ring(setting, setting.phones[SECOND], _RING, twiml=f"<Response><Say>One moment.</Say>{dial}</Response>")


def trail(setting: Setting, _: Operator) -> Done:
    """Ask the line for a page by a URL as long as a long call's. The line knows no such trail, and greets."""
    place = f"call/{setting.group.slug}/resident/-/-/rehearsal"
    url = f"{setting.base_url}/{place}/{'.'.join(['rehearsal'] * (LONG // len('rehearsal')))}"
    return _ring(setting, setting.phones[FIRST], _RING, url=url)


def aws(setting: Setting, _: Operator) -> Done:
    """Ask AWS what was deployed."""
    return Done(facts=setting.at_aws())


ACTS: Mapping[str, Act] = {act.__name__: act for act in (dead, off, cancel, ring, broken, trail, aws)}


@contextmanager
def taken_down(setting: Setting, notebook: Notebook) -> Iterator[None]:
    """Point the number at a page that does not exist, and back at the line at the end, whatever happens."""
    (owned,) = (one for one in setting.console.numbers() if one.number == setting.line)
    notebook.voice_url = owned.leads.voice
    notebook.save()
    try:
        setting.console.point(owned, replace(owned.leads, voice=setting.gone))
        yield
    finally:
        put_back(setting, notebook)


def put_back(setting: Setting, notebook: Notebook) -> bool:
    """Point the number at the line again, if it leads elsewhere. Return whether it did."""
    if not notebook.voice_url:
        return False
    (owned,) = (one for one in setting.console.numbers() if one.number == setting.line)
    after = setting.console.point(owned, replace(owned.leads, voice=notebook.voice_url))
    if after.leads.voice != notebook.voice_url:
        raise HotlineError(f"{setting.line} still leads to a page that does not exist: run `hotline connect`")
    notebook.voice_url = ""
    notebook.save()
    return True


def _ring(setting: Setting, to: PhoneNumber, ring: timedelta, **how: str) -> Done:
    """Place a call. Its status callbacks go to the line, which knows no such offer and ignores them."""
    told = f"{setting.base_url}/status/{setting.group.slug}/rehearsal"
    try:
        sid = setting.trace.place(
            to=to, shown=setting.line, ring=ring, status_callback=told, **(how or {"twiml": _HELLO})
        )
    except Refused as refused:
        return Done(refused=(refused.code,))
    return Done(placed=(sid,))
