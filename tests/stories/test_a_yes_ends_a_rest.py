"""Whoever rests phones in and says yes to something: it is theirs to keep, and the yes ends their rest (promise 2)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hotline.hours import Hours
from hotline.numbers import PhoneNumber
from infra.local.exchange import LetsItRing, Person
from tests.stories.phoning_in import phones_for_news
from tests.stories.town import GROUP, LINE, START, Town, opaque

pytestmark = pytest.mark.long

SIX_DAYS = START + timedelta(days=6)
BACK = ("welcome back", "we ring you in your turn", "It's yours")


@pytest.fixture
def asked(town: Town) -> Town:
    """Ben rests for six days, and Rosa needs shopping."""
    town.joins(town.ben, paused_until=SIX_DAYS)
    town.asks_for_shopping(town.rosa)
    return town


def hears_what_is_open(town: Town) -> Person:
    phones_for_news(town.ben).hears("you are resting", "to hear what is open that you could do, press 2").presses("2")
    return town.ben.hears("if you say yes to one, your rest is over", "shopping", "yes, press 1")


def rests(town: Town) -> bool:
    until = town.volunteer(town.ben).paused_until
    return town.volunteer(town.ben).stopped or (until is not None and until > town.world.now())


def test_it_stays_theirs_and_they_are_rung_about_it(asked: Town) -> None:
    """He hears that he is back, and hangs up: as after any yes he is asked within a quarter of an hour."""
    hears_what_is_open(asked).presses("1").hears(*BACK).hangs_up().waits(30)
    assert asked.holder(asked.ben)
    assert not rests(asked)
    asked.ben.answers(within=16 * 60).hears("you said yes").hangs_up()


def test_no_step_back_leads_before_it(asked: Town) -> None:
    """He was welcomed back, so that it stands: hash says once more what is his."""
    hears_what_is_open(asked).presses("1").hears(*BACK).presses("#").hears("It's yours", "to be joined, press 1")
    asked.ben.presses("3").hears("it stays yours").is_hung_up_on()
    assert asked.holder(asked.ben)
    assert not rests(asked)


def test_they_are_joined_on_that_call(asked: Town) -> None:
    """The two talk at once."""
    hears_what_is_open(asked).presses("1").hears(*BACK).presses("1")
    asked.rosa.picks_up()
    asked.ben.talks_with(asked.rosa)
    asked.rosa.hangs_up()
    asked.ben.hears("is it arranged").presses("1").is_hung_up_on().waits(5)
    assert asked.holder(asked.ben)


@pytest.mark.parametrize("town", [{"start": START - timedelta(hours=3)}], indirect=True, ids=["early"])
def test_by_night_they_are_rung_when_they_were_told(asked: Town) -> None:
    """At nine, and not in six days."""
    hears_what_is_open(asked).presses("1").hears(*BACK[:2]).hears("we ring you at nine o'clock").is_hung_up_on()
    asked.ben.answers(within=3 * 3600).hears("you said yes").hangs_up()


def test_whoever_had_stopped_our_calls_stands_in_the_rotation_again(town: Town) -> None:
    """Of something else he is asked in his turn, too."""
    town.joins(town.ben, stopped=True)
    town.asks_for_shopping(town.rosa)
    hears_what_is_open(town).presses("1").hears(*BACK).presses("3").hears("it stays yours").is_hung_up_on()
    assert not rests(town)
    town.store.change_volunteer(GROUP, town.volunteer(town.ben).id, rest=timedelta())
    town.emil.dials(LINE).hears("medicines").presses("2").hears("Ongar").presses("2").hears("today").hangs_up()
    town.ben.picks_up(within=120).hears("medicines").presses("2").is_hung_up_on()
    town.ben.when_rung(LetsItRing())


def test_taken_just_before_them_and_the_rest_goes_on(asked: Town) -> None:
    """Nothing became his, and nothing of his was changed."""
    hears_what_is_open(asked)
    ali, now = PhoneNumber(asked.ali.number).opaque, asked.world.now()
    asked.joins(asked.ali)
    assert asked.store.accept(GROUP, asked.request().id, offer="o", volunteer=ali, now=now)
    asked.ali.when_rung(LetsItRing())
    asked.ben.presses("1").hears("a neighbour took it just before you").hears_nothing_of("welcome back")
    asked.ben.is_hung_up_on()
    assert asked.volunteer(asked.ben).paused_until == SIX_DAYS


def test_a_yes_whose_webhook_comes_twice_is_welcomed_too(asked: Town) -> None:
    """The first try has ended his rest already."""
    hears_what_is_open(asked)
    asked.exchange.faults.lose_answer("Digits=1")
    asked.ben.presses("1").hears(*BACK).hangs_up()
    assert asked.holder(asked.ben)


def test_who_does_not_rest_is_not_welcomed_back(town: Town) -> None:
    """An ordinary yes is an ordinary yes."""
    town.joins(town.ben)
    town.ben.when_rung(LetsItRing())
    town.asks_for_shopping(town.rosa)
    town.ben.waits(60)
    town.ben.when_rung(None)
    phones_for_news(town.ben).hears("hear what is open", "press 1").presses("1")
    town.ben.hears("yes, press 1").presses("1").hears("It's yours").hears_nothing_of("rest is over", "welcome back")
    town.ben.hangs_up()


def test_outside_their_own_hours_they_are_joined_on_that_call(town: Town) -> None:
    """He may not be rung before two, and it is ten: but he is on the phone, so that it is not taken from him."""
    town.joins(town.ben, hours=Hours.parse("every day 14:00-20:00"))
    town.asks_for_shopping(town.rosa)
    phones_for_news(town.ben).hears("hear what is open").presses("1").hears("yes, press 1").presses("1")
    town.ben.hears("It's yours").presses("1")
    town.rosa.picks_up()
    town.ben.talks_with(town.rosa)
    town.rosa.hangs_up()
    town.ben.hears("is it arranged").presses("1").is_hung_up_on().waits(5)
    assert town.holder(town.ben)


def test_outside_their_own_hours_it_goes_to_somebody_else_a_quarter_of_an_hour_after_they_hung_up(town: Town) -> None:
    """Nobody could ring him in time; in his own hours he hears so."""
    town.joins(town.ben, hours=Hours.parse("every day 14:00-20:00"))
    town.asks_for_shopping(town.rosa)
    town.joins(town.ali)
    phones_for_news(town.ben).hears("hear what is open").presses("1").hears("yes, press 1").presses("1")
    town.ben.hears("It's yours").hangs_up()
    town.ali.is_not_rung(for_seconds=14 * 60).picks_up(within=180).hears("shopping").presses("2").is_hung_up_on()
    town.ben.answers(within=5 * 3600).hears("could not reach you", "somebody else is asked").is_hung_up_on()


def hears_the_ask(town: Town) -> Person:
    """Ben's phone rings in his turn; Ali would be next."""
    town.joins(town.ben, town.ali)
    town.asks_for_shopping(town.rosa)
    return town.ben.picks_up().hears("shopping", "yes, press 1")


