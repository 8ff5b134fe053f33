"""The end of an offer: has it ended, and as what? Decided here for every cause, with what follows from it.

The causes are what Twilio tells of the call, a deadline, a refusal, a key, a phone that falls silent, and the end of
the request. What the request itself says comes first: a yes stays a yes, whatever ends the call.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from hotline.dispatch.not_tried import BUSY, as_not_tried, tried_again_at
from hotline.dispatch.number_fault import (
    is_dead,
    is_the_carriers,
    rest_dead_number,
    rest_who_never_answers,
    tell_carrier,
    tell_too_many,
)
from hotline.dispatch.under_way import counts_no_more, is_over
from hotline.hours import local_day
from hotline.records import (
    ABOUT_ANOTHER,
    AT_WISH,
    ENDED_OFFER,
    ENDED_REQUEST,
    TO_ITS_NUMBER,
    Need,
    No,
    Offer,
    OfferEnd,
    OfferKind,
    OfferState,
    Rang,
    Reason,
    Request,
    RequestState,
)
from hotline.rotation.refusal import has_said_no, is_for_good
from hotline.rotation.watch import next_look
from hotline.telephony.carrier import CarrierError
from hotline.telephony.ended import FAILED, Ended
from hotline.telephony.past import IN_PROGRESS, INITIATED, OVER, QUEUED
from hotline.world import World

if TYPE_CHECKING:
    from hotline.dispatch.ring import Line

log = logging.getLogger(__name__)

# Twilio: https://www.twilio.com/docs/voice/api/call-resource#call-status-values
_CANCELLED, _COMPLETED = "canceled", "completed"
_NOT_RUNG = frozenset({BUSY, FAILED})
_MAY_STILL_RING = frozenset({QUEUED, INITIATED, "ringing"})
_LOOKED_AT_AGAIN = timedelta(seconds=60)
_LONGEST = timedelta(minutes=5)  # that somebody may take to decide; a talk ends as the carrier says

_SHORTEST_WAIT, LONGEST_WAIT = timedelta(seconds=2), timedelta(minutes=5)  # after a call that was not placed
_MOST_DOUBLED = 8  # two seconds, doubled so often, is more than the longest wait

Decide = Callable[[Offer, Request | None], OfferEnd]


def by_status(line: Line, offer: Offer, told: Ended, *, phone: str) -> None:
    """Twilio tells that the call is over, and how; `phone` is whose it was."""
    store = line.world.store
    is_over(line.world, line.group, offer.id, offer.call_sid)  # first, so that what is rung next finds a call free
    if offer.dialled:
        store.unlock_dialled(offer.id, offer.dialled)
    ended = offer.state in ENDED_OFFER  # by a key; since then they have only been on the line
    request = None if ended and offer.kind not in TO_ITS_NUMBER else store.request(offer.group, offer.request)
    if ended:
        store.release_phone(offer, phone, unnamed=_is_unnamed(offer, request), now=line.now)
        return
    carriers = told.status == FAILED and not told.is_one_too_many and is_the_carriers(line, offer, told.outcome)
    end = _end(line, offer, request, _as_status_says(line, offer, request, told, carriers=carriers))
    if end is None:
        store.release_phone(offer, phone, unnamed=_is_unnamed(offer, request), now=line.now)
    elif told.is_one_too_many:
        tell_too_many(line)
    elif carriers:
        tell_carrier(line)
    elif end.faulty and is_dead(line, offer, told):
        rest_dead_number(line, offer)


def _as_status_says(line: Line, offer: Offer, request: Request | None, told: Ended, *, carriers: bool) -> Decide:
    """What has to be looked up for it is looked up once, before the transaction that may be tried again."""
    phones_us = told.status == BUSY and offer.kind is OfferKind.ASK and _phones_us(line, offer)
    rings_no_phone = told.status in _NOT_RUNG and not told.is_nobodys
    again = tried_again_at(line, offer, request, told.outcome) if rings_no_phone else None

    def decide(found: Offer, request: Request | None) -> OfferEnd:
        end = as_not_tried(line, found, request, _as_told(line, found, request, told.status, told.outcome), again)
        if told.is_one_too_many and request and not end.person:
            return _with_its_day(line, found, request, as_not_placed(line, request, told.error))
        if phones_us and request and end.state is OfferState.UNANSWERED:
            return _as_on_our_line(line, found, request)
        return replace(end, faulty=end.faulty and not carriers)

    return decide


def by_deadline(line: Line, offer: Offer, request: Request) -> None:
    """The last callback never came: Twilio is asked once, then the dispatcher goes on (fault 3)."""
    world = line.world
    status = world.carrier.status(offer.call_sid) if offer.call_sid else None
    if status == IN_PROGRESS and (line.now < offer.reserved_at + _LONGEST or not _is_undecided(offer, request)):
        world.store.hold_phone(offer, request, until=line.now + _LOOKED_AT_AGAIN)
        return
    if offer.dialled:
        world.store.unlock_dialled(offer.id, offer.dialled)
    # A stale call must not ring after the dispatcher has gone on. One that has not rung has cost nobody anything.
    silenced = status in _MAY_STILL_RING and _stop(line, offer)
    taken_back = silenced and status in {QUEUED, INITIATED}
    if status != IN_PROGRESS:
        counts_no_more(world, line.group, offer.id, offer.call_sid)
    if taken_back and status == INITIATED and _was_not_found(line, offer):
        by_status(line, offer, Ended(FAILED), phone=offer.volunteer)
        return
    again = tried_again_at(line, offer, request, status) if status in _NOT_RUNG else None

    def decide(found: Offer, seen: Request | None) -> OfferEnd:
        end = _as_overdue(line, found, seen, status, taken_back=taken_back)
        return as_not_tried(line, found, seen, end, again)

    _end(line, offer, request, decide)


def by_asking(line: Line, offer: Offer) -> bool:
    """Ask Twilio whether the call is over, before its deadline. False: it goes on, or Twilio cannot tell."""
    if offer.call_sid is None or offer.state in ENDED_OFFER:
        return False
    status = line.world.carrier.status(offer.call_sid)
    if status not in OVER:
        return False
    by_status(line, offer, Ended(status), phone=offer.volunteer)
    return True


def as_not_placed(line: Line, request: Request, outcome: str) -> OfferEnd:
    """The call was certainly not placed, and nothing is wrong with the number: it is the same phone's turn again.

    After a wait, longer after each call of this request that was not placed, so that nothing dials in a circle.
    """
    doubled: int = 2 ** min(request.never_rang, _MOST_DOUBLED)
    wait = min(_SHORTEST_WAIT * doubled, LONGEST_WAIT)
    return OfferEnd(
        state=OfferState.FAILED,
        outcome=outcome,
        release=True,
        rang=Rang.NEVER,
        same_again=True,
        look_at=next_look(request, line.group, line.now, line.now + wait),
    )


def by_refusal(line: Line, offer: Offer, request: Request, told: OfferEnd) -> None:
    """The call was not placed; `dispatch.refused` says what that tells of the number, and of the account."""
    is_over(line.world, line.group, offer.id)
    _end(line, offer, request, lambda found, seen: _with_its_day(line, found, seen, told))


def silence(line: Line, offer: Offer) -> bool:
    """A phone that still rings for what is taken or cancelled stops, and the place is given back. True: it ended so.

    One that is being dialled this moment has no SID yet: that comes with the next webhook, or its deadline passes.
    """
    if offer.call_sid is None:
        return False
    if _stop(line, offer):
        counts_no_more(line.world, line.group, offer.id, offer.call_sid)
    request = line.world.store.request(offer.group, offer.request)
    return _end(line, offer, request, lambda found, seen: _as_silenced(line, found, seen)) is not None


def with_its_request(line: Line, offer: Offer, request: Request) -> None:
    """The request ends: so does what still rings for it. Who has picked up is on the phone until they put it down."""
    _end(line, offer, request, lambda found, seen: replace(_as_silenced(line, found, seen), release=False))


def by_a_no(world: World, offer: Offer, request: Request, *, outcome: str, no: No, now: datetime) -> None:
    """A no, by a key. It is a no also where its ring was over before it was told."""
    end = OfferEnd(state=OfferState.PASSED, outcome=outcome, person=True, missed=True, no=no)
    if world.store.end_offer(offer, request, lambda _, __: end, now=now):
        return
    world.store.pass_on(request.group, request.id, volunteer=offer.volunteer, now=now, no=no)
    world.store.correct_offer(offer, end, now=now)


def by_logging(world: World, offer: Offer, *, now: datetime) -> None:
    """A coordinator has made a request of the recording that they took: it goes round again while they say goodbye."""
    end = OfferEnd(state=OfferState.ACCEPTED, outcome="logged", person=True)
    world.store.end_offer(offer, None, lambda _, __: end, now=now)


def by_a_late_key(world: World, offer: Offer, *, now: datetime) -> None:
    """A yes, when somebody was faster: a lost race gives the place back (promise 3)."""
    end = OfferEnd(state=OfferState.TOO_LATE, outcome="too-late", person=True, place_back=True)
    if not world.store.end_offer(offer, None, lambda _, __: end, now=now):
        world.store.correct_offer(offer, end, now=now)


def by_a_yes_after_all(world: World, offer: Offer, *, now: datetime) -> None:
    """A yes that was told after the end of its call: the ledger has it."""
    world.store.correct_offer(offer, OfferEnd(state=OfferState.ACCEPTED, outcome="yes", person=True), now=now)


def is_passed(offer: Offer) -> bool:
    """They have said no on this call: it is not open to a yes any more (promise 8)."""
    return offer.state is OfferState.PASSED


def _end(
    line: Line, offer: Offer, request: Request | None, decide: Callable[[Offer, Request | None], OfferEnd]
) -> OfferEnd | None:
    end = line.world.store.end_offer(offer, request, decide, now=line.now)
    if end and end.state is OfferState.UNANSWERED and offer.kind is OfferKind.ASK:
        rest_who_never_answers(line, offer, task=request is not None and request.need is Need.PERSON)
    return end


def _as_told(line: Line, offer: Offer, request: Request | None, status: str, failed_as: str = FAILED) -> OfferEnd:
    """What a call was that is over; what a key has decided comes before how it ended."""
    said, is_ask = _by_a_key(line, offer, request), offer.kind is OfferKind.ASK
    if said is not None:
        outcome = _which_no(offer, request) if said is OfferState.PASSED else status
        end = OfferEnd(state=said, outcome=outcome, person=True)
    elif status == _CANCELLED:
        end = OfferEnd(state=OfferState.TOO_LATE, outcome=status, place_back=True)
    elif status == FAILED:
        end = OfferEnd(state=OfferState.FAILED, outcome=failed_as, rang=Rang.FAILED, faulty=True, missed=is_ask)
    elif status == _COMPLETED and _is_over(offer, request):
        end = OfferEnd(state=OfferState.TOO_LATE, outcome="too-late", place_back=True)
    else:
        outcome = "no-key" if status == _COMPLETED else status
        end = OfferEnd(state=OfferState.UNANSWERED, outcome=outcome, missed=is_ask)
    return _with_its_day(line, offer, request, replace(end, release=True))


def _was_not_found(line: Line, offer: Offer) -> bool:
    """No carrier had found a phone for their last call for this request, either, when it was taken back."""
    ledger = line.world.store.offers(offer.group, offer.request)
    before = [one for one in ledger if one.id != offer.id and one.volunteer == offer.volunteer]
    return bool(before) and before[-1].outcome == INITIATED


def _phones_us(line: Line, offer: Offer) -> bool:
    """Their phone was engaged because they are on it with us, which is no fault of theirs."""
    volunteer = line.world.store.volunteer(offer.group, offer.volunteer)
    return volunteer is not None and line.world.carrier.is_calling_us(volunteer.number, line.group.lines)


def _as_on_our_line(line: Line, offer: Offer, request: Request) -> OfferEnd:
    """It never rang, and it is the same phone's turn again in a minute."""
    soon = next_look(request, line.group, line.now, line.now + line.group.policy.sweep)
    end = OfferEnd(state=OfferState.FAILED, outcome=BUSY, release=True, rang=Rang.NEVER, same_again=True, look_at=soon)
    return _with_its_day(line, offer, request, end)


