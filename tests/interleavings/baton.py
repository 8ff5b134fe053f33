"""Two handlers in two threads, of which only the one with the baton runs: it is handed over before a chosen step.

Nothing can hang: a wait that lasts too long, and a handler that takes too many steps, end in an error that names the
schedule.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from tests.interleavings.schedule import A, B, Schedule, other

LONGEST_WAIT = 30.0  # seconds
MOST_STEPS = 400  # of one handler

Handler = Callable[[], object]


class Stuck(BaseException):
    """A handler waits for ever, or goes round in a circle. Nothing of ours catches it on the way."""


@dataclass(frozen=True, kw_only=True)
class Played:
    """What came of one schedule: what each handler returned or raised, and the steps in their order."""

    results: dict[str, object]
    steps: tuple[tuple[str, str], ...]  # who, and what they did

    def taken(self, handler: str) -> int:
        """Return how many steps one of the two took."""
        return sum(who == handler for who, _ in self.steps)


class Baton:
    """Who may run. `step` is called by the world outside before it does anything."""

    def __init__(self, schedule: Schedule) -> None:
        self._schedule = schedule
        self._turns = schedule.turns
        self._names: dict[int, str] = {}  # by thread
        self._over: set[str] = set()
        self._stuck = False
        self._moved = threading.Condition()
        self._steps: list[tuple[str, str]] = []
        self._results: dict[str, object] = {}

    def play(self, one: Handler, two: Handler) -> Played:
        """Run both to their ends. What a handler raises is its result."""
        handlers = {A: one, B: two}
        threads = [threading.Thread(target=self._run, args=each, daemon=True) for each in handlers.items()]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(2 * LONGEST_WAIT)
        if any(thread.is_alive() for thread in threads):
            raise Stuck(f"schedule {self._schedule} has not ended after {2 * LONGEST_WAIT:.0f} s: {self._steps[-6:]}")
        return Played(results=self._results, steps=tuple(self._steps))

    def step(self, what: str) -> None:
        """Wait until the next step is this thread's. Whoever is neither of the two does not wait."""
        who = self._names.get(threading.get_ident())
        if who is None:
            return
        with self._moved:
            self._wait_for_turn(who)
            if self._turns[0][1] == 0:  # all its steps are taken: the other's turn, if it is not over
                self._next_turn()
                self._wait_for_turn(who)
            holder, left = self._turns[0]
            self._turns[0] = (holder, None if left is None else left - 1)
            self._steps.append((who, what))
            if len(self._steps) > 2 * MOST_STEPS:
                raise Stuck(f"schedule {self._schedule} goes round in a circle: {self._steps[-6:]}")

    def _run(self, who: str, handler: Handler) -> None:
        self._names[threading.get_ident()] = who
        try:
            with self._moved:
                self._wait_for_turn(who)
            self._results[who] = handler()
        except (Exception, Stuck) as error:  # noqa: BLE001 -- whatever it is, it is what this handler came to
            self._results[who] = error
        finally:
            with self._moved:
                self._over.add(who)
                self._next_turn()

    def _next_turn(self) -> None:
        """Hand the baton on, past whoever is over."""
        holder = self._turns.pop(0)[0]
        self._turns = [turn for turn in self._turns if turn[0] not in self._over]
        if not self._turns:
            left = [who for who in (other(holder), holder) if who not in self._over]
            self._turns = [(who, None) for who in left]
        self._moved.notify_all()

    def _wait_for_turn(self, who: str) -> None:
        mine = self._moved.wait_for(lambda: self._stuck or self._turns[0][0] == who, LONGEST_WAIT)
        if not mine or self._stuck:
            self._stuck = True
            self._moved.notify_all()
            raise Stuck(f"schedule {self._schedule}: {who} waits for ever, after {self._steps[-6:]}")
