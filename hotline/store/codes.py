"""Codes to phone back with: which request one is for, and how often wrong ones were keyed."""

from __future__ import annotations

from datetime import datetime, timedelta

from hotline.records import Request, RequestState
from hotline.store.convert import to_record
from hotline.store.counting import once_more, once_or_fewer_than
from hotline.store.models import LineRow, RequestRow
from hotline.store.requests import UNFINISHED, Requests, in_state

_COUNTED = timedelta(days=1)  # how long a count of wrong codes stays there, read or not


class Codes(Requests):
    """Only marks of codes: no row has one that could be said."""

    def keep_code(self, group: str, request_id: str, *, mark: str, now: datetime, until: datetime) -> bool:
        """This code is this request's, while it is a draft or open; both rows or neither. Once more: the same.

        It takes the place of the number that was shown or keyed: that phone is not theirs, and is not rung.

        False: it is another's until then, or the request is neither.
        """
        free = LineRow.about.does_not_exist() | (LineRow.about == request_id) | (LineRow.until < now)
        together = self._together()
        row = LineRow(_code(group, mark))
        its_own = (LineRow.about.set(request_id), LineRow.until.set(until), LineRow.expires.set(until))
        together.update("code", row, *its_own, when=free)
        said = (RequestRow.code.set(mark), RequestRow.number.remove(), RequestRow.step.add(1))
        in_time = in_state(RequestState.DRAFT, RequestState.OPEN)
        together.update("request", RequestRow(group, request_id), *said, when=in_time)
        return not together.commit()

    def request_of_code(self, group: str, mark: str, *, now: datetime, until: datetime) -> Request | None:
        """The unfinished request that this code is for; who uses it has it longer. None: there is none, or no more."""
        alive = LineRow.about.exists() & (LineRow.until > now)
        longer = (LineRow.until.set(until), LineRow.expires.set(until))
        found = self._change(LineRow(_code(group, mark)), *longer, when=alive)
        row = self._get(RequestRow, group, found.about) if found and found.about else None
        if row is None or row.code != mark or row.state not in UNFINISHED:
            return None
        return to_record(Request, row)

    def count_code(self, group: str, whose: str, *, by: str, hour: str, limit: int, now: datetime) -> bool:
        """Count one more code, which may be wrong; `by` the same, once. False: there were `limit` in that hour."""
        row = LineRow(_wrong(group, whose, hour))
        return self._change(row, *once_more(by, now + _COUNTED), when=once_or_fewer_than(by, limit)) is not None

    def uncount_code(self, group: str, whose: str, *, by: str, hour: str) -> None:
        """It was right."""
        self._change(LineRow(_wrong(group, whose, hour)), LineRow.counted.delete({by}), when=LineRow.id.exists())


def _code(group: str, mark: str) -> str:
    return f"code#{group}#{mark}"


def _wrong(group: str, whose: str, hour: str) -> str:
    return f"wrong#{group}#{whose}#{hour}"
