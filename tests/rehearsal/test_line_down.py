"""The line is taken down for one step. Whatever happens then, it leads to the line again, or the operator is told."""

from __future__ import annotations

import pytest

from hotline.cli.rehearsal.evidence import Notebook, opened
from hotline.errors import HotlineError
from infra.local.virtual import BASE
from tests.rehearsal.rehearsed import Rehearsed
from tests.stories.town import GROUP, LINE

pytestmark = pytest.mark.long

GONE = f"{BASE}/rehearsal/no-such-page"


def leads_to(rehearsed: Rehearsed) -> str:
    voice = rehearsed.exchange.numbers[LINE].voice
    assert voice
    return voice.url


def down(rehearsed: Rehearsed, *, voice_url: str) -> Notebook:
    """The line is down, and this is what the file says of it."""
    rehearsed.exchange.own(LINE, voice_url=GONE)
    return Notebook(file=rehearsed.file, group=GROUP, stage="dev", voice_url=voice_url)


def test_a_line_that_is_down_is_put_back_by_a_run_with_another_file(rehearsed: Rehearsed) -> None:
    """The terminal was closed while the line was down; the file of then is not the one of now."""
    rehearsed.rehearses("dead", notebook=down(rehearsed, voice_url=""))
    assert leads_to(rehearsed) == f"{BASE}/voice"
    assert any("leads to the line again now" in line for line in rehearsed.lines)


@pytest.mark.parametrize("kept", ["", GONE])
def test_the_page_that_is_not_there_is_never_what_the_number_is_put_back_to(rehearsed: Rehearsed, kept: str) -> None:
    """Nor where an older file has it as the one to put back."""
    rehearsed.rehearses("fallback", notebook=down(rehearsed, voice_url=kept))
    assert leads_to(rehearsed) == f"{BASE}/voice"
    assert opened(rehearsed.file).voice_url == ""


def test_a_line_that_is_down_is_put_back_also_outside_the_hours(rehearsed: Rehearsed) -> None:
    """First of all it leads to the line again; only then it is said why nobody can be rung now."""
    rehearsed.rosa.waits(11 * 3600)
    with pytest.raises(HotlineError, match="may ring nobody now"):
        rehearsed.rehearses("dead", notebook=down(rehearsed, voice_url=f"{BASE}/voice"))
    assert leads_to(rehearsed) == f"{BASE}/voice"


def test_a_line_that_is_down_is_put_back_also_beside_another_volunteer(rehearsed: Rehearsed) -> None:
    """Who would be rung is said after that."""
    rehearsed.town.joins(rehearsed.town.ali)
    with pytest.raises(HotlineError, match="would be rung"):
        rehearsed.rehearses("dead", notebook=down(rehearsed, voice_url=f"{BASE}/voice"))
    assert leads_to(rehearsed) == f"{BASE}/voice"


def test_results_can_be_collected_outside_the_hours(rehearsed: Rehearsed) -> None:
    """What Twilio sent is shown a quarter of an hour after a call: the hours may be over by then."""
    course, notebook = rehearsed.course()
    course.run([rehearsed.step("keys")])
    rehearsed.rosa.waits(11 * 3600)
    with pytest.raises(HotlineError, match="may ring nobody now"):
        rehearsed.rehearses("dead", notebook=notebook)
    assert opened(rehearsed.file).steps["keys"].complete
    rehearsed.course(notebook)[0].run([])


def test_a_number_that_leads_to_another_line_by_now_is_left_alone(rehearsed: Rehearsed) -> None:
    """Whoever has pointed it there meant it; what to do is said."""
    notebook = down(rehearsed, voice_url=f"{BASE}/voice")
    rehearsed.exchange.own(LINE, voice_url="https://elsewhere.example/voice")
    with pytest.raises(HotlineError, match="does not lead to this line: `hotline connect`"):
        rehearsed.rehearses("dead", notebook=notebook)
    assert leads_to(rehearsed) == "https://elsewhere.example/voice"


def test_a_number_that_is_not_in_the_account_any_more_is_named(rehearsed: Rehearsed) -> None:
    """It was given back meanwhile."""
    notebook = down(rehearsed, voice_url=f"{BASE}/voice")
    del rehearsed.exchange.numbers[LINE]
    with pytest.raises(HotlineError, match="is not in this Twilio account"):
        rehearsed.rehearses("dead", notebook=notebook)
