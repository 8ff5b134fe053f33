"""Requests as they are found: one, all, those of a call, those that are due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from pynamodb.expressions.condition import Condition

from hotline.records import ENDED_REQUEST, Request, RequestState
from hotline.store.base import Base
from hotline.store.convert import to_record, to_row
from hotline.store.models import RequestRow

UNFINISHED = tuple(state for state in RequestState if state not in ENDED_REQUEST)


def in_state(*states: RequestState) -> Condition:
    return RequestRow.state.is_in(*states)


class Requests(Base):
    """Reading them, and the one way in that is not a resident's call."""

    def add_item(self, item: Request) -> bool:
        """Put a request of need `person`, already open. Its id makes it happen once: False, it is there already."""
        return self._put(to_row(RequestRow, item), when=RequestRow.id.does_not_exist())

    def request(self, group: str, request_id: str) -> Request | None:
        """Strongly consistent. None: no such request."""
        row = self._get(RequestRow, group, request_id)
        return to_record(Request, row) if row else None

    def requests(self, group: str) -> Iterator[Request]:
        """All of a group, ended ones too for as long as they are kept, page by page, by id."""
        for row in self._each(RequestRow.query(group, consistent_read=True)):
            yield to_record(Request, row)

    def requests_of_call(self, group: str, call_id: str) -> list[Request]:
        """Those whose id begins with the call's and a dash: one strongly consistent query."""
        its_own = RequestRow.id.startswith(f"{call_id}-")
        rows = RequestRow.query(group, its_own, consistent_read=True)
        return [to_record(Request, row) for row in self._each(rows)]

    def due(self, group: str, now: datetime, *, limit: int = 100) -> list[str]:
        """Ids of the unfinished whose next action has come, earliest first. The index lags: read before acting."""
        rows = RequestRow.due.query(group, RequestRow.next_action_at <= now, limit=limit)
        return [row.id for row in self._each(rows)]
