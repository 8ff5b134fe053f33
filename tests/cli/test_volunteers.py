"""`hotline volunteers`: one by one, and from a spreadsheet."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hotline.cli.here import Here
from hotline.records import Need, Request, RequestState
from tests.cli.conftest import NUMBERS, Served, Stondon

BEN, ALI, PRIYA = "07700 900101", "07700 900102", "07700 900103"
Record = dict[str, object]


def test_whoever_joins_helps_with_everything_unless_they_say_otherwise(stondon: Stondon) -> None:
    """What is left out is the group's: all its needs but `person`, anywhere, its first language, its hours."""
    added = stondon.run("volunteers", "add", BEN, "--name", "Ben")
    assert added.exit_code == 0, added.stderr
    (ben,) = everybody(stondon)
    assert ben["needs"] == ["dog", "medicines", "other", "shopping"]
    assert (ben["areas"], ben["languages"], ben["rest"], ben["daily_cap"]) == ([], ["en"], None, None)
    assert ben["hours"] == "every day 00:00-24:00"


def test_a_volunteer_says_what_where_when_and_how_often(stondon: Stondon) -> None:
    """Each option of `add` is kept as it was said."""
    words = ("--needs", "dog,shopping", "--areas", "ongar", "--hours", "sat 10:00-12:00", "--rest", "1h30m")
    stondon.run("volunteers", "add", BEN, "--name", "Ben", *words, "--daily-cap", "2")
    (ben,) = everybody(stondon)
    assert (ben["needs"], ben["areas"], ben["hours"]) == (["dog", "shopping"], ["ongar"], "sat 10:00-12:00")
    assert (ben["rest"], ben["daily_cap"]) == ("1h30m", 2)


@pytest.mark.parametrize("whose", ["brentwood", "ongar"])
def test_the_line_itself_is_no_volunteer(stondon: Stondon, tmp_path: Path, whose: str) -> None:
    """Neither one by one nor from a file, whichever group's number it is: the line would ring itself."""
    refused = stondon.run("volunteers", "add", NUMBERS[whose], "--name", "us")
    assert "a number of the line itself" in refused.stderr
    file = tmp_path / "line.csv"
    file.write_text(f"number,name\n{NUMBERS[whose]},us\n", encoding="utf-8")
    assert "a number of the line itself" in stondon.run("volunteers", "import", str(file)).stderr
    assert everybody(stondon) == []


def test_numbers_are_masked_unless_they_are_asked_for(stondon: Stondon) -> None:
    """A list that somebody reads over your shoulder gives nobody away."""
    stondon.run("volunteers", "add", BEN, "--name", "Ben")
    assert "900101" not in stondon.run("volunteers", "list").stdout
    whole = stondon.run("volunteers", "list", "--show-numbers").stdout
    assert "+447700900101" in whole


def test_somebody_who_is_there_already_is_left_as_they_are(stondon: Stondon) -> None:
    """Adding a number twice fails in one line, and changes nothing."""
    stondon.run("volunteers", "add", BEN, "--name", "Ben")
    again = stondon.run("volunteers", "add", BEN, "--name", "Benjamin")
    assert again.exit_code == 1
    assert one_line(again.stderr)
    assert [who["name"] for who in everybody(stondon)] == ["Ben"]


