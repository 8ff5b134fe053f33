"""The packed line as AWS would run it: every function of the template a process, from the zip, under its own role."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.sources import ROOT

pytestmark = pytest.mark.lambda_zip


@pytest.fixture(scope="session")
def told(packed: Path) -> str:
    """What is told of the story while it happens: see infra.local.deployed."""
    command = [sys.executable, "-m", "infra.local.deployed", str(packed)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-5000:]
    return done.stdout


def test_the_story_of_the_demo_happens_on_what_is_deployed(told: str) -> None:
    """Rosa phones, three cannot, two press 1 in the same instant, and one of them talks with her; all of it logged."""
    happened = ["Rosa    dials", "Ben     ☎ rings", "Ali     ☎ rings", "Priya   presses 3", "Rosa    is joined with"]
    at = [told.index(what) for what in happened]
    assert at == sorted(at)


def test_the_clock_finds_a_neighbour_without_the_stream(told: str) -> None:
    """Ben, who did not answer the first time, is rung by the clock's function alone."""
    assert "medicines" in told.rpartition("Ben     ☎ rings")[2].lower()


def test_every_function_of_the_template_has_run(told: str) -> None:
    """Each within the memory that it is given."""
    peaks = {line.split()[0]: line for line in told.splitlines() if " MB at its peak, of " in line}
    assert peaks.keys() == {"APIHandler", "Minute", "Changed", "Alarm", "Nightly"}
    for line in peaks.values():
        used, given = (int(word) for word in line.split() if word.isdigit())
        assert used < given / 2
