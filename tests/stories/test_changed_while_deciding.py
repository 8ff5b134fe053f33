"""A volunteer says yes to what has been changed since they heard it: they hear when it is wanted now (promise 10)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hotline.records import Reason, RequestState
from infra.local.exchange import LetsItRing
from tests.stories.arranged import they_talk
from tests.stories.phoning_in import phones_for_news
from tests.stories.town import Town, brentwood

pytestmark = pytest.mark.long

RINGS_LONG = {"groups": brentwood(policy={"ring": timedelta(minutes=3)})}
IN_A_FEW_DAYS = "it is wanted in the next few days now"


def about_to_change(town: Town) -> None:
    """Rosa is rung straight back, and hears how soon she could have it."""
    phones_for_news(town.rosa).hears("to change or cancel").presses("3").hears("to cancel")


def changes(town: Town, key: str = "2") -> None:
    town.rosa.presses(key).hears("written down").is_hung_up_on()


@pytest.mark.parametrize("town", [RINGS_LONG], indirect=True, ids=["rings long"])
def test_who_is_asked_for_today_and_says_yes_to_the_next_few_days(town: Town) -> None:
    """It was nobody's when she changed it, so nobody was told then: he hears it with his yes."""
    town.joins(town.ben)
    town.asks_for_shopping(town.rosa)
    about_to_change(town)
    town.ben.picks_up().hears("today. yes, press 1")
    changes(town)
    town.ben.presses("1").hears(IN_A_FEW_DAYS, "It's yours").presses("3").is_hung_up_on().waits(5)
    assert Reason.CHANGED not in town.items()


@pytest.mark.parametrize("town", [RINGS_LONG], indirect=True, ids=["rings long"])
def test_who_hears_that_it_is_wanted_every_week_is_asked_whether_they_would_come_again(town: Town) -> None:
    """What they were asked for was once, for today: all that follows is of what it is now."""
    town.joins(town.ben)
    town.asks_for_shopping(town.rosa)
    about_to_change(town)
    town.ben.picks_up().hears("today. yes, press 1")
    changes(town, "3")
    town.ben.presses("1").hears("it is wanted every week now", "It's yours").presses("1")
    town.rosa.picks_up()
    town.ben.talks_with(town.rosa)
    town.rosa.hangs_up()
    town.ben.hears("is it arranged").presses("1").hears("which day").hangs_up()


@pytest.mark.parametrize("town", [RINGS_LONG], indirect=True, ids=["rings long"])
def test_who_phones_in_and_says_yes_to_what_was_changed_meanwhile(town: Town) -> None:
    """As on a phone that was rung."""
    town.joins(town.ben)
    town.ben.when_rung(LetsItRing())
    town.asks_for_shopping(town.rosa)
    town.ben.waits(200)
    phones_for_news(town.ben).hears("hear what is open").presses("1").hears("today", "yes, press 1")
    town.ben.presses("*")
    now = town.world.now()
    assert town.store.schedule(town.request(), next_action_at=now, when="soon")
    town.ben.hears("yes, press 1").presses("1").hears(IN_A_FEW_DAYS, "It's yours").hangs_up()


@pytest.mark.parametrize("town", [RINGS_LONG], indirect=True, ids=["rings long"])
def test_a_coordinator_who_takes_what_was_changed_meanwhile(town: Town) -> None:
    """The task said when it was wanted; she takes it, and hears when it is wanted now."""
    town.joins(town.gwen, coordinator=True, needs=frozenset())
    town.joins(town.ben)
    town.ben.when_rung(LetsItRing())
    town.asks_for_shopping(town.rosa)
    town.gwen.answers(within=3600).hears("today, has waited too long")
    now = town.world.now()
    assert town.store.schedule(town.request(), next_action_at=now, when="soon")
    town.gwen.presses("1").hears(IN_A_FEW_DAYS, "It's yours").presses("3").is_hung_up_on()


def test_what_stays_as_it_was_is_not_said_twice(town: Town) -> None:
    """An ordinary yes has no word more."""
    town.joins(town.ben)
    town.asks_for_shopping(town.rosa)
    they_talk(town)
    town.ben.hears_nothing_of("it is wanted")
    assert town.request().state is RequestState.SPOKEN
