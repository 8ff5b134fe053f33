"""Phones whose last callback never came: Twilio is asked once, then the dispatcher goes on (fault 3)."""

from __future__ import annotations

from datetime import timedelta

from hotline.dispatch.ring import Line, rest_who_never_answers, silence
from hotline.records import Offer, OfferKind, OfferState, Request, RequestState, Ringing

# Twilio: https://www.twilio.com/docs/voice/api/call-resource#call-status-values
_QUEUED = "queued"
_NOT_ANSWERED = frozenset({_QUEUED, "initiated", "ringing"})
_LONGER = timedelta(seconds=60)
_LONGEST = timedelta(minutes=5)  # that somebody may take to decide; a talk ends as the carrier says


def end_overdue(line: Line, request: Request) -> bool:
    """End each phone of this request whose deadline has passed. True: there was one."""
    overdue = [ringing for ringing in request.ringing.values() if ringing.deadline <= line.now]
    for ringing in overdue:
        _end(line, request, ringing)
    return bool(overdue)


def _end(line: Line, request: Request, ringing: Ringing) -> None:
    world = line.world
    offer = world.store.offer(request.group, ringing.offer)
    if offer is None:
        return
    status = world.carrier.status(offer.call_sid) if offer.call_sid else None
    if status == "in-progress" and (line.now < offer.reserved_at + _LONGEST or not _is_undecided(request, offer)):
        world.store.hold_phone(offer, request, until=line.now + _LONGER)
        return
    # Stale: it must not ring after we have gone on. One that only queued has cost them nothing (fault 24).
    silenced = status in _NOT_ANSWERED and silence(line, offer)
    never_rang = silenced and status == _QUEUED
    state = _state(request, offer, never_rang=never_rang)
    ended = world.store.end_offer(
        offer,
        request,
        state=state,
        outcome=status or "no-callback",
        now=line.now,
        give_back=False,
        missed=offer.kind == OfferKind.ASK and state == OfferState.UNANSWERED,
        release=True,
        never_rang=never_rang,
    )
    if ended and state == OfferState.UNANSWERED:
        rest_who_never_answers(line, offer)


def _is_undecided(request: Request, offer: Offer) -> bool:
    """Tell whether the request waits for what they say; whoever talks on another call of ours is not disturbed."""
    return offer.kind is OfferKind.ASK and request.state is RequestState.OPEN and request.taken_offer != offer.id


def _state(request: Request, offer: Offer, *, never_rang: bool) -> OfferState:
    if request.taken_offer == offer.id:
        return OfferState.ACCEPTED
    return OfferState.FAILED if never_rang else OfferState.UNANSWERED
