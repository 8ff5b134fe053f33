"""Calling hours, in local time, right across the two nights on which the clocks change."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

Window = tuple[time, time]

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_PART = re.compile(r"(every day|[a-z]{3}(?:-[a-z]{3})?)\s+(\d\d:\d\d)-(\d\d:\d\d)")


@dataclass(frozen=True, slots=True)
class Hours:
    """A week of windows in local time. On the night the clocks go back, an hour in a window counts twice."""

    windows: tuple[tuple[Window, ...], ...]  # seven days, Monday first

    @classmethod
    def parse(cls, text: str) -> Hours:
        """From `mon-fri 09:00-20:00, sat-sun 10:00-18:00`. Raises ValueError with a sentence."""
        days: list[list[Window]] = [[] for _ in _DAYS]
        for part in filter(None, (piece.strip().lower() for piece in text.split(","))):
            match = _PART.fullmatch(part)
            if not match:
                raise ValueError(f'"{part}" is not hours; write them like "mon-fri 09:00-20:00"')
            window = _window(match[2], match[3], part)
            for day in _days(match[1]):
                days[day].append(window)
        return cls(tuple(_in_order(windows) for windows in days))

    def text(self) -> str:
        """Back to the format of `parse`, a day at a time."""
        return ", ".join(
            f"{_DAYS[day]} {begin:%H:%M}-{end:%H:%M}"
            for day, windows in enumerate(self.windows)
            for begin, end in windows
        )

    def open_at(self, moment: datetime, zone: str) -> bool:
        """Whether this moment is inside a window."""
        local = moment.astimezone(ZoneInfo(zone))
        return any(begin <= local.time() < end for begin, end in self.windows[local.weekday()])

    def next_open(self, moment: datetime, zone: str) -> datetime:
        """This moment, if it is open; else when the next window begins. Raises ValueError for a week with no window."""
        if self.open_at(moment, zone):
            return moment
        return min(begin for begin, _ in self._coming(moment, zone) if begin > moment)

    def close_of(self, moment: datetime, zone: str) -> datetime:
        """When the window that is open, or the next one, closes."""
        opens = self.next_open(moment, zone)
        return min(end for _, end in self._coming(opens, zone) if end > opens)

    def _coming(self, moment: datetime, zone: str) -> list[tuple[datetime, datetime]]:
        if not any(self.windows):
            raise ValueError("hours with no window never open")
        first = moment.astimezone(ZoneInfo(zone)).date()
        dates = [first + timedelta(days=ahead) for ahead in range(9)]
        return [
            (_at(day, begin, zone), _at(day, end, zone)) for day in dates for begin, end in self.windows[day.weekday()]
        ]


def _at(day: date, clock: time, zone: str) -> datetime:
    """A wall-clock time as a moment; one that does not exist that night moves forward."""
    return datetime.combine(day, clock, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def _window(begin: str, end: str, part: str) -> Window:
    try:
        window = time.fromisoformat(begin), time.fromisoformat(end)
    except ValueError:
        raise ValueError(f'"{part}" has a time that no clock shows') from None
    if window[0] >= window[1]:
        raise ValueError(f'"{part}" ends before it begins')
    return window


def _days(text: str) -> range:
    if text == "every day":
        return range(7)
    first, _, last = text.partition("-")
    if first not in _DAYS or (last and last not in _DAYS):
        raise ValueError(f'"{text}" is not a day; write mon, tue, wed, thu, fri, sat, sun')
    begin, end = _DAYS.index(first), _DAYS.index(last or first)
    if begin > end:
        raise ValueError(f'"{text}" runs backwards; write two parts')
    return range(begin, end + 1)


def _in_order(windows: list[Window]) -> tuple[Window, ...]:
    ordered = sorted(windows)
    if any(before[1] > after[0] for before, after in pairwise(ordered)):
        raise ValueError("two windows of one day overlap")
    return tuple(ordered)
