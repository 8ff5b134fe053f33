"""Nought, star, hash, silence and wrong keys in the resident's call (SPEECH.md, keys)."""

from __future__ import annotations

import pytest

from hotline.numbers import PhoneNumber
from hotline.records import Need, Reason, RequestState
from infra.local.exchange import Voicemail
from tests.stories.town import EARLY, LINE, Town


def seconds_of(town: Town, words: str) -> float:
    """How long Rosa listens until she hears this."""
    begun = town.world.now()
    town.rosa.hears(words)
    return (town.world.now() - begun).total_seconds()


def test_star_says_it_again_slower(town: Town) -> None:
    """The same question, more slowly, as often as it is asked for; and the answer counts as ever."""
    town.rosa.dials(LINE).hears("shopping").presses("1")
    quick = seconds_of(town, "Anywhere else, press 3")
    town.rosa.presses("*")
    slow = seconds_of(town, "Anywhere else, press 3")
    town.rosa.presses("*").hears("Anywhere else, press 3")
    assert slow > quick
    town.rosa.presses("2").hears("today").presses("1").hears("in Ongar, today").hangs_up()
    assert town.request().area == "ongar"


def test_hash_takes_back_one_step(town: Town) -> None:
    """The question before is asked again, and what is keyed then is what counts: one request, changed."""
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("#").hears("medicines").presses("2")
    town.rosa.hears("Ongar").presses("1").hears("today").presses("#").hears("Ongar").presses("2")
    town.rosa.hears("every week").presses("4").hears("medicines, in Ongar, every week").hangs_up()
    request = town.request()
    assert request.need == Need.MEDICINES


def test_hash_at_the_first_question_says_it_again(town: Town) -> None:
    """There is no step before the first."""
    town.rosa.dials(LINE).hears("anything else").presses("#").hears("anything else").presses("1").hears("Ongar")
    town.rosa.hangs_up()
    assert town.request().need == Need.SHOPPING


def test_a_wrong_key_is_told_simply_and_the_next_one_counts(town: Town) -> None:
    """Said again, simpler; nobody is sent away for it."""
    town.rosa.dials(LINE).hears("anything else").presses("8").hears("not one of these", "shopping").presses("1")
    town.rosa.hears("Ongar").presses("7").hears("roughly where are you").presses("2").hears("today").hangs_up()
    assert town.request().need == Need.SHOPPING


@pytest.mark.parametrize("keys", ["", "88"])
def test_silence_or_a_wrong_key_twice_is_just_tell_us_and_a_coordinator_hears_the_recording(
    town: Town, keys: str
) -> None:
    """The recording becomes the request; whoever takes it hears it, and is joined."""
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    town.rosa.dials(LINE).hears("anything else")
    for key in keys:
        town.rosa.presses(key).waits(3)
    town.rosa.hears("just tell us", "(beep)").says("my pension book is at the post office", 5).presses("#")
    town.rosa.hears("a person will listen to it").is_hung_up_on()
    town.gwen.answers().hears("in their own words", "to hear it").presses("1")
    town.gwen.hears("these are their words", "my pension book is at the post office", "to be joined").presses("1")
    town.rosa.picks_up().hears("Brentwood Mutual Aid")
    town.gwen.talks_with(town.rosa)
    town.rosa.hangs_up()
    town.gwen.hears("arranged").presses("1").is_hung_up_on().waits(2)
    assert town.items()[Reason.RECORDING].state == RequestState.DONE


def test_who_neither_keys_nor_says_anything_is_not_hung_up_on_and_gets_a_person(town: Town) -> None:
    """A relay call takes half a minute a turn: after all that silence, a person."""
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    town.rosa.dials(LINE).hears("just tell us", "(beep)", "we are ringing one of us")
    town.gwen.picks_up().hears("would like a person").presses("1").talks_with(town.rosa).hangs_up()
    town.rosa.hears("goodbye").is_hung_up_on().waits(2)
    assert town.items()[Reason.SILENT].state == RequestState.DONE


def test_the_second_need_told_in_ones_own_words_leaves_the_first_as_it_was(town: Town) -> None:
    """Two needs, one of them keyed and one of them said: two requests."""
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("2").hears("today").presses("1")
    town.rosa.hears("right").presses("1").hears("something else too").presses("5").hears("shopping", "just tell us")
    town.rosa.hears("(beep)").says("and somebody to look at the boiler").presses("#").hears("it is kept")
    town.rosa.is_hung_up_on()
    assert town.request().need == Need.SHOPPING
    assert Reason.RECORDING in town.items()


def test_nought_reaches_a_coordinator_live(town: Town) -> None:
    """Rung at once, while the caller waits; only one key joins them, and then nothing is left to do."""
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    town.rosa.dials(LINE).hears("shopping").presses("0").hears("we are ringing one of us")
    town.gwen.picks_up().hears("Somebody is on the line", "press 1").presses("1").talks_with(town.rosa, 60).hangs_up()
    town.rosa.hears("goodbye").is_hung_up_on().waits(120)
    assert town.gwen.displays == [LINE]
    assert town.items()[Reason.ASKED].state == RequestState.DONE


def test_nought_after_a_need_was_keyed_keeps_the_need(town: Town) -> None:
    """A person as well, not instead."""
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    town.joins(town.ben)
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("0")
    town.gwen.picks_up().hears("press 1").presses("1").talks_with(town.rosa)
    town.rosa.hangs_up()
    town.ben.picks_up().hears("shopping").presses("2").is_hung_up_on()
    assert town.request().need == Need.SHOPPING


def test_a_coordinators_voicemail_does_not_take_the_caller(town: Town) -> None:
    """Nobody there: a few words, and one of them rings back."""
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    town.gwen.when_rung(Voicemail())
    town.rosa.dials(LINE).hears("shopping").presses("0").hears("none of us can pick up", "(beep)")
    town.rosa.says("it is about the bins").presses("#").hears("one of us will ring you back").is_hung_up_on()
    town.gwen.when_rung(None)
    town.gwen.answers().hears("would like a person to ring them").presses("1").hears("it is about the bins")
    town.gwen.hears("to be joined").presses("1")
    town.rosa.picks_up()
    town.gwen.talks_with(town.rosa)
    town.rosa.hangs_up()
    town.gwen.hears("arranged").presses("1").is_hung_up_on()


@pytest.mark.parametrize("town", [{"start": EARLY}], indirect=True)
def test_nought_by_night_is_a_recording_and_it_says_so_and_a_coordinator_is_rung_in_the_morning(town: Town) -> None:
    """Nobody is woken: the recording waits for calling hours."""
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    town.rosa.dials(LINE).hears("shopping").presses("0").hears("none of us can pick up just now", "(beep)")
    town.rosa.says("please ring me").hangs_up()
    town.gwen.is_not_rung(for_seconds=8 * 60)
    town.gwen.answers().hears("would like a person").presses("1").hears("please ring me", "to be joined").presses("2")
    town.gwen.hears("quarter of an hour").is_hung_up_on()
    assert town.items()[Reason.ASKED].number == PhoneNumber(town.rosa.number)
