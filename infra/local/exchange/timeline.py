"""Time on which calls happen: a heap of what is due, and a clock that jumps from one due moment to the next."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from threading import RLock
from typing import TypeVar

Result = TypeVar("Result")


@dataclass(order=True, kw_only=True)
class Due:
    """Something that will happen at a moment; what is due at the same moment happens in the order it was arranged."""

    moment: datetime
    order: int
    act: Callable[[], None] | None = field(compare=False)  # None once it is cancelled


class Timeline:
    """A virtual clock. Nothing waits: to run is to jump to the next due moment and do what is due."""

    def __init__(self, start: datetime) -> None:
        self._now = start
        self._heap: list[Due] = []
        self._order = count()
        self.lock = RLock()  # whoever touches a call from another thread holds it

    def now(self) -> datetime:
        return self._now

    def at(self, moment: datetime, act: Callable[[], None]) -> Due:
        """Arrange for `act` at a moment; what lies in the past is due at once."""
        due = Due(moment=max(moment, self.now()), order=next(self._order), act=act)
        heapq.heappush(self._heap, due)
        return due

    def after(self, seconds: float, act: Callable[[], None]) -> Due:
        return self.at(self.now() + timedelta(seconds=seconds), act)

    def cancel(self, due: Due | None) -> None:
        """It will not happen. None, or what has already happened, is no fault: timers are cancelled without asking."""
        if due is not None:
            due.act = None

    def outside(self, job: Callable[[], Result], then: Callable[[Result], None]) -> None:
        """Do something that may be slow in the world outside, then hand on what it gave. Here: at once, in its turn."""
        self.after(0, lambda: then(job()))

    def pause(self, seconds: float) -> None:
        """Let so much time pass in the midst of something, while the calls go on."""
        self.run_until(self.now() + timedelta(seconds=seconds))

    def run_next(self) -> bool:
        """Do the next thing that is due, at its moment. False when nothing is."""
        due = self._next()
        if due is None:
            return False
        heapq.heappop(self._heap)
        self._now = max(self._now, due.moment)
        if due.act:
            due.act()
        return True

    def run_until(self, moment: datetime) -> None:
        """Do everything that is due up to and at a moment, and stand there."""
        while (due := self._next()) is not None and due.moment <= moment:
            self.run_next()
        self._now = max(self._now, moment)

    def run_while(self, predicate: Callable[[], bool], limit_seconds: float) -> bool:
        """Go on as long as it holds. True when it held no longer within the limit; else we stand at the limit."""
        limit = self.now() + timedelta(seconds=limit_seconds)
        while predicate():
            due = self._next()
            if due is None or due.moment > limit:
                self._now = max(self._now, limit)
                return False
            self.run_next()
        return True

    def _next(self) -> Due | None:
        while self._heap and self._heap[0].act is None:
            heapq.heappop(self._heap)
        return self._heap[0] if self._heap else None
