"""How a request goes on that comes out of a backup: nobody's phone rings for what is long over.

The clock will do whatever is due, so what is due is looked at before it is put back. Nobody knows what has become of it
since the backup was made: what a ring would now be wrong about is left out, and what may still be needed is a person's
first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from hotline.dispatch.series import is_series_id
from hotline.records import (
    ABOUT_ANOTHER,
    AT_WISH,
    ENDED_REQUEST,
    FOR_ONE_PHONE,
    HELD,
    TOLD_IN_THE_END,
    Need,
    Reason,
    Request,
    RequestState,
)

_NOBODYS = (RequestState.DRAFT, RequestState.OPEN)
_A_DAY = timedelta(days=1)
_STRAIGHT = timedelta(hours=1)  # "we ring you straight back": an hour later it is a stranger at an odd hour
_A_WEEK = timedelta(days=7)  # "nobody could come this week"
_RINGS_NOBODY = frozenset({Reason.SERIES, Reason.PLAYED, Reason.ERASE, Reason.LEFT, Reason.QUEUE})
_OF_A_DAY = frozenset({Reason.LIMIT, Reason.CARRIER})  # what was wrong with the line that day
_ABOUT_ANOTHER = ABOUT_ANOTHER | {Reason.PROMISE, Reason.UNMET}  # whoever waits too long is told of anew
_WANTED = (Reason.WAITING, Reason.NOBODY, *TOLD_IN_THE_END)

Mend = Callable[[Request], Request | None]


def restoring(requests: Iterable[Request], now: datetime) -> Mend:
    """Return what makes of each request of a backup what is put back, or None: it is not.

    Of whatever is left out, the request that it is about does not count as told: it tells of itself anew, now.
    """
    untold: defaultdict[tuple[str, str], frozenset[Reason]] = defaultdict(frozenset)
    for request in requests:
        if request.about and request.reason and _is_left_out(request, now):
            untold[request.group, request.about] |= {request.reason}
    return lambda request: _as_restored(request, untold[request.group, request.id], now)


def is_a_persons_first(request: Request, now: datetime) -> bool:
    """Tell whether a coordinator is asked about it before any volunteer: nobody has it, and it was wanted long ago."""
    return request.state in _NOBODYS and _is_due(request, now) and _was_wanted_long_ago(request, now)


def _as_restored(request: Request, untold: frozenset[Reason], now: datetime) -> Request | None:
    """Return the request as it is put back; None: it is not.

    1. What has ended is as it was.
    2. A call to one phone is left out an hour late if it was to be straight back, else a day late. So is a
       coordinator's about the line on a day that is over, or about another request: that one tells of itself again.
    3. What is not yet due is as it was. What somebody has said yes to is looked at, since whoever it is may have left:
       then it goes round again at once.
    4. Help that was wanted more than a day ago is a coordinator's: they are asked at once to ring its resident, and
       volunteers only if it is still wanted.
    5. All else goes on where it was, as after an outage.
    """
    if request.state in ENDED_REQUEST or request.next_action_at is None:
        return request
    if _is_left_out(request, now):
        return None
    told = request.told - untold
    if told != request.told:
        request = replace(request, told=told, next_action_at=now)
    if not _is_due(request, now):
        return replace(request, next_action_at=now) if request.state in HELD else request
    if _was_wanted_long_ago(request, now):
        return _for_a_person_first(request, now)
    return _without_an_old_text(request, now)


def _is_due(request: Request, now: datetime) -> bool:
    return request.next_action_at is not None and request.next_action_at < now


def _is_left_out(request: Request, now: datetime) -> bool:
    if request.state in ENDED_REQUEST or request.next_action_at is None or request.reason in _RINGS_NOBODY:
        return False
    late = now - request.next_action_at
    if request.reason in TOLD_IN_THE_END and is_series_id(request.about or ""):
        return late > timedelta() and now - request.made_at > _A_WEEK
    if request.reason in AT_WISH:
        return late > _STRAIGHT
    if request.reason in _ABOUT_ANOTHER:
        return late > timedelta()
    return late > _A_DAY and request.reason in FOR_ONE_PHONE | _OF_A_DAY


def _was_wanted_long_ago(request: Request, now: datetime) -> bool:
    help_ = request.need is not Need.PERSON and request.reason is None
    return help_ and now - (request.due_at or request.made_at) > _A_DAY


def _for_a_person_first(request: Request, now: datetime) -> Request:
    """Its time is over: whoever was told of it is told anew, since nobody knows what became of that.

    Of a draft, whose call was under way, that time begins when it was made, not when the line is back.
    """
    told, opened = request.told - frozenset(_WANTED), request.opened_at or request.made_at
    return replace(_without_an_old_text(request, now), told=told, opened_at=opened, next_action_at=now)


def _without_an_old_text(request: Request, now: datetime) -> Request:
    """A text of what somebody has said yes to is sent at once or not at all."""
    return request if now - (request.taken_at or now) <= _STRAIGHT else replace(request, text_owed=None)
