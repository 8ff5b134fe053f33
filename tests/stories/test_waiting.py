"""Waiting on the line: told how it goes, put through the moment a neighbour says yes, or rung back instead."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from hotline.dispatch.items import item
from hotline.hours import Hours
from hotline.numbers import PhoneNumber
from hotline.records import Reason, RequestState
from infra.local.exchange import LetsItRing, Voicemail
from tests.stories.town import EARLY, GROUP, LINE, START, Town, brentwood
from tests.stories.waited import BRIEFLY, says_yes, waits, waits_with_a_code, without_a_number

pytestmark = pytest.mark.long


def test_rosa_waits_hears_how_it_goes_and_is_put_through(town: Town) -> None:
    """Two phones ring at a time; each half minute something new and true; a yes joins the two at once."""
    town.joins(town.ben, town.ali, town.priya)
    waits(town)
    town.ben.is_rung(within=5)
    town.ali.is_rung(within=5)
    assert town.request().state == RequestState.OPEN
    town.rosa.hears("first phones ring as soon as they can", "to be rung back instead, press 1")
    town.ben.picks_up().hears("yes, press 1").presses("2").is_hung_up_on()
    town.priya.is_rung(within=5)
    town.rosa.hears("a neighbour's phone is ringing", "three")
    says_yes(town.priya)
    town.rosa.hears("your neighbour is on the line").talks_with(town.priya, seconds=200)
    town.priya.hangs_up()
    town.rosa.hears("goodbye").is_hung_up_on().waits(5)
    assert town.holder(town.priya)
    assert town.request().joined_at
    assert town.request().waits_until is None
    assert town.rosa.displays == []


def test_the_volunteer_is_asked_whether_it_is_arranged_when_rosa_hangs_up(town: Town) -> None:
    """As after every talk; what there was no time to say before it is said now."""
    town.joins(town.ben)
    waits(town)
    says_yes(town.ben).hears(town.request().words.replace("-", " "))
    town.ben.talks_with(town.rosa)
    town.rosa.hangs_up()
    town.ben.hears("never take a card", "is it arranged").presses("1").is_hung_up_on().waits(5)
    assert town.request().state == RequestState.SPOKEN


def test_whoever_is_second_hears_that_a_neighbour_was_just_before_them(town: Town) -> None:
    """Two phones ring; both are picked up, and both press 1."""
    town.joins(town.ben, town.ali)
    waits(town)
    town.ben.picks_up(within=5).hears("yes, press 1")
    town.ali.picks_up(within=5).hears("yes, press 1")
    town.ben.presses("1").hears("they are on the line")
    town.ali.presses("1").hears("a neighbour took it just before you").is_hung_up_on()
    town.rosa.talks_with(town.ben).hangs_up()
    town.ben.hears("arranged").presses("1").is_hung_up_on()


def test_somebody_picks_up_and_rosa_hears_that_they_are_deciding(town: Town) -> None:
    """What is said is how it is at that moment."""
    town.joins(town.ben, town.ali)
    town.ben.when_rung(LetsItRing())
    waits(town).waits(15)
    town.ali.picks_up(within=1).hears("yes, press 1").presses("5").hears("so far we have asked")
    town.rosa.hears("a phone was picked up")
    town.ali.hears("yes, press 1").presses("2").is_hung_up_on()
    town.rosa.hangs_up()


def test_one_key_and_she_is_rung_back_instead(town: Town) -> None:
    """The promise stands as it was told; the request goes on as any other, one phone at a time."""
    town.joins(town.ben, town.ali, town.priya)
    town.ben.when_rung(LetsItRing())
    town.ali.when_rung(LetsItRing())
    waits(town).hears("to be rung back instead, press 1").presses("1")
    town.rosa.hears("we ring you back", "by half past twelve", "goodbye").is_hung_up_on()
    assert town.request().waits_until is None
    town.priya.picks_up(within=60).hears("yes, press 1").presses("1").hears("to be joined, press 1").presses("1")
    town.rosa.picks_up().hears("with a neighbour").talks_with(town.priya).hangs_up()
    town.priya.hears("arranged").presses("1").is_hung_up_on()


@pytest.mark.parametrize("town", [BRIEFLY], indirect=True)
def test_after_so_long_she_is_told_kindly_that_she_is_rung_back(town: Town) -> None:
    """Eight minutes, or as long as the group lets them wait."""
    everybody = (town.ben, town.ali, town.priya, town.gwen, town.mallory)
    town.joins(*everybody)
    for nobody in everybody:
        nobody.when_rung(LetsItRing())
    waits(town).hears("do not want to keep you", "we ring you back", "by half past twelve", "goodbye").is_hung_up_on()
    assert town.world.now() - START < timedelta(seconds=58 + 60 + 25)
    assert town.request().state == RequestState.OPEN


def test_everybody_was_asked_and_she_is_not_kept(town: Town) -> None:
    """Nobody would be asked for the next quarter of an hour: so she need not hold on."""
    town.joins(town.ben)
    waits(town)
    town.ben.picks_up(within=5).hears("yes, press 1").presses("2").is_hung_up_on()
    town.rosa.hears("nobody could just now", "we ring you back").is_hung_up_on()


@pytest.mark.parametrize("town", [{"groups": brentwood(policy={"daily_calls": 1})}], indirect=True)
def test_where_todays_calls_are_used_up_she_is_not_kept(town: Town) -> None:
    """No phone is about to ring: she hears that nobody could just now, and is told by when she is rung."""
    town.joins(town.ben, town.ali, rest=timedelta())
    town.ben.when_rung(LetsItRing())
    town.asks_for_shopping(town.emil)
    town.emil.waits(120)
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("2").hears("today").presses("1")
    town.rosa.hears("right").presses("1").hears("to wait on the line, press 6").presses("6")
    town.rosa.hears("nobody could just now", "we ring you back").hears_nothing_of(
        "first phones", "next", "two neighbours"
    )
    town.rosa.is_hung_up_on()


def test_it_becomes_night_while_she_waits(town: Town) -> None:
    """At eight no phone rings any more, hers neither; she is not left to wait for it."""
    town.joins(town.ben, town.ali, town.priya)
    town.rosa.waits(10 * 3600 - 130)
    for neighbour in (town.ben, town.ali, town.priya):
        neighbour.when_rung(LetsItRing())
    waits(town).hears("nobody could just now", "goodbye").is_hung_up_on()


@pytest.mark.parametrize("leaves", ["hangs up", "is rung back instead", "is put through"])
def test_however_the_wait_ends_no_queue_is_left_at_the_phone_company(town: Town, leaves: str) -> None:
    """Twilio keeps each for ever, until it is deleted: on its own, and while the two talk or she is told goodbye."""
    town.joins(town.ben)
    if leaves != "is put through":
        town.ben.when_rung(LetsItRing())
    waits(town).hears("rung back instead")
    assert [queue.name for queue in town.exchange.queues] == [town.request().id]
    if leaves == "hangs up":
        town.rosa.hangs_up()
    elif leaves == "is rung back instead":
        town.rosa.presses("1").is_hung_up_on()
    else:
        says_yes(town.ben)
        town.ben.talks_with(town.rosa).hangs_up()
    town.rosa.waits(60)
    assert list(town.exchange.queues) == []
    assert town.items()[Reason.QUEUE].state == RequestState.DONE


def test_nought_leaves_the_queue_for_a_person(town: Town) -> None:
    """As everywhere; what was asked stays asked."""
    town.joins(town.ben)
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    town.ben.when_rung(Voicemail(after=1))
    waits(town).presses("0").hears("we are ringing one of us")
    town.gwen.picks_up().hears("would like a person").presses("1").talks_with(town.rosa).hangs_up()
    town.rosa.hears("goodbye").is_hung_up_on()
    assert town.items()[Reason.ASKED].state == RequestState.DONE
    assert (town.request().state, town.request().waits_until) == (RequestState.OPEN, None)


def test_it_is_offered_only_when_somebody_can_be_asked(town: Town) -> None:
    """Whoever is next rests; so there is nothing to wait for."""
    town.joins(town.ben, paused_until=START + timedelta(days=2))
    town.asks_for_shopping(town.rosa)
    town.rosa.hears_nothing_of("to wait on the line")


@pytest.mark.parametrize(
    "town", [{"start": EARLY}, {"groups": brentwood(policy={"wait_longest": timedelta()})}], indirect=True
)
def test_it_is_not_offered_before_phones_may_ring_nor_where_a_group_does_not(town: Town) -> None:
    """Within the group's hours, whoever else is awake; and `wait_longest = "0s"` is not at all."""
    town.joins(town.ben, hours=Hours.parse("every day 06:00-23:00"))
    town.ben.when_rung(LetsItRing())
    town.asks_for_shopping(town.rosa)
    town.rosa.hears_nothing_of("to wait on the line")


