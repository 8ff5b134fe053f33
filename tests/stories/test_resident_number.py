"""The number to ring: asked for only when it is withheld, or another one is wanted (SPEECH.md, residents, 6)."""

from __future__ import annotations

import pytest

from hotline.numbers import PhoneNumber
from hotline.records import Reason, RequestState
from infra.local.exchange import LetsItRing, Person
from tests.stories.arranged import A_DAY, FOR_DAYS
from tests.stories.town import LINE, Town

_HERS = "07700900124"
_READ_BACK = "0 7 7 0 0, 9 0 0, 1 2 4"


def asks_from_a_withheld_number(town: Town, shown: str = "anonymous") -> Person:
    """As far as the number is asked for."""
    town.rosa.dials(LINE, withheld=shown).hears("shopping").presses("1").hears("Ongar").presses("2")
    return town.rosa.hears("today").presses("1").hears("key the number", "hash")


def test_a_withheld_number_is_asked_for_and_read_back(town: Town) -> None:
    """Keyed, ended with hash, read back digit by digit; a neighbour is then joined with that phone."""
    hers = Person(town.exchange, "+447700900124", "Rosa's mobile")
    town.joins(town.ben)
    asks_from_a_withheld_number(town).presses(f"{_HERS}#").hears(_READ_BACK, "right").presses("1")
    town.rosa.hears("shopping, in Ongar, today").presses("1").hears("goodbye").is_hung_up_on()
    town.ben.picks_up().hears("yes, press 1").presses("1").hears("It's yours").presses("1")
    hers.picks_up().hears("with a neighbour")
    town.ben.talks_with(hers)
    hers.hangs_up()
    town.ben.hears("arranged").presses("1").is_hung_up_on()


@pytest.mark.parametrize("shown", ["restricted", "unavailable", "+266696687", "+86282452253", "+33123456789", "1234"])
def test_what_is_no_number_to_ring_is_asked_for_too(town: Town, shown: str) -> None:
    """A word, that word spelled on a keypad, a country that the group does not pay for, an extension (fault 23)."""
    asks_from_a_withheld_number(town, shown).hangs_up()
    assert town.request().number is None


@pytest.mark.parametrize("keyed", ["09098790000", "08457123456", "07012345678", "999", "0033123456789", "12345"])
def test_a_number_that_would_cost_the_group_dear_is_refused_and_an_ordinary_one_taken(town: Town, keyed: str) -> None:
    """Premium, shared-cost, personal, short, foreign, malformed: no toll fraud; then asked again (fault 23)."""
    asks_from_a_withheld_number(town).presses(f"{keyed}#").hears("cannot ring that number").presses(f"{_HERS}#")
    town.rosa.hears(_READ_BACK).presses("1").hears("shopping, in Ongar").hangs_up()
    assert town.request().number == PhoneNumber("+447700900124")


def test_star_starts_a_number_over_and_two_keys_it_again(town: Town) -> None:
    """A slip of the finger is mended, before the hash and after it."""
    asks_from_a_withheld_number(town).presses(f"0770*{_HERS[:-1]}5#").hears("0 7 7 0 0, 9 0 0, 1 2 5").presses("2")
    town.rosa.hears("once more").presses(f"{_HERS}#").hears(_READ_BACK, "or just wait", "shopping, in Ongar").hangs_up()
    assert town.request().number == PhoneNumber("+447700900124")


def test_another_phone_is_wanted(town: Town) -> None:
    """For another phone, also when ringing for somebody else: keyed, read back, and rung instead of this one."""
    town.joins(town.ben)
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("2").hears("today").presses("1")
    town.rosa.hears("for another phone").presses("2").hears("for another phone").presses("1").hears("key the number")
    town.rosa.presses("02079460124#").hears("0 2 0, 7 9 4 6, 0 1 2 4").presses("1").hears("in Ongar").presses("1")
    town.rosa.hears("goodbye").is_hung_up_on()
    town.ben.picks_up().hears("yes, press 1").presses("1").hears("It's yours").presses("1")
    town.emil.picks_up().hears("with a neighbour").hangs_up()
    town.ben.hears("1").presses("2").is_hung_up_on()
    assert town.rosa.displays == []


