"""`python -m tests.planted [FAULT …]`: plant each fault in a process of its own, and see a judge find it."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from tests.alone import reach_no_account

reach_no_account()

from tests.planted.faults import FAULTS, Fault  # noqa: E402 -- what is imported reads the environment
from tests.planted.planting import plant  # noqa: E402

_WIDEST = 44
_LONGEST = 600  # seconds that a fault may keep its judges busy


def main(arguments: Sequence[str]) -> int:
    """Print which judge found each fault, in a table; return 1 if one was missed."""
    parser = argparse.ArgumentParser(prog="python -m tests.planted", description=__doc__)
    parser.add_argument("faults", nargs="*", metavar="FAULT", help=f"of: {', '.join(each.name for each in FAULTS)}")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 2, help="at a time (default: %(default)s)")
    parser.add_argument("--here", metavar="FAULT", help=argparse.SUPPRESS)  # in this process: what a child is told
    asked = parser.parse_args(arguments)
    by_name = {each.name: each for each in FAULTS}
    if asked.here:
        return _look_here(by_name[asked.here])
    wanted = [by_name[name] for name in asked.faults] or list(FAULTS)
    missed = 0
    with ThreadPoolExecutor(asked.processes) as pool:
        for fault, answer in zip(wanted, pool.map(_in_a_process, wanted), strict=True):
            missed += answer is None
            by, sentence = answer or ("nobody: a hole to close", "")
            print(f"{fault.name:<{_WIDEST}} {by}", *([f"{'':<{_WIDEST}}   {sentence}"] if sentence else []), sep="\n")
    print(f"{len(wanted)} faults, {missed} missed")
    return 1 if missed else 0


def _look_here(fault: Fault) -> int:
    plant(fault)
    from tests.planted.looking import look_for

    found = look_for(fault)
    print(json.dumps([found.by, found.sentence] if found else None))
    return 0


def _in_a_process(fault: Fault) -> tuple[str, str] | None:
    command = [sys.executable, "-m", "tests.planted", "--here", fault.name]
    try:
        looked = subprocess.run(command, capture_output=True, text=True, check=False, timeout=_LONGEST)
    except subprocess.TimeoutExpired:
        return "a run that does not end", f"nothing is due for {_LONGEST} seconds but itself"
    if looked.returncode:
        return "the line does not start", looked.stderr.strip().splitlines()[-1]
    answer = json.loads(looked.stdout.splitlines()[-1])
    return (answer[0], answer[1]) if answer else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
