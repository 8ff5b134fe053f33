"""Telling somebody something by a call of its own: one rule for all of it, so that none ends in silence (promise 4).

1. Their phone rings a few times a day, on as many days as that of a resident who is to hear that nobody could.
2. Whoever phones in meanwhile, or in as many days after that, hears it on the call that rings them back
   (`effects.telling`). Then it ends.
3. When a day's rings were in vain, and a visit or somebody who waits hangs on it, a coordinator is asked to ring, too:
   after the last ring for which there is time on that day, and at once where their phone may not ring before the day
   is over, since the visit may be today.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from hotline.dispatch.doors import is_still_so
from hotline.dispatch.items import item
from hotline.dispatch.ring import Line, look_again_later
from hotline.dispatch.series import series_of
from hotline.hours import local_day, next_midnight
from hotline.numbers import PhoneNumber
from hotline.records import (
    ABOUT_DOORS,
    ABOUT_EVERY_WEEK,
    ENDED_REQUEST,
    HELD,
    TELLS,
    Reason,
    Request,
    RequestState,
    Volunteer,
    When,
)
from hotline.rotation.phone import may_ring_from, phones_ring_from
from hotline.rotation.weekly import is_day_over

_RINGS_A_DAY = 3
_PAUSE = timedelta(hours=2)
_A_DAY = timedelta(hours=24)
_OF_WHAT_THEY_HOLD = frozenset({Reason.CHANGED, Reason.A_WORD})
_ABOUT_WHO_HAS_IT = _OF_WHAT_THEY_HOLD | {Reason.HANDED_ON}
_ABOUT_A_VISIT = frozenset({Reason.CANCELLED, Reason.CHANGED, Reason.NO_DOORS})
_TO_A_RESIDENT = ABOUT_EVERY_WEEK | {Reason.NO_LONGER, Reason.IT_IS_DONE, Reason.NOT_YET, Reason.UNTOLD}


def is_to_a_resident(errand: Request) -> bool:
    """Tell whether they are told this as a resident, also if they help as well, rest, have stopped, or have left."""
    return errand.reason in _TO_A_RESIDENT or errand.against is not None


def most_rings(line: Line) -> int:
    """Return how often a phone is rung in vain."""
    return _RINGS_A_DAY * line.group.policy.tell_unmet_days


def is_moot(line: Line, errand: Request) -> bool:
    """Tell whether it is not so any more, a later call tells the same, or they have left who were to hear it."""
    if errand.reason not in TELLS or errand.number is None:
        return False
    who = line.world.store.volunteer(errand.group, errand.number.opaque)
    if who is None and not is_to_a_resident(errand):
        return True
    about = line.world.store.request(errand.group, errand.about) if errand.about else None
    if errand.reason is Reason.HOLIDAY:
        return about is None or _its_week_is_over(line, about)
    return is_so_no_more(errand, about, who, line.now) or _a_later_one_tells_it(line, errand, errand.number)


def is_so_no_more(errand: Request, about: Request | None, who: Volunteer | None, now: datetime) -> bool:
    """Tell whether what they are to be told is not so by now. `about`: what it is about; `who`: as whom they help."""
    if errand.reason in ABOUT_DOORS:
        return not is_still_so(errand.reason, who)
    if errand.reason not in _ABOUT_WHO_HAS_IT:
        return False
    if about is None:
        return True
    theirs = errand.number is not None and about.state in HELD and about.taken_by == errand.number.opaque
    if errand.reason is Reason.HANDED_ON:
        return theirs  # they have said yes to it again
    recurs = about.on == When.WEEKLY  # which is so after its first visit, too
    over = errand.reason is Reason.CHANGED and not recurs and about.due_at is not None and about.due_at <= now
    return over or not theirs or (errand.reason is Reason.A_WORD and _have_had_it(errand, about))


def may_ring_its_phone_from(line: Line, errand: Request, number: PhoneNumber, at: datetime) -> datetime | None:
    """Return from when it may ring: whoever is told it as a resident is rung in the group's hours, and no others."""
    whose = None if is_to_a_resident(errand) else line.world.store.volunteer(errand.group, number.opaque)
    return may_ring_from(whose, line.group, at)


def ring_again(line: Line, errand: Request, number: PhoneNumber) -> None:
    """A ring has just ended, and nobody heard it: again in a while, or on another day. Of a day's last ring, see 3."""
    at, told = may_ring_its_phone_from(line, errand, number, line.now + _PAUSE), errand.told
    if at is None or errand.checks % _RINGS_A_DAY == 0 or _is_too_late(line, errand, at):
        at, told = phones_ring_from(line.group, next_midnight(line.now, line.group.zone)), _ask_a_person(line, errand)
    look_again_later(line, errand, at, round=errand.checks, told=told)