def test_begin_again_keeps_the_other_phone(town: Town) -> None:
    """Who rings for somebody else, and changes their mind about the need, has not changed the phone."""
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("2").hears("today").presses("1")
    town.rosa.hears("for another phone").presses("2").hears("for another phone").presses("1").hears("key the number")
    town.rosa.presses("02079460124#").hears("0 1 2 4").presses("1").hears("in Ongar").presses("2")
    town.rosa.hears("begin again").presses("2").hears("medicines").presses("2").hears("Ongar").hangs_up()
    assert town.request().number == PhoneNumber(town.emil.number)


def test_begin_again_from_a_withheld_number_does_not_ask_for_it_twice(town: Town) -> None:
    """It was keyed and read back: it stays."""
    asks_from_a_withheld_number(town).presses(f"{_HERS}#").hears(_READ_BACK).presses("1").hears("in Ongar").presses("2")
    town.rosa.hears("begin again").presses("2").hears("medicines").presses("2").hears("Ongar").presses("1")
    town.rosa.hears("today").presses("2").hears("medicines, in Brentwood, today").hangs_up()
    assert town.request().number == PhoneNumber("+447700900124")


def wants_another_phone(town: Town) -> Person:
    """She keyed her number, and it was read back; then she would key another."""
    asks_from_a_withheld_number(town).presses(f"{_HERS}#").hears(_READ_BACK).presses("1").hears("in Ongar").presses("2")
    return town.rosa.hears("for another phone").presses("1").hears("key the number")


@pytest.mark.parametrize("keyed", ["", "999#"])
def test_the_number_that_was_read_back_stays_until_another_one_is(town: Town, keyed: str) -> None:
    """Keying none, or none that can be rung, changes nothing: a neighbour is joined with the first."""
    wants_another_phone(town)
    for _ in range(3 if keyed else 0):
        town.rosa.presses(keyed).waits(3)
    town.rosa.hears("we ring you").presses("1").hears("written down").hears("goodbye").is_hung_up_on()
    assert town.request().number == PhoneNumber("+447700900124")


def test_begin_again_keeps_the_number_that_no_other_took_the_place_of(town: Town) -> None:
    """It is not asked for again, and it is there."""
    wants_another_phone(town).hears("we ring you").presses("2").hears("begin again").presses("2")
    town.rosa.hears("medicines").presses("2").hears("Ongar").presses("1").hears("today").presses("2")
    town.rosa.hears("we ring you").hangs_up()
    assert town.request().number == PhoneNumber("+447700900124")


def test_another_number_called_wrong_and_none_after_it_leads_to_a_code(town: Town) -> None:
    """There is no number to ring any more, and nobody says that we ring."""
    wants_another_phone(town).presses("02079460124#").hears("0 1 2 4").presses("2").hears("once more")
    town.rosa.hears("no phone of your own, press 1").hears_nothing_of("we ring you").presses("1")
    town.rosa.hears("your code is").hangs_up()
    assert town.request().number is None


def test_another_number_called_wrong_and_the_phone_that_shows_its_number_is_rung(town: Town) -> None:
    """As it was, before the other one was keyed."""
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("2").hears("today").presses("1")
    town.rosa.hears("for another phone").presses("2").hears("for another phone").presses("1").hears("key the number")
    town.rosa.presses("02079460124#").hears("0 1 2 4").presses("2").hears("once more").hears("we ring you").presses("1")
    town.rosa.hears("goodbye").is_hung_up_on()
    assert town.request().number == PhoneNumber(town.rosa.number)


