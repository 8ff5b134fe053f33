"""An open request seeks its volunteer: phones ring one after the other, two when it is urgent, until one says yes."""

from __future__ import annotations

from datetime import datetime, timedelta

from hotline.dispatch import errand, lot, unheard, unmet
from hotline.dispatch.items import as_kept_by_now, tell
from hotline.dispatch.one_of_us import coordinators
from hotline.dispatch.one_phone import waits_its_turn
from hotline.dispatch.overdue import end_overdue
from hotline.dispatch.pick import neighbour_first, pick
from hotline.dispatch.ring import Line, look_again, ring, ring_time, wait_for_tomorrow
from hotline.dispatch.watch import forget_task, is_over, tell_what_is_due
from hotline.errors import LimitReached, LineFull, PhoneBusy
from hotline.groups import Group
from hotline.records import (
    FOR_ONE_PHONE,
    Need,
    OfferKind,
    Reason,
    Request,
)
from hotline.rotation.eligibility import first_chance
from hotline.rotation.pace import how_many_to_ring, is_past, neighbour_until, next_change, next_round
from hotline.rotation.phone import may_ring, phones_ring_from
from hotline.rotation.refusal import asked_again_from
from hotline.world import World

_A_DAY = timedelta(hours=24)
_MOST_BUSY = 5  # phones found engaged before the dispatcher leaves it for a minute


def seek(line: Line, request: Request) -> None:
    """Do the one next thing for an open request."""
    if request.reason in FOR_ONE_PHONE:
        errand.run(line, request)
    elif request.reason is Reason.LOT:
        lot.run(line, request)
    elif is_moot(line.world, line.group, request):
        forget_task(line.world, request)
    elif end_overdue(line, request):
        return  # the row has changed: it is looked at again
    elif is_past(request, line.group, line.now):
        _no_longer_asked(line, request)
    elif not (
        tell_what_is_due(line.world, request) or waits_its_turn(line, request) or unmet.cannot_be_rung(line, request)
    ):
        _ring_next(line, as_kept_by_now(line.world, request))


def _no_longer_asked(line: Line, request: Request) -> None:
    """The help's own time is over: whoever has just been rung may still say yes, and nobody else is rung."""
    if request.ringing:
        look_again(line, request, next_change(request, line.group, line.now))
    else:
        unmet.see_to(line, request)


def _ring_next(line: Line, request: Request) -> None:
    if not may_ring(None, line.group, line.now):
        look_again(line, request, phones_ring_from(line.group, line.now))
        return
    if _rests(line, request):
        look_again(line, request, min([request.round_at or line.now, *_coming_later(line, request)]))
        return
    neighbour = None if request.ringing else neighbour_first(line.world, request, line.now)
    if neighbour and neighbour > line.now:
        look_again(line, request, neighbour)
        return
    wanted = how_many_to_ring(request, line.group, line.now)
    if wanted == 0:
        look_again(line, request, next_change(request, line.group, line.now))
        return
    try:
        _ring_one(line, request, more=wanted > 1)
    except LimitReached:
        look_again(line, request, wait_for_tomorrow(line))
    except LineFull:  # nobody is passed over: it is the same phone's turn when there is a call free
        look_again(line, request, min(line.now + line.group.policy.sweep, next_change(request, line.group, line.now)))


def _ring_one(line: Line, request: Request, *, more: bool) -> None:
    policy, busy = line.group.policy, set[str]()
    after = line.now if more else line.now + ring_time(policy, OfferKind.ASK) + policy.deadline_margin
    looks = 0
    while len(busy) + looks < _MOST_BUSY:
        picked = pick(line, request, busy)
        if picked.volunteer is None:
            _nobody_now(line, request, cursor=picked.cursor, waiting=bool(busy))
            return
        try:
            rings = ring(line, request, picked.volunteer, OfferKind.ASK, next_action_at=after)
        except LineFull:
            raise
        except PhoneBusy:
            busy.add(picked.volunteer.id)
            if picked.volunteer.id == request.first and line.now < (neighbour_until(request, line.group) or line.now):
                break
        else:
            if rings or not _is_as_seen(line, request):
                return
            looks += 1  # they have changed something since they were picked
    look_again(line, request, line.now + line.group.policy.sweep)


def _is_as_seen(line: Line, request: Request) -> bool:
    now = line.world.store.request(request.group, request.id)
    return now is not None and now.step == request.step


def _nobody_now(line: Line, request: Request, *, cursor: str | None, waiting: bool) -> None:
    """Nobody in what was read: read on, wait for the phones that ring or are engaged, or the round is through."""
    if cursor:
        look_again(line, request, line.now, cursor=cursor)
    elif waiting:
        look_again(line, request, line.now + line.group.policy.sweep)
    elif request.ringing:
        look_again(line, request, next_change(request, line.group, line.now))
    else:
        _round_is_through(line, request)


def _round_is_through(line: Line, request: Request) -> None:
    """Again after a quarter of an hour, then an hour; at the latest when those who said `not today` may be asked again.

    A coordinator's item goes to those who passed on it, too.
    """
    store = line.world.store
    nobody = request.need != Need.PERSON and not store.standing_first(request.group, request.need, limit=1)
    if nobody and tell(line.world, request, Reason.NOBODY):
        return
    if unmet.tell_that_none_of_us_can(line, request):
        return
    anew = asked_again_from(request, line.group, line.now)
    again_at = min(filter(None, (next_round(request, line.group, line.now), anew, line.now + _A_DAY)))
    soon = _when_a_coordinator_can(line, request)
    if soon and soon < again_at:
        look_again(line, request, soon)
        return
    changes: dict[str, object] = {"round": request.round + 1, "asked": frozenset(), "misses": 0, "cursor": None}
    if request.need == Need.PERSON:
        changes |= {"passed": frozenset(), "not_today": frozenset()}
    again_at = max(again_at, line.now + timedelta(seconds=1))
    first = min([again_at, *_coming_later(line, request)])
    look_again(line, request, first, round_at=again_at, **changes)


def _when_a_coordinator_can(line: Line, task: Request) -> datetime | None:
    """Return when the first coordinator who was not asked yet can be, whom another task has just rung. None: go on."""
    if task.need is not Need.PERSON:
        return None
    ours = coordinators(line.world, task.group)
    chances = (first_chance(volunteer, task, line.group, line.now) for volunteer in ours)
    return min((at for at in chances if at and at > line.now), default=None)


def _rests(line: Line, request: Request) -> bool:
    """Between two rounds nobody is asked, but those whose `ring me in ten minutes` has come."""
    begun = request.round_at is None or request.round_at <= line.now
    return not begun and all(moment > line.now for moment in request.later.values())


def _coming_later(line: Line, request: Request) -> list[datetime]:
    return [moment for moment in request.later.values() if moment > line.now]


def is_moot(world: World, group: Group, task: Request) -> bool:
    """Tell whether a task is about something that needs no coordinator any more."""
    if task.reason is Reason.UNHEARD:
        return unheard.is_over(world, group, task)
    return unmet.is_moot(world, group, task) if task.reason is Reason.UNMET else is_over(world, task)
