"""The calls that the whole line has under way, for an account that may have only a few at once.

One row, a map of calls with the time at which each counts no more: what is lost or breaks off counts for minutes only.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from hotline.errors import LineFull
from hotline.store.base import Base
from hotline.store.models import LineRow
from hotline.store.together import Together

_WOKEN = 3  # of those that wait, at each end of a call; the clock finds the others
_REMEMBERED = timedelta(minutes=10)  # that a call is over: a webhook of it that comes later counts nothing
COUNTED = _ROW = "under-way"


class UnderWay(Base):
    """The calls under way; used only where a group's settings limit how many there may be at once."""

    def calls_under_way(self, *, now: datetime) -> frozenset[str]:
        """Return the calls, and the other legs, that count at this moment. Strongly consistent."""
        return frozenset(_still(self._get(LineRow, _ROW), now))

    def count_call(self, *names: str, now: datetime, until: datetime, unless: datetime | None = None) -> None:
        """Count these calls until then. One that counts until `unless` anyway, or longer, is left as it is.

        A call whose end has been told is counted no more, nor is what it dials: webhooks come in any order.
        """

        def look() -> bool | None:
            row = self._get(LineRow, _ROW)
            found = _still(row, now)
            is_over = names[0] in _over(row, now)
            if is_over or all(name in found and found[name] >= (unless or until) for name in names):
                return True
            return self._change_calls(row, found | dict.fromkeys(names, until))

        self._until_settled(look)

    def end_calls(
        self, *names: str, now: datetime, told: tuple[str, ...] = (), at_most: Mapping[str, datetime] | None = None
    ) -> list[tuple[str, str]]:
        """Count these calls no more. Return the first requests, by group and id, that wait for a free call.

        `told`: the calls whose end is certain. `at_most`: calls that go on, but count no longer than until then.
        """

        def look() -> list[str] | None:
            row = self._get(LineRow, _ROW)
            found, over = _still(row, now), _over(row, now)
            left = {name: _sooner(at, (at_most or {}).get(name)) for name, at in found.items() if name not in names}
            if left == found and over.keys() >= set(told):
                return []
            first = sorted(row.waiting)[:_WOKEN] if row and left.keys() != found.keys() else []
            more: list[Action] = [LineRow.waiting.delete(frozenset(first))] if first else []
            if told:
                more.append(LineRow.over.set(over | dict.fromkeys(told, now + _REMEMBERED)))
            return first if self._change_calls(row, left, *more) else None

        return [(group, request) for group, _, request in (each.partition("#") for each in self._until_settled(look))]

    def wait_for_call(self, group: str, request_id: str) -> None:
        """Note that a phone is to be rung for this request as soon as a call is free."""
        waits = LineRow.waiting.add(frozenset({f"{group}#{request_id}"}))
        self._change(LineRow(_ROW), waits, when=LineRow.id.exists())

    def claim_room(self, together: Together, name: str, most: int, *, now: datetime, until: datetime) -> None:
        """Count this call with what else is written together, if all is as it is read here.

        Raises LineFull where as many as `most` are under way beside it.
        """
        row = self._get(LineRow, _ROW)
        found = _still(row, now)
        if len(found.keys() - {name}) >= most:
            raise LineFull("The line has no call free to ring anybody: wait, or raise `at_once` of [line].")
        together.update(COUNTED, LineRow(_ROW), *_counted(found | {name: until}), when=_as_read(row))

    def _change_calls(self, row: LineRow | None, calls: Mapping[str, datetime], *more: Action) -> bool | None:
        """True: done. None: look again."""
        return True if self._change(LineRow(_ROW), *_counted(calls), *more, when=_as_read(row)) else None


def _still(row: LineRow | None, now: datetime) -> dict[str, datetime]:
    return {name: until for name, until in row.under_way.items() if until > now} if row else {}


def _over(row: LineRow | None, now: datetime) -> dict[str, datetime]:
    return {name: until for name, until in row.over.items() if until > now} if row else {}


def _sooner(until: datetime, at_most: datetime | None) -> datetime:
    return until if at_most is None else min(until, at_most)


def _counted(calls: Mapping[str, datetime]) -> list[Action]:
    """Each change raises `calls`, so that no two of them are made of the same reading."""
    return [LineRow.under_way.set(dict(calls)), LineRow.calls.add(1)]


def _as_read(row: LineRow | None) -> Condition:
    same: Condition = LineRow.calls == row.calls if row else LineRow.id.does_not_exist()
    return same
