"""A resident who waits on the line: kept on the request's own row, as a deadline, so that no lost word of it lasts."""

from __future__ import annotations

from datetime import datetime

from hotline.records import Request, RequestState
from hotline.store.base import Base
from hotline.store.convert import to_record
from hotline.store.models import RequestRow
from hotline.store.requests import UNFINISHED, in_state


class Waiting(Base):
    """Whether whoever says yes can be joined with a resident who is there already."""

    def begin_to_wait(self, group: str, request_id: str, *, until: datetime) -> bool:
        """Its resident stays on the line. False: somebody has said yes to it, it has ended, or it never was."""
        waits = (RequestRow.waits_until.set(until), RequestRow.step.add(1))
        nobody_yet = in_state(RequestState.DRAFT, RequestState.OPEN)
        return self._change(RequestRow(group, request_id), *waits, when=nobody_yet) is not None

    def wait_on(self, group: str, request_id: str, *, until: datetime) -> Request | None:
        """They still wait; the request as it now stands. It does not raise `step`.

        None: they wait no more, so that a word that comes late puts nobody back on the line; or it has ended.
        """
        still = in_state(*UNFINISHED) & RequestRow.waits_until.exists()
        row = self._change(RequestRow(group, request_id), RequestRow.waits_until.set(until), when=still)
        return to_record(Request, row) if row else None

    def wait_no_more(self, group: str, request_id: str, *, now: datetime) -> Request | None:
        """They have left the line, or were not there; the request as it now stands. None: there is no such request.

        An open one is due now, since from here on it is another: rung one at a time, and, with no number to ring, a
        coordinator's.
        """
        gone = (RequestRow.waits_until.remove(), RequestRow.step.add(1))
        due = RequestRow.next_action_at.set(now)
        row = self._change(RequestRow(group, request_id), *gone, due, when=in_state(RequestState.OPEN)) or self._change(
            RequestRow(group, request_id), *gone, when=RequestRow.id.exists()
        )
        return to_record(Request, row) if row else None