def test_whoever_is_paused_while_they_make_up_their_mind_is_back_with_their_yes(town: Town) -> None:
    """He hears so, is rung about it, and nobody else is asked."""
    hears_the_ask(town)
    town.store.change_volunteer(GROUP, opaque(town.ben), paused_until=SIX_DAYS)
    town.ben.presses("1").hears(*BACK).presses("3").hears("it stays yours").is_hung_up_on()
    assert not rests(town)
    assert town.holder(town.ben)
    town.ali.is_not_rung(for_seconds=14 * 60)
    town.ben.answers(within=120).hears("you said yes").hangs_up()


def test_and_is_welcomed_where_the_webhook_of_that_yes_comes_twice(town: Town) -> None:
    """The first try has ended the pause already."""
    hears_the_ask(town)
    town.store.change_volunteer(GROUP, opaque(town.ben), paused_until=SIX_DAYS)
    town.exchange.faults.lose_answer("Digits=1")
    town.ben.presses("1").hears(*BACK).hangs_up()
    assert town.holder(town.ben)


def test_whoever_is_paused_meanwhile_and_says_no_stays_paused(town: Town) -> None:
    """The next neighbour is asked."""
    hears_the_ask(town)
    town.store.change_volunteer(GROUP, opaque(town.ben), paused_until=SIX_DAYS)
    town.ben.presses("2").hears_nothing_of("welcome back").is_hung_up_on()
    assert town.volunteer(town.ben).paused_until == SIX_DAYS
    town.ali.picks_up(within=60).hears("shopping").presses("2").is_hung_up_on()


def test_whoever_is_removed_while_they_make_up_their_mind_takes_nothing(town: Town) -> None:
    """He hears that it is no longer needed; the next neighbour is asked."""
    hears_the_ask(town)
    town.store.forget_volunteer(GROUP, opaque(town.ben))
    town.ben.presses("1").hears("no longer needed").hears_nothing_of("It's yours").is_hung_up_on()
    assert town.request().taken_by is None
    town.ali.picks_up(within=120).hears("shopping").presses("2").is_hung_up_on()
