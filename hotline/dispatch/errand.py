"""A call to one phone: rung straight back, or told what has become of something. No coordinator is asked for it.

Four kinds ring nobody: recordings that were replaced, or played at a meeting, are erased, and so is a queue in which
somebody has waited, where Twilio is known; and so is who has left for good, since whoever answers the phone may erase
nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from hotline.dispatch import own_voice, queues, recordings, telling, texts, unmet
from hotline.dispatch.overdue import end_overdue
from hotline.dispatch.request_end import end_request
from hotline.dispatch.ring import Line, look_again_later, ring, ring_time, wait_for_tomorrow
from hotline.errors import LimitReached, PhoneBusy, RungEnough
from hotline.hours import local_day, next_midnight
from hotline.numbers import PhoneNumber
from hotline.records import AT_WISH, STRAIGHT_BACK, TELLS, OfferKind, Reason, Request, RequestState
from hotline.rotation.pace import tell_at
from hotline.rotation.phone import phones_ring_from

_MOST_INVITED = 3  # nobody has asked for it, and nothing hangs on it
_MOST_NOT_YET = 3  # where it has not rung: a time that was said aloud is kept late rather than never
_MOST_RINGS_BACK = 2  # they have just had the phone in their hand
_NOBODY_COULD = frozenset({Reason.NOT_YET, Reason.UNTOLD})
_PAUSE = timedelta(hours=2)
_PAUSE_BACK = timedelta(minutes=1)


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
    elif (opens := _opens(line, errand, errand.number)) is None:
        _nobody_heard(line, errand)
    elif errand.checks > errand.round:  # a ring has just ended, and nobody heard it
        _ring_again(line, errand, errand.number)
    elif opens > line.now:
        telling.wait_until_it_may_ring(line, errand, opens)
    elif errand.reason is Reason.INVITED and not _calls_to_spare(line):
        look_again_later(line, errand, line.now + _PAUSE)
    else:
        _ring(line, errand, errand.number)


def _is_over(line: Line, errand: Request) -> bool:
    if errand.reason in _NOBODY_COULD and unmet.is_moot(line.world, line.group, errand):
        return True
    return errand.heard_at is not None or telling.is_moot(line, errand)


def _has_given_way(line: Line, errand: Request, number: PhoneNumber) -> bool:
    """They have phoned again since, with the same wish: that call is rung back when it is over."""
    if errand.reason is None or errand.reason not in AT_WISH:
        return False
    return not line.world.store.wish_waits(errand, number.opaque, errand.reason)


def _erase_who_left(line: Line, errand: Request) -> None:
    """Unless they have come back since."""
    if errand.number:
        line.world.store.forget_volunteer(errand.group, errand.number.opaque, if_stopped=True)
        telling.let_go_of_whom_left(line, errand.number)
    end_request(line.world, errand.group, errand.id, state=RequestState.DONE)


def _erase(line: Line, errand: Request) -> None:
    """One recording that nothing plays any more; or all that the group's own voice has replaced."""
    if errand.note:
        recordings.erase(line, errand)
    else:
        own_voice.erase(line, errand)


def _nobody_heard(line: Line, errand: Request) -> None:
    """Rung often enough, or not to be rung: it waits to be heard when they phone in, or it is over."""
    if not telling.waits_to_be_heard(line, errand):
        _it_is_over(line, errand)


def _it_is_over(line: Line, errand: Request) -> None:
    """What that call has left to do is done first: a text that is owed, a recording that nothing plays any more.

    A wish to be rung straight back that rang no phone ends with a person.
    """
    if not errand.heard_at and errand.reason is Reason.UNTOLD:
        unmet.not_told(line, errand)
    if errand.number and errand.reason in AT_WISH and not errand.heard_at and not errand.rings_made:
        telling.a_person_rings(line, errand, errand.number)
    if errand.heard_at and errand.reason in (Reason.BACK, Reason.KEYED):
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
        _while_engaged(line, errand, number)
    except RungEnough:
        _it_is_over(line, errand)
    except LimitReached:
        tomorrow = wait_for_tomorrow(line)
        if errand.reason in AT_WISH:  # tomorrow would not be `straight back`
            _it_is_over(line, errand)
        else:
            look_again_later(line, errand, tomorrow)


def _while_engaged(line: Line, errand: Request, number: PhoneNumber) -> None:
    """Tried again each minute; whoever was told `straight back` and waits too long is a person's to ring, too."""
    told = errand.told
    waits_from = tell_at(errand, line.group)
    if errand.reason in AT_WISH and waits_from and line.now >= waits_from and Reason.ASKED not in told:
        telling.a_person_rings(line, errand, number)
        told |= {Reason.ASKED}
    look_again_later(line, errand, line.now + line.group.policy.sweep, told=told)


def _calls_to_spare(line: Line) -> bool:
    """A long list leaves half of the day's calls to whoever needs help."""
    used = line.world.store.calls_today(line.group.slug, local_day(line.now, line.group.zone).isoformat())
    return used < line.group.policy.daily_calls // 2


def _opens(line: Line, errand: Request, number: PhoneNumber) -> datetime | None:
    """Return from when this phone may ring. None: it has rung often enough, or may not ring in a fortnight.

    Whoever has just phoned us is rung back at any hour; everybody else, and a number that was only keyed, as any phone.
    """
    if errand.checks >= _most(line, errand):
        return None
    if errand.reason in STRAIGHT_BACK:
        return line.now
    return telling.may_ring_its_phone_from(line, errand, number, line.now)


def _most(line: Line, errand: Request) -> int:
    if errand.reason is Reason.UNTOLD:
        return line.group.policy.tell_unmet_days
    if errand.reason is Reason.NOT_YET:
        return 1 if errand.rings_made else _MOST_NOT_YET
    if errand.reason in TELLS:
        return telling.most_rings(line)
    return _MOST_RINGS_BACK if errand.reason in AT_WISH else _MOST_INVITED


def _ring_again(line: Line, errand: Request, number: PhoneNumber) -> None:
    """In a while; or on another day, so that nobody's need ends because they were out one day."""
    if errand.reason in TELLS:
        telling.ring_again(line, errand, number)
    elif errand.reason is Reason.UNTOLD:
        tomorrow = phones_ring_from(line.group, next_midnight(line.now, line.group.zone))
        look_again_later(line, errand, tomorrow, round=errand.checks)
    else:
        pause = _PAUSE_BACK if errand.reason in AT_WISH else _PAUSE
        look_again_later(line, errand, line.now + pause, round=errand.checks)


_RINGS_NOBODY: Mapping[Reason | None, Callable[[Line, Request], None]] = {
    Reason.ERASE: _erase,
    Reason.PLAYED: recordings.erase,
    Reason.QUEUE: queues.delete,
    Reason.LEFT: _erase_who_left,
}