def test_with_a_second_need_she_waits_for_that_one(town: Town) -> None:
    """Both are open from then on."""
    town.joins(town.ben, needs=frozenset({"medicines"}))
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("2").hears("today").presses("1")
    town.rosa.hears("right").presses("1").hears("something else too").presses("5").hears("medicines").presses("2")
    town.rosa.hears("Ongar").presses("2").hears("today").presses("2").hears("right").presses("1")
    town.rosa.hears("to wait on the line, press 6").presses("6").hears("two neighbours at a time")
    town.ben.picks_up(within=5).hears("medicines for a neighbour", "yes, press 1").presses("1")
    town.rosa.talks_with(town.ben).hangs_up()
    town.ben.hears("arranged").presses("1").is_hung_up_on().waits(5)
    assert [request.state for request in town.requests()] == [RequestState.OPEN, RequestState.SPOKEN]


def test_who_has_no_number_waits_and_is_put_through(town: Town) -> None:
    """Nobody is turned away; to be rung back is not offered, since it cannot be."""
    town.joins(town.ben)
    without_a_number(town)
    words = town.request().words.replace("-", " ")
    town.rosa.hears(words, "press 1, or just wait", "two neighbours at a time")
    says_yes(town.ben)
    town.rosa.talks_with(town.ben).hears_nothing_of("rung back instead").hangs_up()
    town.ben.hears("arranged").presses("1").is_hung_up_on().waits(5)
    assert town.request().state == RequestState.SPOKEN
    assert town.items().keys() == {Reason.QUEUE}


