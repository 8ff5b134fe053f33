"""The end of an offer, once: the ledger, the request, the phone and the volunteer, in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from pynamodb.expressions.update import Action

from hotline.records import (
    TO_ITS_NUMBER,
    Offer,
    OfferEnd,
    OfferKind,
    OfferState,
    Rang,
    Request,
    RequestState,
    Volunteer,
)
from hotline.store.around import Around, as_found
from hotline.store.convert import set_to, to_record
from hotline.store.counting import one_less
from hotline.store.models import LineRow, OfferRow, RequestRow, VolunteerRow
from hotline.store.offers import Offers, mine
from hotline.store.places import leave_places, stands_as
from hotline.store.progress import KEPT
from hotline.store.requests import in_state
from hotline.store.reservation import LINE_KEPT, calls_of, phone, rings_of
from hotline.store.taking import no
from hotline.store.together import Together

UNLOCKED = (LineRow.lock.remove(), LineRow.until.remove())
# A key may arrive after the end of its own call, when the offer has ended as one of these.
_BEFORE_A_LATE_KEY = frozenset({OfferState.UNANSWERED, OfferState.FAILED})
_BEFORE_A_LATE_YES = _BEFORE_A_LATE_KEY | {OfferState.TOO_LATE}

Decide = Callable[[Offer, Request | None], OfferEnd]


class Ending(Offers):
    """Ended never goes back. `dispatch.offer_end` alone calls this."""

    def end_offer(self, offer: Offer, request: Request | None, decide: Decide, *, now: datetime) -> OfferEnd | None:
        """End an offer in one transaction, as `decide` says of the offer and its request as they are found.

        1. the offer: its state, outcome and time;
        2. the request, unless it has ended: this phone no longer rings for it, and what the end says of misses, of a
           no, and of calls that did not ring; an open one is due;
        3. the phone, with `release`: unlocked, if the lock is this offer's (without: they are still on the line);
        4. the volunteer: their unanswered calls in a row, their place, and the ask, if it did not ring;
        5. the day's counts, if it did not ring.

        With `request`, which the caller has just read, no more is read first, unless the place has to be.

        Returns what `decide` said. None: the offer had ended already, or is not there, and nothing changed.
        """

        def write(together: Together, around: Around) -> OfferEnd:
            found = to_record(Request, around.request) if around.request is not None else None
            end = decide(to_record(Offer, around.offer), found)
            _close(together, around, end, now)
            _stop_ringing(together, around, end, now)
            _unlock(together, around, end)
            _note_on_volunteer(together, around, end, now)
            _uncount(together, around.offer, end, now)
            return end

        if request is not None and _moves_places(decide(offer, request)):
            request = None
        return self._write_around(offer, request, write)

    def release_phone(self, offer: Offer, phone_id: str, *, unnamed: bool, now: datetime) -> None:
        """The call of an offer that has ended is over too: its phone may ring again, if the lock is still this offer's.

        With `unnamed`, nor does the ledger keep whose phone it was.
        """
        self._change(phone(phone_id), *UNLOCKED, when=mine(offer.id))
        if unnamed or offer.dialled:
            forgotten = _forgotten(now, unnamed=unnamed)
            self._change(OfferRow(offer.group, offer.id), *forgotten, when=OfferRow.id.exists())

    def correct_offer(self, offer: Offer, end: OfferEnd, *, now: datetime) -> None:
        """They pressed a key, and it arrived after the end of this offer: the ledger has it, and they did answer.

        The one correction of an ended offer: Twilio may tell of a key and of the end in either order, and both orders
        come to the same end. A phone that nobody answered was left in peace: it no longer is.
        """
        if not offer.volunteer:  # they have left since
            return
        wrong = _BEFORE_A_LATE_YES if end.state is OfferState.ACCEPTED else _BEFORE_A_LATE_KEY

        def look() -> bool | None:
            around = self._look_around(offer)
            if around is None or around.offer.state not in wrong:
                return False
            together = self._together()
            _close(together, around, end, now)
            _note_on_volunteer(together, around, end, now)
            return not together.commit() or None

        self._until_settled(look)

    def forget_ring(self, seen: Request, offer_id: str, *, now: datetime) -> None:
        """The ledger has no such offer any more: its phone does not ring, and the request is due."""
        entry = RequestRow.ringing[offer_id]
        gone = (entry.remove(), RequestRow.step.add(1), RequestRow.next_action_at.set(now))
        self._change(RequestRow(seen.group, seen.id), *gone, when=entry.exists())


def _moves_places(end: OfferEnd) -> bool:
    return end.place_back or end.rang is not Rang.YES


def _close(together: Together, around: Around, end: OfferEnd, now: datetime) -> None:
    """Whose phone it was is forgotten, too, of a volunteer who has left meanwhile."""
    offer = around.offer
    ended: list[Action] = [OfferRow.state.set(end.state), OfferRow.outcome.set(end.outcome), OfferRow.ended_at.set(now)]
    if end.rang is not Rang.YES:
        ended.append(OfferRow.rang.set(end.rang))
    unnamed = end.unnamed or (around.volunteer is None and offer.kind not in TO_ITS_NUMBER)
    if end.release and (unnamed or offer.dialled):
        ended += _forgotten(now, unnamed=unnamed)
    together.update("offer", OfferRow(offer.group, offer.id), *ended, when=as_found(offer))


def _forgotten(now: datetime, *, unnamed: bool) -> list[Action]:
    """Whose phone was rung, or dialled, is forgotten; the rest is kept as long as the ledger is."""
    forgotten: list[Action] = [OfferRow.dialled.remove(), OfferRow.expires.set(now + KEPT)]
    return [*forgotten, OfferRow.volunteer.set("")] if unnamed else forgotten


def _stop_ringing(together: Together, around: Around, end: OfferEnd, now: datetime) -> None:
    request = around.rings
    if request is None:
        return
    entry, when = RequestRow.ringing[around.offer.id], in_state(request.state)
    actions: list[Action] = [entry.remove(), RequestRow.step.add(1)]
    if end.says_no and request.taken_by != around.offer.volunteer:  # who has it hands it back
        actions.append(no(around.offer.volunteer, end.again_at))
    if end.missed:
        actions.append(RequestRow.misses.add(1))
    if end.rang is not Rang.YES:
        actions.append(RequestRow.never_rang.add(1))
    if end.same_again:
        actions.append(RequestRow.asked.delete(frozenset({around.offer.volunteer})))
        if around.offer.kind is not OfferKind.ASK and request.checks:
            actions.append(RequestRow.checks.add(-1))
            when &= RequestRow.checks == request.checks
    waits_for_them = request.state is RequestState.ACCEPTED and request.taken_by == around.offer.volunteer
    if waits_for_them and end.rang is Rang.YES:
        actions.append(RequestRow.call_ended_at.set(now))
    if end.look_at or waits_for_them or request.state is RequestState.OPEN:
        actions.append(RequestRow.next_action_at.set(end.look_at or now))
    row = RequestRow(request.group, request.id)
    together.update("request", row, *actions, when=when & entry.exists())


def _unlock(together: Together, around: Around, end: OfferEnd) -> None:
    if end.release and around.phone is not None:
        together.update("phone", phone(around.offer.volunteer), *UNLOCKED, when=mine(around.offer.id))


def _note_on_volunteer(together: Together, around: Around, end: OfferEnd, now: datetime) -> None:
    if around.volunteer is None:
        return
    actions = _in_a_row(around.offer, end, now)
    row = VolunteerRow(around.offer.group, around.offer.volunteer)
    if not _moves_places(end):
        if actions:
            together.update("volunteer", row, *actions, when=VolunteerRow.id.exists())
        return
    before = to_record(Volunteer, around.volunteer)
    after = before
    if (end.place_back or end.rang is Rang.NEVER) and before.asked_at == around.offer.reserved_at:
        after = replace(before, asked_at=around.offer.asked_before)
        actions.append(VolunteerRow.asked_at.set(after.asked_at))
    if end.rang is not Rang.YES and around.offer.reserved_at in before.asks:
        after = replace(after, asks=tuple(ask for ask in before.asks if ask != around.offer.reserved_at))
        actions.append(set_to(VolunteerRow.asks, after.asks))
    if end.rang is not Rang.YES and before.tasks_at == around.offer.reserved_at:
        actions.append(VolunteerRow.tasks_at.remove())
    if actions:
        same = stands_as(before) & (VolunteerRow.asks == list(before.asks))
        together.update("volunteer", row, *actions, when=same)
        leave_places(together, before, after)


def _in_a_row(offer: OfferRow, end: OfferEnd, now: datetime) -> list[Action]:
    """Calls in a row that were not answered, and since when none has reached the phone."""
    actions: list[Action] = []
    if end.faulty:
        actions.append(VolunteerRow.failed_at.set(VolunteerRow.failed_at | now))
    elif offer.answered_at is not None or end.state is OfferState.UNANSWERED:
        actions.append(VolunteerRow.failed_at.remove())
    if end.person:
        actions += [VolunteerRow.unanswered.set(0), VolunteerRow.quiet_until.remove()]
    elif end.state is OfferState.UNANSWERED and offer.kind is OfferKind.ASK:  # other calls are no asks
        actions.append(VolunteerRow.unanswered.add(1))
    return actions


def _uncount(together: Together, offer: OfferRow, end: OfferEnd, now: datetime) -> None:
    """Neither the group's calls of the day, nor how often this phone was rung, count a call that did not ring."""
    less = one_less(now + LINE_KEPT)
    if end.rang is Rang.NEVER:
        together.update("calls", calls_of(offer.group, end.day), *less)
    if end.rang is not Rang.YES and end.at_wish:
        together.update("rings", rings_of(offer.volunteer, end.day), *less)