def _as_overdue(line: Line, offer: Offer, request: Request | None, status: str | None, *, taken_back: bool) -> OfferEnd:
    end = _as_told(line, offer, request, status or "no-callback")
    if end.person:
        return end
    if taken_back:
        return replace(end, state=OfferState.FAILED, missed=False, rang=Rang.NEVER, same_again=True)
    if status is None and offer.call_sid is None:  # nothing was ever heard of this call: nobody failed to answer it
        return replace(end, state=OfferState.FAILED)
    if status == IN_PROGRESS:  # they are on the line still, and have not decided
        entry = request.ringing.get(offer.id) if request else None
        undecided = OfferState.PASSED if entry and entry.keyed else OfferState.UNANSWERED
        return replace(end, state=undecided, outcome="undecided", person=undecided is OfferState.PASSED, release=False)
    return end


def _as_silenced(line: Line, offer: Offer, request: Request | None) -> OfferEnd:
    """Taken, cancelled or over: the place is given back, but to whom it was taken by."""
    said = _by_a_key(line, offer, request)
    if said is not None:
        outcome = "yes" if said is OfferState.ACCEPTED else _which_no(offer, request)
        return OfferEnd(state=said, outcome=outcome, person=True)
    picked_up = offer.answered_at is not None
    entry = request.ringing.get(offer.id) if request else None
    end = OfferEnd(
        state=OfferState.TOO_LATE,
        outcome="too-late" if picked_up else _CANCELLED,
        release=not picked_up,
        person=entry is not None and entry.keyed,
        place_back=True,
    )
    return _with_its_day(line, offer, request, end)


