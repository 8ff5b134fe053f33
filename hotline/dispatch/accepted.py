"""An accepted request: other phones fall silent; if the two have not spoken, it goes round again."""

from __future__ import annotations

from hotline.dispatch.hand_on import hand_on
from hotline.dispatch.offer_end import silence
from hotline.dispatch.overdue import end_if_over, end_overdue
from hotline.dispatch.ring import Line, look_again, ring
from hotline.dispatch.watch import tell_what_is_due
from hotline.errors import LimitReached, PhoneBusy
from hotline.records import OfferKind, Request, Volunteer
from hotline.rotation.phone import may_ring_from
from hotline.rotation.watch import have_they_spoken_at, may_keep, were_joined

_MOST_CHECKS = 2


def see_to(line: Line, request: Request) -> None:
    """Do the one next thing for an accepted request."""
    if _silence_others(line, request) or end_overdue(line, request):
        line.world.store.wake(request.group, request.id, now=line.now)  # the row has changed: look at it again at once
    elif tell_what_is_due(line.world, request):
        return  # the row has changed: it is looked at again
    elif request.ringing:  # they are on the phone about it now
        _until_their_call_is_over(line, request)
    else:
        _have_they_spoken(line, request)


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
        silenced |= offer is not None and silence(line, offer)
    return silenced


def _until_their_call_is_over(line: Line, request: Request) -> None:
    """Look again at its deadline, which lies an hour ahead while two talk; and at the time that they were told.

    A call that was picked up before that time and is then still in the books may be over: its last callback was lost.
    """
    told, deadline = request.later.get(request.taken_by or ""), min(each.deadline for each in request.ringing.values())
    if told is None or told > line.now:
        look_again(line, request, min(deadline, told or deadline))
        return
    earlier = [each for each in request.ringing.values() if each.answered_at and each.answered_at < told]
    if not any(end_if_over(line, request, each) for each in earlier):
        look_again(line, request, min(deadline, line.now + line.group.policy.sweep) if earlier else deadline)


def _have_they_spoken(line: Line, request: Request) -> None:
    """Ask whoever said yes, when it is time for it; two rings in vain, and it goes to somebody else."""
    holder = line.world.store.volunteer(request.group, request.taken_by or "")
    at = have_they_spoken_at(request, line.group, line.now)
    if holder is None or not may_keep(request, holder, line.group, line.now):
        _give_up(line, request, holder)
    elif at > line.now:
        look_again(line, request, at)
    elif request.checks >= _MOST_CHECKS:
        _give_up(line, request, holder)
    else:
        _ask(line, request, holder)


def _ask(line: Line, request: Request, holder: Volunteer) -> None:
    again = line.now + line.group.policy.spoken_within
    at = may_ring_from(holder, line.group, line.now)
    if at is None:
        _give_up(line, request, holder)
        return
    if at > line.now:
        look_again(line, request, at)
        return
    try:
        ring(line, request, holder, OfferKind.CHECK, next_action_at=again)
    except (PhoneBusy, LimitReached):
        look_again(line, request, again)


def _give_up(line: Line, request: Request, holder: Volunteer | None) -> None:
    """Leave it to somebody else, since they cannot be rung, or do not answer (fault 44).

    If the two phones were joined, they have spoken.
    """
    if were_joined(request):
        line.world.store.mark_spoken(
            request.group,
            request.id,
            volunteer=request.taken_by or "",
            now=line.now,
            ring_after=False,
            next_action_at=line.now,
        )
        return
    hand_on(line, request, holder)
