"""Times as people say them: `by one o'clock`, `by ten o'clock tomorrow`."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

_HOURS = ("twelve", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven")
_DAYS = {
    "mon": "on Monday",
    "tue": "on Tuesday",
    "wed": "on Wednesday",
    "thu": "on Thursday",
    "fri": "on Friday",
    "sat": "on Saturday",
    "sun": "on Sunday",
    "tomorrow": "tomorrow",
}


def time_code(moment: datetime, now: datetime, zone: str) -> str:
    """A time on the half hour as one word of a trail: `1300`, `tomorrow-1000`, `mon-1000`."""
    local, today = moment.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone)).date()
    days = (local.date() - today).days
    if days == 0:
        return f"{local:%H%M}"
    return f"{'tomorrow' if days == 1 else f'{local:%a}'.lower()}-{local:%H%M}"


def say_time(code: str) -> str:
    """`By half past one`, from `1330`."""
    day, _, clock = code.rpartition("-")
    hour = _HOURS[int(clock[:2]) % 12]
    said = f"half past {hour}" if clock[2:] == "30" else f"{hour} o'clock"
    return f"By {said} {_DAYS[day]}" if day else f"By {said}"
