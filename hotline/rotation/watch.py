"""The one answer to the question who watches a request: when a coordinator is told, and by when it is looked at next.

A time that is said aloud is watched from then on, also after a yes, until the two have been joined. When a yes ends
that its resident counted on, however it ends, they are told by a new time (`told_anew_by`), which is watched in the
same way. Nothing else in `hotline` decides how long an unfinished request may wait for its next look.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from hotline.groups import Group, Policy
from hotline.records import HELD, Need, Reason, Request, RequestState, Volunteer
from hotline.rotation.follow_up import is_it_done_at
from hotline.rotation.pace import asked_until, is_past, promise, tell_at, was_rung
from hotline.rotation.phone import is_paused, may_ask_from, may_ring_from, phones_ring_from

_A_DAY = timedelta(hours=24)
_HAD = (*HELD, RequestState.REPORTED_DONE)


def promised_by(request: Request, group: Group) -> datetime | None:
    """Return by when a neighbour rings, or one of us: what was said aloud, or else what the group's rule says.

    None: nobody waits for that ring, for the two have been joined, it is over, or there is no phone of theirs to ring.
    """
    waits = request.need is not Need.PERSON and request.reason is None and request.state in (RequestState.OPEN, *_HAD)
    joined = request.joined and request.state in _HAD
    over = request.cancelled_at or (request.heard_at and request.state is RequestState.REPORTED_DONE)
    if not waits or joined or over or was_rung(request) or request.number is None:
        return None
    return request.promised_at or told_anew_by(request, group)


def told_anew_by(request: Request, group: Group) -> datetime | None:
    """Return by when they are told that nobody comes who was to come, of what opened again: as soon as of anything new.

    It may be today that they wait for somebody: no later than when phones fall silent, nor, of one week of a series,
    than when its time is over; but where that is so near that nobody could be asked.
    """
    opened = request.opened_at
    if opened is None:
        return None
    ends = [group.hours.close_of(opened, group.zone)] if group.hours.open_at(opened, group.zone) else []
    ends += [request.due_at] if request.made_for and request.due_at else []
    return min([promise(group, opened), *(end for end in ends if end - opened >= group.policy.promise_warning)])


def tellings(request: Request, group: Group, now: datetime) -> Mapping[Reason, datetime]:
    """Return when a coordinator is told of this request, and why, as long as nothing has come of it by then.

    Where nobody has rung just before a time that was said aloud, the line itself rings its resident. While whoever said
    yes is on the phone about it, the promise is waited for to its last minute.
    """
    if is_past(request, group, now):
        return {}
    moments = {}
    by, waits_too_long = promised_by(request, group), tell_at(request, group)
    if _is_sought(request) and waits_too_long:
        moments[Reason.WAITING] = waits_too_long
    if by:
        wait = _on_the_phone(request, now)
        moments[Reason.PROMISE] = by if wait else by - group.policy.promise_warning
        if was_said_aloud(request) or _was_counted_on(request):
            moments[Reason.NOT_YET] = by if wait else by - _just_before(group.policy)
    return {reason: moment for reason, moment in moments.items() if reason not in request.told}


def was_said_aloud(request: Request) -> bool:
    """Tell whether its resident heard by when they are rung: not of a code, to which we could ring nobody.

    The time of one week's is written when that is made, and nobody has heard it yet: until it is said as news, or the
    week goes on after all, as is still needed.
    """
    if request.promised_at is None or request.code is not None:
        return False
    went_on = request.opened_at is not None and request.opened_at > request.made_at
    return request.made_for is None or request.promised_by is not None or went_on


def can_be_told(coordinator: Volunteer, group: Group, now: datetime, by: datetime | None) -> bool:
    """Tell whether a coordinator's phone may ring about what nobody could do, before the time promised aloud.

    Told of it they are when it waits too long, or when that time is near. None: no time is promised.
    """
    if by is None:
        return may_ask_from(coordinator, group, now, task=True) is not None
    policy = group.policy
    told = max(now, min(now + policy.tell_after, by - policy.promise_warning))
    rings = may_ask_from(coordinator, group, told, task=True)
    return rings is not None and rings < by


def can_be_rung_soon(coordinator: Volunteer, group: Group, now: datetime) -> bool:
    """Tell whether a coordinator's phone may ring about a task made now, before an ordinary promise would be over."""
    rings = may_ask_from(coordinator, group, now, task=True)
    return rings is not None and rings < promise(group, now)