def _by_a_key(line: Line, offer: Offer, request: Request | None) -> OfferState | None:
    """What a key has decided on this call, as the requests have it. None: nothing yet."""
    if request is None:
        return None
    if offer.turned_to or offer.id in (request.taken_offer, _taken_offer_of_about(line, offer, request)):
        return OfferState.ACCEPTED
    if offer.kind not in TO_ITS_NUMBER and has_said_no(offer.volunteer, request, line.group, line.now):
        return OfferState.PASSED  # a yes that they gave back on the same call: somebody else, please
    answered = {
        OfferKind.CHECK: request.spoken_at,
        OfferKind.DONE: request.reported_at,
        OfferKind.WELL: request.heard_at,
        OfferKind.CALL: request.heard_at,
    }
    at = answered.get(offer.kind)
    return OfferState.ACCEPTED if at and at >= offer.reserved_at else None


def _which_no(offer: Offer, request: Request | None) -> str:
    """Tell `someone else, please` from a yes that they lost for today, since their phone may not ring in time."""
    return "else" if request is not None and is_for_good(offer.volunteer, request) else "today"


def _taken_offer_of_about(line: Line, offer: Offer, request: Request) -> str | None:
    """Said yes to, an item about another request hands over that one."""
    if offer.kind is not OfferKind.ASK or request.reason not in ABOUT_ANOTHER or request.about is None:
        return None
    about = line.world.store.request(request.group, request.about)
    return about.taken_offer if about else None


