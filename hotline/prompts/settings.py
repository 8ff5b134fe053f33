"""Settings as people say them: `one hour`, `every day, from nine o'clock in the morning`, `Gwen and Tom`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from hotline.groups.durations import duration_text
from hotline.prompts.times import say_time

Say = Callable[[str], str]

_A_DAY = timedelta(days=1)
_AMOUNT = re.compile(r"(\d+)([dhms])")
_WINDOW = re.compile(r"(?:(?P<days>[a-z][a-z -]*) )?(?P<start>\d\d:\d\d)-(?P<end>\d\d:\d\d)")


def say_setting(kind: str, value: str, spoken: Mapping[str, Any], count: Say) -> str:
    """A value of one of the three kinds, in the words of a language (its spoken.*.toml)."""
    match kind:
        case "duration":
            return say_duration(value, spoken, count)
        case "hours":
            return say_hours(value, spoken)
        case _:
            return say_names(value.split("; "), spoken)


def say_duration(code: str, spoken: Mapping[str, Any], count: Say) -> str:
    """`1h30m` is `one hour and 30 minutes`; none: `no time at all`."""
    words = spoken["durations"]
    if code in words["named"]:
        return str(words["named"][code])
    one, more = words["one"], words["more"]
    amounts = [(number, unit) for number, unit in _AMOUNT.findall(code) if int(number)]
    said = [one[unit] if number == "1" else more[unit].format(count=count(number)) for number, unit in amounts]
    return say_names(said, spoken) if said else str(words["none"])


def say_policy(kind: str, value: timedelta | int, spoken: Mapping[str, Any], count: Say) -> str:
    """What a group has set, as a sentence names it: a duration, a day when it is over, or which of several."""
    if isinstance(value, int):
        return str(spoken["nths"][value - 1])
    if kind == "duration":
        return say_duration(duration_text(value), spoken, count)
    return str(spoken["durations"]["another_day" if value >= _A_DAY else "later"])


def say_names(names: list[str], spoken: Mapping[str, Any]) -> str:
    """One after the other, and a word before the last."""
    *before, last = names
    return spoken["and"].format(first=", ".join(before), last=last) if before else last


def say_hours(text: str, spoken: Mapping[str, Any]) -> str:
    """The text of a week's hours, a sentence for each window: a list is hard to hold in mind. None: `not at all`."""
    windows = (_say_window(window, spoken) for window in text.split(", ") if window)
    return ". ".join(said[:1].upper() + said[1:] for said in windows) or str(spoken["hours"]["never"])


def _say_window(window: str, spoken: Mapping[str, Any]) -> str:
    matched, words = _WINDOW.fullmatch(window), spoken["hours"]
    if matched is None:
        raise ValueError(f"{window!r} is not a window of hours")
    said = words["window"].format(start=_say_clock(matched["start"], spoken), end=_say_clock(matched["end"], spoken))
    return f"{_say_days(matched['days'], words)}, {said}" if matched["days"] else str(said)


def _say_days(days: str, words: Mapping[str, Any]) -> str:
    if days == "every day":
        return str(words["every_day"])
    first, _, last = days.partition("-")
    name = words["days"]
    said = words["range"].format(first=name[first], last=name[last]) if last else words["on"].format(day=name[first])
    return str(said)


def _say_clock(clock: str, spoken: Mapping[str, Any]) -> str:
    words = spoken["hours"]
    if clock in {"00:00", "24:00"}:
        return str(words["midnight"])
    said = say_time(clock.replace(":", ""), spoken["times"])
    if clock <= "00:30":  # half past midnight
        return said
    part = "morning" if clock < "12:00" else "afternoon" if clock < "18:00" else "evening"
    return str(words[part].format(time=said))
