"""Voicemail records what the line says before a key is pressed: nothing there is about anyone."""

from __future__ import annotations

from collections import deque

import pytest

from hotline.conversation.walker import Step
from hotline.scripts import DIALLED_IN, SCRIPTS
from tests.scripts.walked import marked, prompts, walked

# Placed by Dial beside a call that goes on: whoever picks up is told who rings, and joined or not.
WHISPERS = frozenset(name for name in SCRIPTS if name.startswith("whisper_"))
PLACED = marked(*(name for name in SCRIPTS if name not in DIALLED_IN | WHISPERS))

NAMES_SOMEBODY = frozenset({"need", "area", "when", "words", "number", "code", "day", "part"})
# Need and area within twelve seconds (DESIGN.md), and never the two words.
THE_ASK = {"ask", "ask_unheard", "ask_unheard.yours"}
OF_NOBODY = {  # that it is over, that the line rings, or whether somebody would help
    "something_to_tell", "ringing_you_back", "goodbye", "no_longer_yours", "no_longer_needed", "too_late",
    "lot.over", "well.over", "join", "join.unheard", "nobody_can_pick_up", "a_person_will_ring",
}  # fmt: skip


def before_a_key(name: str) -> set[tuple[str, frozenset[str]]]:
    """Each prompt that can be heard on a call of this script on which nobody presses anything, with its values."""
    moments = walked(name).moments
    waiting, seen, heard = deque([walked(name).start]), {walked(name).start}, set()
    while waiting:
        moment = moments[waiting.popleft()]
        heard |= {(prompt, frozenset(values)) for prompt, values in prompts(moment)}
        for edge in moment.edges:
            if edge.step not in {Step.KEY, Step.PERSON} and edge.to not in seen:
                seen.add(edge.to)
                waiting.append(edge.to)
    return heard


@pytest.mark.parametrize("name", PLACED)
def test_before_a_key_nothing_is_said_of_anyone(name: str) -> None:
    """Only an ask names a need, an area and a day, since it has twelve seconds; nothing ever says the two words."""
    for prompt, values in before_a_key(name):
        assert prompt in OF_NOBODY | THE_ASK, prompt
        named = values & NAMES_SOMEBODY
        assert not named or (prompt in THE_ASK and "words" not in named), (prompt, named)


@pytest.mark.parametrize("name", sorted(WHISPERS - {"whisper_waiting"}))
def test_a_whisper_names_no_need(name: str) -> None:
    """It is said to whoever picks up, before any key."""
    assert all(not values & NAMES_SOMEBODY for _, values in before_a_key(name))
