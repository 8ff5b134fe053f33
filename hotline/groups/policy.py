"""Every duration and limit that paces a call or a request, with DESIGN.md's defaults; each is a setting."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

_UNITS = {"d": "days", "h": "hours", "m": "minutes", "s": "seconds"}


@dataclass(frozen=True, kw_only=True)
class Policy:
    """How a group's line paces itself. In the file: the table [policy]."""

    ring: timedelta = timedelta(seconds=20)  # how long a volunteer's phone rings
    rest: timedelta = timedelta(hours=1)  # between two asks of one volunteer
    daily_cap: int = 3  # asks of one volunteer in a day
    deciding: timedelta = timedelta(seconds=25)  # picked up this recently: perhaps a human
    decide_within: timedelta = timedelta(seconds=90)  # picked up, before the sweep asks what became of it
    deadline_margin: timedelta = timedelta(seconds=15)  # after the ring, before the sweep may end an offer
    misses_for_two: int = 3  # asks of a round without a yes: then two phones at a time
    urgent_within: timedelta = timedelta(hours=2)  # due this soon: two phones at a time
    rounds: tuple[timedelta, ...] = (timedelta(minutes=15), timedelta(hours=1))  # between rounds; the last repeats
    later: timedelta = timedelta(minutes=10)  # "ring me in ten minutes"
    tell_after: timedelta = timedelta(minutes=30)  # waiting: a coordinator is told
    promise: timedelta = timedelta(hours=2)  # by when somebody rings
    promise_warning: timedelta = timedelta(minutes=15)  # before that, a coordinator is told
    spoken_within: timedelta = timedelta(minutes=15)  # accepted: have they spoken?
    draft_opens: timedelta = timedelta(minutes=3)  # a draft whose call was lost
    resident_ring: timedelta = timedelta(seconds=45)  # how long a resident's phone rings
    first_key: timedelta = timedelta(seconds=9)  # wait for a key
    next_digit: timedelta = timedelta(seconds=4)  # wait between digits
    note_length: timedelta = timedelta(seconds=60)  # of a recording
    talk_limit: timedelta = timedelta(hours=1)  # of two neighbours talking
    keep_after_spoken: timedelta = timedelta(days=7)  # before it is erased
    daily_calls: int = 300  # calls placed in a day: the spend limit
    rest_after_unanswered: int = 5  # in a row
    rest_for_unanswered: timedelta = timedelta(days=7)
    sweep: timedelta = timedelta(seconds=60)  # the clock


def parse_duration(text: str) -> timedelta:
    """From `20s`, `5m`, `1h30m` or `7d`. Raises ValueError with a sentence."""
    parts = re.findall(r"(\d+)([dhms])", text)
    if not parts or "".join(number + unit for number, unit in parts) != text:
        raise ValueError(f'"{text}" is not a duration; write it like "20s", "5m" or "1h30m"')
    return sum((timedelta(**{_UNITS[unit]: int(number)}) for number, unit in parts), timedelta())
