"""`hotline script`: the call flow as people read it."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest
from click.testing import CliRunner

from hotline.cli import main
from hotline.cli.flow import svg
from hotline.cli.flow.chart import Chart, Kind, chart, draw
from hotline.cli.flow.layout import Place, lay_out
from hotline.cli.flow.outline import write
from hotline.conversation.call import Call
from hotline.conversation.walker import walk
from hotline.groups import load
from hotline.prompts import prompt_ids
from hotline.scripts import SCRIPTS
from tests.scripts.walked import EACH

BRENTWOOD = load(Path(__file__).parents[2] / "groups", prompts=prompt_ids())["brentwood"]


@cache
def drawn(name: str) -> Chart:
    return chart(name, SCRIPTS[name], BRENTWOOD)


@pytest.fixture
def resident() -> Chart:
    return drawn("resident")


@pytest.mark.long
def test_the_residents_call_is_told_from_hello_to_goodbye(resident: Chart) -> None:
    """What is said, with the keys that lead on, in an order that can be read."""
    told = " ".join(write(resident).split())
    for words in ("neighbours helping neighbours", "For shopping, press 1", "In Ongar, press 2", "Every week, press 3"):
        assert words in told
    assert (
        told.index("neighbours helping") < told.index("For shopping") < told.index("In Ongar") < told.index("Goodbye")
    )


@pytest.mark.long
def test_each_way_on_leads_to_a_box_and_each_box_but_an_end_leads_on(resident: Chart) -> None:
    """No key of the chart leads nowhere, and nobody is left hanging."""
    reached = {arrow.end for arrow in resident.arrows}
    assert reached <= set(range(len(resident.boxes)))
    stuck = [
        box for number, box in enumerate(resident.boxes) if box.kind is not Kind.END and not resident.after(number)
    ]
    assert stuck == []


@pytest.mark.long
def test_the_keys_of_the_ask_lead_where_they_should() -> None:
    """At the volunteer's phone 1 accepts, 2 is `no thanks`, 8 asks whether they are sure."""
    offer = drawn("offer")
    ask = next(number for number, box in enumerate(offer.boxes) if "Shopping" in box.words[0])
    follows = {arrow.label: " ".join(offer.boxes[arrow.end].words) for arrow in offer.after(ask)}
    assert "Accept" in follows["1"]
    (passes,) = {arrow.end for arrow in offer.after(ask) if "2" in arrow.label.split(" · ")}
    no_thanks = {" ".join(offer.boxes[arrow.end].words) for arrow in offer.after(passes)}
    assert any("No thanks is a fine answer" in words for words in no_thanks)
    assert any("Next task" in words for words in no_thanks)  # of a coordinator, who hears what else waits
    assert "stop these calls for good" in follows["8"]


@pytest.mark.long
@pytest.mark.parametrize("name", SCRIPTS)
def test_the_short_walk_is_drawn_as_the_whole_walk_would_be(name: str) -> None:
    """Going on only from what is new leaves out no box and no arrow."""
    whole = walk(SCRIPTS[name], Call(group=BRENTWOOD, sid="CA", other_end=None))

    assert draw(name, whole, BRENTWOOD) == drawn(name)


@pytest.mark.parametrize("name", EACH)
def test_every_script_is_a_picture(name: str) -> None:
    """Well-formed SVG, down to the end of the call."""
    picture = ET.fromstring(svg.write(drawn(name)))  # noqa: S314 -- our own
    assert picture.tag == "{http://www.w3.org/2000/svg}svg"
    said = " ".join(picture.itertext())
    assert "(Hangs up.)" in said or "joined" in said or "(Leaves the queue.)" in said


def test_boxes_never_lie_on_each_other() -> None:
    """Whatever the arrows, circles among them, two boxes keep apart."""
    sizes = [(300.0, 40.0 + 25 * (number % 5)) for number in range(12)]
    edges = [(number, (number * 5 + 3) % 12) for number in range(12)] + [(0, 7), (3, 0), (2, 2), (8, 1)]
    sheet = lay_out(sizes, edges)
    assert not [pair for pair in combinations(sheet.places, 2) if meet(*pair)]


@pytest.mark.long
def test_a_page_is_written_to_a_file(tmp_path: Path) -> None:
    """`--format html --output` leaves a page with the picture in it."""
    page = tmp_path / "offer.html"
    done = CliRunner().invoke(main, ["script", "offer", "--format", "html", "--output", str(page)])
    assert done.exit_code == 0, done.stderr
    assert "<svg " in page.read_text(encoding="utf-8")


def test_an_unknown_script_lists_those_that_there_are() -> None:
    """One line, and the way on."""
    done = CliRunner().invoke(main, ["script", "karaoke"])
    assert done.exit_code == 1
    assert "resident" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def meet(one: Place, two: Place) -> bool:
    beside = one.x + one.width <= two.x or two.x + two.width <= one.x
    above = one.y + one.height <= two.y or two.y + two.height <= one.y
    return not (beside or above)
