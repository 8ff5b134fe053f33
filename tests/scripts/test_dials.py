"""Before another phone is dialled, an effect has just asked whether it may ring (promise 2)."""

from __future__ import annotations

import pytest

from hotline.conversation.turns import Dial, Do
from hotline.effects.dialling import UNTIL
from tests.scripts.walked import EACH, PROMPTS, walked

# Whoever waits in a queue is on the line already; a listening line is one by day and night.
RINGS_NOBODY_OF_OURS = {"queue", "listening"}
# Passes over everybody whose phone may not ring, and finds the next.
PASSES_OVER = {"next_coordinator"}


@pytest.mark.parametrize("name", EACH)
def test_the_words_before_a_phone_is_dialled_say_that_it_rings(name: str) -> None:
    """Whoever waits hears it ring for a while, also once it was picked up and the other side is asked."""
    dials = [moment.turn for moment in walked(name).questions() if isinstance(moment.turn, Dial)]
    said = {_words(dial) for dial in dials if not dial.to.startswith("queue:")}
    assert [words for words in said if "ring" not in words.casefold()] == []


def _words(dial: Dial) -> str:
    pieces = PROMPTS.pieces(dial.prompt, dial.values) if dial.prompt else []
    return " ".join(piece for piece in pieces if isinstance(piece, str))


@pytest.mark.parametrize("name", EACH)
def test_every_dial_follows_an_effect_that_can_say_not_now(name: str) -> None:
    """At the moment of dialling, not in a menu before it; nothing but an effect leads to a Dial."""
    moments = walked(name).moments
    leads = [
        moment.turn
        for moment in moments.values()
        for edge in moment.edges
        if isinstance(dial := moments[edge.to].turn, Dial) and dial.to.partition(":")[0] not in RINGS_NOBODY_OF_OURS
    ]
    assert all(isinstance(turn, Do) for turn in leads)
    asked = {turn.effect for turn in leads if isinstance(turn, Do) and turn.effect.name not in PASSES_OVER}
    silent = {each.name for each in asked if not any(result.startswith(UNTIL) for result in each.results)}
    assert silent == set()