def next_look(request: Request, group: Group, now: datetime, wish: datetime) -> datetime:
    """Return when the dispatcher looks at a request next: at `wish`, unless something has to be watched before.

    Within a day in any case (promise 4); until the two have spoken within a quarter of an hour, but of somebody who has
    no phone, whom nobody can ring; when the time of the help is over; and when a coordinator is to be told, if not
    already a minute late.
    """
    latest, until = [now + _A_DAY], asked_until(request, group)
    if _is_sought(request) and until and until > now:
        latest.append(until)
    if request.state is RequestState.ACCEPTED and not request.code:
        latest.append(now + group.policy.spoken_within)
    latest += [max(moment, now + group.policy.sweep) for moment in tellings(request, group, now).values()]
    return min(max(wish, now), *latest)


def have_they_spoken_at(request: Request, group: Group, now: datetime) -> datetime:
    """Return when to ask whoever said yes: at the time that they were told, or some time after their last call ended.

    Whoever has no phone phones us when they can, and it is asked about when the help was due.
    """
    told = request.later.get(request.taken_by or "")
    if told:
        return told
    last = max(filter(None, [request.taken_at, request.call_ended_at]), default=now)
    again = last + group.policy.spoken_within
    if not request.code:
        return again
    due = is_it_done_at(replace(request, spoken_at=request.taken_at), group, now)
    return max(due, again) if request.checks else due


def is_in_time(request: Request, group: Group, ring: datetime, now: datetime) -> bool:
    """Tell whether a ring to whoever said yes comes early enough, of two who have not spoken.

    That is before the promised time, or hardly later than anybody else could be rung.
    """
    others = phones_ring_from(group, now) + group.policy.spoken_within
    by = promised_by(request, group) or now + group.policy.promise
    return ring <= max(by, others)


def may_keep(request: Request, holder: Volunteer | None, group: Group, now: datetime) -> bool:
    """Tell whether whoever said yes can be rung in time about it. If not, it goes round again at once.

    Whoever has just said yes is on the phone, outside their own hours perhaps, and can be joined on that call.
    """
    if holder and not (holder.stopped or is_paused(holder, now)) and _has_just_said_yes(request, group, now):
        return True
    return _can_be_rung(request, holder, group, now)


def _can_be_rung(request: Request, holder: Volunteer | None, group: Group, now: datetime) -> bool:
    """Who has left or stopped cannot; nor who rests, or whose hours are too late.

    Until the two have spoken, that is beyond the promised time; after that, a rest for more than a day beyond when it
    is asked whether it is done.
    """
    if holder is None or holder.stopped:
        return False
    if request.state is RequestState.ACCEPTED and not request.code and not were_joined(request):
        told = request.later.get(holder.id)
        ring = may_ring_from(holder, group, max(now, told or now))
        return ring is not None and (ring == told or is_in_time(request, group, ring, now))
    asked = is_it_done_at(request, group, now)
    return not is_paused(holder, max(asked, now) + _A_DAY)


def _has_just_said_yes(request: Request, group: Group, now: datetime) -> bool:
    return request.taken_at is not None and now < request.taken_at + group.policy.spoken_within


def were_joined(request: Request) -> bool:
    """Tell whether the line has joined the two, so that they count as having spoken.

    Not where the one it is for has not said yes: who asked for them cannot have arranged it.
    """
    return request.joined and request.reason is None and not request.waits_for_their_yes


def let_go(held: Iterable[Request], holder: Volunteer | None, group: Group, now: datetime) -> list[Request]:
    """Return which of these requests their holder may not keep, who has just changed when they can be rung.

    That is another call than the one on which they said yes.
    """
    theirs = (request for request in held if request.state in HELD and not request.cancelled_at)
    return [request for request in theirs if not _can_be_rung(request, holder, group, now)]


def _is_sought(request: Request) -> bool:
    """Whether a volunteer is sought for a resident's need."""
    return request.state is RequestState.OPEN and request.need is not Need.PERSON and request.reason is None


def _was_counted_on(request: Request) -> bool:
    """Whether it opened again, and no time was said since: who had it was to come, as its resident had heard."""
    return request.promised_at is None and request.code is None


def _just_before(policy: Policy) -> timedelta:
    """How long before: one look of the clock may be late, and the ring is over when phones fall silent.

    However late a coordinator is told: `promise_warning` may be nothing.
    """
    return min(policy.promise / 2, 2 * policy.sweep + policy.longest_ring)


def _on_the_phone(request: Request, now: datetime) -> bool:
    """Whether whoever said yes is on a call of ours about it."""
    theirs = (ringing for ringing in request.ringing.values() if ringing.volunteer == request.taken_by)
    return any(ringing.answered_at is not None and ringing.deadline > now for ringing in theirs)
