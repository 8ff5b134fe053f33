"""Whoever has said yes to two that sound alike hears which of them each call is about, by its two words."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hotline.dispatch.hand_on import hand_on
from hotline.dispatch.ring import Line
from hotline.numbers import PhoneNumber
from infra.local.exchange import LetsItRing, Person
from tests.stories.arranged import arranged
from tests.stories.phoning_in import phones_for_news
from tests.stories.test_for_somebody_else import asks_for_his_mother
from tests.stories.town import GROUP, LINE, Town

pytestmark = pytest.mark.long
HOUR = 3600


def asks(person: Person) -> None:
    """Shopping, in Ongar, today."""
    person.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("2").hears("today").presses("1")
    person.hears("right").presses("1").hears("written down").is_hung_up_on()


def arranges(town: Town, resident: Person) -> None:
    """Ben says yes to it, and the two talk."""
    town.ben.picks_up(within=600).hears("yes, press 1").presses("1").hears("It's yours").presses("1")
    resident.picks_up()
    town.ben.talks_with(resident)
    resident.hangs_up()
    town.ben.hears("arranged").presses("1").is_hung_up_on().waits(5)


@pytest.fixture
def two(town: Town) -> Town:
    """Ben has arranged with Rosa, and with Emil: both shopping, in Ongar, today."""
    town.joins(town.ben, rest=timedelta())
    for each in (town.rosa, town.emil):
        asks(each)
        arranges(town, each)
    return town


def words_of(town: Town, resident: Person) -> str:
    """The two words of what they have asked for first."""
    number = PhoneNumber(resident.number)
    return next(each.words for each in town.requests() if each.number == number).replace("-", " ")


def cancels(person: Person) -> None:
    phones_for_news(person).hears("to change or cancel, 3").presses("3").hears("to cancel it").presses("5")
    person.hears("5 again").presses("5").hears("it is cancelled").is_hung_up_on()


def test_which_of_two_is_no_longer_needed(two: Town) -> None:
    """Rosa cancels hers: Ben goes to Emil all the same."""
    hers = words_of(two, two.rosa)
    cancels(two.rosa)
    two.ben.answers(within=600).hears(f"the words {hers}", "no longer needed", "any other", "stays yours")
    two.ben.is_hung_up_on()


def test_of_one_alone_nothing_is_said_of_another(town: Town) -> None:
    """He holds nothing else."""
    town.joins(town.ben)
    arranged(town)
    hers = words_of(town, town.rosa)
    cancels(town.rosa)
    town.ben.answers(within=600).hears("no longer needed", f"your words were: {hers}").hears_nothing_of("any other")


def test_which_of_two_is_wanted_on_another_day(two: Town) -> None:
    """Rosa's is."""
    phones_for_news(two.rosa).hears("to change or cancel, 3").presses("3").hears("to cancel it").presses("2")
    two.rosa.hears("written down").is_hung_up_on()
    hers = words_of(two, two.rosa)
    two.ben.answers(within=600).hears("shopping", f"your words: {hers}", "it is wanted").is_hung_up_on()


def test_which_of_two_is_done(two: Town) -> None:
    """He is asked of each."""
    for each in (two.rosa, two.emil):
        two.ben.answers(within=16 * HOUR).hears("shopping, in Ongar", words_of(two, each), "is it done").presses("1")
        two.ben.hears("thank you so much").is_hung_up_on().waits(5)


def test_which_of_two_would_like_a_word(two: Town) -> None:
    """It is Rosa, and he hears so when he phones in, and when he is rung."""
    hers = words_of(two, two.rosa)
    two.ben.when_rung(LetsItRing())
    phones_for_news(two.rosa).hears("to speak to them again, press 1").presses("1").hears("we ask them to ring you")
    two.rosa.is_hung_up_on().waits(600)
    two.ben.when_rung(None)
    two.ben.answers(within=3 * HOUR).hears(hers, "your neighbour would like a word", "to be joined").hangs_up()
    phones_for_news(two.ben).hears(hers, "your neighbour would like a word", "to speak to one of us").hangs_up()


def test_which_of_two_somebody_else_is_asked_for(two: Town) -> None:
    """We could not reach him about Rosa's; Emil's stays his."""
    hers, rosas = words_of(two, two.rosa), two.requests()[0]
    hand_on(Line(world=two.world, group=two.world.groups[GROUP], now=two.world.now()), rosas, two.volunteer(two.ben))
    two.ben.answers(within=600).hears(f"the words {hers}", "somebody else is asked", "any other", "stays yours")
    two.ben.is_hung_up_on()


def test_cancelled_by_a_slip_and_asked_again_he_hears_which_of_the_two_it_was(town: Town) -> None:
    """Ben has arranged it anew by the time that he is reached: he comes."""
    town.joins(town.ben, rest=timedelta())
    arranged(town)
    hers = words_of(town, town.rosa)
    town.ben.when_rung(LetsItRing())
    cancels(town.rosa)
    town.rosa.waits(60)
    town.ben.when_rung(None)
    asks(town.rosa)
    arranges(town, town.rosa)
    town.ben.answers(within=4 * HOUR).hears(f"the words {hers} is no longer needed", "any other", "stays yours")
    town.ben.is_hung_up_on()


def test_what_somebody_asked_for_others_is_told_by_its_words(town: Town) -> None:
    """Emil may have asked for two."""
    asks_for_his_mother(town)
    words = town.request().words.replace("-", " ")
    phones_for_news(town.rosa).hears("if a neighbour may help").presses("5").hears("5 again").presses("5")
    town.rosa.hears("nobody comes").hangs_up()
    town.emil.answers(within=600).hears("what you asked for somebody else", words, "not wanted now").is_hung_up_on()
