"""The calls that a rehearsal places itself, and the one change that it makes: the line taken down, and put back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from hotline.cli.rehearsal.evidence import Notebook
from hotline.cli.rehearsal.judge_placed import LONG, QUEUED, RINGING, TIMEOUT
from hotline.cli.rehearsal.patience import again
from hotline.cli.rehearsal.setting import DEAD, Operator, Setting
from hotline.cli.rehearsal.steps import FIRST, SECOND, THIRD
from hotline.errors import HotlineError
from hotline.numbers import PhoneNumber
from hotline.telephony.refusals import CarrierError, Refused, Throttled

if TYPE_CHECKING:
    from hotline.telephony.console import Owned

_RING, _SHORT, _MOMENT = timedelta(seconds=30), timedelta(seconds=15), 6.0
_HELLO = "<Response><Say>This is a rehearsal of the line. Goodbye.</Say></Response>"


@dataclass(frozen=True, kw_only=True)
class Done:
    """The calls that an act has placed, and the facts that its judges need."""

    placed: tuple[str, ...] = ()
    refused: tuple[int, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)


Act = Callable[[Setting, Operator], Done]


def dead(setting: Setting, operator: Operator) -> Done:
    """Ring a number that nobody has."""
    return _ring(setting, operator, DEAD, _RING)


def off(setting: Setting, operator: Operator) -> Done:
    """Ask until the third phone is switched off, and ring it."""
    while not operator.says("Is the third phone off?"):
        operator.told("Switch the third phone off.")
    return _ring(setting, operator, setting.phones[THIRD], _RING)


def cancel(setting: Setting, operator: Operator) -> Done:
    """Place two calls in one second. Cancel the second at once, while it is queued, and the first when it has rung."""
    ringing = _ring(setting, operator, setting.phones[SECOND], _RING)
    queued = _ring(setting, operator, setting.phones[THIRD], _RING)
    for sid in queued.placed:
        again(operator, partial(setting.trace.cancel, sid))
    operator.waits(_MOMENT)
    for sid in ringing.placed:
        again(operator, partial(setting.trace.cancel, sid))
    facts = {RINGING: "".join(ringing.placed), QUEUED: "".join(queued.placed)}
    return Done(placed=(*ringing.placed, *queued.placed), refused=(*ringing.refused, *queued.refused), facts=facts)


def ring(setting: Setting, operator: Operator) -> Done:
    """Let a phone ring to the end."""
    done = _ring(setting, operator, setting.phones[THIRD], _SHORT)
    return replace(done, facts={TIMEOUT: str(round(_SHORT.total_seconds()))})


def broken(setting: Setting, operator: Operator) -> Done:
    """Dial from one phone to the other, with a whisper whose page does not exist."""
    page, other = escape(setting.gone), setting.phones[THIRD].e164
    dial = f'<Dial answerOnBridge="true" callerId="{setting.line.e164}"><Number url="{page}">{other}</Number></Dial>'
    return _ring(
        setting, operator, setting.phones[SECOND], _RING, twiml=f"<Response><Say>One moment.</Say>{dial}</Response>"
    )


def trail(setting: Setting, operator: Operator) -> Done:
    """Ask the line for a page by a URL as long as a long call's. The line knows no such trail, and greets."""
    place = f"call/{setting.group.slug}/resident/-/-/rehearsal"
    url = f"{setting.base_url}/{place}/{'.'.join(['rehearsal'] * (LONG // len('rehearsal')))}"
    return _ring(setting, operator, setting.phones[FIRST], _RING, url=url)


def aws(setting: Setting, _: Operator) -> Done:
    """Ask AWS what was deployed."""
    return Done(facts=setting.at_aws())


ACTS: Mapping[str, Act] = {act.__name__: act for act in (dead, off, cancel, ring, broken, trail, aws)}


@contextmanager
def taken_down(setting: Setting, operator: Operator, notebook: Notebook) -> Iterator[None]:
    """Point the number at a page that does not exist, and back at the line at the end, whatever happens."""
    owned = _owned(setting, operator)
    if owned is None:
        raise HotlineError(f"{setting.line} is not in this Twilio account: see `hotline doctor`")
    notebook.voice_url = setting.voice
    notebook.save()
    try:
        again(operator, lambda: setting.console.point(owned, replace(owned.leads, voice=setting.gone)))
        yield
    finally:
        put_back(setting, operator, notebook)


def put_back(setting: Setting, operator: Operator, notebook: Notebook) -> bool:
    """Point the number at the line again, if a rehearsal left it elsewhere. Return whether it did.

    Twilio is asked where the number leads, since the notebook may be of another rehearsal. Raises HotlineError if the
    number still leads elsewhere.
    """
    try:
        owned = _owned(setting, operator)
        if owned is not None and (is_down := _is_down(owned.leads.voice, setting, notebook)):
            notebook.voice_url = setting.voice
            wanted = replace(owned.leads, voice=setting.voice)
            after = again(operator, lambda: setting.console.point(owned, wanted))
            if after.leads.voice != setting.voice:
                raise HotlineError(still_down(setting, notebook))
    except CarrierError as why:
        if not notebook.voice_url:  # as far as is known, it was never taken down
            raise
        raise HotlineError(f"{still_down(setting, notebook)} ({why})") from None
    if notebook.voice_url:
        notebook.voice_url = ""
        notebook.save()
    return owned is not None and is_down


def still_down(setting: Setting, notebook: Notebook) -> str:
    """Tell the operator that callers do not reach the line now, and what to do about it."""
    stage = f" --stage {notebook.stage}" if notebook.stage else ""
    return (
        f"THE LINE IS STILL TAKEN DOWN: whoever rings {setting.line} hears only the page for when it is broken. As "
        f"soon as Twilio answers, say `hotline connect{stage}`, or the same words as now with --resume. Either lets "
        "the number lead to the line again."
    )


def _is_down(leads: str, setting: Setting, notebook: Notebook) -> bool:
    """Tell whether a rehearsal took the line down: only a rehearsal points the number at `gone`."""
    if leads == setting.gone:
        return True
    return bool(notebook.voice_url) and leads != setting.voice and leads.startswith(f"{setting.base_url}/")


def _owned(setting: Setting, operator: Operator) -> Owned | None:
    numbers = again(operator, setting.console.numbers)
    return next((one for one in numbers if one.number == setting.line), None)


def _ring(setting: Setting, operator: Operator, to: PhoneNumber, ring: timedelta, **how: str) -> Done:
    """Place a call. Its status callbacks go to the line, which knows no such offer and ignores them."""
    told = f"{setting.base_url}/status/{setting.group.slug}/rehearsal"
    try:
        sid = again(
            operator,
            lambda: setting.trace.place(
                to=to, shown=setting.line, ring=ring, status_callback=told, **(how or {"twiml": _HELLO})
            ),
            on=(Throttled,),  # any other error leaves it in doubt: the phone may ring
        )
    except Refused as refused:
        return Done(refused=(refused.code,))
    return Done(placed=(sid,))
