"""Watch what Twilio and the line do during a step."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import TypeVar

from hotline.cli.rehearsal.evidence import Call, Evidence, Mask
from hotline.cli.rehearsal.patience import again
from hotline.cli.rehearsal.setting import Operator, Setting
from hotline.cli.rehearsal.steps import WITHHELD, Step
from hotline.errors import StoreError
from hotline.numbers import caller
from hotline.telephony.refusals import CarrierError
from hotline.telephony.trace import EVENTS_AFTER, Leg

T = TypeVar("T")

LOOK = 3.0  # seconds between two looks
PATIENCE = timedelta(minutes=5)  # with nothing new, before it asks whether to go on waiting
SETTLED = 2  # looks in a row that found it over
_SLACK = timedelta(seconds=30)  # our clock, and Twilio's
_A_DAY = timedelta(days=1)


class Watcher:
    """Sees the calls that were not there when it began."""

    def __init__(self, setting: Setting, operator: Operator, mask: Mask) -> None:
        self._setting, self._operator, self._mask = setting, operator, mask
        self._known: set[str] = set()
        self._rows: dict[str, str] = {}
        self._warned: set[str] = set()

    def begin(self) -> None:
        self._known = {leg.sid for leg in self._listed()}
        self._rows = self._table()

    def until_over(self, step: Step, placed: tuple[str, ...] = ()) -> list[Leg]:
        """Wait until the step is over, or the operator gives up. Return its calls. `placed`: those that we placed."""
        over, since, seen = 0, self._operator.now(), 0
        while True:
            legs = self._new(placed)
            self._warn(step, legs)
            over = over + 1 if _is_over(step, legs, self._setting, placed) else 0
            if over >= SETTLED:
                return legs
            if len(legs) != seen:
                since, seen = self._operator.now(), len(legs)
            if self._operator.now() - since > PATIENCE:
                if not self._operator.says("Nothing new comes. Go on waiting?"):
                    return legs
                since = self._operator.now()
            self._operator.waits(LOOK)

    def kept(self, legs: Iterable[Leg]) -> tuple[Call, ...]:
        """Return these calls, masked, with the recordings of each."""
        return tuple(self._with_recordings(self._mask.call(leg)) for leg in legs)

    def rows(self) -> tuple[str, ...]:
        """Return the requests of the line that are new, or have changed, since the step began."""
        try:
            table = self._table()
        except StoreError:  # the judges need none of it: the step is kept without
            return ()
        return tuple(sorted(how for which, how in table.items() if self._rows.get(which) != how))

    def completed(self, evidence: Evidence) -> Evidence:
        """Add the webhooks and the alerts of its calls, if Twilio can show them by now; else return it unchanged."""
        if evidence.complete or not evidence.ended:
            return evidence
        ends = [datetime.fromisoformat(call.ended) for call in evidence.calls if call.ended]
        if ends and self._operator.now() < max(ends) + EVENTS_AFTER + _SLACK:
            return evidence
        trace, alerts = self._setting.trace, self._alerts(evidence)
        calls = tuple(
            replace(
                call,
                asked=tuple(map(self._mask.webhook, self._ask(partial(trace.webhooks, call.sid)))),
                alerts=tuple(code for sid, code in alerts if sid == call.sid),
            )
            for call in evidence.calls
        )
        return replace(evidence, calls=calls, complete=True)

    def due(self, evidence: Iterable[Evidence]) -> timedelta | None:
        """Return the time until the last of these can be completed. None: all are complete."""
        ends = [
            datetime.fromisoformat(call.ended)
            for one in evidence
            if one.ended and not one.complete
            for call in one.calls
            if call.ended
        ]
        return max(max(ends) + EVENTS_AFTER + _SLACK - self._operator.now(), timedelta()) if ends else None

    def _alerts(self, evidence: Evidence) -> list[tuple[str, str]]:
        created = [datetime.fromisoformat(call.created) for call in evidence.calls]
        return self._ask(lambda: self._setting.trace.alerts(min(created) - _SLACK)) if created else []

    def _with_recordings(self, call: Call) -> Call:
        """Where Twilio does not tell of them, the step is kept without: it was done with three phones."""
        try:
            recordings = self._ask(lambda: self._setting.trace.recordings(call.sid))
        except CarrierError:
            return call
        looked = (self._setting.trace.is_open(sid) for sid, _ in recordings)
        return replace(call, recorded=tuple(seconds for _, seconds in recordings), open=next(looked, None))

    def _new(self, placed: tuple[str, ...]) -> list[Leg]:
        """Return the calls of this step, with those that we placed: a queued call is in no list of Twilio's."""
        listed = {leg.sid: leg for leg in self._listed() if leg.sid not in self._known}
        mine = {sid: self._ask(partial(self._setting.trace.leg, sid)) for sid in placed if sid not in listed}
        return sorted([*listed.values(), *mine.values()], key=lambda leg: leg.created)

    def _listed(self) -> list[Leg]:
        day: date = (self._operator.now() - _A_DAY).date()
        return self._of_the_line(self._ask(lambda: self._setting.trace.legs(day)))

    def _of_the_line(self, legs: list[Leg]) -> list[Leg]:
        """Those from or to it, and what they have dialled: another line of the account is none of a rehearsal's."""
        numbers = {number.e164 for number in self._setting.group.numbers}
        ours = {leg.sid for leg in legs if not numbers.isdisjoint((leg.shown, leg.to))}
        return [leg for leg in legs if leg.sid in ours or leg.parent in ours]

    def _ask(self, ask: Callable[[], T]) -> T:
        """One look that fails is no reason to break off."""
        return again(self._operator, ask)

    def _table(self) -> dict[str, str]:
        found = self._ask(lambda: self._setting.store.requests(self._setting.group.slug))
        return {
            one.id: f"{one.reason or one.need or 'request'} {one.state}{', with words' if one.note else ''}"
            for one in found
        }

    def _warn(self, step: Step, legs: list[Leg]) -> None:
        """Warn of a call from the wrong phone, once for each call."""
        wanted = [self._setting.phones[role] for role in step.rings if role != WITHHELD]
        for leg in legs:
            if leg.direction != "inbound" or leg.sid in self._warned or not step.rings:
                continue
            shown = caller(leg.shown)
            if (shown is None) == (WITHHELD in step.rings) and (shown is None or shown in wanted):
                continue
            self._warned.add(leg.sid)
            what = f"another phone ({shown})" if shown else "a phone that shows no number"
            instead = " and ".join(f"the {role} phone ({self._number(role)})" for role in step.rings)
            self._operator.told(f"That was {what}: this step is for {instead}. Ring again, from there.")

    def _number(self, role: str) -> str:
        return "with its number withheld" if role == WITHHELD else str(self._setting.phones[role])


def _is_over(step: Step, legs: list[Leg], setting: Setting, placed: tuple[str, ...]) -> bool:
    """Tell whether each phone has rung the line, or was rung, as the step says, and no call goes on."""
    if not all(leg.is_over for leg in legs) or not {leg.sid for leg in legs}.issuperset(placed):
        return False
    return all(any(_is_from(role, leg, setting) for leg in legs) for role in step.rings) and all(
        any(leg.to == setting.phones[role].e164 for leg in _placed_by_the_line(legs)) for role in step.rung
    )


def _placed_by_the_line(legs: list[Leg]) -> Iterator[Leg]:
    return (leg for leg in legs if leg.direction != "inbound")


def _is_from(role: str, leg: Leg, setting: Setting) -> bool:
    if leg.direction != "inbound" or leg.to != setting.line.e164:
        return False
    return caller(leg.shown) == (None if role == WITHHELD else setting.phones[role])
