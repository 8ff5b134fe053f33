"""Processes that do the same thing in the same instant, each with a store and a client of its own."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from typing import Any

from hotline.store import Store
from tests.store.cast import GROUP

Act = Callable[[Store, Any], Any]
SPAWN = multiprocessing.get_context("spawn")  # a process that was forked would share its parent's connections
LONGEST_WAIT = 120.0  # seconds, for the others at the start of a race


class Racers:
    """Processes that wait for each other, and then do something in the same instant."""

    def __init__(self, how_many: int) -> None:
        self._start = SPAWN.Barrier(how_many)
        self._ends = [SPAWN.Pipe() for _ in range(how_many)]
        self._runners = [SPAWN.Process(target=runs, args=(theirs, self._start)) for _, theirs in self._ends]
        for runner in self._runners:
            runner.start()

    def race(self, act: Act, given: Sequence[Any]) -> list[Any]:
        """Run one race, in which each does the same with what it is given. Return what each got, in their order."""
        ((*got,),) = self.races([[(act, mine) for mine in given]])
        return got

    def races(self, several: Sequence[Sequence[tuple[Act, Any]]]) -> list[list[Any]]:
        """Run one race after the other: in each, what every racer does and with what. Return what each got."""
        for (ours, _), mine in zip(self._ends, zip(*several, strict=True), strict=True):
            ours.send(mine)
        got = [ours.recv() for ours, _ in self._ends]
        return [list(race) for race in zip(*got, strict=True)]

    def go_home(self) -> None:
        for (ours, _), runner in zip(self._ends, self._runners, strict=True):
            ours.send(None)
            runner.join()


def runs(work: Connection, start: Barrier) -> None:
    """Live as a racer: a store of one's own, then one race after the other."""
    store = Store()
    store.request(GROUP, "nothing-1")  # nobody is still shaking hands when the others run
    while (told := work.recv()) is not None:
        work.send([_once_all_are_there(start, store, act, mine) for act, mine in told])


def _once_all_are_there(start: Barrier, store: Store, act: Act, mine: Any) -> Any:
    start.wait(LONGEST_WAIT)
    return act(store, mine)
