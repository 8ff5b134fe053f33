"""What was kept for good and told is asked no more: hash leads to no question whose answer has been acted on."""

from __future__ import annotations

import pytest

from infra.local.exchange import LetsItRing
from tests.stories.phoning_in import phones_for_news
from tests.stories.test_the_rule import rests_two_hours
from tests.stories.town import LINE, Town


@pytest.mark.long
def test_one_of_two_is_enough(town: Town) -> None:
    """Cancelled is cancelled: nobody hears afterwards that neighbours are asked for each."""
    town.joins(town.ben)
    town.ben.when_rung(LetsItRing())
    for _ in range(2):
        town.rosa.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("2").hears("today").presses("1")
        town.rosa.hears("right").presses("1").hears("written down").is_hung_up_on().waits(100)
    phones_for_news(town.rosa).hears("one is enough, press 5").presses("5").hears("to change or cancel").presses("#")
    town.rosa.hears("to change or cancel").hangs_up().waits(30)
    assert sorted(request.state for request in town.requests()) == ["cancelled", "open"]


def test_a_rest(town: Town) -> None:
    """Whoever rests for a week hears of it once, and that how the line works has changed."""
    town.joins(town.ben)
    rests_two_hours(town)
    phones_for_news(town.ben).hears("to rest for a while, press 1").presses("1").hears("for a week, 2").presses("2")
    town.ben.hears("in peace for a week", "then seven").presses("#").hears_nothing_of("stays as it was").is_hung_up_on()
    assert town.volunteer(town.ben).paused_until


def test_yes_a_step_back_and_in_ten_minutes(town: Town) -> None:
    """A yes can be taken back: then it is asked again when that was said."""
    town.joins(town.ben)
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("yes, press 1").presses("1").hears("It's yours").presses("#")
    town.ben.hears("ten minutes, 4").presses("4").hears("we ring you in ten minutes").is_hung_up_on()
    town.ben.picks_up(within=700).hears("shopping").hangs_up()
