"""Whoever counts on a neighbour hears it the same day if they do not come, however that yes ended (promise 10)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from infra.local.exchange import LetsItRing, Person
from tests.stories.arranged import arranged, says_it_is_arranged
from tests.stories.phoning_in import phones_for_news
from tests.stories.test_every_week import FOR_WEEKS, every_week, is_done, wishes
from tests.stories.test_for_somebody_else import asks_for_his_mother, joined_to_the_son, talks_with_the_mother
from tests.stories.town import GROUP, Town

pytestmark = pytest.mark.long
HOUR = 3600


def until(town: Town, hour: int, minute: int = 0) -> None:
    """Nothing else happens before that time, of this day."""
    at = town.world.now().replace(hour=hour, minute=minute, second=0, microsecond=0)
    town.rosa.waits((at - town.world.now()).total_seconds())


def gives_it_back(town: Town) -> None:
    """He phones, and would like somebody else to do it."""
    phones_for_news(town.ben).hears("someone else, please").presses("4").hears("goodbye").is_hung_up_on()
    town.ben.when_rung(LetsItRing())


def stops(town: Town) -> None:
    """As an operator's command does."""
    town.store.change_volunteer(GROUP, town.volunteer(town.ben).id, stopped=True)
    town.store.wake(GROUP, town.request().id, now=town.world.now())


def rests(town: Town) -> None:
    """For longer than the visit can wait."""
    tired = town.world.now() + timedelta(days=9)
    town.store.change_volunteer(GROUP, town.volunteer(town.ben).id, paused_until=tired)
    town.store.wake(GROUP, town.request().id, now=town.world.now())


def is_removed(town: Town) -> None:
    """By an operator, or by his own wish to be erased."""
    town.store.forget_volunteer(GROUP, town.volunteer(town.ben).id)
    town.store.wake(GROUP, town.request().id, now=town.world.now())


def is_asked_for_no_door(town: Town) -> None:
    """Somebody else complained of him."""
    town.store.keep_from(GROUP, town.request().id, town.volunteer(town.ben).id, now=town.world.now())


def hears_that_nobody_comes(person: Person) -> None:
    """On a call of the line's own, within the time of a promise."""
    person.picks_up(within=2.5 * HOUR).hears("something to tell you").presses("1").hears("we are sorry: nobody")
    person.hangs_up()


def is_rung_no_more(town: Town, *, until_hour: int, minute: int = 0) -> None:
    """Her phone stays silent until then, on this day."""
    town.rosa.when_rung(LetsItRing())
    rung = len(town.rosa.displays)
    until(town, until_hour, minute)
    assert len(town.rosa.displays) == rung


WAYS = [gives_it_back, stops, rests, is_removed, is_asked_for_no_door]


@pytest.mark.parametrize("ends", WAYS, ids=lambda way: way.__name__)
def test_they_have_talked_and_then_he_does_not_come(town: Town, ends: Callable[[Town], None]) -> None:
    """Rosa waits for Ben today, and nobody else can: she is rung some two hours later, and once."""
    town.joins(town.ben)
    arranged(town)
    until(town, 12)
    ends(town)
    hears_that_nobody_comes(town.rosa)
    is_rung_no_more(town, until_hour=19, minute=45)


def test_given_back_in_the_evening_she_hears_so_before_phones_fall_silent(town: Town) -> None:
    """Two hours later would be tomorrow."""
    town.joins(town.ben)
    arranged(town)
    until(town, 18, 45)
    gives_it_back(town)
    town.rosa.picks_up(within=1.25 * HOUR).hears("something to tell you").presses("1").hears("we are sorry: nobody")
    assert town.world.now().hour < 20
    town.rosa.hangs_up()


def test_who_was_joined_with_another_by_then_is_not_rung(town: Town) -> None:
    """Ali has said yes, and they have talked."""
    town.joins(town.ben, town.ali)
    arranged(town)
    until(town, 12)
    gives_it_back(town)
    town.ali.picks_up(within=60).hears("yes, press 1").presses("1").hears("It's yours").presses("1")
    town.rosa.picks_up().talks_with(town.ali).hangs_up()
    town.ali.hears("is it arranged").presses("1").is_hung_up_on().when_rung(LetsItRing())
    is_rung_no_more(town, until_hour=16)


@pytest.mark.parametrize("town", [FOR_WEEKS], indirect=True, ids=["weeks"])
def test_one_week_of_what_recurs(town: Town) -> None:
    """They have talked about this Thursday, and he gives it back the day before."""
    town.joins(town.ben)
    every_week(town, "41")
    is_done(town.ben)
    wishes(town, "2")
    town.ben.picks_up(within=7 * 24 * HOUR).hears("on Thursday morning").presses("1").hears("It's yours").presses("1")
    town.rosa.picks_up().talks_with(town.ben).hangs_up()
    town.ben.hears("arranged").presses("1").is_hung_up_on().waits(5)
    gives_it_back(town)
    town.rosa.picks_up(within=4 * HOUR).hears("something to tell you").presses("1").hears(
        "we are sorry: nobody"
    ).hangs_up()


