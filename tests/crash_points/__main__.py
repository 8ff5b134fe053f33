"""`python -m tests.crash_points [SCENE …]`: stop the process before and after every call to the outside."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence

from tests.alone import reach_no_account

reach_no_account()

from tests.crash_points.life import live  # noqa: E402 -- what is imported reads the environment
from tests.crash_points.scenarios import SCENARIOS  # noqa: E402
from tests.crash_points.stopping import Stopping  # noqa: E402


def main(arguments: Sequence[str]) -> int:
    """Try the scenes, print a line for each and every sentence that was broken; return 1 if there was any."""
    asked = _parser().parse_args(arguments)
    points = lives = broken = 0
    begun = time.perf_counter()
    for name in asked.scenes or SCENARIOS:
        stopping = _tried(name, asked)
        points, lives = points + stopping.points, lives + stopping.lives
        broken += len(stopping.found)
    minutes, seconds = divmod(round(time.perf_counter() - begun), 60)
    print(f"{points} points, {broken} at which something was broken ({lives} lives, {minutes} min {seconds} s)")
    return 1 if broken else 0


def _tried(name: str, asked: argparse.Namespace) -> Stopping:
    begun = time.perf_counter()
    stopping = Stopping(processes=asked.processes, only=asked.only, every=asked.every)
    if asked.transcript and asked.only:
        stopping.shows = print
    found, town = live(SCENARIOS[name], stopping)
    stopping.wait()
    if found:
        stopping.found["(not stopped at all)"] = found
    took = time.perf_counter() - begun
    print(f"{name}: {stopping.points} points, {len(stopping.found)} broken ({took:.0f} s)", flush=True)
    for point, sentences in stopping.found.items():
        print(f"  {point}")
        for sentence in sentences[: asked.sentences]:
            print(f"    {sentence}")
    if asked.transcript and not asked.only:
        print(town.exchange.transcript())
    return stopping


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.crash_points", description=__doc__)
    parser.add_argument("scenes", nargs="*", metavar="SCENE", help=f"of: {', '.join(SCENARIOS)}")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 2, help="at a time (default: %(default)s)")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="try every Nth life only: a sample")
    parser.add_argument("--only", metavar="POINT", help="one point, such as `12 after`")
    parser.add_argument("--sentences", type=int, default=5, help="printed of each point (default: %(default)s)")
    parser.add_argument("--transcript", action="store_true", help="print all that was said on all phones")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
