"""How long the tests take, as `make test` runs them."""

from __future__ import annotations

import re
import subprocess
import sys

from benchmarks.result import Result
from infra.aws.package import ROOT

_TWO_MINUTES = 120


def suite() -> list[Result]:
    """On two cores, with whatever else this machine does meanwhile."""
    command = [sys.executable, "-m", "pytest", "-q", "-n", "3", "--dist", "worksteal"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    last = done.stdout.strip().rpartition("\n")[2]
    took = re.search(r"in ([0-9.]+)s", last)
    if took is None:
        raise RuntimeError(f"the tests did not run: {done.stdout}{done.stderr}")
    return [Result(what="the tests, on two cores", found=float(took[1]), budget=_TWO_MINUTES, unit=" s", note=last)]
