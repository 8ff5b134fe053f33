"""What recurs every week for somebody else: once she has said yes, she is told of it, who alone can change it."""

from __future__ import annotations

import pytest

from tests.stories.arranged import A_DAY
from tests.stories.phoning_in import phones_for_news
from tests.stories.test_every_week import A_WEEK, FOR_WEEKS, is_done
from tests.stories.test_for_somebody_else import joined_to_the_son, talks_with_the_mother
from tests.stories.town import GROUP, LINE, Town

pytestmark = [pytest.mark.long, pytest.mark.parametrize("town", [FOR_WEEKS], indirect=True, ids=["weeks"])]


@pytest.fixture
def weekly(town: Town) -> Town:
    """Emil asked for Rosa, who said yes to it; on Thursdays; Ben has come for the first, and would come again."""
    town.joins(town.ben)
    town.emil.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("2").hears("every week").presses("3")
    town.emil.hears("right").presses("2").hears("somebody else, press 3").presses("3").hears("whoever it is for")
    town.emil.presses("02079460123#").hears("if that is right").presses("1").hears("for somebody else").presses("1")
    town.emil.hears("written down").is_hung_up_on()
    joined_to_the_son(town)
    talks_with_the_mother(town, when="every week")
    town.ben.hears("arranged").presses("1").hears("which day").presses("4").hears("morning").presses("1")
    town.ben.hears("come again").presses("1").is_hung_up_on().waits(5)
    is_done(town.ben)
    return town


def test_she_is_told_the_day_and_says_whom_she_would_like(weekly: Town) -> None:
    """Her phone is rung, and not that of who asked for her; what she hears of leaving one out holds."""
    weekly.rosa.picks_up(within=A_DAY).hears("something to tell you").presses("1")
    weekly.rosa.hears("Shopping, every Thursday morning", "neighbour of last time").presses("1")
    weekly.rosa.hears("to leave one out").is_hung_up_on()
    weekly.emil.is_not_rung(for_seconds=A_DAY)
    phones_for_news(weekly.rosa).hears("every week, press 1").presses("1").hears("leave out the next one, press 2")
    weekly.rosa.presses("2").hears("is left out").is_hung_up_on()


def test_she_is_told_that_the_neighbour_comes_no_more(weekly: Town) -> None:
    """As of a week that falls on a holiday: whoever it is for hears of it."""
    weekly.rosa.picks_up(within=A_DAY).hears("something to tell you").presses("1")
    weekly.rosa.hears("neighbour of last time").presses("1").is_hung_up_on()
    weekly.joins(weekly.ali)
    rung = len(weekly.emil.displays)
    weekly.store.remove_volunteer(GROUP, weekly.volunteer(weekly.ben).id)
    weekly.ali.picks_up(within=A_WEEK).hears("shopping").hangs_up()
    weekly.rosa.answers(within=60).hears("Thursday morning", "can't come any more").is_hung_up_on()
    assert len(weekly.emil.displays) == rung


def test_whom_she_would_like_is_not_for_who_asked_to_say(weekly: Town) -> None:
    """He hears that only she can change it."""
    weekly.rosa.picks_up(within=A_DAY).hears("something to tell you").presses("1")
    weekly.rosa.hears("neighbour of last time").presses("1").is_hung_up_on()
    phones_for_news(weekly.emil).hears("every week, press 1").presses("1").hears("any neighbour in turn, press 4")
    weekly.emil.presses("4").hears("only they can change or cancel it").is_hung_up_on()
