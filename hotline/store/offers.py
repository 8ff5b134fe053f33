"""The ledger of ringing phones, and what their calls report. How an offer ends is in `ending`."""

from __future__ import annotations

from datetime import datetime

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from hotline.records import ABOUT_WHAT_IS_THEIRS, Offer, OfferState, Request, RequestState
from hotline.store.around import Around, Looking, as_found
from hotline.store.attributes import write_moment
from hotline.store.convert import to_record
from hotline.store.models import LineRow, OfferRow, RequestRow
from hotline.store.requests import in_state
from hotline.store.reservation import OUTLASTS, locked, phone
from hotline.store.together import Together


class Offers(Looking):
    """Each report of a call may come twice, late, or before our own write: none of it counts twice."""

    def offer(self, group: str, offer_id: str) -> Offer | None:
        """Strongly consistent. None: no such offer."""
        row = self._get(OfferRow, group, offer_id)
        return to_record(Offer, row) if row else None

    def offers(self, group: str, request_id: str) -> list[Offer]:
        """The ledger of one request, oldest first."""
        rows = self._each(OfferRow.query(group, OfferRow.id.startswith(f"{request_id}-"), consistent_read=True))
        ledger = [to_record(Offer, row) for row in rows if row.request == request_id]
        return sorted(ledger, key=_number)

    def note_call(self, group: str, offer_id: str, *, call_sid: str) -> None:
        """Keep the call's SID if none is there yet: who placed the call or its first webhook, whichever is first."""
        unknown = OfferRow.id.exists() & OfferRow.call_sid.does_not_exist()
        self._change(OfferRow(group, offer_id), OfferRow.call_sid.set(call_sid), when=unknown)

    def heard_status(self, group: str, offer_id: str, *, sequence: int, call_sid: str) -> Offer | None:
        """Keep that this status callback was heard, and the SID if it is new.

        The offer as it then stands; None: a newer one was heard before, or there is no such offer.
        """
        heard = (OfferRow.sequence.set(sequence), OfferRow.call_sid.set(OfferRow.call_sid | call_sid))
        row = self._change(OfferRow(group, offer_id), *heard, when=OfferRow.sequence < sequence)
        return to_record(Offer, row) if row else None

    def pick_up(
        self,
        offer: Offer,
        request: Request,
        *,
        call_sid: str,
        now: datetime,
        deadline: datetime,
        next_action_at: datetime,
    ) -> bool:
        """The phone was answered, in one transaction: the offer, the request's entry of it, and the phone's lock.

        They get the new `deadline`; the first answer's time and SID stay; an open request is next due at
        `next_action_at`. False: the offer has ended.
        """

        def write(together: Together, around: Around) -> bool:
            _answer(together, around.offer, call_sid, now, deadline)
            _move_entry(together, around, _answered(offer.id, now, deadline), next_action_at)
            _hold(together, around, deadline)
            return True

        return self._write_around(offer, request, write) is not None

    def turn_call(self, offer: Offer, request_id: str) -> None:
        """From here on the call of this offer is about that request, which was taken on it."""
        turned = OfferRow.turned_to.set(request_id)
        self._change(OfferRow(offer.group, offer.id), turned, when=OfferRow.id.exists())

    def hold_phone(self, offer: Offer, request: Request, *, until: datetime) -> bool:
        """A conversation is going on: this offer, its entry and its lock last until then, unless they do anyway.

        False: the offer has ended, by a key; its call may go on.
        """

        def write(together: Together, around: Around) -> bool:
            if around.offer.deadline >= until:
                return True
            longer = OfferRow.deadline.set(until)
            together.update("offer", OfferRow(offer.group, offer.id), longer, when=as_found(around.offer))
            _move_entry(together, around, [RequestRow.ringing[offer.id]["deadline"].set(write_moment(until))], None)
            _hold(together, around, until)
            return True

        return bool(self._write_around(offer, request, write))

    def human_there(self, offer: Offer) -> None:
        """A valid key was heard on this phone: noted while it is among those ringing.

        On a call about what is theirs it is an answer: the rings in vain are counted from there.
        """
        entry = RequestRow.ringing[offer.id]
        keyed: list[Action] = [entry["keyed"].set(True), RequestRow.step.add(1)]
        if offer.kind in ABOUT_WHAT_IS_THEIRS:
            keyed.append(RequestRow.checks.set(0))
        self._change(RequestRow(offer.group, offer.request), *keyed, when=entry.exists())


def _number(offer: Offer) -> int:
    return int(offer.id.rpartition("-")[2])


def _answer(together: Together, offer: OfferRow, call_sid: str, now: datetime, deadline: datetime) -> None:
    together.update(
        "offer",
        OfferRow(offer.group, offer.id),
        OfferRow.state.set(OfferState.ANSWERED),
        OfferRow.answered_at.set(OfferRow.answered_at | now),
        OfferRow.call_sid.set(OfferRow.call_sid | call_sid),
        OfferRow.deadline.set(deadline),
        when=as_found(offer),
    )


def _answered(offer_id: str, now: datetime, deadline: datetime) -> list[Action]:
    entry = RequestRow.ringing[offer_id]
    answered = entry["answered_at"]
    return [answered.set(answered | write_moment(now)), entry["deadline"].set(write_moment(deadline))]


def _move_entry(together: Together, around: Around, actions: list[Action], due: datetime | None) -> None:
    """Change the request's entry of this phone, if it is there; an open request is `due` then."""
    request = around.rings
    if request is None:
        return
    if due is not None and request.state is RequestState.OPEN:
        actions.append(RequestRow.next_action_at.set(due))
    still = in_state(request.state) & RequestRow.ringing[around.offer.id].exists()
    row = RequestRow(request.group, request.id)
    together.update("request", row, *actions, RequestRow.step.add(1), when=still)


def _hold(together: Together, around: Around, until: datetime) -> None:
    if around.phone is None:
        return
    together.update(
        "phone", phone(around.offer.volunteer), *locked(around.offer.id, until + OUTLASTS), when=mine(around.offer.id)
    )


def mine(offer_id: str) -> Condition:
    """The phone is locked by this offer."""
    locked: Condition = LineRow.lock == offer_id
    return locked
