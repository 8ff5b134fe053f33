"""What recurs every week: what either side is told of who comes, and of which week, is what then happens."""

from __future__ import annotations

import pytest

from infra.local.exchange import LetsItRing, Person
from tests.stories.arranged import A_DAY
from tests.stories.phoning_in import phones_for_news
from tests.stories.test_every_week import A_WEEK, FOR_WEEKS, every_week, is_done, wishes
from tests.stories.town import GROUP, Town

pytestmark = [pytest.mark.long, pytest.mark.parametrize("town", [FOR_WEEKS], indirect=True, ids=["weeks"])]


def takes_the_week(town: Town, person: Person) -> Person:
    """This Thursday's: asked, joined with Rosa, and it is arranged."""
    person.picks_up(within=A_WEEK).hears("on Thursday morning").presses("1").hears("It's yours").presses("1")
    town.rosa.picks_up()
    person.talks_with(town.rosa)
    town.rosa.hangs_up()
    return person.hears("is it arranged").presses("1")


def hears_of_her_series(town: Town) -> Person:
    """Rosa phones in, and chooses what comes every week."""
    return phones_for_news(town.rosa).hears("Shopping, every week, press 1").presses("1").hears("for another day")


@pytest.fixture
def weekly(town: Town) -> Town:
    """Thursday mornings; Ben has come for the first, and would come again."""
    town.joins(town.ben, town.ali)
    every_week(town, "41")
    is_done(town.ben)
    return town


def test_who_would_come_again_hears_that_the_resident_would_have_it_by_turns(weekly: Town) -> None:
    """Ali would come again, but Rosa has asked for any neighbour in turn: next week it is Ben's."""
    wishes(weekly, "2")
    takes_the_week(weekly, weekly.ali).hears("come again next week").presses("1").hears("any neighbour in turn")
    weekly.ali.hears("you are asked in yours").hears_nothing_of("asked first").is_hung_up_on().waits(5)
    is_done(weekly.ali)
    weekly.ben.is_rung(within=A_WEEK)


def test_who_would_come_again_is_asked_first_where_the_resident_wishes_it(weekly: Town) -> None:
    """Ben can't this week, Ali can, and would again: next week Ali is asked first."""
    wishes(weekly, "1")
    weekly.ben.picks_up(within=A_WEEK).hears("on Thursday morning").presses("2").is_hung_up_on()
    takes_the_week(weekly, weekly.ali).hears("come again").presses("1").hears("you are asked first")
    weekly.ali.is_hung_up_on().waits(5)
    is_done(weekly.ali)
    weekly.ali.is_rung(within=A_WEEK)


def test_who_would_come_again_hears_if_they_wish_it_while_the_resident_has_not_said(weekly: Town) -> None:
    """Rosa does not pick up when she is asked whom she would like: nobody is asked first, and the week is Ali's."""
    weekly.rosa.when_rung(LetsItRing())
    weekly.rosa.waits(A_DAY)
    weekly.rosa.when_rung(None)
    takes_the_week(weekly, weekly.ali).hears("come again").presses("1").hears("asked first, if they wish it too")
    weekly.ali.is_hung_up_on()


def test_the_resident_hears_that_nobody_would_come_again_yet(town: Town) -> None:
    """Ben would rather not; Rosa would like the neighbour of last time: it is asked in turn, and she hears so."""
    town.joins(town.ben, town.ali)
    every_week(town, "41", again="2")
    is_done(town.ben)
    town.rosa.picks_up(within=A_DAY).hears("something to tell you").presses("1")
    town.rosa.hears("every Thursday morning", "neighbour of last time", "press 1").presses("1")
    town.rosa.hears("we ask in turn", "whoever would come again").hears_nothing_of("they are asked first")
    town.rosa.hears("to stop: ring us").is_hung_up_on()
    takes_the_week(town, town.ali).hears("come again").presses("1").hears("you are asked first").is_hung_up_on()


@pytest.mark.parametrize("why", ["has left", "is not to come again"])
def test_the_resident_hears_that_the_neighbour_of_last_time_comes_no_more(weekly: Town, why: str) -> None:
    """Ben would come again, but has left since, or the two are not to be put together again."""
    ben, rosa = weekly.volunteer(weekly.ben).id, weekly.request().number
    assert rosa
    if why == "has left":
        weekly.store.remove_volunteer(GROUP, ben)
    else:
        weekly.store.keep_apart(rosa.opaque, ben)
    weekly.rosa.picks_up(within=A_DAY).hears("something to tell you").presses("1").hears("if they can").presses("1")
    weekly.rosa.hears("we ask in turn").hears_nothing_of("they are asked first").hangs_up()
