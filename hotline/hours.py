"""Calling hours, in local time, right across the two nights on which the clocks change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time


@dataclass(frozen=True, slots=True)
class Hours:
    """A week of windows in local time."""

    windows: tuple[tuple[tuple[time, time], ...], ...]  # seven days, Monday first

    @classmethod
    def parse(cls, text: str) -> Hours: ...
    def open_at(self, moment: datetime, zone: str) -> bool: ...
    def next_open(self, moment: datetime, zone: str) -> datetime: ...
    def close_of(self, moment: datetime, zone: str) -> datetime: ...