def test_every_fault_of_a_file_is_named_by_line_and_column_and_nobody_is_added(
    stondon: Stondon, tmp_path: Path
) -> None:
    """Checked whole first: a short number, an unknown need, hours that end before they begin, a number twice."""
    rows = (
        f"{BEN},Ben,shopping,",
        "0794,Ali,shopping,",
        f"{PRIYA},,juggling,mon 12:00-10:00",
        f"{BEN},Ben again,dog,",
        "09098 790999,Mallory,,",
    )
    refused = stondon.run("volunteers", "import", str(csv(tmp_path, "number,name,needs,hours", *rows)))
    assert refused.exit_code == 1
    told = refused.stderr.splitlines()
    assert 'volunteers.csv:3: number: "0794" is too short; write it like 07700 900123' in told
    for fault in (":4: name:", ":4: needs:", ":4: hours:", ":5: number:", ":6: number:"):
        assert sum(f"volunteers.csv{fault}" in line for line in told) == 1, (fault, told)
    assert "790999" not in refused.stderr
    assert everybody(stondon) == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("name,needs\nBen,dog\n", "volunteers.csv:1: number: this column is missing"),
        ("number,name,phone\n", "volunteers.csv:1: phone: there is no such column"),
        ('number,name\n07700 900101,"Ben\n', "volunteers.csv:2: "),
        ("number,name\n07700 900101,Ben,dog,ongar\n", "volunteers.csv:2: name: 4 cells under 2 columns"),
        ("number,name\n4.477E+11,Ben\n", "volunteers.csv:2: number: a spreadsheet has rounded it"),
    ],
)
def test_a_file_that_is_not_as_it_should_be_is_refused(stondon: Stondon, tmp_path: Path, text: str, fault: str) -> None:
    """What a spreadsheet can do to a file is said in a line that names the place."""
    file = tmp_path / "volunteers.csv"
    file.write_text(text, encoding="utf-8")
    refused = stondon.run("volunteers", "import", str(file))
    assert refused.exit_code == 1
    assert fault in refused.stderr


def test_a_file_that_is_imported_twice_adds_nobody_twice(stondon: Stondon, tmp_path: Path) -> None:
    """Who is there already is said, and left untouched; the others are added."""
    head = "number,name,needs,areas"
    first = csv(tmp_path, head, f"{BEN},Ben,shopping;dog,ongar")
    assert stondon.run("volunteers", "import", str(first)).exit_code == 0
    second = csv(tmp_path, head, f"{BEN},Benjamin,,", f"{ALI},Ali,,")
    told = stondon.run("volunteers", "import", str(second))
    assert "volunteers.csv:2: " in told.stdout
    assert "added 1 of 2" in told.stdout
    assert sorted(str(who["name"]) for who in everybody(stondon)) == ["Ali", "Ben"]


def test_an_export_is_what_an_import_takes(stondon: Stondon, tmp_path: Path) -> None:
    """Everybody comes back as they were, pauses, coordinators and all."""
    words = ("--hours", "mon-fri 09:00-12:00, sat 10:00-11:00", "--areas", "ongar,brentwood", "--coordinator")
    stondon.run("volunteers", "add", BEN, "--name", "Ben, of the shop", *words)
    stondon.run("volunteers", "pause", BEN, "--until", "2999-12-01")
    stondon.run("volunteers", "add", ALI, "--name", "Ali", "--rest", "2h")
    before, file = everybody(stondon), tmp_path / "volunteers.csv"
    assert stondon.run("volunteers", "export", str(file)).exit_code == 0
    for who in before:
        stondon.run("volunteers", "remove", str(who["id"]), "--yes")
    assert stondon.run("volunteers", "import", str(file)).exit_code == 0
    assert [same(who) for who in everybody(stondon)] == [same(who) for who in before]


@pytest.mark.long
def test_a_pause_lasts_until_a_day_or_until_they_say_so(stondon: Stondon) -> None:
    """`pause` and `resume` take the number as well as the id."""
    stondon.run("volunteers", "add", BEN, "--name", "Ben")
    stondon.run("volunteers", "pause", BEN, "--until", "2999-12-01")
    assert everybody(stondon)[0]["paused_until"] == "2999-12-01"
    until_resumed = stondon.run("volunteers", "pause", str(everybody(stondon)[0]["id"]))
    assert "until resumed" in until_resumed.stdout
    stondon.run("volunteers", "resume", BEN)
    assert everybody(stondon)[0]["paused_until"] is None


