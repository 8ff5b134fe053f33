"""A call to one phone: rung straight back, or told what has become of something. No coordinator is asked for it.

Four kinds ring nobody: recordings that were replaced, or played at a meeting, are erased, and so is a queue in which
somebody has waited, where Twilio is known; and so is who has left for good, since whoever answers the phone may erase
nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from hotline.dispatch import own_voice, queues, recordings, texts, unmet
from hotline.dispatch.doors import is_still_so
from hotline.dispatch.items import item
from hotline.dispatch.overdue import end_overdue
from hotline.dispatch.request_end import end_request
from hotline.dispatch.ring import Line, look_again_later, ring, ring_time, wait_for_tomorrow
from hotline.errors import LimitReached, PhoneBusy, RungEnough
from hotline.hours import local_day, next_midnight
from hotline.numbers import PhoneNumber
from hotline.records import ABOUT_DOORS, ABOUT_EVERY_WEEK, STRAIGHT_BACK, OfferKind, Reason, Request, RequestState
from hotline.rotation.pace import tell_at
from hotline.rotation.phone import may_ring_from, may_tell_from, phones_ring_from

_MOST_RINGS = 3  # then it is left: whoever phones in hears how things stand
_MOST_RINGS_BACK = 2  # they have just had the phone in their hand
_PAUSE = timedelta(hours=2)
_PAUSE_BACK = timedelta(minutes=1)
_TO_A_RESIDENT = ABOUT_EVERY_WEEK | {Reason.NO_LONGER, Reason.IT_IS_DONE, Reason.UNTOLD}


def run(line: Line, errand: Request) -> None:
    """Do the one next thing for a request of FOR_ONE_PHONE: ring its number, until it was heard or was rung enough."""
    if errand.reason in _RINGS_NOBODY:
        _RINGS_NOBODY[errand.reason](line, errand)
        return
    if end_overdue(line, errand):
        return
    if errand.ringing:
        look_again_later(line, errand, min(ringing.deadline for ringing in errand.ringing.values()))
    elif errand.number is None or _is_over(line, errand):
        _it_is_over(line, errand)
    elif _has_given_way(line, errand, errand.number):
        end_request(line.world, errand.group, errand.id, state=RequestState.DONE)
    elif errand.checks > errand.round:  # a ring has just ended, and nobody heard it
        look_again_later(line, errand, _after_a_pause(line, errand), round=errand.checks)
    elif (opens := _opens(line, errand, errand.number)) is None:
        _it_is_over(line, errand)
    elif opens > line.now:
        look_again_later(line, errand, opens)
    elif errand.reason is Reason.INVITED and not _calls_to_spare(line):
        look_again_later(line, errand, line.now + _PAUSE)
    else:
        _ring(line, errand, errand.number)


def _is_over(line: Line, errand: Request) -> bool:
    if errand.reason is Reason.UNTOLD and unmet.is_moot(line.world, line.group, errand):
        return True
    if errand.reason in ABOUT_DOORS and errand.number:
        who = line.world.store.volunteer(errand.group, errand.number.opaque)
        if not is_still_so(errand.reason, who):
            return True
    return errand.heard_at is not None or errand.checks >= _most(line, errand)


def _has_given_way(line: Line, errand: Request, number: PhoneNumber) -> bool:
    """They have phoned again since, with the same wish: that call is rung back when it is over."""
    if errand.reason is None or errand.reason not in STRAIGHT_BACK:
        return False
    return not line.world.store.wish_waits(errand, number.opaque, errand.reason)


def _erase_who_left(line: Line, errand: Request) -> None:
    """Unless they have come back since."""
    if errand.number:
        line.world.store.forget_volunteer(errand.group, errand.number.opaque, if_stopped=True)
    end_request(line.world, errand.group, errand.id, state=RequestState.DONE)


def _erase(line: Line, errand: Request) -> None:
    """One recording that nothing plays any more; or all that the group's own voice has replaced."""
    if errand.note:
        recordings.erase(line, errand)
    else:
        own_voice.erase(line, errand)


