"""Much asked from one phone: so many requests ring at a time, and the same need asked twice is marked (faults 41, 45).

Nothing is refused, merged or forgotten. What waits its turn begins as soon as fewer are being asked: a request between
two rounds, past its time, or in somebody's hands takes up no turn, so that whoever forges a caller ID silences nobody.
Somebody who waits on the line for theirs comes before what nobody waits for.
"""

from __future__ import annotations

from datetime import date

from hotline.dispatch.items import item
from hotline.dispatch.ring import Line, look_again
from hotline.groups import Group
from hotline.hours import local_day
from hotline.records import Need, Reason, Repeat, Request, RequestState, When
from hotline.rotation.pace import on_the_line
from hotline.rotation.phone import phones_ring_from

_NOT_DONE = (RequestState.OPEN, RequestState.ACCEPTED, RequestState.SPOKEN)


def waits_its_turn(line: Line, request: Request) -> bool:
    """Look at a request before a first phone rings for it. True: not its turn yet, or its row has just been changed."""
    if request.offers or request.reason or request.number is None:
        return False
    others = [other for other in line.world.store.requests_of_phone(request.group, request.number) if _counts(other)]
    others = [other for other in others if other.id != request.id]
    if _mark_repeats(line, request, others):
        return True
    before = [other for other in others if _is_asked(line, other) and _is_before(line, other, request)]
    if len(before) < line.group.policy.one_phone:
        return waits_for_others(request) and _its_turn_has_come(line, request)
    _wait(line, request)
    return True


def waits_for_others(request: Request) -> bool:
    """Whether this request waits until fewer of its phone are being asked."""
    return request.state is RequestState.OPEN and Reason.MANY in request.told


def may_be_one_wish(one: Request, other: Request, group: Group) -> bool:
    """Tell whether two of one phone may be one wish said twice: one need, for the same one, and by the same day.

    `In the next few days`, said on Monday and on Wednesday, is not: what was asked on Monday may have been brought. Nor
    is `today` beside `in the next few days`: one that stays for the other could come too late. What is to come every
    week is wanted on both days.
    """
    if (one.need, one.for_number, one.when) != (other.need, other.for_number, other.when):
        return False
    return one.when is When.WEEKLY or _due_on(one, group) == _due_on(other, group)


def _due_on(request: Request, group: Group) -> date | None:
    return local_day(request.due_at, group.zone) if request.due_at else None


def _its_turn_has_come(line: Line, request: Request) -> bool:
    """Its first round begins now, which the others of its phone see at once."""
    begins = {"told": request.told - {Reason.MANY}, "round_at": line.now}
    return look_again(line, request, line.now, **begins) or True


def _is_asked(line: Line, request: Request) -> bool:
    """Volunteers are rung for it just now, or are about to be: it is in a round."""
    if request.state is not RequestState.OPEN or waits_for_others(request):
        return False
    return bool(request.ringing) or request.round_at is None or request.round_at <= line.now


def _counts(request: Request) -> bool:
    """Somebody's need, said to the end, and not done."""
    return request.state in _NOT_DONE and request.reason is None and not request.cancelled_at


def _is_before(line: Line, other: Request, request: Request) -> bool:
    waits = on_the_line(request, line.now)
    if waits != on_the_line(other, line.now):
        return not waits
    return other.offers > 0 or other.round_at is not None or other.age < request.age


def _mark_repeats(line: Line, request: Request, others: list[Request]) -> bool:
    """The same asked from the same phone: perhaps the same again, perhaps another's.

    What is said in one's own words is another thing each time.
    """
    if request.need is Need.OTHER or request.repeat or request.series:
        return False
    same = [other for other in others if may_be_one_wish(other, request, line.group) and not other.series]
    for other in same:
        if other.repeat is None:  # lost to whoever changes it now: this one at least is marked
            look_again(line, other, other.next_action_at or line.now, repeat=Repeat.MAYBE)
    return bool(same) and look_again(line, request, line.now, repeat=Repeat.MAYBE)


def _wait(line: Line, request: Request) -> None:
    """In a while it is looked at again; a coordinator is told once a day of that phone, not of each request.

    While somebody waits on the line for it, that is a minute. That it waits too long is told as of any other.
    """
    store, group = line.world.store, line.group
    if request.number:
        name = line.world.hidden(request.number.e164, local_day(line.now, group.zone).isoformat())
        store.add_item(item(line.world, group.slug, Reason.MANY, name=name, number=request.number))
    pause = group.policy.sweep if on_the_line(request, line.now) else group.policy.later
    again = phones_ring_from(group, line.now + pause)
    look_again(line, request, again, told=request.told | {Reason.MANY})
