"""The account has another line beside the one that is rehearsed: its calls are none of the rehearsal's."""

from __future__ import annotations

import pytest

from hotline.cli.rehearsal.evidence import opened
from hotline.cli.rehearsal.table import judged
from hotline.cli.rehearsal.verdicts import State
from infra.local.virtual import BASE
from tests.rehearsal.rehearsed import Rehearsed
from tests.stories.town import LINE

pytestmark = pytest.mark.long

OTHER = "+442079460001"


def test_a_call_of_the_other_line_is_neither_warned_of_nor_kept(rehearsed: Rehearsed) -> None:
    """A neighbour who phones the real line is not `another phone`, and is not in the file that is sent to us."""
    rehearsed.exchange.own(OTHER, voice_url=f"{BASE}/voice")

    def meanwhile() -> None:
        rehearsed.town.emil.dials(OTHER).is_hung_up_on()
        rehearsed.as_told("keys")

    rehearsed.instead["keys"] = meanwhile
    notebook = rehearsed.rehearses("keys")
    assert not [line for line in rehearsed.lines if line.startswith("That was")]
    assert {call.shown for call in notebook.steps["keys"].calls} == {"first", "line"}
    assert "…24" not in rehearsed.file.read_text(encoding="utf-8")


def test_a_call_of_the_other_line_is_not_counted_as_one_at_once(rehearsed: Rehearsed) -> None:
    """Two phones rang one after the other, while somebody spoke on the other line."""
    rehearsed.exchange.own(OTHER, voice_url=f"{BASE}/voice")

    def one_by_one() -> None:
        rehearsed.town.emil.dials(OTHER)
        for phone in (rehearsed.rosa, rehearsed.gwen):
            phone.dials(LINE).waits(3).hangs_up()

    rehearsed.instead["pair"] = one_by_one
    rehearsed.rehearses("pair")
    (line,) = (one for one in judged(opened(rehearsed.file)) if one.name == "two-at-once")
    assert line.verdict.state is State.UNSEEN


def test_what_the_line_has_dialled_for_a_caller_is_kept(rehearsed: Rehearsed) -> None:
    """It is neither from the line's number nor to it, but a call of the line's has dialled it."""
    notebook = rehearsed.rehearses("listening")
    assert any(call.to == "+44…17" for call in notebook.steps["listening"].calls)
