"""How a request goes on that comes out of a backup: nobody's phone rings for what is long over.

The clock will do whatever is due, so what is due is looked at before it is put back. Nobody knows what has become of it
since the backup was made: what a ring would now be wrong about is left out, and what may still be needed is a person's
first.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from hotline.records import (
    ABOUT_ANOTHER,
    ENDED_REQUEST,
    FOR_ONE_PHONE,
    HELD,
    STRAIGHT_BACK,
    TOLD_IN_THE_END,
    Need,
    Reason,
    Request,
)

_A_DAY = timedelta(days=1)
_STRAIGHT = timedelta(hours=1)  # "we ring you straight back": an hour later it is a stranger at an odd hour
_RINGS_NOBODY = frozenset({Reason.SERIES, Reason.PLAYED, Reason.ERASE, Reason.LEFT, Reason.QUEUE})
_OF_A_DAY = frozenset({Reason.LIMIT, Reason.CARRIER})  # what was wrong with the line that day
_ABOUT_ANOTHER = ABOUT_ANOTHER | {Reason.PROMISE, Reason.UNMET}  # whoever waits too long is told of anew
_WANTED = (Reason.WAITING, Reason.NOBODY, *TOLD_IN_THE_END)


def as_restored(request: Request, now: datetime) -> Request | None:
    """The request as it is put back; None: it is not.

    1. What has ended, and what is not yet due, is as it was. What somebody has said yes to is looked at, since whoever
       it is may have left: then it goes round again at once.
    2. A call to one phone is left out an hour late if it was to be straight back, else a day late. So is a
       coordinator's about the line on a day that is over, or about another request: that one tells of itself again.
    3. Help that was wanted more than a day ago is a coordinator's: they are asked at once to ring its resident, and
       volunteers only if it is still wanted.
    4. All else goes on where it was, as after an outage.
    """
    if request.state in ENDED_REQUEST or request.next_action_at is None:
        return request
    late = now - request.next_action_at
    if late <= timedelta():
        return replace(request, next_action_at=now) if request.state in HELD else request
    if _is_moot(request, late):
        return None
    if request.need is not Need.PERSON and now - (request.due_at or request.made_at) > _A_DAY:
        return _for_a_person_first(request, now)
    return _without_an_old_text(request, now)


def _is_moot(request: Request, late: timedelta) -> bool:
    if request.reason in _RINGS_NOBODY:
        return False
    if request.reason in STRAIGHT_BACK:
        return late > _STRAIGHT
    if request.reason in _ABOUT_ANOTHER:
        return True
    return late > _A_DAY and request.reason in FOR_ONE_PHONE | _OF_A_DAY


def _for_a_person_first(request: Request, now: datetime) -> Request:
    """Its time is over: whoever was told of it is told anew, since nobody knows what became of that."""
    told = request.told - frozenset(_WANTED)
    return replace(_without_an_old_text(request, now), told=told, next_action_at=now)


def _without_an_old_text(request: Request, now: datetime) -> Request:
    """A text of what somebody has said yes to is sent at once or not at all."""
    return request if now - (request.taken_at or now) <= _STRAIGHT else replace(request, text_owed=None)
