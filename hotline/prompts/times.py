"""Times of day as one word of a trail, and as people say them: `half past one`, `ten o'clock tomorrow`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")  # the same in every language: they are codes


def time_code(moment: datetime, now: datetime, zone: str) -> str:
    """A moment of the coming week, where the group is: `1300` today, `tomorrow-1000`, `mon-1000`."""
    local = moment.astimezone(ZoneInfo(zone))
    days = (local.date() - now.astimezone(ZoneInfo(zone)).date()).days
    if days <= 0:
        return f"{local:%H%M}"
    day = "tomorrow" if days == 1 else _DAYS[local.weekday()]
    return f"{day}-{local:%H%M}"


def moment_of(code: str, now: datetime, zone: str) -> datetime:
    """The moment that `time_code` wrote, read on the same day."""
    day, _, clock = code.rpartition("-")
    local = now.astimezone(ZoneInfo(zone))
    ahead = (_DAYS.index(day) - local.weekday() - 1) % len(_DAYS) + 1 if day in _DAYS else int(day == "tomorrow")
    then = local.date() + timedelta(days=ahead)
    return datetime.combine(then, time(int(clock[:-2]), int(clock[-2:])), ZoneInfo(zone)).astimezone(UTC)


def say_time(code: str, times: Mapping[str, Any]) -> str:
    """What `time_code` wrote, in the words of a language (the table [times] of its spoken.*.toml).

    Raises ValueError for a code that it cannot have written.
    """
    day, _, clock = code.rpartition("-")
    hour, minutes = int(clock[:-2]), clock[-2:]
    if day and day not in times["days"]:
        raise ValueError(f"no day {day!r}")
    said = _say_clock(hour, minutes, times)
    return times["days"][day].format(time=said) if day else said


def _say_clock(hour: int, minutes: str, times: Mapping[str, Any]) -> str:
    hours = times["hours"]
    words: str = times["minutes"].get(minutes, f"{hour}:{minutes}")
    return words.format(hour=hours[hour % len(hours)], next=hours[(hour + 1) % len(hours)])
