"""`hotline backup` and `restore`, on the line here: one private file, and everything back out of it."""

from __future__ import annotations

import json
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from hotline import backup_file
from hotline.cli.backup import TABLES
from hotline.numbers import PhoneNumber
from hotline.records import Need, Request, RequestState
from hotline.store.convert import to_row
from hotline.store.copying import names
from hotline.store.models import RequestRow
from tests.cli.conftest import Serve, Served, Stondon

BEN = "07700 900401"
KEYS = {"volunteers": ["group", "id"], "places": ["queue", "turn"], "line": ["id"]}
KEYS |= {"requests": ["group", "id"], "offers": ["group", "id"]}


@pytest.fixture(scope="module")
def lost(serve: Serve) -> Served:
    """A line with no rows in it, as after a loss."""
    return serve()


def test_a_backup_goes_into_another_line(line: Served, lost: Served, stondon: Stondon, tmp_path: Path) -> None:
    """Whoever is asked for help there is the same as here; the file is for nobody else's eyes, and says so."""
    assert stondon.run("volunteers", "add", BEN, "--name", "Ben").exit_code == 0
    file = tmp_path / "line.jsonl"
    done = line.run("backup", str(file))
    assert done.exit_code == 0, done.output
    assert f"rows into {file}" in done.stdout
    assert "The file has phone numbers" in done.stderr
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [file]
    back = lost.run("restore", str(file))
    assert back.exit_code == 0, back.output
    rows = len(file.read_text().splitlines()) - 2
    assert f"restored {rows} rows" in back.stdout
    there, here = (run("volunteers", "export", "-", "--group", stondon.slug).stdout for run in (lost.run, line.run))
    assert there == here
    assert "Ben" in there


def test_rows_that_are_there_are_not_written_over_unless_it_is_said(line: Served, tmp_path: Path) -> None:
    """One line, and nothing was changed."""
    file = tmp_path / "line.jsonl"
    line.run("backup", str(file))
    refused = line.run("restore", str(file))
    assert (refused.exit_code, len(refused.stderr.splitlines())) == (1, 1)
    assert "--replace" in refused.stderr
    assert line.run("restore", str(file), "--replace").exit_code == 0


def test_a_backup_is_never_written_over_a_file(line: Served, tmp_path: Path) -> None:
    """It may be the only one."""
    file = tmp_path / "line.jsonl"
    file.write_text("mine")
    refused = line.run("backup", str(file))
    assert (refused.exit_code, file.read_text()) == (1, "mine")


def test_a_file_that_is_no_backup_is_told_in_one_line(line: Served, tmp_path: Path) -> None:
    """Before the tables are looked at."""
    file = tmp_path / "line.jsonl"
    file.write_text("number,name\n")
    refused = line.run("restore", str(file))
    assert (refused.exit_code, len(refused.stderr.splitlines())) == (1, 1)
    assert str(file) in refused.stderr


def test_the_first_line_of_a_backup_says_what_it_is(line: Served, tmp_path: Path) -> None:
    """By which version, when, of which tables, and what their rows are known by."""
    file = tmp_path / "line.jsonl"
    line.run("backup", str(file))
    about = json.loads(file.read_text().splitlines()[0])["hotline"]
    assert (about["format"], about["tables"], about["keys"]["places"]) == (1, "hotline", ["queue", "turn"])
    assert {"version", "taken_at"} <= about.keys()


def test_each_table_can_be_copied_alone(line: Served, tmp_path: Path) -> None:
    """By the end of its name, as the store has it."""
    assert set(TABLES) == set(names())
    done = line.run("backup", str(tmp_path / "line.jsonl"), "--only", "offers", "--only", "line")
    assert done.exit_code == 0, done.output
    rows = [json.loads(one) for one in (tmp_path / "line.jsonl").read_text().splitlines()[1:-1]]
    assert {row["table"] for row in rows} <= {"offers", "line"}


def test_a_backup_with_no_row_is_refused(lost: Served, tmp_path: Path) -> None:
    """It is no success to have restored nothing; nor to have left out all that there was."""
    about: dict[str, Any] = {"tables": "hotline", "keys": KEYS, "now": datetime.now(UTC)}
    empty, old = tmp_path / "empty.jsonl", tmp_path / "old.jsonl"
    list(backup_file.write(empty, [], **about))
    expired = {"group": {"S": "stondon-1"}, "id": {"S": "old"}, "expires": {"N": "1"}}
    list(backup_file.write(old, [("offers", expired)], **about))
    for file, words in ((empty, "not one row in this backup"), (old, "not one row was restored: all 1 of them")):
        refused = lost.run("restore", str(file), "--replace")
        assert (refused.exit_code, len(refused.stderr.splitlines())) == (1, 1)
        assert words in refused.stderr


def test_a_restore_says_how_many_a_coordinator_is_asked_about_first(
    line: Served, lost: Served, stondon: Stondon, tmp_path: Path
) -> None:
    """Open, and wanted days ago: nobody knows whether it still is."""
    line.run("backup", str(tmp_path / "line.jsonl"))
    about = json.loads((tmp_path / "line.jsonl").read_text().splitlines()[0])["hotline"]
    long_ago = datetime.now(UTC) - timedelta(days=3)
    request = Request(
        group=stondon.slug,
        id="long-ago",
        state=RequestState.OPEN,
        need=Need.SHOPPING,
        number=PhoneNumber("+442079460123"),
        language="en",
        words="blue kettle",
        made_at=long_ago,
        opened_at=long_ago,
        next_action_at=long_ago,
    )
    file = tmp_path / "old.jsonl"
    rows = [("requests", to_row(RequestRow, request).serialize())]
    list(backup_file.write(file, rows, tables=about["tables"], keys=about["keys"], now=long_ago))
    back = lost.run("restore", str(file), "--replace")
    assert back.exit_code == 0, back.output
    assert "1 requests that a coordinator is asked about first" in back.stdout
