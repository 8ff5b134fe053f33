"""`python -m tests.interleavings`: every schedule of every pair, or of those that are named; or one schedule, told."""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from tests.alone import reach_no_account

if TYPE_CHECKING:
    from tests.interleavings.search import Found

_MOST_SHOWN = 8  # sentences of one pair


def main(words: list[str] | None = None) -> int:
    """Return 0 if nothing is wrong in any schedule."""
    given = _arguments(words)
    reach_no_account()
    from tests.interleavings.every_pair import PAIRS
    from tests.interleavings.pairs.faulty import NAME

    names = [name for name in PAIRS if name != NAME or NAME in given.pairs]
    names = [name for name in names if not given.pairs or any(name.startswith(each) for each in given.pairs)]
    if not names:
        print(f"there is no pair of that name: {' '.join(given.pairs)}", file=sys.stderr)
        return 2
    if given.list:
        print("\n".join(names))
        return 0
    return _tell(names, given.schedule) if given.schedule else _search(names, given.processes)


def _arguments(words: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.interleavings", description=__doc__)
    parser.add_argument("pairs", nargs="*", help="names of pairs, or how they begin (default: all)")
    parser.add_argument("--schedule", help="play one schedule, such as A3B2, and tell each step")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--list", action="store_true", help="the names of the pairs")
    return parser.parse_args(words)


def _search(names: list[str], processes: int) -> int:
    from tests.interleavings.search import search, warm_up

    warm_up()
    with multiprocessing.get_context("fork").Pool(processes) as pool:
        found = [_report(each) for each in pool.imap_unordered(search, names)]
    schedules, wrong = sum(each.schedules for each in found), sum(each.wrong_ones for each in found)
    used = sum(resource.getrusage(who).ru_utime for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(f"{schedules} schedules of {len(found)} pairs: {wrong} with something wrong ({used:.0f} s of CPU time)")
    return 1 if wrong else 0


def _report(found: Found) -> Found:
    """One line a pair; what is wrong, with a schedule of it and how to play that again."""
    print(
        f"{found.pair:52} {found.schedules:5} schedules {found.wrong_ones:5} wrong {found.seconds:6.1f} s", flush=True
    )
    for sentence, where in list(found.wrong.items())[:_MOST_SHOWN]:
        print(f"    {len(where)} x {sentence}")
        print(f"      again: make interleavings PAIR={found.pair} SCHEDULE={where[0]}", flush=True)
    return found


def _tell(names: Iterable[str], schedule: str) -> int:
    from tests.interleavings.schedule import Schedule
    from tests.interleavings.search import replay

    wrong = False
    for name in names:
        judged = replay(name, Schedule.parse(schedule))
        print(f"== {name} {judged.schedule}\n{judged.transcript}")
        print("\n".join(f"{who}: {what}" for who, what in judged.steps))
        print(f"A came to {judged.results[0]}, B to {judged.results[1]}")
        print("\n".join(judged.wrong) or "nothing is wrong")
        wrong |= bool(judged.wrong)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
