"""The record of what is assumed of Twilio and AWS: every row is held, and every test of a fact names its row."""

from __future__ import annotations

from pathlib import Path

import pytest

from hotline.cli.rehearsal.steps import STEPS
from infra.reality import RecordError, read
from infra.reality.marks import held
from infra.reality.page import write
from tests.sources import ROOT

ROWS = read()
TESTS = list(held())
NEWS = "write it with python -m infra.reality > docs/reality.md"


def test_the_page_in_the_documentation_is_what_the_table_says() -> None:
    """docs/reality.md is written by `python -m infra.reality > docs/reality.md`."""
    page = ROOT / "docs" / "reality.md"
    assert page.read_text(encoding="utf-8") == write(ROWS, TESTS), NEWS


def test_each_conformance_test_names_its_row() -> None:
    """A fact that the exchange shows is a row: `@pytest.mark.assumes("its-name")`, in infra/reality/table."""
    facts = [test for test in TESTS if test.test.startswith("tests/exchange/test_conformance")]
    assert facts
    assert [test.test for test in facts if not test.rows] == []


def test_each_row_that_a_test_names_is_there() -> None:
    """A name that was mistyped, or a row that was taken out."""
    assert [f"{test.test}: {name}" for test in TESTS for name in test.rows if name not in ROWS] == []


def test_each_row_is_held_by_something() -> None:
    """By a test, or by a step of the rehearsal; else the row says in `untested` why by neither."""
    tested = {name for test in TESTS for name in test.rows}
    assert [name for name, row in ROWS.items() if not (name in tested or row.step or row.untested)] == []
    assert [name for name, row in ROWS.items() if row.untested and name in tested] == [], "take `untested` out"


def test_each_step_judges_the_rows_that_name_it() -> None:
    """The table and the rehearsal agree on which step settles which row."""
    judged = {name: step.name for step in STEPS for name in step.judges}
    assert judged == {name: row.step for name, row in ROWS.items() if row.step}


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        ('[one]\nfact = "A"\nsource = "https://a"\nsure = "sure"\nstpe = "x"', "[one] stpe: there is no such key"),
        ('[one]\nsource = "https://a"\nsure = "sure"', "[one] fact: it is missing"),
        ('[one]\nfact = "A"\nsource = "a page"\nsure = "sure"', "[one] source: the URL"),
        (
            '[one]\nfact = "A"\nsource = "https://a"\nsure = "perhaps"',
            "[one] sure: write one of sure, likely, to check",
        ),
    ],
)
def test_a_mistake_in_a_row_is_one_line_that_names_it(tmp_path: Path, row: str, wrong: str) -> None:
    """File, row and key."""
    (tmp_path / "calls.toml").write_text(row, encoding="utf-8")
    with pytest.raises(RecordError) as error:
        read(tmp_path)
    assert str(error.value).startswith(f"calls.toml: {wrong}")


def test_a_name_is_given_once(tmp_path: Path) -> None:
    """Also in another file."""
    row = '[one]\nfact = "A"\nsource = "https://a"\nsure = "sure"'
    for name in ("calls", "dial"):
        (tmp_path / f"{name}.toml").write_text(row, encoding="utf-8")
    with pytest.raises(RecordError, match=r"dial\.toml: \[one\] is a row of calls\.toml already"):
        read(tmp_path)