def _it_is_over(line: Line, errand: Request) -> None:
    """What that call has left to do is done first: a text that is owed, a recording that nothing plays any more.

    A wish to be rung straight back that rang no phone ends with a person.
    """
    if not errand.heard_at and errand.reason is Reason.UNTOLD:
        unmet.not_reached(line, errand)
    if errand.reason in STRAIGHT_BACK and not errand.heard_at and not errand.rings_made:
        _a_person_rings(line, errand)
    if errand.heard_at and errand.reason is Reason.BACK:
        texts.after_a_call_back(line, errand)
    if errand.reason is Reason.EVERY_WEEK:
        recordings.let_go(line.world, errand)
    elif errand.note:
        own_voice.let_go(line, errand)
    end_request(line.world, errand.group, errand.id, state=RequestState.DONE)


def _ring(line: Line, errand: Request, number: PhoneNumber) -> None:
    policy = line.group.policy
    after = line.now + ring_time(policy, OfferKind.CALL) + policy.deadline_margin
    try:
        ring(line, errand, number, OfferKind.CALL, next_action_at=after)
    except PhoneBusy:
        _while_engaged(line, errand)
    except RungEnough:
        _it_is_over(line, errand)
    except LimitReached:
        tomorrow = wait_for_tomorrow(line)
        if errand.reason in STRAIGHT_BACK:  # tomorrow would not be `straight back`
            _it_is_over(line, errand)
        else:
            look_again_later(line, errand, tomorrow)


def _while_engaged(line: Line, errand: Request) -> None:
    """Tried again each minute; whoever was told `straight back` and waits too long is a person's to ring, too."""
    told = errand.told
    waits_from = tell_at(errand, line.group)
    if errand.reason in STRAIGHT_BACK and waits_from and line.now >= waits_from and Reason.ASKED not in told:
        _a_person_rings(line, errand)
        told |= {Reason.ASKED}
    look_again_later(line, errand, line.now + line.group.policy.sweep, told=told)


def _a_person_rings(line: Line, errand: Request) -> None:
    """Whoever was told `we ring you straight back`, and was not rung: a coordinator is asked to, once a day."""
    if errand.number is None:
        return
    day = local_day(line.now, line.group.zone).isoformat()
    name = line.world.hidden(Reason.ASKED, errand.number.e164, day)
    line.world.store.add_item(item(line.world, errand.group, Reason.ASKED, name=name, number=errand.number))


def _calls_to_spare(line: Line) -> bool:
    """A long list leaves half of the day's calls to whoever needs help."""
    used = line.world.store.calls_today(line.group.slug, local_day(line.now, line.group.zone).isoformat())
    return used < line.group.policy.daily_calls // 2


def _opens(line: Line, errand: Request, number: PhoneNumber) -> datetime | None:
    """Return from when this phone may ring. None: never; whoever phones in hears how things stand.

    Whoever has just phoned us is rung back at any hour; everybody else as any phone is.
    """
    if errand.reason in STRAIGHT_BACK:
        return line.now
    volunteer = line.world.store.volunteer(errand.group, number.opaque)
    told_as_a_resident = errand.reason in _TO_A_RESIDENT or errand.against
    begins = may_tell_from if told_as_a_resident else may_ring_from
    return begins(volunteer, line.group, line.now)


def _most(line: Line, errand: Request) -> int:
    if errand.reason is Reason.UNTOLD:
        return line.group.policy.tell_unmet_days
    return _MOST_RINGS_BACK if errand.reason in STRAIGHT_BACK else _MOST_RINGS


def _after_a_pause(line: Line, errand: Request) -> datetime:
    """When to ring again: in a while; or on another day, so that nobody's need ends because they were out one day."""
    if errand.reason is Reason.UNTOLD:
        return phones_ring_from(line.group, next_midnight(line.now, line.group.zone))
    return line.now + (_PAUSE_BACK if errand.reason in STRAIGHT_BACK else _PAUSE)


_RINGS_NOBODY: Mapping[Reason | None, Callable[[Line, Request], None]] = {
    Reason.ERASE: _erase,
    Reason.PLAYED: recordings.erase,
    Reason.QUEUE: queues.delete,
    Reason.LEFT: _erase_who_left,
}
