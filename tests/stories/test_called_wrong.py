"""What a caller has called wrong is not kept: a number that was miskeyed, and words before they began again."""

from __future__ import annotations

from tests.stories.town import LINE, Town


def test_another_phone_miskeyed_and_then_silence(town: Town) -> None:
    """The phone that they are on is rung, and not the stranger's whose number they had keyed."""
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("2").hears("today").presses("1")
    town.rosa.hears("or somebody else, press 2").presses("2").hears("another phone, press 1").presses("1")
    town.rosa.hears("key the number").presses("02079460124#").hears("0 1 2 4", "press 2").presses("2")
    town.rosa.hears("once more", "we ring you", "written down").is_hung_up_on()
    number = town.request().number
    assert number
    assert number.e164 == town.rosa.number


def test_a_number_miskeyed_on_a_phone_that_shows_none(town: Town) -> None:
    """They take a code instead: nobody's number is on the row."""
    town.rosa.dials(LINE, withheld="anonymous").hears("shopping").presses("1").hears("Ongar").presses("2")
    town.rosa.hears("today").presses("1").hears("key the number").presses("02079460124#").hears("0 1 2 4", "press 2")
    town.rosa.presses("2").hears("once more", "no phone of your own, press 1").presses("1").hears("then 9")
    town.rosa.is_hung_up_on()
    assert town.request().number is None


def test_own_words_and_then_a_need_that_has_a_key(town: Town) -> None:
    """What they had said before they began again is played to nobody, and erased."""
    town.joins(town.ben)
    town.rosa.dials(LINE).hears("anything else").presses("4").hears("in your own words, press 4").presses("4")
    town.rosa.hears("(beep)").says("I am ill, 5 High Street").presses("#").hears("Ongar")
    town.rosa.presses("2").hears("today").presses("1").hears("right", "press 2").presses("2")
    town.rosa.hears("begin again, press 2").presses("2").hears("shopping").presses("1").hears("Ongar").presses("2")
    town.rosa.hears("today").presses("1").hears("right").presses("1").hears("written down").is_hung_up_on()
    town.ben.picks_up().hears("shopping").presses("5").hears("yes, press 1").hears_nothing_of("high street").hangs_up()
    town.rosa.waits(180)
    assert town.exchange.recordings == {}
