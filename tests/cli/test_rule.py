"""`hotline rule` prints the rule as the line says it; `hotline volunteers texts` switches text messages."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from hotline.cli import main
from tests.cli.conftest import Served, Stondon
from tests.cli.test_volunteers import BEN, everybody

LANDLINE = "020 7946 0105"


def test_the_rule_is_printed_in_the_words_of_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without its keys, and with nothing running: no database is needed."""
    monkeypatch.setenv("HOTLINE_GROUPS", str(Path(__file__).parents[2] / "groups"))
    printed = CliRunner().invoke(main, ["rule"])
    assert printed.exit_code == 0, printed.stderr
    assert printed.stdout.startswith("Brentwood Mutual Aid\n\nWe ask in turn.")
    for words in ("asked longest ago is asked first", "a rest of one hour", "Gwen Rees and Tom Hale", "skipped"):
        assert words in printed.stdout
    assert "press" not in printed.stdout


def test_texts_are_switched_for_whoever_says_so(stondon: Stondon) -> None:
    """When they are added, and later."""
    stondon.run("volunteers", "add", BEN, "--name", "Ben", "--texts")
    assert everybody(stondon)[0]["texts"] is True
    off = stondon.run("volunteers", "texts", BEN, "--off")
    assert (off.exit_code, everybody(stondon)[0]["texts"]) == (0, False), off.stderr
    on = stondon.run("volunteers", "texts", BEN, "--on")
    assert (on.stdout, everybody(stondon)[0]["texts"]) == ("Ben is texted what they say yes to\n", True)


def test_a_landline_is_not_texted(stondon: Stondon) -> None:
    """Said in one line, and nothing changes."""
    added = stondon.run("volunteers", "add", LANDLINE, "--name", "Emil", "--texts")
    assert added.exit_code == 2
    assert "texts: only a mobile can be texted" in added.stderr
    stondon.run("volunteers", "add", LANDLINE, "--name", "Emil")
    on = stondon.run("volunteers", "texts", LANDLINE, "--on")
    assert on.exit_code == 2
    assert "only a mobile can be texted" in on.stderr
    assert everybody(stondon)[0]["texts"] is False


def test_texts_are_a_column_of_a_file(stondon: Stondon, tmp_path: Path) -> None:
    """With the line of what is wrong in it; and what is exported says it again."""
    file = tmp_path / "neighbours.csv"
    file.write_text(f"number,name,texts\n{BEN},Ben,yes\n{LANDLINE},Emil,yes\n", encoding="utf-8")
    wrong = stondon.run("volunteers", "import", str(file))
    assert "neighbours.csv:3: texts: only a mobile can be texted" in wrong.stderr
    assert everybody(stondon) == []
    file.write_text(f"number,name,texts\n{BEN},Ben,yes\n{LANDLINE},Emil,\n", encoding="utf-8")
    stondon.run("volunteers", "import", str(file))
    rows = stondon.run("volunteers", "export", "-").stdout.splitlines()
    assert [row.rpartition(",")[2] for row in rows] == ["texts", "yes", "no"]


def test_the_ready_line_names_the_messaging_url(line: Served) -> None:
    """Where the number's texts are to be sent."""
    (brentwood, *_) = line.facts["groups"]
    assert brentwood["text_url"] == f"{line.facts['base_url']}/text"
