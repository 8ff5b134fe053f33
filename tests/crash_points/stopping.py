"""Every point at which a process can be stopped, each tried in a copy of the running process.

The run is lived once. At each point it is forked: the copy is stopped there, begins anew, and lives to the end; what it
then finds broken it hands back. A process that is stopped has changed nothing since its last write, so that the points
between two writes are one life: `before` a write is the same as `after` the write before it.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NoReturn

from tests.crash_points.outside import Stopped

_MOST, _LONGEST = 20, 400  # sentences, and letters of each


@dataclass(frozen=True, kw_only=True)
class Point:
    """One side of one call to the outside."""

    number: int
    side: str  # before, after
    call: str
    again: bool = False  # the stream gives the batch once more

    def __str__(self) -> str:
        return f"{self.side} {self.number} {self.call}{', the batch given again' if self.again else ''}"


@dataclass(kw_only=True)
class _Copy:
    """A process that was stopped at a point, and the end of the pipe by which it hands back what it found."""

    point: Point
    pipe: int


@dataclass(kw_only=True)
class Stopping:
    """The fate of a run that is stopped everywhere, in copies of itself."""

    processes: int = 2
    only: str | None = None  # `12 after`: no other point is tried
    every: int = 1  # of so many lives one is tried: a sample
    shows: Callable[[str], None] = lambda _: None  # what was said on all phones, in each copy
    stream_again: bool = False
    armed: bool = False
    points: int = 0
    lives: int = 0
    found: dict[str, list[str]] = field(default_factory=dict)
    stopped_at: Point | None = None  # in a copy
    _number: int = 0
    _function: str = ""
    _tried: bool = False  # the state that the process is in now has been tried
    _copies: dict[int, _Copy] = field(default_factory=dict)
    _pipe: int = -1

    def begins(self, function: str) -> None:
        self._function, self._tried = function, False

    def call(self, what: str, do: Callable[[], Any], *, writes: bool) -> Any:
        """Stop on both sides of it. Where nobody waits for an answer, a call that only reads changes nothing."""
        if not self.armed:
            return do()
        self._number += 1
        counts = writes or self._function == "webhook"
        if counts:
            self._stop("before", what)
        done = do()
        if writes:
            self._tried = False
        if counts:
            self._stop("after", what)
        return done

    def wait(self) -> None:
        """Wait for every copy."""
        while self._copies:
            self._wait_for_one()

    def hand_back(self, found: list[str]) -> NoReturn:
        """End a copy, and give what it found to the run that it is a copy of."""
        with os.fdopen(self._pipe, "w") as pipe:
            json.dump([sentence[:_LONGEST] for sentence in found[:_MOST]], pipe)
        sys.stdout.flush()
        os._exit(0)

    def _stop(self, side: str, what: str) -> None:
        both = (False, True) if self._function == "stream" else (False,)
        self.points += len(both)
        if self._tried:
            return
        self._tried = True
        for again in both:
            point = Point(number=self._number, side=side, call=f"{what} ({self._function})", again=again)
            if self._is_wanted(point):
                self._try(point)

    def _is_wanted(self, point: Point) -> bool:
        self.lives += 1
        if self.only:
            return self.only == f"{point.number} {point.side}"
        return self.lives % self.every == 0

    def _try(self, point: Point) -> None:
        """Go on twice: here as if nothing had happened, and in a copy that is stopped now."""
        while len(self._copies) >= self.processes:
            self._wait_for_one()
        reads, writes = os.pipe()
        sys.stdout.flush()
        copy = os.fork()
        if copy == 0:
            os.close(reads)
            self.armed, self.stopped_at, self.stream_again = False, point, point.again
            self._pipe, self._copies = writes, {}
            raise Stopped
        os.close(writes)
        self._copies[copy] = _Copy(point=point, pipe=reads)

    def _wait_for_one(self) -> None:
        copy, status = os.wait()
        ended = self._copies.pop(copy)
        with os.fdopen(ended.pipe) as pipe:
            written = pipe.read()
        found = json.loads(written) if written and status == 0 else [f"the copy ended with status {status}"]
        if found:
            self.found[str(ended.point)] = found
