"""A volunteer who leaves for good: their row and places go, and so does their name in all that is kept."""

from __future__ import annotations

from pynamodb.expressions.update import Action

from hotline.records import ENDED_OFFER
from hotline.store.models import OfferRow, RequestRow
from hotline.store.requests import UNFINISHED, in_state
from hotline.store.volunteers import Volunteers


class Leaving(Volunteers):
    """Only a dispatcher or a command does this: whoever answers the phone may erase nothing."""

    def forget_volunteer(self, group: str, volunteer_id: str, *, if_stopped: bool = False) -> None:
        """Erase the volunteer, and their id in the ledger and in unfinished requests. Done again, it does the rest.

        With whom their phone is not to be put together stays. With `if_stopped`, nothing of who has come back is
        erased.
        """
        self.remove_volunteer(group, volunteer_id, if_stopped=if_stopped)
        if self.volunteer(group, volunteer_id) is None:
            self._forget_in_ledger(group, volunteer_id)
            self._forget_in_requests(group, volunteer_id)

    def _forget_in_ledger(self, group: str, volunteer_id: str) -> None:
        """No index leads from a volunteer to their offers: the group's are read, since few ever leave."""
        theirs = (OfferRow.volunteer == volunteer_id) | (OfferRow.dialled == volunteer_id)
        for row in self._each(OfferRow.query(group, filter_condition=theirs, consistent_read=True)):
            forgotten: list[Action] = [OfferRow.dialled.remove()] if row.dialled == volunteer_id else []
            if row.volunteer == volunteer_id:
                forgotten.append(OfferRow.volunteer.set(""))
            over = OfferRow.state.is_in(*ENDED_OFFER)  # an open one forgets it when it ends
            self._change(OfferRow(group, row.id), *forgotten, when=over)

    def _forget_in_requests(self, group: str, volunteer_id: str) -> None:
        their_id = frozenset({volunteer_id})
        for found in self._each(RequestRow.due.query(group)):
            row = self._get(RequestRow, group, found.id)
            if row is None or volunteer_id not in {*row.passed, *row.asked, *row.later}:
                continue
            forgotten = (RequestRow.passed.delete(their_id), RequestRow.asked.delete(their_id))
            gone = (*forgotten, RequestRow.later[volunteer_id].remove(), RequestRow.step.add(1))
            self._change(RequestRow(group, row.id), *gone, when=in_state(*UNFINISHED))