def test_who_has_no_number_and_has_waited_in_vain_gets_a_person(town: Town) -> None:
    """As when nobody is on duty."""
    town.joins(town.ben)
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    without_a_number(town).hears("two neighbours at a time")
    town.ben.picks_up(within=5).hears("yes, press 1").presses("2").is_hung_up_on()
    town.rosa.hears("nobody could just now", "we are ringing one of us")
    town.gwen.picks_up().hears("would like a person").presses("1").talks_with(town.rosa).hangs_up()
    town.rosa.is_hung_up_on()
    town.gwen.answers().hears("you have heard it").presses("1").is_hung_up_on()
    assert town.items()[Reason.NUMBER].about == town.request().id


def test_who_has_a_code_can_wait_too(town: Town) -> None:
    """Put through as anybody."""
    town.joins(town.ben)
    waits_with_a_code(town)
    says_yes(town.ben)
    town.rosa.talks_with(town.ben).hangs_up()
    town.ben.hears("arranged").presses("1").is_hung_up_on().waits(5)
    assert town.request().state == RequestState.SPOKEN


def test_who_has_a_code_and_has_waited_in_vain_phones_back(town: Town) -> None:
    """Nobody promises to ring them, and no coordinator is troubled."""
    town.joins(town.ben)
    waits_with_a_code(town)
    town.ben.picks_up(within=5).hears("yes, press 1").presses("2").is_hung_up_on()
    town.rosa.hears("nobody could just now", "phone us when you can, with your code").is_hung_up_on().waits(60)
    town.rosa.hears_nothing_of("we ring you back")
    assert town.items().keys() == {Reason.QUEUE}


