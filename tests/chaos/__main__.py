"""`python -m tests.chaos --seed 1 --calls 2000`: let towns press anything until there were so many calls."""

from __future__ import annotations

import argparse
import itertools
import os
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from multiprocessing import get_context

from tests.alone import reach_no_account

reach_no_account()

from tests.chaos.report import Run, live  # noqa: E402 -- what is imported reads the environment


def main(arguments: Sequence[str]) -> int:
    """Print a line for each run, and for a broken promise the words around it; return 1 if there was any."""
    asked = _parser().parse_args(arguments)
    calls = runs = broken = 0
    for run in _runs(asked.seed, asked.calls, asked.processes):
        runs, calls, broken = runs + 1, calls + run.calls, broken + len(run.broken)
        print(f"seed {run.seed}: {run.calls} calls, {len(run.broken)} broken, of {len(run.kinds)} kinds", flush=True)
        if run.broken:
            print(f"  again: {run.replay}")
            print("\n".join(f"  {sentence}" for sentence in run.kinds[: asked.sentences]))
            print(run.transcript, flush=True)
    print(f"{calls} calls in {runs} runs, {broken} promises broken")
    return 1 if broken else 0


def _runs(first: int, calls: int, processes: int) -> Iterator[Run]:
    """Live one seed after the other, several at a time, until there were so many calls."""
    seeds, had = itertools.count(first), 0
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        lived: set[Future[Run]] = set()
        while had < calls or lived:
            while had < calls and len(lived) < (processes if calls > 1 else 1):
                lived.add(pool.submit(live, next(seeds)))
            done, lived = wait(lived, return_when=FIRST_COMPLETED)
            for each in done:
                had += each.result().calls
                yield each.result()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="of the first run (default: %(default)s)")
    parser.add_argument("--calls", type=int, default=2000, help="at least; 1: one run (default: %(default)s)")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 2, help="at a time (default: %(default)s)")
    parser.add_argument("--sentences", type=int, default=12, help="printed of each run (default: %(default)s)")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