def test_nobody_is_forgotten_by_a_slip(stondon: Stondon) -> None:
    """`remove` asks first, and anything but yes leaves them."""
    stondon.run("volunteers", "add", BEN, "--name", "Ben")
    assert stondon.run("volunteers", "remove", BEN, stdin="n\n").exit_code != 0
    assert len(everybody(stondon)) == 1
    assert stondon.run("volunteers", "remove", BEN, stdin="y\n").exit_code == 0
    assert everybody(stondon) == []


@pytest.mark.parametrize("command", [("remove", "--yes"), ("pause",)])
def test_what_they_had_said_yes_to_goes_round_again(stondon: Stondon, command: tuple[str, ...]) -> None:
    """The command says how much it is; of whoever holds nothing it says nothing."""
    stondon.run("volunteers", "add", BEN, "--name", "Ben")
    (ben,) = everybody(stondon)
    stondon.run("volunteers", "add", ALI, "--name", "Ali")
    os.environ["AWS_ENDPOINT_URL_DYNAMODB"] = stondon.line.facts["dynamodb"]
    assert Here().store.add_item(taken_by(str(ben["id"]), stondon.slug))
    name, *flags = command
    assert (
        "; 1 that they had said yes to goes round again: tell them so"
        in stondon.run("volunteers", name, BEN, *flags).stdout
    )
    assert "said yes" not in stondon.run("volunteers", name, ALI, *flags).stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("list",), "--group"),
        (("list", "--group", "nowhere"), "nowhere"),
        (("add", "0794", "--name", "Ben", "--group", "ongar"), "too short"),
        (("add", BEN, "--name", "Ben", "--hours", "sometimes", "--group", "ongar"), "hours"),
        (("add", BEN, "--group", "ongar"), "--name"),
        (("pause", BEN, "--until", "soon", "--group", "ongar"), "--until"),
    ],
)
def test_words_that_are_not_understood_are_one_line_and_2(line: Served, words: tuple[str, ...], said: str) -> None:
    """A usage error names what was wrong, and where help is."""
    refused = line.run("volunteers", *words)
    assert refused.exit_code == 2
    assert one_line(refused.stderr)
    assert said in refused.stderr


def everybody(line: Stondon) -> list[Record]:
    listed = line.run("volunteers", "list", "--json")
    assert listed.exit_code == 0, listed.stderr
    found: list[Record] = json.loads(listed.stdout)
    return sorted(found, key=lambda who: str(who["name"]))


def same(who: Record) -> Record:
    """All but when they joined."""
    return {name: value for name, value in who.items() if name not in {"joined_at", "asked_at"}}


def taken_by(volunteer: str, group: str) -> Request:
    """A request that they said yes to, a long time before anybody looks at it."""
    now = datetime.now(UTC)
    return Request(
        group=group,
        id="request-1",
        state=RequestState.ACCEPTED,
        need=Need.SHOPPING,
        language="en",
        words="blue kettle",
        made_at=now,
        opened_at=now,
        taken_by=volunteer,
        taken_at=now,
        next_action_at=now + timedelta(days=1),
    )


def csv(folder: Path, *lines: str) -> Path:
    file = folder / "volunteers.csv"
    file.write_text("\n".join([*lines, ""]), encoding="utf-8-sig")
    return file


def one_line(text: str) -> bool:
    return len(text.splitlines()) == 1


@pytest.mark.parametrize("gone", [("remove", BEN, "--yes"), ("pause", BEN)])
def test_whoever_takes_the_last_coordinator_out_is_warned(stondon: Stondon, gone: tuple[str, ...]) -> None:
    """It works all the same; as long as there is another, nothing is said."""
    for number, name in ((BEN, "Ben"), (ALI, "Ali")):
        stondon.run("volunteers", "add", number, "--name", name, "--coordinator")
    first = stondon.run("volunteers", "remove", ALI, "--yes")
    assert (first.exit_code, first.stderr) == (0, "")
    last = stondon.run("volunteers", *gone)
    assert last.exit_code == 0
    assert one_line(last.stderr)
    assert "no coordinator is left" in last.stderr
