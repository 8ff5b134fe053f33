"""The calls that the whole line has under way, for an account that may have only a few at once.

One row, a map of calls with the time at which each counts no more: what is lost or breaks off counts for minutes only.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from hotline.errors import LineFull
from hotline.store.base import Base
from hotline.store.models import LineRow
from hotline.store.together import Together

_WOKEN = 3  # of those that wait, at each end of a call; the clock finds the others
COUNTED = _ROW = "under-way"


class UnderWay(Base):
    """The calls under way; used only where a group's settings limit how many there may be at once."""

    def calls_under_way(self, *, now: datetime) -> frozenset[str]:
        """Return the calls, and the other legs, that count at this moment. Strongly consistent."""
        return frozenset(_still(self._get(LineRow, _ROW), now))

    def count_call(self, *names: str, now: datetime, until: datetime, unless: datetime | None = None) -> None:
        """Count these calls until then. One that counts until `unless` anyway, or longer, is left as it is."""

        def look() -> bool | None:
            row = self._get(LineRow, _ROW)
            found = _still(row, now)
            if all(name in found and found[name] >= (unless or until) for name in names):
                return True
            return self._change_calls(row, found | dict.fromkeys(names, until))

        self._until_settled(look)

    def end_calls(self, *names: str, now: datetime) -> list[tuple[str, str]]:
        """Count these calls no more. Return the first requests, by group and id, that wait for a free call."""

        def look() -> list[str] | None:
            row = self._get(LineRow, _ROW)
            found = _still(row, now)
            if row is None or found.keys().isdisjoint(names):
                return []
            first = sorted(row.waiting)[:_WOKEN]
            left = {name: at for name, at in found.items() if name not in names}
            wait_no_more = [LineRow.waiting.delete(frozenset(first))] if first else []
            return first if self._change_calls(row, left, *wait_no_more) else None

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


def _counted(calls: Mapping[str, datetime]) -> list[Action]:
    """Each change raises `calls`, so that no two of them are made of the same reading."""
    return [LineRow.under_way.set(dict(calls)), LineRow.calls.add(1)]


def _as_read(row: LineRow | None) -> Condition:
    same: Condition = LineRow.calls == row.calls if row else LineRow.id.does_not_exist()
    return same
