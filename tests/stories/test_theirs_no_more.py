"""Nobody is joined about what is theirs no more, nor asked to do what they have asked for themselves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from hotline.hours import Hours
from hotline.records import Need
from infra.local.exchange import LetsItRing
from tests.stories.phoning_in import phones_for_news
from tests.stories.town import Town, brentwood

LUNCH = {"groups": brentwood(hours=Hours.parse("every day 09:00-12:00, 14:00-20:00"))}


@pytest.mark.long
def test_something_was_wrong_a_moment_ago(town: Town) -> None:
    """It was taken from him while he heard of it: his key rings nobody."""
    town.joins(town.ben)
    town.joins(town.ali, needs=frozenset({Need.DOG}))
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("yes, press 1").presses("1").hears("It's yours").presses("3").is_hung_up_on()
    town.ben.waits(876)
    phones_for_news(town.rosa).hears("to speak to them")
    town.ben.picks_up(within=120).hears("press 1 to hear").presses("1").hears("you said yes")
    town.rosa.presses("4").waits(1)
    town.rosa.hangs_up().waits(1)
    assert town.request().taken_by is None
    town.ben.presses("1").hears("could not be kept").is_hung_up_on()
    assert not town.rosa.ringing
    town.ben.when_rung(LetsItRing())


@pytest.mark.parametrize("town", [{"groups": brentwood(policy={"ring": timedelta(minutes=3)})}], indirect=True)
def test_cancelled_while_he_hears_that_it_is_his(town: Town) -> None:
    """Nobody is rung, and nothing is said to be his still."""
    town.joins(town.ben)
    town.asks_for_shopping(town.rosa)
    phones_for_news(town.rosa).hears("change or cancel").presses("3").hears("to cancel").presses("5").hears("5 again")
    town.ben.picks_up().hears("yes, press 1").presses("1").hears("It's yours")
    town.rosa.presses("5").hears("it is cancelled").is_hung_up_on().waits(1)
    town.ben.presses("1").hears("could not be kept").hears_nothing_of("still yours").is_hung_up_on()


def test_a_coordinator_is_not_told_of_what_she_has_asked_herself(town: Town) -> None:
    """She knows that it waits, and could not help herself to it."""
    town.joins(town.gwen, coordinator=True, needs=frozenset())
    town.joins(town.ben)
    town.ben.when_rung(LetsItRing())
    town.asks_for_shopping(town.gwen)
    town.gwen.is_not_rung(for_seconds=2400)


@pytest.mark.parametrize("town", [LUNCH | {"start": datetime(2026, 11, 24, 9, 5, tzinfo=UTC)}], indirect=True)
def test_today_does_not_end_at_lunch(town: Town) -> None:
    """Phones fall silent from twelve until two, and today goes on."""
    town.joins(town.ben)
    town.ben.when_rung(LetsItRing())
    town.asks_for_shopping(town.rosa)
    assert town.request().due_at == datetime(2026, 11, 24, 20, tzinfo=UTC)
