"""Before another phone is dialled, an effect has just asked whether it may ring (promise 2)."""

from __future__ import annotations

import pytest

from hotline.conversation.turns import Dial, Do
from hotline.effects.dialling import UNTIL
from tests.scripts.walked import EACH, walked

# Whoever waits in a queue is on the line already; a listening line is one by day and night.
RINGS_NOBODY_OF_OURS = {"queue", "listening"}
# Passes over everybody whose phone may not ring, and finds the next.
PASSES_OVER = {"next_coordinator"}


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
