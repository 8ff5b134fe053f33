"""The one answer to the question from when a phone may ring (promise 2).

A phone rings in the group's hours. A volunteer's phone also rings only in the volunteer's own hours, not while they
pause, and never once they have stopped. Nothing else in `hotline` decides about a ring by hours or by a pause.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from hotline.groups import Group
from hotline.groups.policy import Policy
from hotline.records import Volunteer

_FORTNIGHT = timedelta(days=14)
_Window = tuple[datetime, datetime]


def may_ring_from(whose: Volunteer | None, group: Group, at: datetime) -> datetime | None:
    """Return the first moment from `at` on at which a phone may begin to ring; None: not in a fortnight, so never.

    `whose` is the volunteer whose phone it is; None: a resident's phone, or that of whoever is rung as a resident, also
    if they help as well. The hours are open for as long as a phone rings, so that none still rings after somebody's
    hours are over.
    """
    if whose is None:
        return _first_chance(group.hours.windows_from(at, group.zone), at, group.policy)
    awake = max(at, whose.paused_until or at)
    if whose.stopped or awake > at + _FORTNIGHT:
        return None
    of_the_group, own = (hours.windows_from(awake, group.zone) for hours in (group.hours, whose.hours))
    return _first_chance(_both(of_the_group, own), awake, group.policy)


def may_ask_from(whose: Volunteer, group: Group, at: datetime, *, task: bool = False) -> datetime | None:
    """Return the same for something that is asked of a volunteer, whom the line may leave in peace for a while.

    `task`: it is one of those that need a person.
    """
    return may_ring_from(whose, group, max(at, _quiet_until(whose, task=task) or at))


def may_ring(whose: Volunteer | None, group: Group, now: datetime) -> bool:
    """Tell whether a phone may begin to ring at this moment."""
    return may_ring_from(whose, group, now) == now


def phones_ring_from(group: Group, at: datetime) -> datetime:
    """Return when residents' phones may ring next. Raises ValueError for hours that a group's file cannot have."""
    begins = may_ring_from(None, group, at)
    if begins is None:
        raise ValueError(f"{group.slug}: no window of its hours is as long as a phone rings")
    return begins


def is_paused(whose: Volunteer, at: datetime) -> bool:
    """Tell whether the volunteer has asked not to be rung at this moment, for a while."""
    return whose.paused_until is not None and whose.paused_until > at


def is_away(whose: Volunteer, at: datetime, *, task: bool = False) -> bool:
    """Tell whether the volunteer is asked for nothing (or for no task) at this moment, at their wish or the line's."""
    return is_paused(whose, at) or is_quiet(whose, at, task=task)


def rests_of(whose: Volunteer) -> list[datetime]:
    """Return when their rests end or ended: their own, and the line's."""
    return [until for until in (whose.paused_until, whose.quiet_until) if until]


def is_quiet(whose: Volunteer, at: datetime, *, task: bool = False) -> bool:
    """Tell whether the line itself leaves the volunteer in peace at this moment, since nobody answered that phone."""
    until = _quiet_until(whose, task=task)
    return until is not None and until > at


def _quiet_until(whose: Volunteer, *, task: bool) -> datetime | None:
    """The line's own rest. For a coordinator's tasks it may be over sooner than for asks."""
    if whose.quiet_until and whose.tasks_from and task:
        return min(whose.quiet_until, whose.tasks_from)
    return whose.quiet_until


def _first_chance(windows: Iterator[_Window], at: datetime, policy: Policy) -> datetime | None:
    begins = (max(opens, at) for opens, closes in windows if max(opens, at) + policy.longest_ring <= closes)
    return next(begins, None)


def _both(ones: Iterator[_Window], others: Iterator[_Window]) -> Iterator[_Window]:
    """The windows in which both are open, in order."""
    one, other = next(ones, None), next(others, None)
    while one and other:
        opens, closes = max(one[0], other[0]), min(one[1], other[1])
        if opens < closes:
            yield opens, closes
        if one[1] <= other[1]:
            one = next(ones, None)
        else:
            other = next(others, None)
