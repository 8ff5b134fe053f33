"""All well, one step back, still needed after all: what was said first does not end it later."""

from __future__ import annotations

import pytest

from infra.local.exchange import LetsItRing, Person
from tests.stories.arranged import A_DAY, FOR_DAYS, arranged, reports
from tests.stories.test_for_somebody_else import asks_for_his_mother, joined_to_the_son, talks_with_the_mother
from tests.stories.town import LINE, Town

pytestmark = [pytest.mark.long, pytest.mark.parametrize("town", [FOR_DAYS], indirect=True, ids=["days"])]


def one_step_back(town: Town, asked: str, rings: Person) -> None:
    """Rosa has said that all is well, goes back at the next question, and still needs something; Ali says yes."""
    town.rosa.answers(within=A_DAY).hears("do you still need something").presses("2").hears(asked).presses("#")
    town.ben.when_rung(LetsItRing())
    town.rosa.hears("do you still need something").presses("1").hears("we ask neighbours again").is_hung_up_on()
    again = town.request()
    assert (again.state, again.heard_at, again.reported_at) == ("open", None, None)
    town.ali.picks_up(within=A_DAY).hears("yes, press 1").presses("1").hears("to be joined").presses("1")
    rings.picks_up().talks_with(town.ali).hangs_up()


def test_of_what_is_wanted_every_week(town: Town) -> None:
    """The day is asked before the request is forgotten: a step back from there opens it, and it stays open."""
    town.joins(town.ben, town.ali)
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("2").hears("every week").presses("3")
    town.rosa.hears("right").presses("1").hears("written down").is_hung_up_on()
    town.ben.picks_up().hears("yes, press 1").presses("1").hears("It's yours").presses("1")
    town.rosa.picks_up().talks_with(town.ben).hangs_up()
    town.ben.hears("arranged", "a ring afterwards, 2").presses("2").hears("which day").hangs_up().waits(5)
    town.ben.answers(within=8 * A_DAY).hears("is it done").presses("1").hears("which day").hangs_up()
    one_step_back(town, "may we remember", town.rosa)
    town.ali.hears("arranged").presses("1").hears("which day").hangs_up().waits(2)
    assert town.request().state == "spoken"


def test_of_what_somebody_else_asked(town: Town) -> None:
    """She is asked whether the one who asked for her may hear of it, and goes back from there."""
    town.joins(town.ben, town.ali)
    asks_for_his_mother(town)
    joined_to_the_son(town)
    talks_with_the_mother(town)
    town.ben.hears("is it arranged", "a ring afterwards, 2").presses("2").is_hung_up_on().waits(5)
    reports(town)
    one_step_back(town, "may we tell", town.emil)
    town.ali.hears("is it arranged").presses("1").is_hung_up_on().waits(2)
    assert town.request().state == "spoken"


def test_of_what_was_asked_once(town: Town) -> None:
    """It is forgotten a moment after all is well, not at once: a step back from `may we remember` opens it."""
    town.joins(town.ben, town.ali)
    arranged(town, ring_after=True)
    reports(town)
    one_step_back(town, "may we remember", town.rosa)
