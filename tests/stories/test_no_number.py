"""No number at the other end: nothing that is said or offered then means a ring to whoever left none."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hotline.records import Reason, RequestState
from infra.local.exchange import LetsItRing, Person
from tests.stories.arranged import A_DAY, FOR_DAYS
from tests.stories.phoning_in import phones_for_news
from tests.stories.town import LINE, Town
from tests.stories.waited import says_yes, waits_with_a_code, without_a_number

pytestmark = pytest.mark.long


def they_have_talked(town: Town) -> Person:
    """Ben was put through to Rosa, who waited on the line; she has put the phone down."""
    says_yes(town.ben)
    town.rosa.talks_with(town.ben)
    town.rosa.hangs_up()
    return town.ben.hears("is it arranged")


@pytest.mark.parametrize("wait", [waits_with_a_code, without_a_number])
def test_no_ring_afterwards_is_offered(town: Town, wait: Callable[[Town], Person]) -> None:
    """After the talk, `they would like a ring afterwards` has no key."""
    town.joins(town.ben)
    wait(town)
    they_have_talked(town).hears("not yet, 3").hears_nothing_of("afterwards").presses("2").waits(10)
    town.ben.hears_nothing_of("we will ring them").presses("1").hears("thank you").is_hung_up_on()
    assert not town.request().ring_after


def test_hung_up_nobody_is_said_to_be_asked_any_more(town: Town) -> None:
    """Without a number nobody can be asked once they have put the phone down: they wait, or a person is found."""
    town.joins(town.ben)
    town.ben.when_rung(LetsItRing())
    without_a_number(town).hears("two neighbours at a time", "nobody could just now", "none of us can pick up")
    town.rosa.hears_nothing_of("we go on asking").hangs_up()


def test_not_yet_and_nobody_is_joined_to_them_later(town: Town) -> None:
    """A quarter of an hour later it is asked whether it is arranged, and to be joined is not offered."""
    town.joins(town.ben)
    without_a_number(town)
    they_have_talked(town).presses("3").hears("quarter of an hour").is_hung_up_on()
    town.ben.answers(within=1000).hears("you said yes", "they left no number", "it is arranged, press 2")
    town.ben.hears_nothing_of("to be joined").presses("1").waits(8).hears_nothing_of("could not put you through")
    town.ben.presses("2").waits(8).hangs_up()


def test_on_the_ring_straight_back_they_are_not_joined_either(town: Town) -> None:
    """Nor when the volunteer phones the line about it."""
    town.joins(town.ben)
    without_a_number(town)
    they_have_talked(town).presses("3").hears("quarter of an hour").is_hung_up_on()
    phones_for_news(town.ben).hears("you have said yes to", "it is arranged, press 2").hears_nothing_of("to be joined")
    town.ben.hangs_up()


@pytest.mark.parametrize("town", [FOR_DAYS], indirect=True, ids=["days"])
def test_is_it_done_offers_no_talk_with_them(town: Town) -> None:
    """As of whoever has a code: there is nobody to ring."""
    town.joins(town.ben)
    without_a_number(town)
    they_have_talked(town).presses("1").is_hung_up_on()
    town.ben.answers(within=A_DAY).hears("is it done").hears_nothing_of("talk to them").presses("1")
    town.ben.hears("thank you so much").is_hung_up_on()


def test_given_back_nobody_else_is_said_to_be_asked(town: Town) -> None:
    """Without a number no neighbour can be asked for it again."""
    town.joins(town.ben, town.ali)
    town.ali.when_rung(LetsItRing())
    without_a_number(town)
    they_have_talked(town).presses("4").hears("not yours any more").hears_nothing_of("we ask somebody else")
    town.ben.is_hung_up_on().waits(5)
    assert town.request().state is RequestState.OPEN


def test_with_a_code_it_is_asked_about_another_day(town: Town) -> None:
    """They phone us when they can: no ring in a quarter of an hour is promised."""
    town.joins(town.ben)
    waits_with_a_code(town)
    they_have_talked(town).presses("3").hears("another day").hears_nothing_of("quarter of an hour").is_hung_up_on()
    town.ben.is_not_rung(for_seconds=3600)


def test_nobody_is_asked_to_keep_a_ring_that_was_promised_to_nobody(town: Town) -> None:
    """A coordinator hears that there is a phone which cannot be rung, and not that a ring was promised."""
    town.joins(town.ben)
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    for person in (town.ben, town.gwen):
        person.when_rung(LetsItRing())
    without_a_number(town).hangs_up().waits(3 * 3600)
    assert Reason.NUMBER in town.items()
    assert Reason.PROMISE not in town.items()


def test_a_recording_without_a_number_is_rung_about_and_offers_no_joining(town: Town) -> None:
    """It is dealt with, later, or somebody else; it can be logged; there is nobody to be joined to."""
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    town.rosa.dials(LINE, withheld="anonymous").hears("(beep)").says("I need shopping").presses("#")
    town.rosa.hears("key the number").hears("goodbye").is_hung_up_on()
    town.gwen.answers(within=60).hears("own words").presses("1").hears("left no number").hangs_up()
    town.gwen.answers(within=1200).hears("who left no number", "it is dealt with, press 2", "to log it as a request")
    town.gwen.hears_nothing_of("to be joined").hangs_up()