def test_nobody_without_a_number_is_turned_away(town: Town) -> None:
    """Three numbers that cannot be rung, or none: a person at once, and the need is kept."""
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    asks_from_a_withheld_number(town)
    for _ in range(3):
        town.rosa.presses("999#").waits(3)
    town.rosa.hears("we are ringing one of us")
    town.gwen.picks_up().hears("would like a person").presses("1").talks_with(town.rosa).hangs_up()
    town.rosa.hears("goodbye").is_hung_up_on()
    assert town.request().state == RequestState.OPEN
    town.gwen.answers().hears("you have heard it").presses("1").is_hung_up_on()
    assert Reason.NUMBER in town.items()


@pytest.mark.long
@pytest.mark.parametrize("town", [FOR_DAYS], indirect=True)
def test_whoever_cannot_be_rung_is_kept_for_a_week_and_then_nothing_of_their_words(town: Town) -> None:
    """Unmet, and counted so: the recording is erased at Twilio too, as at every other end."""
    town.rosa.dials(LINE, withheld="anonymous").hears("anything else").presses("4").hears("own words").presses("4")
    town.rosa.hears("(beep)").says("The fence is down").presses("#").hears("Ongar").hangs_up().waits(6 * A_DAY)
    assert town.exchange.recordings
    town.rosa.waits(2 * A_DAY)
    assert town.request().state == RequestState.UNMET
    assert town.exchange.recordings == {}


def test_by_a_withheld_number_the_person_is_a_recording_and_still_a_number_is_asked_for(town: Town) -> None:
    """Nought, nobody can pick up, and no number is shown: the words are kept, and a number if they have one."""
    town.rosa.dials(LINE, withheld="anonymous").hears("shopping").presses("0").hears("none of us", "(beep)")
    town.rosa.says("I would like to ask something").presses("#").hears("key the number").presses(f"{_HERS}#")
    town.rosa.hears("it is kept").is_hung_up_on()
    item = town.items()[Reason.ASKED]
    assert item.number == PhoneNumber("+447700900124")
    assert item.note


@pytest.mark.parametrize("keyed", ["", "999#"])
def test_without_a_number_nobody_says_that_one_of_us_rings(town: Town, keyed: str) -> None:
    """None was keyed, or three that cannot be rung: it is kept, one of us hears of it, and she is to phone again."""
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    town.gwen.when_rung(LetsItRing())
    town.rosa.dials(LINE, withheld="anonymous").hears("shopping").presses("0").hears("none of us can pick up")
    town.rosa.hears("and key a number, so that one of us can ring you").says("Please ring me").presses("#")
    town.rosa.hears("key the number")
    for _ in range(3 if keyed else 0):
        town.rosa.presses(keyed).waits(3)
    town.rosa.hears("one of us hears of it", "please phone us again").hears_nothing_of("ring you back")
    town.rosa.hears("goodbye").is_hung_up_on()
    assert town.items()[Reason.ASKED].number is None


def test_words_without_a_number_are_listened_to_and_no_ring_is_promised(town: Town) -> None:
    """Just tell us, from a phone that shows no number."""
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    town.gwen.when_rung(LetsItRing())
    town.rosa.dials(LINE, withheld="anonymous").hears("(beep)").says("I need shopping").presses("#")
    town.rosa.hears("key the number", "a person will listen to it", "please phone us again").hears("goodbye")
    town.rosa.hears_nothing_of("ring you back").is_hung_up_on()
    assert town.items()[Reason.RECORDING].number is None


def test_a_number_that_is_refused_can_be_keyed_again_for_a_person_too(town: Town) -> None:
    """As in every other place where a number is keyed."""
    town.rosa.dials(LINE, withheld="anonymous").hears("shopping").presses("0").hears("none of us", "(beep)")
    town.rosa.presses("#").hears("key the number").presses("999#").hears("cannot ring that number").presses(f"{_HERS}#")
    town.rosa.hears("it is kept").is_hung_up_on()
    assert town.items()[Reason.ASKED].number == PhoneNumber("+447700900124")
