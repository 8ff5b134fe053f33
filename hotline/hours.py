"""Calling hours, in local time, right across the two nights on which the clocks change."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hotline.values import dataclass

Window = tuple[time, time]  # from, until; midnight as an end is the end of the day

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_EVERY_DAY = "every day"
_MIDNIGHT = time()
_MINUTE = timedelta(minutes=1)
_WHOLE_DAY = 24 * 60  # minutes
_LOOK_AHEAD = 15  # days: one more than two weeks, since a window may fall into the hour that a clock change leaves out
_PART = re.compile(r"(?P<days>[a-z][a-z -]*?)?\s*(?P<start>[0-9:]+)\s*-\s*(?P<end>[0-9:]+)")
_CLOCK = re.compile(r"([0-9]{1,2}):([0-5][0-9])")
_EXAMPLE = 'write it like "mon-fri 09:00-20:00, sat-sun 10:00-18:00"'


@dataclass(frozen=True)
class Hours:
    """A week of windows in local time: from the minute that each names, until just before the other.

    On the night when an hour is left out, a time in that hour means the moment when it is over. On the night when an
    hour comes twice, a time in that hour means the first of the two. So a day's windows never overlap or turn round,
    and `open_at`, `next_open`, `close_of` and `windows_from` always agree; what they return is in UTC.
    """

    windows: tuple[tuple[Window, ...], ...]  # seven days, Monday first

    @classmethod
    def parse(cls, text: str) -> Hours:
        """Read `mon-fri 09:00-20:00, sat-sun 10:00-18:00` or `every day 09:00-12:00, 14:00-20:00`.

        A window without days is another one on the days before it. `24:00` is the end of a day. Raises ValueError with
        a sentence: no window, an unknown day, an end before its beginning, windows that overlap.
        """
        week: list[list[Window]] = [[] for _ in _DAYS]
        days: list[int] = []
        for part in text.lower().split(","):
            matched = _PART.fullmatch(part.strip())
            if matched is None:
                raise ValueError(f'"{part.strip()}" is not a day and its hours; {_EXAMPLE}')
            days = _days(matched["days"]) if matched["days"] else days
            if not days:
                raise ValueError(f'"{part.strip()}" does not say on which days; {_EXAMPLE}')
            for day in days:
                week[day].append(_window(matched["start"], matched["end"]))
        return cls(windows=tuple(map(_in_order, week, _DAYS)))

    def text(self) -> str:
        """The one text of these hours; `parse` reads it back. A week with no window at all has none: it is empty."""
        parts: list[str] = []
        first = 0
        while first < len(_DAYS):
            last = first
            while last + 1 < len(_DAYS) and self.windows[last + 1] == self.windows[first]:
                last += 1
            if self.windows[first]:
                parts.append(f"{_days_text(first, last)} {', '.join(map(_window_text, self.windows[first]))}")
            first = last + 1
        return ", ".join(parts)

    def lasts(self, length: timedelta) -> bool:
        """Tell whether one window, on an ordinary day, is as long as that."""
        return any(_length(window) >= length for day in self.windows for window in day)

    def open_at(self, moment: datetime, zone: str) -> bool:
        """Whether this moment lies in a window."""
        return any(start <= moment < end for start, end in self._from(moment, zone, days=1))

    def next_open(self, moment: datetime, zone: str) -> datetime:
        """When it is open next: this moment itself if it is open now. Raises ValueError for a week with no window."""
        start, _ = self._window_at_or_after(moment, zone)
        return max(start, moment)

    def close_of(self, moment: datetime, zone: str) -> datetime:
        """When the window that is open, or else the next one, closes. Raises ValueError for a week with no window."""
        _, end = self._window_at_or_after(moment, zone)
        return end

    def last_close_of(self, moment: datetime, zone: str) -> datetime:
        """When the last window of that day closes. That day: of the window that is open, or else of the next one.

        A window that goes on after midnight is one: where it is open day and night, that is a fortnight ahead.
        """
        last = self.close_of(moment, zone)
        day = local_day(last - _MINUTE, zone)  # a window may close at midnight
        for opens, closes in self.windows_from(last, zone):
            if opens > last and local_day(opens, zone) != day:
                break
            last = closes
        return last

    def windows_from(self, moment: datetime, zone: str) -> Iterator[tuple[datetime, datetime]]:
        """Yield the windows of the next fortnight that are not over at this moment, in order, each as two moments.

        Two windows that touch at midnight are one. A week with no window yields none.
        """
        window = None
        for opens, closes in self._from(moment, zone, days=_LOOK_AHEAD):
            if closes <= moment:
                continue
            if window and window[1] == opens:
                window = window[0], closes
                continue
            if window:
                yield window
            window = opens, closes
        if window:
            yield window

    def _window_at_or_after(self, moment: datetime, zone: str) -> tuple[datetime, datetime]:
        for start, end in self._from(moment, zone, days=_LOOK_AHEAD):
            if moment < end:
                return start, end
        raise ValueError(f"these hours hold no window; {_EXAMPLE}")

    def _from(self, moment: datetime, zone: str, *, days: int) -> Iterator[tuple[datetime, datetime]]:
        """The windows of so many local days in order, from the day of this moment on, each as two moments."""
        local = ZoneInfo(zone)
        today = local_day(moment, zone)
        for day in (today + timedelta(days=ahead) for ahead in range(days)):
            for start, end in self.windows[day.weekday()]:
                ends_on = day + timedelta(days=1) if end == _MIDNIGHT else day
                opens, closes = _moment(day, start, local), _moment(ends_on, end, local)
                if opens < closes:
                    yield opens, closes


def local_day(moment: datetime, zone: str) -> date:
    """The date where the group is: what counts as `today` there."""
    return moment.astimezone(ZoneInfo(zone)).date()


def next_midnight(moment: datetime, zone: str) -> datetime:
    """Return when the day of this moment is over, where the group is."""
    return _moment(local_day(moment, zone) + timedelta(days=1), _MIDNIGHT, ZoneInfo(zone))


def _moment(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """When the clocks first show this time on that day; a time that is left out: the first one that is not."""
    local = datetime.combine(day, clock, tzinfo=zone)
    while (moment := local.astimezone(UTC)).astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        local += _MINUTE  # arithmetic on what the clock shows: Python keeps the zone out of it
    return moment


def _days(text: str) -> list[int]:
    if text == _EVERY_DAY:
        return list(range(len(_DAYS)))
    first, dash, last = (name.strip() for name in text.partition("-"))
    start = _day(first)
    return [(start + ahead) % len(_DAYS) for ahead in range((_day(last) - start) % len(_DAYS) + 1)] if dash else [start]


def _day(name: str) -> int:
    if name not in _DAYS:
        raise ValueError(f'"{name}" is not a day; the days are {", ".join(_DAYS)}, or "{_EVERY_DAY}"')
    return _DAYS.index(name)


def _window(start: str, end: str) -> Window:
    begins, ends = _minutes(start), _minutes(end)
    if ends <= begins:
        raise ValueError(f"{start}-{end} ends before it begins; over midnight, write one window for each day")
    return _clock(begins), _clock(ends)


def _minutes(text: str) -> int:
    matched = _CLOCK.fullmatch(text)
    if matched is None or (minutes := int(matched[1]) * 60 + int(matched[2])) > _WHOLE_DAY:
        raise ValueError(f'"{text}" is not a time of day; write it like "09:00", and the end of a day "24:00"')
    return minutes


def _clock(minutes: int) -> time:
    return time(minutes // 60 % 24, minutes % 60)


def _in_order(windows: list[Window], day: str) -> tuple[Window, ...]:
    ordered = sorted(windows)
    for before, after in pairwise(ordered):
        if before[1] == _MIDNIGHT or after[0] <= before[1]:
            both = f"{_window_text(before)} and {_window_text(after)}"
            raise ValueError(f"on {day}, {both} overlap or touch; write them as one window")
    return tuple(ordered)


def _length(window: Window) -> timedelta:
    start, end = (timedelta(hours=clock.hour, minutes=clock.minute) for clock in window)
    return (end or timedelta(hours=24)) - start


def _days_text(first: int, last: int) -> str:
    if (first, last) == (0, len(_DAYS) - 1):
        return _EVERY_DAY
    return _DAYS[first] if first == last else f"{_DAYS[first]}-{_DAYS[last]}"


def _window_text(window: Window) -> str:
    start, end = window
    return f"{start:%H:%M}-{'24:00' if end == _MIDNIGHT else f'{end:%H:%M}'}"