def _is_undecided(offer: Offer, request: Request) -> bool:
    """Tell whether the request waits for what they say; whoever talks on another call of ours is not disturbed."""
    return offer.kind is OfferKind.ASK and request.state is RequestState.OPEN and request.taken_offer != offer.id


def _is_over(offer: Offer, request: Request | None) -> bool:
    """They picked up when somebody else had it, or it was over: there was nothing to say yes to."""
    if offer.kind is not OfferKind.ASK or offer.answered_at is None:
        return False
    if request is None:
        return True
    gone = [at for at in (request.taken_at, request.cancelled_at) if at]
    return any(at <= offer.answered_at for at in gone) or (not gone and request.state in ENDED_REQUEST)


def _is_unnamed(offer: Offer, request: Request | None) -> bool:
    """Once the call is over the ledger forgets whose phone it was: a resident's, or of somebody who was told something.

    Who is drawn by lot is looked for in the ledger until the complaint is over.
    """
    return offer.kind in TO_ITS_NUMBER and (request is None or request.reason is not Reason.LOT)


def _with_its_day(line: Line, offer: Offer, request: Request | None, end: OfferEnd) -> OfferEnd:
    """With whose phone is to be forgotten, and which counts lose the call if it did not ring."""
    return replace(
        end,
        unnamed=end.release and _is_unnamed(offer, request),
        day=local_day(offer.reserved_at, line.group.zone).isoformat(),
        at_wish=request is not None and request.reason in AT_WISH,
    )


def _stop(line: Line, offer: Offer) -> bool:
    """Stop a phone that waits to ring, or rings.

    False: it may ring on, since Twilio did not do as it was asked; whoever picks it up hears how the request stands.
    """
    try:
        if offer.call_sid:
            line.world.carrier.cancel(offer.call_sid)
    except CarrierError as why:
        log.warning("a phone that should stop ringing may ring on: %s", why)
        return False
    return offer.call_sid is not None
