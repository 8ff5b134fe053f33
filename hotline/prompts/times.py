"""Times of day as one word of a trail, and as people say them: `half past one`, `ten o'clock tomorrow`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")  # the same in every language: they are codes
_PARTS = ("afternoon", "evening")  # of today
_NEARLY_HALF_A_DAY = timedelta(hours=11)
_NEXT_WEEK = "week-"  # before a day: not the first one of that name
_EARLY, _LATE = 7, 18  # on another day, a time between these hours needs no part of the day


def time_code(moment: datetime, now: datetime, zone: str) -> str:
    """A moment of the coming fortnight, where the group is: `1300` today, `evening-2030`, `tomorrow-1000`, `mon-1000`.

    A week ahead, `week-mon-1000`: a day that has the name of today would be taken for today.
    """
    local = moment.astimezone(ZoneInfo(zone))
    days = (local.date() - now.astimezone(ZoneInfo(zone)).date()).days
    if days <= 0:
        return f"{_part_of_today(local) if moment - now >= _NEARLY_HALF_A_DAY else ''}{local:%H%M}"
    day = "tomorrow" if days == 1 else _DAYS[local.weekday()]
    return f"{_NEXT_WEEK if days >= len(_DAYS) else ''}{day}-{local:%H%M}"


def moment_of(code: str, now: datetime, zone: str) -> datetime:
    """The moment that `time_code` wrote, read on the same day."""
    day, _, clock = code.removeprefix(_NEXT_WEEK).rpartition("-")
    local = now.astimezone(ZoneInfo(zone))
    ahead = (_DAYS.index(day) - local.weekday()) % len(_DAYS) if day in _DAYS else int(day == "tomorrow")
    ahead += len(_DAYS) if code.startswith(_NEXT_WEEK) else 0
    then = local.date() + timedelta(days=ahead)
    return datetime.combine(then, time(int(clock[:-2]), int(clock[-2:])), ZoneInfo(zone)).astimezone(UTC)


def say_time(code: str, times: Mapping[str, Any]) -> str:
    """What `time_code` wrote, in the words of a language (the table [times] of its spoken.*.toml).

    No time can be heard as one that is twelve hours earlier or later; people count midnight to the day before it.
    Raises ValueError for a code that it cannot have written.
    """
    if code.startswith(_NEXT_WEEK):
        return str(times["next_week"].format(day=say_time(code.removeprefix(_NEXT_WEEK), times)))
    day, _, clock = code.rpartition("-")
    hour, minutes = int(clock[:-2]), clock[-2:]
    if day and day not in times["days"]:
        raise ValueError(f"no day {day!r}")
    said = _say_clock(hour, minutes, times)
    if hour == 0 and minutes <= "30":
        day = _DAYS[_DAYS.index(day) - 1] if day in _DAYS else ""
        return times["days"][day].format(time=said) if day else said
    if not day:
        return said
    which: str = times["days"][day].format(time=said)
    if day in _PARTS or _EARLY <= hour < _LATE:
        return which
    part: str = times["early" if hour < _EARLY else "late"]
    return part.format(day=which)


def _part_of_today(local: datetime) -> str:
    """The hands of a clock stood or stand there sooner: say which of the two times is meant."""
    return f"{_PARTS[local.hour >= _LATE]}-"


def _say_clock(hour: int, minutes: str, times: Mapping[str, Any]) -> str:
    hours, words = times["hours"], times["minutes"]
    said: str = words.get(minutes, f"{hour}:{minutes}")
    this = times["midnight"] if hour == 0 else hours[hour % len(hours)]
    if hour == 0 and minutes == "00":
        return str(this)
    return said.format(hour=this, next=hours[(hour + 1) % len(hours)])
