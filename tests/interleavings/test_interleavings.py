"""The search itself: every schedule once, what is wrong is found and can be played again, and nothing hangs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.interleavings.baton import Baton, Played, Stuck
from tests.interleavings.schedule import A, B, Schedule

ROOT = Path(__file__).parents[2]
SAMPLE = ("accept_accept", "double_twice", "answers.accept/callback", "finishing.all_well/sweep")


def played(schedule: str, steps: tuple[int, int]) -> Played:
    """Two handlers that take so many steps."""
    baton = Baton(Schedule.parse(schedule))

    def handler(many: int) -> int:
        for nth in range(many):
            baton.step(str(nth))
        return many

    return baton.play(lambda: handler(steps[0]), lambda: handler(steps[1]))


@pytest.mark.parametrize(
    ("schedule", "order"),
    [("A", "AAABB"), ("B", "BBAAA"), ("A1B", "ABBAA"), ("A2B1", "AABAB"), ("B1A2", "BAABA"), ("A9B", "AAABB")],
)
def test_a_schedule_is_played_as_it_is_written(schedule: str, order: str) -> None:
    """A takes three steps and B two; whoever is over has no more turns."""
    came = played(schedule, (3, 2))
    assert "".join(who for who, _ in came.steps) == order
    assert came.results == {A: 3, B: 2}
    assert str(Schedule.parse(schedule)) == schedule


def test_what_a_handler_raises_is_what_it_comes_to() -> None:
    """The other one goes on to its end all the same."""
    baton = Baton(Schedule.parse("A"))
    error = LookupError("nobody")

    def fails() -> None:
        raise error

    assert baton.play(fails, lambda: baton.step("the only one")).results == {A: error, B: None}


def test_a_handler_that_goes_round_in_a_circle_is_stopped() -> None:
    """The error names the schedule."""
    came = played("A2B", (3, 10_000))
    assert isinstance(came.results[B], Stuck)
    assert "A2B" in str(came.results[B])


def searched(*words: str) -> subprocess.CompletedProcess[str]:
    """The command, in a process of its own, since it copies itself for each schedule."""
    command = [sys.executable, "-m", "tests.interleavings", *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_a_sample_of_pairs_is_right_in_every_schedule() -> None:
    """`make interleavings` plays them all."""
    done = searched(*SAMPLE, "--processes", "1")
    assert (done.returncode, done.stderr) == (0, "")
    assert ": 0 with something wrong" in done.stdout


def test_a_fault_is_found_and_told_with_its_schedule() -> None:
    """A pair that looks, and writes what it has seen without a condition, loses one of two; and can be played again."""
    found = searched("wrong_on_purpose", "--processes", "1")
    assert found.returncode == 1
    assert "one of the two was lost" in found.stdout
    assert "make interleavings PAIR=wrong_on_purpose SCHEDULE=A1B" in found.stdout
    again = searched("wrong_on_purpose", "--schedule", "A1B")
    assert (again.returncode, "A: GetItem requests" in again.stdout) == (1, True)


def test_a_name_that_no_pair_has_is_told() -> None:
    """Else nothing would be searched, and nothing found."""
    assert searched("nobody").returncode == 2
