"""Requests as they are found: one, all, those of a call, those that are due."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from pynamodb.expressions.condition import Condition

from hotline.numbers import PhoneNumber
from hotline.records import ENDED_REQUEST, Request, RequestState
from hotline.store.base import Base
from hotline.store.convert import to_record, to_row
from hotline.store.models import RequestRow

_PAGE = 100  # of the index of what is due
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

    def requests_of_phone(self, group: str, number: PhoneNumber) -> list[Request]:
        """All that rings this number, oldest first: a resident's requests, and errands. What has ended holds none."""
        found = self._each(RequestRow.of_phone.query(number, RequestRow.group == group))
        return [request for request in self._afresh(group, [row.id for row in found]) if request.number == number]

    def requests_for_phone(self, group: str, number: PhoneNumber) -> list[Request]:
        """What others asked for whoever has this number, oldest first. What has ended holds none."""
        found = self._each(RequestRow.for_phone.query(number, RequestRow.group == group))
        ids = [row.id for row in found]
        return [request for request in self._afresh(group, ids) if request.for_number == number]

    def requests_anywhere(self, number: PhoneNumber) -> list[Request]:
        """Both of these, in every group."""
        found = (
            row.group
            for index in (RequestRow.of_phone, RequestRow.for_phone)
            for row in self._each(index.query(number))
        )
        groups = sorted(set(found))
        looks = (self.requests_of_phone, self.requests_for_phone)
        return [request for group in groups for look in looks for request in look(group, number)]

    def held_anywhere(self, volunteer: str) -> list[Request]:
        """What whoever has this phone has said yes to and is not over, in every group."""
        groups = sorted({row.group for row in self._each(RequestRow.held_by.query(volunteer))})
        return [request for group in groups for request in self.requests_held_by(group, volunteer)]

    def requests_held_by(self, group: str, volunteer: str) -> list[Request]:
        """What this volunteer has said yes to and is not over, oldest first."""
        found = self._each(RequestRow.held_by.query(volunteer, RequestRow.group == group))
        return [request for request in self._afresh(group, [row.id for row in found]) if request.taken_by == volunteer]

    def _afresh(self, group: str, ids: Sequence[str]) -> list[Request]:
        """Read strongly, since an index lags."""
        if not ids:
            return []
        keys = [(group, request_id) for request_id in ids]
        rows = self._retry(lambda: list(RequestRow.batch_get(keys, consistent_read=True)))
        return sorted((to_record(Request, row) for row in rows), key=lambda request: request.age)

    def due(self, group: str, now: datetime) -> Iterator[str]:
        """Yield the ids of all unfinished requests whose next action has come, earliest first, page by page.

        The index lags: read a request before acting on it. One that moves on in the index meanwhile may come twice.
        """
        rows = RequestRow.due.query(group, RequestRow.next_action_at <= now, page_size=_PAGE)
        return (row.id for row in self._each(rows))

    def due_soonest(self, group: str, *, limit: int | None = 25) -> list[Request]:
        """Of the unfinished those that are due soonest, whenever that is: one page of the index, then read strongly.

        Oldest first. What is open comes early in that index, since the dispatcher looks at it within the hour. With no
        `limit`: all of the unfinished.
        """
        rows = RequestRow.due.query(group, limit=limit)
        return self._afresh(group, [row.id for row in self._each(rows)])
