"""A sample of the crash points, for `make test`; `make crash-points` tries them all."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.crash_points.life import live
from tests.crash_points.outside import Stopped
from tests.crash_points.scenarios import SCENARIOS
from tests.crash_points.stopping import Stopping

SAMPLE = ("first request", "cancel while it rings")
ROOT = Path(__file__).parents[2]


@pytest.mark.long
@pytest.mark.parametrize("name", SCENARIOS)
def test_a_scene_that_nothing_stops_is_well(name: str) -> None:
    """What is found at a crash point is then due to the crash."""
    found, _ = live(SCENARIOS[name])
    assert found == []


def test_a_process_that_is_stopped_leaves_nothing_behind() -> None:
    """In a process of its own, since it is forked: no thread of the test run's may be copied."""
    tried = subprocess.run(
        [sys.executable, "-m", "tests.crash_points", *SAMPLE, "--every", "13", "--processes", "1"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (tried.returncode, tried.stderr) == (0, ""), tried.stdout


def test_points_between_two_writes_are_one_life() -> None:
    """A read changes nothing, and `before` a write is `after` the one before it; where nobody waits, reads are none."""
    for function, points, lives in (("webhook", 6, 2), ("clock", 2, 2), ("stream", 4, 4)):
        stopping = Stopping(only="none")
        stopping.armed = True
        stopping.begins(function)
        for writes in (False, True, False):
            stopping.call("a call", lambda: "its answer", writes=writes)
        assert (stopping.points, stopping.lives) == (points, lives), function


def test_a_stop_is_caught_by_nothing_of_ours() -> None:
    """It is no Exception: the line's own handling of errors must not see it."""
    assert not issubclass(Stopped, Exception)
