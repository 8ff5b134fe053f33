"""`hotline voice`: what can be recorded, by its number."""

from __future__ import annotations

import json

from tests.cli.conftest import Served


def test_what_can_be_recorded_is_listed_with_its_number_and_its_words(line: Served) -> None:
    """Who says it now, for how many seconds; the most heard first."""
    told = line.run("voice", "--group", "ongar", "--json")
    assert told.exit_code == 0, told.output
    rows = json.loads(told.output)
    assert [row["number"] for row in rows[:3]] == ["1", "2", "3"]
    assert (rows[0]["prompt"], rows[0]["voice"]) == ("welcome", "synthetic")
    assert "neighbours helping neighbours" in rows[0]["words"]
    assert int(rows[0]["seconds"]) > 10
    assert "For shopping, press 1." in line.run("voice", "--group", "ongar").output


def test_what_cannot_be_recorded_says_why(line: Served) -> None:
    """Nobody looks in vain for its number."""
    told = line.run("voice", "--group", "ongar", "--not-recorded")
    assert told.exit_code == 0
    assert "its values make" in told.output


def test_a_language_that_the_group_does_not_speak_is_one_line(line: Served) -> None:
    """It names those that it does."""
    told = line.run("voice", "--group", "ongar", "--language", "pl")
    assert told.exit_code == 2
    assert "it speaks en" in told.output
