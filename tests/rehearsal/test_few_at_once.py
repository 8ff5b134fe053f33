"""An account without a Business profile has few calls at once: what takes more of them is left out, and it says so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from hotline.cli.rehearsal.course import left
from hotline.cli.rehearsal.table import table
from hotline.cli.rehearsal.verdicts import State
from tests.moto_tables import emptied_tables
from tests.rehearsal.rehearsed import Rehearsed

pytestmark = pytest.mark.long

ONLY_THREE = {"queue-is-bridged", "enqueue-is-bridged", "hang-up-in-a-queue", "three-at-once"}


@pytest.fixture
def few(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rehearsed]:
    with emptied_tables():
        made = Rehearsed(tmp_path / "rehearsal.json", at_once=request.param)
        with made.town.line.answering():
            yield made


@pytest.mark.parametrize(("few", "unseen"), [(2, ONLY_THREE), (3, set())], indirect=["few"])
def test_every_other_step_is_as_expected(few: Rehearsed, unseen: set[str]) -> None:
    """Nothing is otherwise, and what was left out is not seen."""
    found = {name: verdict.state for name, verdict in few.verdicts().items()}
    assert {name for name, state in found.items() if state is not State.EXPECTED} == unseen
    assert {found[name] for name in unseen} <= {State.UNSEEN}


@pytest.mark.parametrize("few", [2], indirect=True)
def test_it_begins_with_how_many_there_are_and_what_is_left_out(few: Rehearsed) -> None:
    """With what to do about it; the table says why each was not seen, and they are left for another time."""
    notebook = few.rehearses("taken", "left", "three", "dead")
    assert few.lines[0].startswith(
        "brentwood has 2 calls at once (`at_once` under [line]): taken, left, three are left out"
    )
    assert "--only taken --only left --only three" in few.lines[0]
    assert "it takes 3 calls at once, and brentwood has 2" in table(notebook)
    assert {"taken", "left", "three"} <= {step.name for step in left(notebook)}
    assert any(line.startswith("\n1 of 1, dead:") for line in few.lines)


def test_where_there_is_no_limit_that_is_said(rehearsed: Rehearsed) -> None:
    """And what to do if it is not so."""
    rehearsed.rehearses("dead")
    assert rehearsed.lines[0].startswith("brentwood has no limit of calls at once")


@pytest.mark.parametrize("few", [3], indirect=True)
def test_where_there_are_enough_nothing_is_left_out(few: Rehearsed) -> None:
    """Three are enough."""
    few.rehearses("dead")
    assert few.lines[0] == "brentwood has 3 calls at once (`at_once` under [line]): no step is left out."


@pytest.mark.parametrize("few", [2], indirect=True)
def test_what_was_seen_before_is_not_replaced_by_nothing(few: Rehearsed) -> None:
    """A step that is left out now may have been done before."""
    notebook = few.rehearses("dead")
    notebook.steps["taken"] = notebook.steps["dead"]
    before = notebook.steps["taken"]
    few.rehearses("taken", notebook=notebook)
    assert notebook.steps["taken"] is before
