"""The calendar of what recurs every week: on which day the next one is, and from when a neighbour is sought for it.

Days are dates where the group is. Each calendar week, from Monday to Sunday, has one request, or was left out: the
week of `made_for` is seen to, and the next day is in a later week. No duration is added up, so that years of it neither
drift nor double nor lapse, whatever the clocks do and however often the day is changed.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hotline.groups import Group, OnHolidays
from hotline.hours import local_day
from hotline.records import DAYS, Part, Request
from hotline.rotation.phone import phones_ring_from

_PARTS = {
    Part.MORNING: (time(9), time(12)),
    Part.AFTERNOON: (time(12), time(17)),
    Part.EVENING: (time(17), time(20)),
}
_A_DAY, _A_WEEK = timedelta(days=1), timedelta(days=7)


def coming(weekday: int, part: Part, group: Group, now: datetime) -> date:
    """The next such day, today included while that part of it is not over."""
    today = local_day(now, group.zone)
    day = today + timedelta(days=(weekday - today.weekday()) % 7)
    return day if ends(day, part, group) > now else day + _A_WEEK


def next_day(series: Request, group: Group, now: datetime) -> date:
    """Return the next day of this series: in the first calendar week that was not seen to, and not in the past."""
    if series.weekday is None or series.part is None:
        raise ValueError("a series has its day and part of the day")
    day = coming(series.weekday, series.part, group, now)
    if series.made_for is None:
        return day
    return max(day, _week_of(date.fromisoformat(series.made_for)) + _A_WEEK + timedelta(days=series.weekday))


def first_made_for(weekday: int, part: Part, group: Group, now: datetime, *, done: bool) -> date:
    """Return the day that the first request of a new series stands for, which is then seen to.

    If the help is still to come, that is the next such day. If it is done, the next such day is the series' own, also
    where it is in this calendar week: then last week is the last that was seen to.
    """
    if not done:
        return coming(weekday, part, group, now)
    today = local_day(now, group.zone)
    return _week_of(today) - _A_DAY if weekday > today.weekday() else today


def move(series: Request, weekday: int, part: Part, group: Group, now: datetime) -> dict[str, object]:
    """Return what changes in a series when another day is chosen, so that each calendar week still has one request.

    A week that was left out stays left out. Where the new day of this week is over, and the old one is still to come
    and not yet sought, the old one is kept for this week: the series moves when that is made (`moves_to`).
    """
    changes: dict[str, object] = {"weekday": weekday, "part": part, "skip": None, "moves_to": None}
    if series.skip:
        changes["made_for"] = series.skip
        return changes
    moved = next_day(replace(series, weekday=weekday, part=part), group, now)
    if _week_of(next_day(series, group, now)) < _week_of(moved):
        return {"moves_to": f"{DAYS[weekday]}-{part}"}
    return changes


def where_it_moves(series: Request) -> tuple[int, Part] | None:
    """Return the day and part that the series moves to once this week's is made. None: it stays on its day."""
    if series.moves_to is None:
        return None
    day, _, part = series.moves_to.partition("-")
    return DAYS.index(day), Part(part)


def kept_on(day: date, part: Part, group: Group, now: datetime) -> date | None:
    """When help comes that was wanted on this day: on another one if it is a holiday; None: it is left out.

    Nothing is moved into the past: once the last day before is over, it comes on the next day after.
    """
    help_ = group.holidays.help
    if not _is_holiday(day, group):
        return day
    if help_ is OnHolidays.NONE:
        return None
    before = _no_holiday(day, -_A_DAY, group)
    if help_ is OnHolidays.BEFORE and ends(before, part, group) > now:
        return before
    return _no_holiday(day, _A_DAY, group)


def starts(day: date, part: Part, group: Group) -> datetime:
    """When that part of that day begins."""
    return datetime.combine(day, _PARTS[part][0], tzinfo=ZoneInfo(group.zone))


def ends(day: date, part: Part, group: Group) -> datetime:
    """When that part of that day is over: by then the help is wanted."""
    return datetime.combine(day, _PARTS[part][1], tzinfo=ZoneInfo(group.zone))


def is_day_over(made: Request, group: Group, now: datetime) -> bool:
    """Whether its part of the day is over: of one week's request, or of the day that a series has seen to last."""
    if made.made_for is None or made.part is None:
        return True
    return (made.due_at or ends(date.fromisoformat(made.made_for), made.part, group)) <= now


def sought_from(day: date, part: Part, group: Group) -> datetime:
    """Return from when a neighbour is sought for that day: early enough, when phones may ring."""
    wanted = starts(day, part, group)
    early = phones_ring_from(group, wanted - group.policy.weekly_ahead)
    return early if early < wanted else wanted - _A_WEEK  # a group whose phones ring on few days of the week


def promised_for(day: date, part: Part, group: Group, now: datetime) -> datetime:
    """By when a neighbour rings, or somebody to say why not: the evening before, or when that is over, on the day."""
    before = datetime.combine(day - _A_DAY, time(), tzinfo=ZoneInfo(group.zone))
    evening = group.hours.close_of(before, group.zone)
    due = ends(day, part, group)
    return evening if now < evening < due else due


def _is_holiday(day: date, group: Group) -> bool:
    return f"{day:%m-%d}" in group.holidays.days


def _no_holiday(day: date, step: timedelta, group: Group) -> date:
    while _is_holiday(day, group):
        day += step
    return day


def _week_of(day: date) -> date:
    """Return the Monday of this day's calendar week."""
    return day - timedelta(days=day.weekday())
