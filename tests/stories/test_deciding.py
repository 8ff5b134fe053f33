"""While a human is deciding, no new phone begins to ring (DESIGN.md, the rotation's policy)."""

from __future__ import annotations

import pytest

from infra.local.exchange import LetsItRing
from tests.stories.town import Town, brentwood

TWO_AT_A_TIME = {"groups": brentwood(policy={"misses_for_two": 0})}


@pytest.mark.parametrize("town", [TWO_AT_A_TIME], indirect=True)
def test_who_wants_to_hear_more_is_waited_for(town: Town) -> None:
    """A valid key is a human, however long they think; voicemail would have been one for 25 seconds."""
    town.joins(town.ben, town.ali, town.priya)
    town.ali.when_rung(LetsItRing())
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up()
    picked_up = town.world.now()
    for _ in range(5):
        town.ben.hears("yes, press 1").presses("5")
    assert (town.world.now() - picked_up).total_seconds() > 30
    assert town.priya.displays == []
    town.ben.hears("yes, press 1").presses("2").is_hung_up_on()
    town.priya.picks_up().hears("yes, press 1").presses("2").is_hung_up_on()
