"""Offers whose deadline has passed, or whose call should be over: the last callback never came (fault 3)."""

from __future__ import annotations

from hotline.dispatch import offer_end
from hotline.dispatch.ring import Line
from hotline.records import Request, Ringing


def end_overdue(line: Line, request: Request) -> bool:
    """End each phone of this request whose deadline has passed. True: there was one."""
    overdue = [ringing for ringing in request.ringing.values() if ringing.deadline <= line.now]
    for ringing in overdue:
        offer = line.world.store.offer(request.group, ringing.offer)
        if offer is None:
            line.world.store.forget_ring(request, ringing.offer, now=line.now)
        else:
            offer_end.by_deadline(line, offer, request)
    return bool(overdue)


def end_if_over(line: Line, request: Request, ringing: Ringing) -> bool:
    """Ask Twilio about a call before its deadline, and end its offer if the call is over. True: its offer has ended."""
    offer = line.world.store.offer(request.group, ringing.offer)
    return offer is not None and offer_end.by_asking(line, offer)
