"""A group's settings as the witness needs them, read from the group's values, which may change during a run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Window = tuple[time, time]


@dataclass(frozen=True, kw_only=True)
class Settings:
    """One group's settings."""

    slug: str
    numbers: tuple[str, ...]
    zone: ZoneInfo
    hours: tuple[tuple[Window, ...], ...]  # seven days, Monday first
    languages: frozenset[str]
    areas: Mapping[str, str]  # the name that is said, by the name in rows
    holidays: frozenset[str]  # month and day
    holiday_help: str  # before, after or none
    policy: Any  # the values of [policy], by their names

    @classmethod
    def of(cls, group: Any) -> Settings:
        """Read a group's values by their names. What they mean is DESIGN.md's and the sample file's, not the code's."""
        return cls(
            slug=group.slug,
            numbers=tuple(number.e164 for number in group.numbers),
            zone=ZoneInfo(group.zone),
            hours=week(group.hours.text()),
            languages=frozenset(group.languages),
            areas=group.areas,
            holidays=group.holidays.days,
            holiday_help=str(group.holidays.help),
            policy=group.policy,
        )

    def local(self, at: datetime) -> datetime:
        return at.astimezone(self.zone)

    def open_at(self, at: datetime) -> bool:
        """Say whether the group's phones may ring at this moment."""
        return inside(self.hours, self.local(at))

    def opens_after(self, at: datetime) -> datetime:
        """Return this moment if the group's phones may ring, else when they may next."""
        today = self.local(at).date()
        for day in (today + timedelta(days=ahead) for ahead in range(15)):
            for begins, ends in self.hours[day.weekday()]:
                until = datetime.combine(day + timedelta(days=ends == time()), ends, self.zone)
                if self.local(at) < until:
                    return max(at, datetime.combine(day, begins, self.zone).astimezone(at.tzinfo))
        raise ValueError(f"{self.slug} never rings anybody")

    def within(self, windows: str, at: datetime) -> bool:
        """Say whether a moment lies in a volunteer's hours, which their row has as a week of windows."""
        return inside(stored(windows), self.local(at))

    def same_day(self, one: datetime, two: datetime) -> bool:
        return self.local(one).date() == self.local(two).date()


class AllSettings(Mapping[str, Settings]):
    """Every group's settings, looked up afresh, so that a change of settings counts from its moment on."""

    def __init__(self, groups: Any) -> None:
        """`groups`: called without arguments, it returns the groups by slug as they are now."""
        self._groups = groups
        self._read: dict[str, tuple[Any, Settings]] = {}

    def __getitem__(self, slug: str) -> Settings:
        group = self._groups()[slug]
        if slug not in self._read or self._read[slug][0] is not group:
            self._read[slug] = (group, Settings.of(group))
        return self._read[slug][1]

    def __iter__(self) -> Any:
        return iter(self._groups())

    def __len__(self) -> int:
        return len(self._groups())


def week(written: str) -> tuple[tuple[Window, ...], ...]:
    """Read `mon-fri 09:00-12:00, 14:00-20:00, sat 10:00-18:00` or `every day 09:00-20:00`."""
    days: list[list[Window]] = [[] for _ in _WEEK]
    which: list[int] = []
    for part in filter(None, (each.strip() for each in written.split(","))):
        named, _, hours = part.rpartition(" ")
        if named:
            which = _days(named)
        for day in which:
            days[day].append(_window(hours))
    return tuple(map(tuple, days))


def stored(windows: str) -> tuple[tuple[Window, ...], ...]:
    """Read a week of windows as a volunteer's row has it: days parted by semicolons, Monday first."""
    return tuple(tuple(_window(each) for each in day.split(",") if each.strip()) for day in windows.split(";"))


def inside(days: tuple[tuple[Window, ...], ...], local: datetime) -> bool:
    """Say whether the clock on the wall stands in one of the windows of its day. Midnight as an end ends the day."""
    at = local.time().replace(tzinfo=None)
    return any(begins <= at and (at < ends or ends == time()) for begins, ends in days[local.weekday()])


def meet(group: Settings, windows: str) -> bool:
    """Say whether a volunteer's hours and the group's ever have a minute in common."""
    both = zip(group.hours, stored(windows), strict=True)
    return any(_overlap(one, two) for ours, theirs in both for one in ours for two in theirs)


def _days(named: str) -> list[int]:
    if named == "every day":
        return list(range(7))
    first, _, last = named.partition("-")
    return list(range(_WEEK.index(first), _WEEK.index(last or first) + 1))


def _overlap(one: Window, two: Window) -> bool:
    (begins, ends), (from_, until) = one, two
    return (until == time() or begins < until) and (ends == time() or from_ < ends)


def _window(written: str) -> Window:
    begins, ends = (each.strip() for each in written.split("-"))
    return time.fromisoformat(begins), time() if ends in ("24:00", "00:00") else time.fromisoformat(ends)
