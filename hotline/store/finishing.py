"""From arranged to done: reported by the volunteer, confirmed by the resident, or asked for once more."""

from __future__ import annotations

from datetime import datetime

from hotline.records import Request, RequestState
from hotline.store.attributes import write_moment
from hotline.store.base import Base
from hotline.store.convert import to_record, to_row
from hotline.store.models import RequestRow
from hotline.store.progress import as_seen
from hotline.store.requests import in_state
from hotline.store.taking import ACCEPTED, OPEN, SPOKEN, held_by, open_again

REPORTED_DONE = RequestState.REPORTED_DONE


class Finishing(Base):
    """Reported done is not done (fault 47)."""

    def report_done(self, group: str, request_id: str, *, volunteer: str, now: datetime) -> bool:
        """Whoever holds it says that it is done: due now, and `checks` then counts the calls to the resident.

        False: they do not hold it, the two have not spoken, or it was reported before.
        """
        reported = self._change(
            RequestRow(group, request_id),
            RequestRow.state.set(REPORTED_DONE),
            RequestRow.reported_at.set(now),
            RequestRow.next_action_at.set(now),
            RequestRow.checks.set(0),
            RequestRow.step.add(1),
            when=held_by(volunteer, SPOKEN),
        )
        return reported is not None

    def ask_later(self, group: str, request_id: str, *, volunteer: str, at: datetime, next_action_at: datetime) -> bool:
        """Whoever holds it was reached, and it is not done yet: asked again `at`, as often as if for the first time.

        False: they do not hold it, or the two have not spoken.
        """
        later = (
            RequestRow.checks.set(0),
            RequestRow.later[volunteer].set(write_moment(at)),
            RequestRow.next_action_at.set(next_action_at),
            RequestRow.step.add(1),
        )
        return self._change(RequestRow(group, request_id), *later, when=held_by(volunteer, SPOKEN)) is not None

    def hand_on(self, seen: Request, errand: Request | None, *, passed: bool, now: datetime) -> bool:
        """Who holds it cannot be reached: handed back, and the errand that tells them so is put, both or neither.

        With `passed` they are not asked for it again: of whoever has left, nothing is noted. False: somebody else was
        at work, or they hold it no more.
        """
        holder, anew = seen.taken_by or "", seen.joined
        together = self._together()
        if errand:
            together.put("errand", to_row(RequestRow, errand), when=RequestRow.id.does_not_exist())
        together.update(
            "request",
            RequestRow(seen.group, seen.id),
            *open_again(now, anew=anew),
            RequestRow.later[holder].remove(),
            *([RequestRow.passed.add(frozenset({holder}))] if passed else []),
            when=as_seen(seen) & held_by(holder, ACCEPTED, SPOKEN),
        )
        return not together.commit()

    def reopen(self, group: str, request_id: str, *, now: datetime, promised_at: datetime) -> Request | None:
        """The resident still needs something: open and due now, everyone may be asked, also who had it; a new promise.

        Returns the request as it then stands, also for a key that comes twice. None: it is neither reported done nor
        open, or it is cancelled and about to end.
        """
        row = self._change(
            RequestRow(group, request_id),
            *open_again(now, anew=True, promised_at=promised_at),
            RequestRow.due_at.set(now),
            when=in_state(REPORTED_DONE) & RequestRow.cancelled_at.does_not_exist(),
        ) or self._get(RequestRow, group, request_id)
        request = to_record(Request, row) if row else None
        return request if request and request.state == OPEN and not request.cancelled_at else None
