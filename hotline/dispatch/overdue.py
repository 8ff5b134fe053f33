"""Phones whose last callback never came: Twilio is asked once, then the dispatcher goes on (fault 3)."""

from __future__ import annotations

from datetime import timedelta

from hotline.dispatch.ring import Line
from hotline.records import OfferKind, OfferState, Request, Ringing

_LONGER = timedelta(seconds=60)
_LONGEST = timedelta(minutes=5)  # that somebody may take to decide


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
    if status == "in-progress" and line.now < offer.reserved_at + _LONGEST:
        world.store.hold_phone(offer, until=line.now + _LONGER)
        return
    if status in {"queued", "initiated", "ringing"} and offer.call_sid:
        world.carrier.cancel(offer.call_sid)  # stale: it must not ring after we have gone on (fault 24)
    state = OfferState.ACCEPTED if request.taken_offer == offer.id else OfferState.UNANSWERED
    world.store.end_offer(
        offer,
        state=state,
        outcome=status or "no-callback",
        now=line.now,
        give_back=False,
        missed=offer.kind == OfferKind.ASK and state == OfferState.UNANSWERED,
        release=True,
    )
