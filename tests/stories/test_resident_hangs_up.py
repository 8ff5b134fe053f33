"""Hanging up keeps what was said so far (SPEECH.md, residents, 4)."""

from __future__ import annotations

import pytest

from hotline.numbers import PhoneNumber
from hotline.records import Need, RequestState
from infra.local.exchange import LetsItRing
from tests.stories.phoning_in import phones_for_news
from tests.stories.town import GROUP, LINE, Town

pytestmark = pytest.mark.long

# What is heard, and what is then pressed, from hello to goodbye.
_CALL = (
    ("shopping", "1"),
    ("Ongar", "2"),
    ("today", "1"),
    ("right", "2"),
    ("for another phone", "1"),
    ("key the number", "07700900124#"),
    ("9 0 0, 1 2 4", "1"),
    ("right", "1"),
    ("written down", ""),
    ("something else", "5"),
    ("anything else", "4"),
    ("own words", ""),
)


@pytest.mark.parametrize("steps", range(1, len(_CALL) + 1))
@pytest.mark.parametrize("listens", [0.0, 1.5])
def test_after_any_step_a_request_is_left_and_a_neighbour_is_rung(town: Town, steps: int, listens: float) -> None:
    """At every moment after a need was keyed: at once, or in the middle of the next words."""
    town.joins(town.ben)
    town.rosa.dials(LINE)
    for heard, pressed in _CALL[:steps]:
        town.rosa.hears(heard).presses(pressed)
    town.rosa.waits(listens).hangs_up()
    town.ben.picks_up(within=30).hears("shopping for a neighbour").presses("2").is_hung_up_on()
    request = town.request()
    assert (request.need, request.state) == (Need.SHOPPING, RequestState.OPEN)
    assert request.area == ("ongar" if steps >= 3 else None)  # written with `how soon`: three writes at the most


def test_with_a_number_half_keyed_the_need_is_kept(town: Town) -> None:
    """The digits so far are no number; the phone that called is."""
    town.joins(town.ben)
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("2").hears("today").presses("1")
    town.rosa.hears("change").presses("2").hears("another phone").presses("1").hears("key").presses("0770").hangs_up()
    town.ben.picks_up(within=30).hears("shopping").presses("1").hears("It's yours").presses("1")
    town.rosa.picks_up().hears("with a neighbour").hangs_up()
    town.ben.hears("1").presses("2").is_hung_up_on()


def test_in_the_middle_of_the_voice_note_what_was_said_is_kept(town: Town) -> None:
    """The recording is the request's, whole or not; a neighbour can hear it."""
    town.joins(town.ben)
    town.rosa.dials(LINE).hears("anything else").presses("4").hears("own words").presses("4").hears("(beep)")
    town.rosa.says("a lamp that").hangs_up()
    town.ben.picks_up(within=30).hears("something else", "more, 5").presses("5").hears("a lamp that", "yes, press 1")
    town.ben.presses("2").is_hung_up_on()
    assert town.request().need == Need.OTHER


def test_before_any_key_or_word_it_is_a_missed_call(town: Town) -> None:
    """Not rung back: the phone may be shared."""
    town.joins(town.ben)
    town.rosa.dials(LINE).hears("shopping").hangs_up().waits(300)
    assert town.requests() == []
    assert town.items() == {}


def test_while_the_phone_of_a_coordinator_rings_for_them(town: Town) -> None:
    """The ringing stops, and a coordinator is asked to ring back."""
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    town.rosa.dials(LINE).hears("shopping").presses("0").hears("one of us")
    town.gwen.is_rung()
    town.rosa.hangs_up()
    town.gwen.stops_ringing()
    town.gwen.answers().hears("would like a person to ring them").presses("2").is_hung_up_on()


def test_in_the_second_menu_a_person_rings_them_back(town: Town) -> None:
    """They looked for something else, and were lost: that is more than a missed call."""
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    town.rosa.dials(LINE).hears("anything else").presses("4").hears("For a dog").hangs_up()
    town.gwen.answers(within=10).hears("would like a person to ring them").presses("1")
    town.gwen.hears("It's yours").presses("1")
    town.rosa.picks_up().hears("with a neighbour")
    town.gwen.talks_with(town.rosa).hangs_up()
    town.rosa.is_hung_up_on()


def test_a_need_from_the_second_menu_is_all_that_is_asked_for(town: Town) -> None:
    """What was kept at `anything else` becomes that need: no coordinator is rung as well."""
    town.joins(town.ben)
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    town.rosa.dials(LINE).hears("anything else").presses("4").hears("For a dog").presses("1").hears("Ongar").hangs_up()
    town.ben.picks_up(within=10).hears("a dog").presses("2").is_hung_up_on()
    assert (town.request().need, town.gwen.displays) == (Need.DOG, [])


@pytest.mark.parametrize(
    ("key", "heard"),
    [("6", "our next meeting"), ("7", "asked longest ago"), ("8", "ring"), ("9", "cannot ring the phone")],
)
def test_what_asks_for_nothing_rings_nobody(town: Town, key: str, heard: str) -> None:
    """Telling the group, the rule, helping and news keep what is theirs: no coordinator is rung for them."""
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    town.mallory.dials(LINE, withheld="anonymous").hears("anything else").presses("4").hears("news").presses(key)
    town.mallory.hears(heard).hangs_up().waits(300)
    assert town.gwen.displays == []
    assert {request.number for request in town.store.requests(GROUP)} <= {None}


def test_after_the_rule_a_need_is_kept_as_ever(town: Town) -> None:
    """The first menu again: what was withdrawn stands in nobody's way."""
    town.joins(town.ben)
    town.rosa.dials(LINE).hears("anything else").presses("4").hears("news").presses("7").hears("asked longest ago")
    town.rosa.presses("2").hears("shopping").presses("1").hears("Ongar").hangs_up()
    town.ben.picks_up(within=10).hears("shopping").presses("2").is_hung_up_on()


@pytest.mark.parametrize("key", ["0", ""])
def test_who_asks_for_a_person_there_is_rung_once(town: Town, key: str) -> None:
    """By nought, or by saying nothing at all: one wish, one item."""
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    town.gwen.when_rung(LetsItRing())
    town.rosa.dials(LINE).hears("anything else").presses("4").hears("For a dog")
    if key:
        town.rosa.presses(key)
    town.rosa.hears("ringing one of us").hears("(beep)").hangs_up().waits(5)
    waiting = [request for request in town.store.requests(GROUP) if request.state is RequestState.OPEN]
    assert [request.number for request in waiting] == [PhoneNumber(town.rosa.number)]
    town.gwen.when_rung(None)
    town.gwen.is_rung()


def test_whoever_phones_for_news_at_once_does_not_hear_that_it_is_over(town: Town) -> None:
    """We were not told of the end of the first call: it is not said to be erased, and a neighbour is rung."""
    town.joins(town.ben)
    town.exchange.faults.drop("CallStatus=completed")
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("2").hears("today").hangs_up()
    phones_for_news(town.rosa).hears("only just been asked for", "ring us again in a while")
    town.rosa.hears_nothing_of("erased").is_hung_up_on()
    town.ben.picks_up(within=600).hears("shopping").hangs_up()
    town.exchange.expects_error("did not answer within 15 seconds")
