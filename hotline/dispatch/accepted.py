"""An accepted request: other phones fall silent; if the two have not spoken, it goes round again."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from hotline.dispatch.overdue import end_overdue
from hotline.dispatch.ring import Line, fall_silent, look_again, ring
from hotline.errors import LimitReached, PhoneBusy
from hotline.records import OfferKind, Request
from hotline.rotation.follow_up import is_it_done_at
from hotline.rotation.phone import is_paused, may_ring_from

_MOST_CHECKS = 2
_A_DAY = timedelta(hours=24)  # a pause that is over by then is waited for


def see_to(line: Line, request: Request) -> None:
    """Do the one next thing for an accepted request."""
    if _silence_others(line, request) or end_overdue(line, request):
        _again_at_first_check(line, request)
    elif request.ringing:  # they are on the phone about it now
        line.world.store.schedule(request, next_action_at=min(r.deadline for r in request.ringing.values()))
    elif line.now < _first_check(line, request):
        look_again(line, request, _first_check(line, request))
    elif request.checks < _MOST_CHECKS:
        _check(line, request)
    else:
        _give_up(line, request)


def _silence_others(line: Line, request: Request) -> bool:
    """Stop phones that still ring for it (fault 20): the place is given back. Who has picked up hears a kind word."""
    others = [
        r
        for r in request.ringing.values()
        if r.kind == OfferKind.ASK and r.offer != request.taken_offer and r.answered_at is None
    ]
    silenced = False
    for ringing in others:
        offer = line.world.store.offer(request.group, ringing.offer)
        silenced |= offer is not None and fall_silent(line, offer)
    return silenced


def _again_at_first_check(line: Line, request: Request) -> None:
    """The row has changed; look at it again at once."""
    line.world.store.wake(request.group, request.id, now=line.now)


def _first_check(line: Line, request: Request) -> datetime:
    """Soon; but whoever has no phone phones us when they can, and it is asked about when the help was due."""
    taken = request.taken_at or line.now
    if request.code:
        return is_it_done_at(replace(request, spoken_at=taken), line.group, line.now)
    return taken + line.group.policy.spoken_within


def _check(line: Line, request: Request) -> None:
    """Ring whoever said yes: have you two spoken? Whoever cannot be rung, or not soon enough, gives it up."""
    store = line.world.store
    volunteer = store.volunteer(request.group, request.taken_by or "")
    at = may_ring_from(volunteer, line.group, line.now) if volunteer else None
    if volunteer is None or at is None or is_paused(volunteer, line.now + _A_DAY):
        _give_up(line, request)
        return
    if at > line.now:
        look_again(line, request, at)
        return
    after = line.now + line.group.policy.spoken_within
    try:
        ring(line, request, volunteer, OfferKind.CHECK, next_action_at=after)
    except (PhoneBusy, LimitReached):
        store.schedule(request, next_action_at=after)


def _give_up(line: Line, request: Request) -> None:
    """They cannot be reached. If the two phones were joined, they have spoken; else it goes round again (fault 44).

    So it does where the one it is for has not said yes: who asked for them cannot have arranged it.
    """
    store, holder = line.world.store, request.taken_by or ""
    if request.joined_at and not request.reason and not request.waits_for_their_yes:
        store.mark_spoken(
            request.group,
            request.id,
            volunteer=holder,
            now=line.now,
            ring_after=False,
            next_action_at=line.now,
        )
        return
    store.hand_back(request.group, request.id, volunteer=holder, now=line.now, passed=True)
