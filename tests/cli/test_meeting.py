"""`hotline meeting`: what was told the group, how often what was decided, and nobody's name."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import Result

from tests.cli.conftest import EMPTY, GONE, NUMBERS, SID, SOUND, TOKEN, Carrier, Leg, Served

WORDS = "RE" + "5" * 32
BEN = "+447700900301"


class Meeting:
    """The next one, of a group in which nothing has happened yet."""

    def __init__(self, line: Served, slug: str) -> None:
        self.line, self.slug = line, slug

    def run(self, *words: str) -> Result:
        return self.line.run(*words, "--group", self.slug)

    def waits(self) -> dict[str, object]:
        found: dict[str, object] = json.loads(self.run("meeting", "list", "--json").stdout)
        return found

    def is_told(self, words: str = WORDS) -> None:
        """Anything else, then six, and a few words."""
        leg = Leg(number=NUMBERS[self.slug], other="+442079460123")
        leg.posts(f"{self.line.facts['base_url']}/voice").presses("3").presses("6").speaks(words)
        assert "next meeting" in leg.said


@pytest.fixture(scope="session")
def slugs() -> Iterator[str]:
    return iter(reversed(EMPTY))


@pytest.fixture
def meeting(line: Served, slugs: Iterator[str]) -> Meeting:
    return Meeting(line, next(slugs))


def test_what_was_told_the_group_is_listed(meeting: Meeting) -> None:
    """The day, and nothing of who said it; after it was played it is listed no more."""
    meeting.is_told()
    (told,) = json.loads(meeting.run("meeting", "list", "--json").stdout)["to_play"]
    assert told.keys() == {"day", "id"}
    listed = meeting.run("meeting", "list").stdout
    assert WORDS in listed
    assert "900" not in listed.replace(WORDS, "")
    assert meeting.run("meeting", "played", WORDS, "--yes").stdout == "erased 1\n"
    assert meeting.waits()["to_play"] == []


def test_what_was_told_the_group_is_saved_to_be_played(
    meeting: Meeting, carrier: Carrier, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the account's password; one that is gone is said to be, and keeps no other from being saved."""
    for name, value in {"API_URL": carrier.url, "ACCOUNT_SID": SID, "AUTH_TOKEN": TOKEN}.items():
        monkeypatch.setenv(f"TWILIO_{name}", value)
    meeting.is_told()
    meeting.is_told(GONE)
    saved = meeting.run("meeting", "save", str(tmp_path / "to-play"))
    assert (saved.exit_code, saved.stdout) == (0, f"saved 1 in {tmp_path / 'to-play'}\n")
    assert f"{GONE} is gone at Twilio" in saved.stderr
    (file,) = (tmp_path / "to-play").iterdir()
    assert file.name.endswith(f"-{WORDS}.mp3")
    assert file.read_bytes() == SOUND


def test_a_recording_that_is_not_there_is_said_so(meeting: Meeting) -> None:
    """In one line; nothing is erased."""
    meeting.is_told()
    refused = meeting.run("meeting", "played", WORDS, "RE" + "6" * 32, "--yes")
    assert refused.exit_code == 1
    assert "has no recording" in refused.stderr
    assert len(json.loads(meeting.run("meeting", "list", "--json").stdout)["to_play"]) == 1


def test_what_was_decided_is_counted_in_public_without_names(meeting: Meeting) -> None:
    """Each decision there is, also one that nobody has made."""
    assert meeting.waits()["decided"] == {"before": 0, "chats": 0, "apart": 0, "meeting": 0}
    assert "only chats, no door" in meeting.run("meeting", "list").stdout


def test_who_may_be_drawn_is_seen_in_the_list(meeting: Meeting) -> None:
    """A flag of `add`, a note in the list, a column in the file."""
    assert meeting.run("volunteers", "add", BEN, "--name", "Ben", "--drawn").exit_code == 0
    assert "may be drawn" in meeting.run("volunteers", "list").stdout
    (ben,) = csv.DictReader(meeting.run("volunteers", "export", "-").stdout.splitlines())
    assert ben["drawn"] == "yes"


def test_a_meeting_that_was_held_opens_doors_again(meeting: Meeting) -> None:
    """For nobody, where nobody waited for it."""
    assert meeting.run("meeting", "held").stdout == "doors are open again for 0\n"