def wait_until_it_may_ring(line: Line, errand: Request, opens: datetime) -> None:
    """Their hours are over, or they rest. Where that is too late for a visit today, a coordinator is asked at once."""
    told = errand.told
    if errand.reason in _ABOUT_A_VISIT and _is_too_late(line, errand, opens):
        told = _ask_a_person(line, errand)
    look_again_later(line, errand, opens, told=told)


def waits_to_be_heard(line: Line, errand: Request) -> bool:
    """It is rung no more, and whoever phones in hears it. False: it has waited long enough."""
    ends = errand.round_at or line.now + timedelta(days=line.group.policy.tell_unmet_days)
    if errand.reason not in TELLS or ends <= line.now:
        return False
    told = _ask_a_person(line, errand)
    look_again_later(line, errand, min(ends, line.now + _A_DAY), round_at=ends, told=told)
    return True


def a_person_rings(line: Line, errand: Request, number: PhoneNumber) -> None:
    """Ask a coordinator to ring this phone, unless one is asked to already: many calls in vain make one task at a time.

    Once that task is over, another errand makes another.
    """
    for waits in line.world.store.requests_of_phone(errand.group, number):
        if waits.reason is Reason.ASKED and waits.state is not RequestState.DRAFT:
            return
    line.world.store.add_item(item(line.world, errand.group, Reason.ASKED, name=errand.id, number=number))


def let_go_of_whom_left(line: Line, number: PhoneNumber) -> None:
    """Who has left is told nothing more as a volunteer: those calls are due at once, and end."""
    for errand in line.world.store.requests_of_phone(line.group.slug, number):
        if errand.reason in TELLS and not is_to_a_resident(errand):
            line.world.store.wake(errand.group, errand.id, now=line.now)


def _its_week_is_over(line: Line, week: Request) -> bool:
    """It is cancelled, that week or all of them; or its day is over."""
    ended = week.state in ENDED_REQUEST or week.cancelled_at is not None
    return ended or is_day_over(week, line.group, line.now)


def _have_had_it(errand: Request, about: Request) -> bool:
    """The two were joined since. Of two who may want a word, it has to be certain which of them it was."""
    if about.for_number and errand.other != about.for_number:
        return False
    at = about.talked_at if about.for_number else about.joined_at
    return at is not None and at > errand.made_at


def _a_later_one_tells_it(line: Line, errand: Request, number: PhoneNumber) -> bool:
    if errand.reason not in _OF_WHAT_THEY_HOLD:
        return False
    others = line.world.store.requests_of_phone(errand.group, number)
    return any(_tells(each) == _tells(errand) and each.age > errand.age for each in others)


def _is_too_late(line: Line, errand: Request, at: datetime) -> bool:
    """Their phone rings no more on this day, on which others do; or not before what it was changed to is over."""
    if errand.reason is Reason.CHANGED and errand.about:
        about = line.world.store.request(errand.group, errand.about)
        if about and about.due_at and about.due_at <= at:
            return True
    zone = line.group.zone
    return local_day(at, zone) > local_day(phones_ring_from(line.group, line.now), zone)


def _ask_a_person(line: Line, errand: Request) -> frozenset[Reason]:
    """Ask once, if anything hangs on it. Return what the errand has told by then.

    Whoever would like a word waits for it, and is rung themselves: of two who may, the one who asked for it.
    """
    about = line.world.store.request(errand.group, errand.about) if errand.about else None
    if Reason.UNHEARD in errand.told or not _something_hangs_on(line, errand, about):
        return errand.told
    waits = errand.other or (about.number if about else None)
    if errand.reason is Reason.A_WORD and waits:
        a_person_rings(line, errand, waits)
    else:
        task = item(line.world, errand.group, Reason.UNHEARD, name=errand.id, about=errand, number=errand.number)
        line.world.store.add_item(task)
    return errand.told | {Reason.UNHEARD}


def _something_hangs_on(line: Line, errand: Request, about: Request | None) -> bool:
    """A visit, which would be in vain or at a door to which they are not to go; or somebody who waits, or would."""
    if errand.reason in (Reason.CANCELLED, Reason.CHANGED):
        return about is not None and about.spoken_at is not None
    if errand.reason is Reason.EVERY_WEEK:  # nobody has said which day, so that nothing recurs yet
        return about is not None and line.world.store.request(about.group, series_of(about)) is None
    return errand.reason in (Reason.A_WORD, Reason.NO_DOORS, Reason.HOLIDAY)


def _tells(errand: Request) -> tuple[Reason | None, str | None, PhoneNumber | None]:
    return errand.reason, errand.about, errand.other
