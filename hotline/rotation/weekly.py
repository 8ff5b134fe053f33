"""What recurs every week: on which day the next one is, and from when a neighbour is sought for it.

Days are dates where the group is, and a week later is the same day of the week: no duration is added up, so that years
of it neither drift nor double nor lapse, whatever the clocks do.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hotline.groups import Group, OnHolidays
from hotline.hours import local_day
from hotline.records import Part, Request

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
    """The day of this series that has not been seen to: after the last that was, and not in the past."""
    if series.weekday is None or series.part is None:
        raise ValueError("a series has its day and part of the day")
    day = coming(series.weekday, series.part, group, now)
    last = date.fromisoformat(series.made_for) if series.made_for else day - _A_WEEK
    while day <= last:
        day += _A_WEEK
    return day


def kept_on(day: date, group: Group) -> date | None:
    """When help comes that was wanted on this day: on another one if it is a holiday; None: it is left out."""
    holidays = group.holidays
    step = -_A_DAY if holidays.help is OnHolidays.BEFORE else _A_DAY
    while f"{day:%m-%d}" in holidays.days:
        if holidays.help is OnHolidays.NONE:
            return None
        day += step
    return day


def starts(day: date, part: Part, group: Group) -> datetime:
    """When that part of that day begins."""
    return datetime.combine(day, _PARTS[part][0], tzinfo=ZoneInfo(group.zone))


def ends(day: date, part: Part, group: Group) -> datetime:
    """When that part of that day is over: by then the help is wanted."""
    return datetime.combine(day, _PARTS[part][1], tzinfo=ZoneInfo(group.zone))


def sought_from(day: date, part: Part, group: Group) -> datetime:
    """From when a neighbour is sought for that day: early enough, in the group's hours."""
    wanted = starts(day, part, group)
    early = group.hours.next_open(wanted - group.policy.weekly_ahead, group.zone)
    return early if early < wanted else wanted - _A_WEEK  # a group whose phones ring on few days of the week


def promised_for(day: date, part: Part, group: Group, now: datetime) -> datetime:
    """By when a neighbour rings, or somebody to say why not: the evening before, or when that is over, on the day."""
    before = datetime.combine(day - _A_DAY, time(), tzinfo=ZoneInfo(group.zone))
    evening = group.hours.close_of(before, group.zone)
    due = ends(day, part, group)
    return evening if now < evening < due else due
