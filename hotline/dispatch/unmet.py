"""A need that nobody could meet: its resident is told, by one of us or by the line itself, and then it ends unmet.

1. A coordinator is asked to ring the resident and tell them. Told, it ends; or it goes on, if they still want it.
2. Where no coordinator may ring the resident, or none of them has told them for `tell_unmet`, the line rings them.
3. A resident who was reached on none of three days is not rung for ever: it ends unmet.

A resident with a code cannot be rung. A coordinator is told of it and may take it, and the resident hears how it stands
when they phone in; after `keep_after_spoken` it ends unmet.

One week of a series ends with its own day. Its resident is told in the same way, once for all the weeks in a row that
nobody came. Whoever waits for one of us to ring back is told by the line in the same way: where there is none of us any
more, and where none of us has rung them for `tell_unmet`. What they left is kept, and we are asked on.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from hotline.dispatch.items import item, tell
from hotline.dispatch.one_of_us import can_one_of_us
from hotline.dispatch.recordings import let_go
from hotline.dispatch.request_end import end_request
from hotline.dispatch.ring import Line, look_again
from hotline.groups import Group
from hotline.records import TO_RING_BACK, TOLD_IN_THE_END, Need, Reason, Request, RequestState
from hotline.rotation.pace import asked_until, is_past, on_the_line, told_by_us_until, was_told
from hotline.rotation.watch import promised_by
from hotline.world import World

_A_DAY = timedelta(hours=24)
_MOST_DAYS = 14  # looks, one a day, after which it ends though nobody knows what became of the telling
_MET = frozenset({RequestState.ACCEPTED, RequestState.SPOKEN, RequestState.REPORTED_DONE, RequestState.DONE})


def see_to(line: Line, request: Request) -> None:
    """Do the one next thing for a request whose time is over."""
    if request.made_for and request.series and not was_told(request, line.group):
        _tell_of_the_week(line, request)
        end(line, request)
    elif _is_told(line, request) or request.checks >= _MOST_DAYS:
        end(line, request)
    elif request.number and request.told.isdisjoint(TOLD_IN_THE_END):
        _ask_somebody(line, request)
    elif not (cannot_be_rung(line, request) or _tell_of_a_code(line, request)):
        look_again(line, request, line.now + _A_DAY, checks=request.checks + 1)


def cannot_be_rung(line: Line, request: Request) -> bool:
    """Nobody left a number, and no volunteer could be joined to anybody: a coordinator is told, and it ends in a week.

    Whoever waits on the line, or has a code to phone back with, needs no number.
    """
    if request.need is Need.PERSON or request.number or request.code or on_the_line(request, line.now):
        return False
    if tell(line.world, request, Reason.NUMBER):
        return True
    ends = (request.opened_at or line.now) + line.group.policy.keep_after_spoken
    if line.now >= ends:
        end(line, request)
    else:
        look_again(line, request, ends)
    return True


def end(line: Line, request: Request) -> None:
    """Nobody could: it is counted so, and what it held about anybody is erased; unless somebody has just said yes."""
    let_go(line.world, request)
    end_request(line.world, request.group, request.id, state=RequestState.UNMET, seen=request)


def is_moot(world: World, group: Group, errand: Request) -> bool:
    """Whether what this is to tell a resident is told, or no longer so."""
    about = world.store.request(errand.group, errand.about or "")
    if about is None:
        return True
    if errand.reason is Reason.NOT_YET:
        return _is_rung_or_over(about, group, world.now())
    if about.reason is Reason.SERIES:
        return about.state is not RequestState.OPEN
    if about.reason in TO_RING_BACK:
        return about.state is not RequestState.OPEN or _is_still_ours(world, group, about)
    if errand.reason is Reason.UNMET and Reason.UNTOLD in about.told:
        return True
    return was_told(about, group) or not is_past(about, group, world.now())


def is_the_lines_now(line: Line, task: Request) -> bool:
    """None of us has told the resident in all that time, or there is nobody to ask: the line itself rings them."""
    if task.ringing:
        return False
    if _is_still_ours(line.world, line.group, task):
        return False
    about = line.world.store.request(task.group, task.about or "")
    if about and about.number and Reason.UNTOLD not in about.told and not is_moot(line.world, line.group, task):
        tell(line.world, about, Reason.UNTOLD)
    end_request(line.world, task.group, task.id, state=RequestState.DONE)
    return True


def tell_that_none_of_us_can(line: Line, task: Request) -> bool:
    """No coordinator may ever ring somebody who waits for it, or none has in all that time: the line tells them, once.

    It is kept all the same, for whoever picks up or joins. Where there was none of us from the start, their own call
    said so. True: it was noted just now.
    """
    if task.reason not in TO_RING_BACK or task.number is None or Reason.UNTOLD in task.told:
        return False
    if _is_still_ours(line.world, line.group, task):
        return False
    said = task.round == 0 and not task.rings_made and task.reason is not Reason.OUTAGE
    if said:
        look_again(line, task, line.now, told=task.told | {Reason.UNTOLD})
    else:
        tell(line.world, task, Reason.UNTOLD)
    return True


def not_told(line: Line, errand: Request) -> None:
    """This call is over, and was not heard. What it was to tell of ends, whose time is over.

    What waits for one of us goes on; where it was not so just now, it is told of anew once it is.
    """
    about = line.world.store.request(errand.group, errand.about or "")
    if about and is_past(about, line.group, line.now):
        end(line, about)
    elif about and about.reason in TO_RING_BACK and errand.checks < line.group.policy.tell_unmet_days:
        line.world.store.untell(about.group, about.id, Reason.UNTOLD, now=line.now)


def week_was_met(line: Line, series: Request) -> bool:
    """Whether somebody came, or comes, for the week of this series that was made last."""
    last = line.world.store.request(series.group, f"{series.id}-{series.made_for}")
    return last is not None and last.state in _MET


def _is_told(line: Line, request: Request) -> bool:
    """Also where they cannot be rung: whoever has a code has had some days to phone in and hear it."""
    if was_told(request, line.group) or len(request.tried) >= line.group.policy.tell_unmet_days:
        return True
    until = asked_until(request, line.group)
    return request.number is None and until is not None and line.now >= until + line.group.policy.keep_after_spoken


def _tell_of_a_code(line: Line, request: Request) -> bool:
    """Tell a coordinator, once, of a request with a code whose time is over: they may take it. True: told just now.

    None has heard of it where it had not waited half an hour by then: a neighbour held it, for example.
    """
    return request.code is not None and tell(line.world, request, Reason.WAITING)


def _is_still_ours(world: World, group: Group, task: Request) -> bool:
    """Whether one of us may still ring whoever waits for it, before the line itself does."""
    return world.now() < told_by_us_until(task, group) and can_one_of_us(world, group, task)


def _ask_somebody(line: Line, about: Request) -> None:
    if can_one_of_us(line.world, line.group, item(line.world, about.group, Reason.UNMET, name=about.id, about=about)):
        tell(line.world, about, Reason.UNMET)
    else:
        tell(line.world, about, Reason.UNTOLD)


def _is_rung_or_over(about: Request, group: Group, now: datetime) -> bool:
    """Whether nobody waits for the promised ring any more, another time has been said, or its own time is over."""
    return Reason.NOT_YET not in about.told or promised_by(about, group) is None or is_past(about, group, now)


def _tell_of_the_week(line: Line, request: Request) -> None:
    """Once for all the weeks in a row; told again after one that was met (`dispatch.series` forgets it then)."""
    series = line.world.store.request(request.group, request.series or "")
    running = series is not None and series.state is RequestState.OPEN and not series.cancelled_at
    if series and running and series.number and series.told.isdisjoint(TOLD_IN_THE_END):
        _ask_somebody(line, series)
