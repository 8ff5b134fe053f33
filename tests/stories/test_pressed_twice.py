"""A key that is pressed twice, too late, or out of habit answers one question, and not the next one too."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hotline.numbers import PhoneNumber
from hotline.records import RequestState
from infra.local.exchange import Person
from tests.stories.phoning_in import phones_for_news
from tests.stories.town import LINE, START, Town


def is_read_back(town: Town) -> Person:
    """Shopping, in Ongar, today, up to its read-back."""
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("2").hears("today").presses("1")
    return town.rosa.hears("if that is right")


@pytest.mark.parametrize("seconds", [0.2, 3, 12])
@pytest.mark.parametrize("key", ["1", "2"])
def test_a_late_key_after_the_read_back_cuts_nothing_and_asks_for_nothing(town: Town, key: str, seconds: float) -> None:
    """By when and the two words are heard to their end, and there is one request, as it was read back."""
    town.joins(town.ben)
    is_read_back(town).presses("1").waits(seconds).fumbles(key)
    town.rosa.hears("by half past twelve", town.request().words.replace("-", " "), "card or PIN", "goodbye")
    town.rosa.is_hung_up_on()
    assert (town.request().state, town.request().area) == (RequestState.OPEN, "ongar")
    town.ben.picks_up().hears("shopping").presses("2").is_hung_up_on()


def test_something_else_too_has_a_key_that_the_read_back_has_not(town: Town) -> None:
    """5 is something else; it, too, cuts neither the time nor the words."""
    town.joins(town.ben, paused_until=START + timedelta(days=1))
    is_read_back(town).presses("1").hears("written down").presses("5")
    town.rosa.hears("by half past twelve", town.request().words.replace("-", " "), "something else too, press 5")
    town.rosa.presses("5").hears("medicines, press 2").hangs_up()


def test_a_number_that_ends_in_two_hashes_is_read_back(town: Town) -> None:
    """The second hash is no step back."""
    town.rosa.dials(LINE, withheld="anonymous").hears("shopping").presses("1").hears("Ongar").presses("2")
    town.rosa.hears("today").presses("1").hears("key the number").presses("02079460124#").waits(0.3).fumbles("#")
    town.rosa.hears("we will ring", "0 1 2 4", "if that is right").hears_nothing_of("once more").hangs_up()


def test_to_cancel_takes_two_decisions(town: Town) -> None:
    """Pressed twice at once it is asked whether they are sure, and stays."""
    request = town.asks_for_shopping(town.rosa)
    phones_for_news(town.rosa).hears("to change or cancel").presses("3").hears("to cancel it").presses("5")
    town.rosa.waits(0.4).fumbles("5").hears("press 5 again", "it stays as it was").is_hung_up_on()
    assert town.request().state == request.state == RequestState.OPEN


def test_to_stop_these_calls_takes_two_decisions_and_silence_asks_again(town: Town) -> None:
    """Pressed twice at once it is asked whether they are sure; and whoever waits may still say yes."""
    town.joins(town.ben)
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("yes, press 1").presses("8").waits(0.4).fumbles("8").hears(
        "press 8 again", "yes, press 1"
    )
    town.ben.presses("1").hears("It's yours").presses("2").is_hung_up_on()
    assert town.holder(town.ben)
    assert not town.volunteer(town.ben).stopped


def test_to_leave_takes_two_decisions(town: Town) -> None:
    """Everything about somebody is not erased by one thumb."""
    town.joins(town.ben)
    phones_for_news(town.ben).hears("to leave for good").presses("8").waits(0.4).fumbles("8")
    town.ben.hears("press 8 again", "it stays as it was").is_hung_up_on()
    assert town.volunteer(town.ben).number == PhoneNumber(town.ben.number)


def test_press_1_to_hear_pressed_twice_says_nothing_is_done(town: Town) -> None:
    """Where the next question takes a 1 as well."""
    town.joins(town.ben)
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("yes, press 1").presses("1").hears("It's yours").presses("2").is_hung_up_on()
    town.ben.answers(within=1200).waits(0.4).fumbles("1").hears("to be joined, press 1").hangs_up()
    assert town.request().joined_at is None


def test_who_ends_each_key_with_hash_is_not_led_in_a_circle(town: Town) -> None:
    """Once it is taken for a step back; the same key and hash again, and it means nothing in this call."""
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("#")
    town.rosa.hears("shopping").hears_nothing_of("just tell us").presses("1").hears("Ongar").presses("#")
    town.rosa.hears("Ongar").presses("2").hears("today").presses("#").hears("today").presses("1")
    town.rosa.hears("shopping, in Ongar, today").presses("#").hears("shopping, in Ongar, today").presses("1")
    town.rosa.hears("written down").is_hung_up_on()
    assert town.request().area == "ongar"


def test_who_presses_only_hash_comes_to_just_tell_us(town: Town) -> None:
    """There is no step before the first, and nobody hears the first menu for ever."""
    town.rosa.dials(LINE).hears("anything else").presses("#").hears("press one of these keys", "shopping").presses("#")
    town.rosa.hears("just tell us", "(beep)").hangs_up()


def test_a_step_back_to_the_first_menu_does_not_say_the_welcome_again(town: Town) -> None:
    """They have heard it."""
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("#").hears("for shopping, press 1")
    assert town.rosa.transcript.this_call.count("neighbours helping neighbours") == 1
    town.rosa.hangs_up()


def test_silence_and_a_wrong_key_have_different_words(town: Town) -> None:
    """Whoever has just pressed a key does not wonder whether their phone is broken."""
    town.rosa.dials(LINE).hears("anything else").presses("8").hears("that key is not one of these", "shopping")
    town.rosa.hangs_up()
    town.rosa.dials(LINE).hears("anything else", "press one of these keys", "shopping")
    town.rosa.hears_nothing_of("is not one of these").hangs_up()


@pytest.mark.parametrize("number", ["0#", "0"])
def test_a_nought_alone_is_a_person_where_a_number_is_keyed_too(town: Town, number: str) -> None:
    """No number is a nought."""
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    town.rosa.dials(LINE, withheld="anonymous").hears("shopping").presses("1").hears("Ongar").presses("2")
    town.rosa.hears("today").presses("1").hears("key the number").presses(number).hears("we are ringing one of us")
    town.gwen.picks_up().hears("would like a person").presses("1").talks_with(town.rosa).hangs_up()
    town.rosa.is_hung_up_on()
    town.gwen.answers().hears("a phone that we cannot ring", "you have heard it").presses("1").is_hung_up_on()