def test_who_has_a_code_hangs_up_in_the_very_second_of_the_yes(town: Town) -> None:
    """It stays theirs who said yes: they know that the resident phones us."""
    town.joins(town.ben)
    waits_with_a_code(town)
    town.ben.picks_up(within=5).hears("yes, press 1").presses("1")
    town.rosa.hangs_up()
    town.ben.hears("no phone of their own", "it stays yours").is_hung_up_on()
    assert town.holder(town.ben)


def test_her_phone_is_in_use_and_is_not_rung_for_something_else(town: Town) -> None:
    """Neither while she waits nor while she talks; afterwards it is."""
    town.joins(town.ben)
    waits(town)
    told = item(town.world, GROUP, Reason.IT_IS_DONE, name="something", number=PhoneNumber(town.rosa.number))
    town.store.add_item(replace(told, about=town.request().id))
    says_yes(town.ben)
    town.rosa.talks_with(town.ben, seconds=600)
    assert town.rosa.displays == []
    town.rosa.hangs_up()
    town.ben.hears("arranged").presses("1").is_hung_up_on()
    town.rosa.picks_up(within=130).hears("something to tell you").hangs_up()


@pytest.mark.parametrize("town", [{"groups": brentwood(policy={"talk_limit": timedelta(minutes=2)})}], indirect=True)
def test_a_talk_ends_at_its_limit(town: Town) -> None:
    """For both, with a kind word."""
    town.joins(town.ben)
    waits(town)
    says_yes(town.ben)
    town.rosa.is_joined_with(town.ben).waits(125)
    town.ben.hears("arranged").presses("1").is_hung_up_on()
    town.rosa.hears("goodbye").is_hung_up_on()


def test_who_asks_for_somebody_else_can_wait(town: Town) -> None:
    """The neighbour hears whom they speak to first, then speaks to them, and can ring the one it is for."""
    town.joins(town.ben)
    town.emil.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("2").hears("today").presses("1")
    town.emil.hears("or somebody else, press 2").presses("2").hears("for somebody else, press 3").presses("3")
    town.emil.hears("whoever it is for").presses("02079460123#").hears("if that is right").presses("1")
    town.emil.hears("for somebody else").presses("1").hears("to wait on the line, press 6").presses("6")
    says_yes(town.ben.is_rung(within=5)).hears("first you speak to whoever asked")
    town.emil.talks_with(town.ben).hangs_up()
    town.ben.hears("the one it is for says yes").presses("5").hears("ringing them now")
    town.rosa.picks_up().hears("somebody close to you").presses("1").talks_with(town.ben).hangs_up()
    town.ben.hears("arranged").presses("1").is_hung_up_on()


def test_a_volunteer_who_phones_in_is_put_through_too(town: Town) -> None:
    """Ben is rung straight back, hears what is open, says yes, and she is there."""
    town.joins(town.ali, town.priya)
    town.joins(town.ben, hours=town.world.groups[GROUP].hours, daily_cap=0)
    for nobody in (town.ali, town.priya):
        nobody.when_rung(LetsItRing())
    waits(town)
    town.ben.dials(LINE).waits(1).presses("4").waits(1).presses("9").hears("put the phone down").hangs_up()
    town.ben.answers(within=10).hears("hear what is open").presses("1")
    town.ben.hears("shopping, in Ongar").presses("1").hears("they are on the line")
    town.rosa.hears("your neighbour is on the line").talks_with(town.ben).hangs_up()
    town.ben.hears("arranged").presses("1").is_hung_up_on()
