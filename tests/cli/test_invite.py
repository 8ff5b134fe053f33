"""`hotline volunteers invite`: a number or a list is rung and asked, and only a yes on that phone makes a volunteer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import islice, pairwise
from pathlib import Path

import pytest
from click.testing import Result

from hotline.cli.invite import moments
from hotline.hours import Hours
from tests.cli.conftest import EMPTY, NUMBERS, Carrier, Leg, Served
from tests.stories.town import GROUP, SAMPLE, START

BEN, ALI, PRIYA, EMIL = "07700 900201", "07700 900202", "07700 900203", "07700 900204"
HEAD = "number,name,needs"


@dataclass(frozen=True)
class Stondon:
    """A group that nobody has joined yet."""

    line: Served
    slug: str

    def run(self, *words: str) -> Result:
        return self.line.run(*words, "--group", self.slug)

    def listed(self, *words: str) -> list[dict[str, object]]:
        found: list[dict[str, object]] = json.loads(self.run(*words, "--json").stdout)
        return found


@pytest.fixture
def stondon(line: Served, last_slugs: Iterator[str]) -> Stondon:
    return Stondon(line, next(last_slugs))


@pytest.fixture(scope="session")
def last_slugs() -> Iterator[str]:
    return reversed(EMPTY)


def test_the_phones_of_a_list_are_rung_and_a_yes_makes_a_volunteer(
    stondon: Stondon, carrier: Carrier, tmp_path: Path
) -> None:
    """Who is one already is left; the first of the others rings at once, and is in no list until they press 1."""
    stondon.run("volunteers", "add", ALI, "--name", "Ali")
    file = csv(tmp_path, HEAD, f"{BEN},Ben,dog", f"{ALI},Ali,", f"{PRIYA},Priya,")
    invited = stondon.run("volunteers", "invite", file)
    assert invited.exit_code == 0, invited.stderr
    assert "neighbours.csv:3: +44…02 is a volunteer already" in invited.stdout
    assert "invited 2 of 3" in invited.stdout
    assert "Inviting" in invited.stderr

    placed = carrier.placed_by(NUMBERS[stondon.slug])
    assert placed["To"] == "+447700900201"
    ben = Leg(NUMBERS[stondon.slug], "+447700900201", inbound=False, sid="CA" + "7" * 32).posts(placed["Url"])
    assert "Would you help" in ben.said
    assert [who["name"] for who in stondon.listed("volunteers", "list")] == ["Ali"]
    assert "in your turn" in ben.presses("1").said
    joined = stondon.listed("volunteers", "list")[-1]
    assert joined["name"] == "a neighbour"
    assert joined["needs"] == ["dog", "medicines", "other", "shopping"]


def test_a_number_that_is_invited_twice_is_rung_once(stondon: Stondon, carrier: Carrier) -> None:
    """A command that is run again asks nobody again on that day; no number is printed whole."""
    (first,) = stondon.listed("volunteers", "invite", EMIL)
    (again,) = stondon.listed("volunteers", "invite", EMIL)
    assert first == {"where": "", "number": "+44…04", "result": "invited"}
    assert again == first | {"result": "waits"}
    assert "is being asked already" in stondon.run("volunteers", "invite", EMIL).stdout
    assert len(stondon.listed("requests", "list")) == 1
    assert carrier.placed_by(NUMBERS[stondon.slug])["To"] == "+447700900204"


def test_who_has_wished_to_help_is_not_invited_as_well(stondon: Stondon) -> None:
    """Priya has phoned, and waits to be rung back: one asking is enough."""
    (door,) = (group for group in stondon.line.facts["groups"] if group["group"] == stondon.slug)
    priya = Leg(NUMBERS[stondon.slug], "+447700900203", sid="CA" + "8" * 32).posts(door["voice_url"])
    assert "ring you straight back" in priya.presses("3").presses("8").said
    assert [one["result"] for one in stondon.listed("volunteers", "invite", PRIYA)] == ["waits"]


def test_a_list_with_a_fault_in_it_rings_nobody(stondon: Stondon, carrier: Carrier, tmp_path: Path) -> None:
    """The same faults as of `import`, each by its line and column."""
    file = csv(tmp_path, HEAD, f"{BEN},Ben,dog", f"0794,{ALI},", f"{PRIYA},Priya,juggling")
    refused = stondon.run("volunteers", "invite", file)
    assert refused.exit_code == 1
    assert 'neighbours.csv:3: number: "0794" is too short' in refused.stderr
    assert "neighbours.csv:4: needs: " in refused.stderr
    assert stondon.listed("requests", "list") == []
    assert not carrier.has_placed(NUMBERS[stondon.slug])


@pytest.mark.parametrize(
    ("what", "code", "said"),
    [
        ("0794", 2, "too short"),
        ("09098 790999", 2, "not an ordinary number"),
        (NUMBERS["ongar"], 2, "a number of the line itself"),
        ("nowhere.csv", 1, "No such file"),
    ],
)
def test_what_is_neither_a_file_nor_a_number_is_one_line(stondon: Stondon, what: str, code: int, said: str) -> None:
    """A number that cannot be rung is a mistake in the words of the command; a file that is not there is named."""
    refused = stondon.run("volunteers", "invite", what)
    assert refused.exit_code == code
    assert said in refused.stderr
    assert len(refused.stderr.splitlines()) == 1


def test_a_long_list_rings_one_after_the_other_in_the_groups_hours() -> None:
    """Ten seconds apart, none that would ring on after the hours, the rest on the next morning (promise 4)."""
    group = replace(SAMPLE[GROUP], hours=Hours.parse("every day 10:00-10:02"))
    when = list(islice(moments(group, START), 20))
    assert when[:8] == [START + timedelta(seconds=10 * nth) for nth in range(8)]
    assert when[8] == START + timedelta(days=1)
    assert all(not later < sooner for sooner, later in pairwise(when))
    assert max(when) <= START + timedelta(days=1)


def csv(folder: Path, *lines: str) -> str:
    file = folder / "neighbours.csv"
    file.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return str(file)