def test_for_somebody_else_whoever_asked_hears_it(town: Town) -> None:
    """Ben was to go to Emil's mother; Emil is rung, and tells her."""
    town.joins(town.ben)
    asks_for_his_mother(town)
    joined_to_the_son(town)
    talks_with_the_mother(town)
    town.ben.hears("is it arranged").presses("1").is_hung_up_on().waits(5)
    until(town, 12)
    gives_it_back(town)
    town.emil.picks_up(within=2.5 * HOUR).hears("something to tell you").presses("1").hears(
        "we are sorry: nobody"
    ).hangs_up()


def test_said_to_be_done_by_who_was_never_joined_with_her(town: Town) -> None:
    """By a slip of his: Rosa was to be rung by half past twelve, and is."""
    town.joins(town.ben)
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("yes, press 1").presses("1").hears("It's yours").presses("3").is_hung_up_on()
    says_it_is_arranged(town.ben.answers(within=1000).hears("it is arranged, 2")).is_hung_up_on()
    phones_for_news(town.ben).hears("it is done, press 2").presses("2").hears("thank you").is_hung_up_on()
    town.rosa.picks_up(within=2.5 * HOUR).hears("something to tell you").presses("1").hears("done")
    assert town.world.now().hour == 12
    town.rosa.hangs_up()


def says_yes_and_that_it_is_arranged(town: Town) -> None:
    """Ben, who has not been joined with Rosa."""
    town.ben.picks_up().hears("yes, press 1").presses("1").hears("It's yours").presses("3").is_hung_up_on()
    says_it_is_arranged(town.ben.answers(within=1000).hears("it is arranged, 2")).is_hung_up_on()


def says_yes_and_no_again(town: Town) -> None:
    """On one call, which Ben has made."""
    town.ben.when_rung(None)
    phones_for_news(town.ben).hears("what is open that you could do, press 1").presses("1").hears("yes, press 1")
    town.ben.presses("1").hears("It's yours").presses("4").is_hung_up_on().when_rung(LetsItRing())


def test_who_heard_of_a_yes_hears_when_it_ends(town: Town) -> None:
    """They were never joined: the line had told her `a neighbour has said yes`, and he gives it back."""
    town.joins(town.ben)
    town.asks_for_shopping(town.rosa)
    says_yes_and_that_it_is_arranged(town)
    town.rosa.picks_up(within=2.5 * HOUR).hears("something to tell you").presses("1").hears("a neighbour has said yes")
    town.rosa.hangs_up().waits(300)
    gives_it_back(town)
    hears_that_nobody_comes(town.rosa)
    is_rung_no_more(town, until_hour=19, minute=45)


def test_who_heard_of_no_yes_is_not_rung_again(town: Town) -> None:
    """Nobody could yet, she heard; Ben's yes began and ended after that."""
    town.joins(town.ben)
    town.ben.when_rung(LetsItRing())
    town.asks_for_shopping(town.rosa)
    hears_that_nobody_comes(town.rosa)
    town.rosa.when_rung(LetsItRing())
    rung = len(town.rosa.displays)
    says_yes_and_no_again(town)
    until(town, 19, 45)
    assert len(town.rosa.displays) == rung


def test_a_ring_that_is_still_to_come_is_ring_enough(town: Town) -> None:
    """By half past twelve she is rung; she phones for news at half past ten, and he gives it back before noon."""
    town.joins(town.ben)
    town.asks_for_shopping(town.rosa)
    says_yes_and_that_it_is_arranged(town)
    phones_for_news(town.rosa).hears("a neighbour has said yes").hangs_up().waits(60)
    gives_it_back(town)
    hears_that_nobody_comes(town.rosa)
    assert town.world.now().hour == 12


def test_told_by_one_of_us_she_is_not_rung_for_a_yes_of_which_she_has_not_heard(town: Town) -> None:
    """Gwen told her how it stands; then Ben says yes, and gives it back on that call."""
    town.joins(town.ben)
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    town.ben.when_rung(LetsItRing())
    town.asks_for_shopping(town.rosa)
    town.gwen.answers(within=HOUR).hears("waited too long").presses("2").is_hung_up_on()
    town.gwen.answers(within=2 * HOUR).hears("promised them a ring").presses("1").hears("to be joined").presses("1")
    town.rosa.picks_up().talks_with(town.gwen).hangs_up()
    town.gwen.hears("told them how it stands").presses("1").is_hung_up_on().when_rung(LetsItRing())
    town.rosa.when_rung(LetsItRing())
    rung = len(town.rosa.displays)
    says_yes_and_no_again(town)
    until(town, 16)
    assert len(town.rosa.displays) == rung
