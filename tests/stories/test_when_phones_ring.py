"""When a phone may ring: what is settled by hours and pauses between one call and the next (promise 2)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from hotline.hours import Hours
from hotline.records import RequestState
from tests.stories.arranged import FOR_DAYS, they_talk
from tests.stories.town import GROUP, START, Town

EVENINGS = Hours.parse("every day 20:00-22:00")  # when the group's phones are silent


def said_yes(town: Town) -> None:
    """Ben has said yes, and will ring later."""
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("yes, press 1").presses("1").hears("It's yours").presses("2").is_hung_up_on()


def talked(town: Town) -> None:
    """Ben has said yes, and has talked with Rosa."""
    town.asks_for_shopping(town.rosa)
    they_talk(town)


@pytest.mark.parametrize("so_far", [said_yes, talked])
@pytest.mark.parametrize(
    "change", [{"hours": EVENINGS}, {"paused_until": START + timedelta(days=9)}], ids=["hours", "pause"]
)
@pytest.mark.parametrize("town", [FOR_DAYS], indirect=True)
@pytest.mark.long
def test_who_can_be_rung_no_more_gives_back_what_they_hold(
    town: Town, so_far: Callable[[Town], None], change: dict[str, Any]
) -> None:
    """The next neighbour is asked, and nobody waits for a phone that never rings; it does not ring, either."""
    town.joins(town.ben, town.ali)
    so_far(town)
    town.store.change_volunteer(GROUP, town.volunteer(town.ben).id, **change)
    town.ali.picks_up(within=25 * 3600).hears("shopping", "yes, press 1").presses("1").hears("It's yours").hangs_up()
    assert town.request().state is RequestState.ACCEPTED
    assert town.holder(town.ali)
    assert len(town.ben.displays) == 1
