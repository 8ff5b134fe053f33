"""How an offer ends, once: the ledger, the request, the phone and the volunteer, in one transaction."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from pynamodb.expressions.update import Action

from hotline.records import Offer, OfferKind, OfferState, Request, RequestState, Volunteer
from hotline.store.around import Around, as_found
from hotline.store.convert import set_to, to_record
from hotline.store.models import LineRow, OfferRow, RequestRow, VolunteerRow
from hotline.store.offers import Offers, mine
from hotline.store.places import leave_places, stands_as
from hotline.store.requests import in_state
from hotline.store.reservation import phone
from hotline.store.taking import no
from hotline.store.together import Together

UNLOCKED = (LineRow.lock.remove(), LineRow.until.remove())
BY_A_PERSON = frozenset({OfferState.PASSED, OfferState.ACCEPTED})


class Ending(Offers):
    """The end of an offer. Ended never goes back."""

    def end_offer(
        self,
        offer: Offer,
        request: Request | None = None,
        *,
        state: OfferState,
        outcome: str,
        now: datetime,
        give_back: bool,
        missed: bool,
        release: bool = False,
        never_rang: bool = False,
    ) -> bool:
        """End an offer, in one transaction.

        1. the offer: its state, outcome and time;
        2. the request, unless it has ended: this phone no longer rings, one more miss if `missed`, an open one is due;
        3. the phone, with `release`: unlocked, if the lock is this offer's (without: they are still on the line);
        4. the volunteer: one more unanswered in a row, or none if a person answered; with `give_back` the place as it
           was before the ask, unless another ask has come since (`asks` keeps it, for rest and cap).

        With `request`, which the caller has just read, no more is read first, unless the place has to be.

        With `never_rang`, of a call that was certainly not placed, the ask is undone: rest, cap and this round do not
        count it, so that the same volunteer is next again (fault 24).

        False: it had ended already, and nothing changed.
        """
        give_back |= never_rang

        def write(together: Together, around: Around) -> None:
            _close(together, around.offer, state, outcome, now)
            _stop_ringing(together, around, now, missed=missed, undone=never_rang)
            if release:
                _unlock(together, around)
            if give_back:
                _give_back(together, around, state, undone=never_rang)
            else:
                _remember(together, around, state)

        return self._write_around(offer, None if give_back else request, write)

    def pass_offer(
        self, offer: Offer, request: Request, *, outcome: str, now: datetime, again_at: datetime | None
    ) -> bool:
        """A no thanks on this phone, in one transaction: the offer has ended, and so has its ring.

        The volunteer is not asked again for this request; or, with `again_at`, is asked again then.

        False: it had ended already, and nothing changed.
        """

        def write(together: Together, around: Around) -> None:
            _close(together, around.offer, OfferState.PASSED, outcome, now)
            _stop_ringing(together, around, now, missed=True, no=no(offer.volunteer, again_at))
            _remember(together, around, OfferState.PASSED)

        return self._write_around(offer, request, write)

    def release_phone(self, offer: Offer) -> None:
        """The call is over: this phone may ring again, if the lock is still this offer's."""
        self._change(phone(offer.volunteer), *UNLOCKED, when=mine(offer.id))


def _close(together: Together, offer: OfferRow, state: OfferState, outcome: str, now: datetime) -> None:
    ended = (OfferRow.state.set(state), OfferRow.outcome.set(outcome), OfferRow.ended_at.set(now))
    together.update("offer", OfferRow(offer.group, offer.id), *ended, when=as_found(offer))


def _stop_ringing(
    together: Together,
    around: Around,
    now: datetime,
    *,
    missed: bool,
    undone: bool = False,
    no: Action | None = None,
) -> None:
    request = around.request
    if request is None:
        return
    entry = RequestRow.ringing[around.offer.id]
    actions: list[Action] = [entry.remove(), RequestRow.step.add(1)]
    if no is not None and request.taken_by != around.offer.volunteer:  # who has it hands it back
        actions.append(no)
    if missed:
        actions.append(RequestRow.misses.add(1))
    if undone:
        actions.append(RequestRow.asked.delete(frozenset({around.offer.volunteer})))
    if request.state is RequestState.OPEN:
        actions.append(RequestRow.next_action_at.set(now))
    elif request.state is RequestState.ACCEPTED and request.taken_by == around.offer.volunteer:
        actions += [RequestRow.call_ended_at.set(now), RequestRow.next_action_at.set(now)]
    row = RequestRow(request.group, request.id)
    together.update("request", row, *actions, when=in_state(request.state) & entry.exists())


def _unlock(together: Together, around: Around) -> None:
    if around.phone is None:
        return
    together.update("phone", phone(around.offer.volunteer), *UNLOCKED, when=mine(around.offer.id))


def _remember(together: Together, around: Around, state: OfferState) -> None:
    actions = _unanswered(around.offer, state)
    if around.volunteer is None or not actions:
        return
    row = VolunteerRow(around.offer.group, around.offer.volunteer)
    together.update("volunteer", row, *actions, when=VolunteerRow.id.exists())


def _give_back(together: Together, around: Around, state: OfferState, *, undone: bool) -> None:
    if around.volunteer is None:
        return
    before = to_record(Volunteer, around.volunteer)
    actions = _unanswered(around.offer, state)
    after = before
    if before.asked_at == around.offer.reserved_at:
        after = replace(before, asked_at=around.offer.asked_before)
        actions.append(VolunteerRow.asked_at.set(after.asked_at))
    if undone:
        after = replace(after, asks=tuple(ask for ask in before.asks if ask != around.offer.reserved_at))
        actions.append(set_to(VolunteerRow.asks, after.asks))
        if before.tasks_at == around.offer.reserved_at:
            actions.append(VolunteerRow.tasks_at.remove())
    if not actions:
        return
    same = stands_as(before) & (VolunteerRow.asks == list(before.asks))
    together.update("volunteer", VolunteerRow(before.group, before.id), *actions, when=same)
    leave_places(together, before, after)


def _unanswered(offer: OfferRow, state: OfferState) -> list[Action]:
    if state is OfferState.UNANSWERED:  # asks in a row: a call about what they have said yes to is none
        return [VolunteerRow.unanswered.add(1)] if offer.kind is OfferKind.ASK else []
    if state in BY_A_PERSON or (state is OfferState.TOO_LATE and offer.answered_at is not None):
        return [VolunteerRow.unanswered.set(0)]
    return []
