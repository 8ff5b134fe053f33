"""Arranged is not done: the volunteer is asked, then the resident who agreed to it; then nothing about them is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from hotline.dispatch.hand_on import hand_on
from hotline.dispatch.items import item
from hotline.dispatch.overdue import end_overdue
from hotline.dispatch.recordings import let_go
from hotline.dispatch.request_end import end_request
from hotline.dispatch.ring import Line, look_again_later, ring, ring_time
from hotline.dispatch.series import series_of
from hotline.dispatch.watch import tell_what_is_due
from hotline.errors import LimitReached, PhoneBusy
from hotline.numbers import PhoneNumber
from hotline.records import OfferKind, Reason, Request, RequestState, Volunteer, When
from hotline.rotation.follow_up import is_it_done_at
from hotline.rotation.phone import may_ring, may_ring_from, phones_ring_from
from hotline.rotation.watch import may_keep

_A_DAY = timedelta(hours=24)  # a rest that is over by then is waited for


def see_to(line: Line, request: Request) -> None:
    """Do the one next thing for a request that is spoken, or reported done."""
    if _tell_what_recurs(line, request):
        return  # the row has changed: it is looked at again
    if request.heard_at:
        _forget(line, request)
    elif end_overdue(line, request):
        return  # the row has changed: it is looked at again
    elif request.reason is None and tell_what_is_due(line.world, request):
        return  # also where somebody says that it is done who was never joined with them
    elif request.state is RequestState.SPOKEN and request.reason is None:
        _is_it_done(line, request)
    else:
        _did_it_go_well(line, request)


def _tell_what_recurs(line: Line, request: Request) -> bool:
    """Wanted every week, done for the first time, and that call is over: the resident is told what recurs from now on.

    If the neighbour has not said which day, it is asked now, so that nobody's every week ends with the first. Told is
    whoever can change it: they hear how.
    """
    first_time = request.when is When.WEEKLY and request.series in (None, series_of(request))
    reported = request.state is RequestState.REPORTED_DONE and request.number is not None
    if not first_time or not reported or Reason.EVERY_WEEK in request.told:
        return False
    if request.heard_at is None and _to_ring(line, request):
        return False  # they are asked how it went first
    at = (request.reported_at or line.now) + line.group.policy.later
    if line.now < at:  # whoever has just said that it is done may be telling the day
        look_again_later(line, request, at)
        return True
    told = item(
        line.world, request.group, Reason.EVERY_WEEK, name=request.id, about=request, number=request.whose_it_is
    )
    told = replace(told, id=f"{request.id}-e", note=request.note)  # what recurs may begin on that call, and plays it
    return line.world.store.tell(request, told, next_action_at=line.now)


def _is_it_done(line: Line, request: Request) -> None:
    """Ask whoever has it when the help was due, and nobody is on the phone about it just now."""
    if request.ringing:
        look_again_later(line, request, min(ringing.deadline for ringing in request.ringing.values()))
        return
    holder = line.world.store.volunteer(request.group, request.taken_by or "")
    if holder is None or not may_keep(request, holder, line.group, line.now):
        hand_on(line, request, holder)
        return
    at = is_it_done_at(request, line.group, line.now)
    if at > line.now:
        look_again_later(line, request, at)
    elif request.checks >= line.group.policy.follow_up_tries:
        hand_on(line, request, holder)
    else:
        _ask(line, request, holder)


def _ask(line: Line, request: Request, holder: Volunteer) -> None:
    policy = line.group.policy
    at = may_ring_from(holder, line.group, line.now)
    if at is None:
        hand_on(line, request, holder)
        return
    if at > line.now:
        look_again_later(line, request, at)
        return
    last = request.checks + 1 >= policy.follow_up_tries
    wait = ring_time(policy, OfferKind.DONE) + policy.deadline_margin if last else policy.follow_up_again
    _ring(line, request, holder, OfferKind.DONE, next_action_at=line.now + wait)


def _did_it_go_well(line: Line, request: Request) -> None:
    """Ring the resident, if they agreed to it; kept until they say that all is well, or for a week."""
    policy = line.group.policy
    number = _to_ring(line, request)
    rings = [ringing.deadline for ringing in request.ringing.values() if ringing.kind is OfferKind.WELL]
    forget_at = (request.reported_at or request.spoken_at or line.now) + policy.keep_after_spoken
    if rings:  # whoever has reported it done may still be hearing `thank you`: that is no reason to wait
        look_again_later(line, request, min(rings))
    elif line.now >= forget_at:
        _forget(line, request)
    elif number is None:
        look_again_later(line, request, forget_at)
    elif not may_ring(None, line.group, line.now):
        look_again_later(line, request, min(forget_at, phones_ring_from(line.group, line.now)))
    else:
        again = min(forget_at, line.now + policy.well_again)
        _ring(line, request, number, OfferKind.WELL, next_action_at=again)


def _to_ring(line: Line, request: Request) -> PhoneNumber | None:
    """The resident's number. None: they have not agreed to it, have been rung enough, or said that it was wrong.

    Asked for somebody else, it is the one whom the neighbour has talked to: who it is for, if they came to the phone.
    """
    enough = request.checks >= line.group.policy.well_tries or Reason.LOT in request.told
    if enough or not request.ring_after:
        return None
    return request.whom_they_met


def _ring(
    line: Line, request: Request, who: Volunteer | PhoneNumber, kind: OfferKind, *, next_action_at: datetime
) -> None:
    try:
        ring(line, request, who, kind, next_action_at=next_action_at)
    except (PhoneBusy, LimitReached):
        look_again_later(line, request, line.now + line.group.policy.later)


def _forget(line: Line, request: Request) -> None:
    """It is done, and nothing about anybody is kept: its recording is let go first, since its id goes with the rest.

    Unless somebody has changed it meanwhile: whoever still needs it has heard when a neighbour rings.
    """
    let_go(line.world, request)
    end_request(line.world, request.group, request.id, state=RequestState.DONE, seen=request)
