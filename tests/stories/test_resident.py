"""The resident's call: what do you need, roughly where, how soon; it is written down (issue 3, item 3)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hotline.numbers import PhoneNumber
from hotline.records import Need, Reason, RequestState, When
from infra.local.exchange import Person
from tests.stories.town import LINE, START, Town

# To each need by the two menus: the keys, and a word that offers the last of them.
_MENUS = {
    Need.SHOPPING: ("1", "shopping"),
    Need.MEDICINES: ("2", "medicines"),
    Need.CHAT: ("32", "friendly neighbour"),
    Need.DOG: ("41", "dog"),
    Need.GARDEN: ("42", "garden"),
    Need.RUBBISH: ("43", "rubbish"),
    Need.OTHER: ("44", "own words"),
}


def where_and_when(person: Person, keys: str = "21") -> Person:
    """The two questions after the need, and the read-back's yes."""
    person.hears("Ongar", "anywhere else").presses(keys[0]).hears("every week").presses(keys[1])
    return person.hears("right").presses("1").hears("written down")


@pytest.mark.parametrize("need", _MENUS)
def test_each_need_has_its_keys_and_the_neighbour_who_is_rung_hears_which(town: Town, need: Need) -> None:
    """All needs are behind two flat menus; the eighth, someone to listen, is put through (see below)."""
    town.joins(town.ben)
    keys, offered = _MENUS[need]
    town.rosa.dials(LINE).hears("nine nine nine", "shopping", "anything else")
    for key in keys[:-1]:
        town.rosa.presses(key)
    town.rosa.hears(offered).presses(keys[-1])
    if need == Need.OTHER:
        town.rosa.hears("names", "(beep)").says("a shelf put up").presses("#")
    where_and_when(town.rosa).is_hung_up_on()
    spoken = {Need.CHAT: "friendly chat", Need.OTHER: "something else"}.get(need, need)
    town.ben.picks_up().hears(spoken, "Ongar", "today").presses("2").is_hung_up_on()
    assert town.request().need == need


@pytest.mark.parametrize(("key", "area"), [("1", "brentwood"), ("2", "ongar"), ("3", None)])
def test_roughly_where(town: Town, key: str, area: str | None) -> None:
    """One of the group's areas, or anywhere else."""
    town.rosa.dials(LINE).hears("shopping").presses("1")
    where_and_when(town.rosa, f"{key}1").is_hung_up_on()
    assert town.request().area == area


@pytest.mark.parametrize(("key", "when"), [("1", When.TODAY), ("2", When.SOON), ("3", When.WEEKLY)])
def test_how_soon(town: Town, key: str, when: When) -> None:
    """Today, in the next few days, or every week."""
    town.rosa.dials(LINE).hears("shopping").presses("1")
    where_and_when(town.rosa, f"2{key}").is_hung_up_on()
    assert town.request().when == when


def test_it_is_read_back_and_promised_and_has_two_words(town: Town) -> None:
    """The read-back is what was keyed; a time is promised; the words are those that the neighbour will say."""
    town.joins(town.ben, paused_until=START + timedelta(days=1))
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("2").hears("today").presses("1")
    town.rosa.hears("shopping", "in Ongar", "today", "right").presses("1")
    words = town.request().words.replace("-", " ")
    town.rosa.hears("by half past twelve", words, "card or PIN", "goodbye").is_hung_up_on()
    assert town.request().number == PhoneNumber(town.rosa.number)


def test_waiting_means_yes_that_is_right(town: Town) -> None:
    """What means `that is right` also happens by itself after a pause."""
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("2").hears("today").presses("1")
    town.rosa.hears("right", "or just wait", "written down", "goodbye").is_hung_up_on()
    assert town.request().state == RequestState.OPEN


def test_two_needs_in_one_call_are_two_requests(town: Town) -> None:
    """One key more, and the second is logged like the first."""
    town.rosa.dials(LINE).hears("shopping").presses("1")
    where_and_when(town.rosa).hears("something else too, press 5").presses("5").hears("medicines").presses("2")
    town.rosa.hears("Brentwood").presses("1").hears("one one one", "next few days, press 3").presses("3")
    town.rosa.hears("medicines, in Brentwood, in the next few days").presses("1").hears("goodbye").is_hung_up_on()
    assert {(r.need, r.area, r.when) for r in town.requests()} == {
        (Need.SHOPPING, "ongar", When.TODAY),
        (Need.MEDICINES, "brentwood", When.SOON),
    }


def test_begin_again_changes_the_same_request(town: Town) -> None:
    """Keyed anew, it is one request and not two."""
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("2").hears("today").presses("1")
    town.rosa.hears("to change it").presses("2").hears("begin again").presses("2")
    town.rosa.hears("medicines").presses("2").hears("Brentwood").presses("1").hears("every week").presses("4")
    town.rosa.hears("medicines, in Brentwood, every week").presses("1").hears("written down").is_hung_up_on()
    request = town.request()
    assert (request.need, request.area, request.when) == (Need.MEDICINES, "brentwood", When.WEEKLY)


def test_begin_again_with_someone_to_talk_to_offers_the_listening_line(town: Town) -> None:
    """Nobody in distress waits in a rotation without knowing of the listening line."""
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("2").hears("today").presses("1")
    town.rosa.hears("to change it").presses("2").hears("begin again").presses("2")
    town.rosa.hears("someone to talk to").presses("3").hears("Samaritans").presses("2")
    where_and_when(town.rosa).is_hung_up_on()
    assert town.request().need == Need.CHAT


@pytest.mark.parametrize("key", ["6", "8", "9"])
def test_begin_again_offers_only_what_can_be_had_instead(town: Town, key: str) -> None:
    """No key leads away from what is asked for, to the meeting, to helping or to news; how we work can be heard."""
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("2").hears("today").presses("1")
    town.rosa.hears("to change it").presses("2").hears("begin again").presses("2").hears("anything else").presses("4")
    town.rosa.hears("for a dog, press 1", "how we work, press 7")
    town.rosa.hears_nothing_of("tell the group something", "to help neighbours", "for news").presses(key)
    town.rosa.hears("for a dog").presses("7").hears("about two minutes").presses("2")
    town.rosa.hears("for medicines").presses("2")
    where_and_when(town.rosa).is_hung_up_on()
    assert (town.request().need, town.request().state) == (Need.MEDICINES, RequestState.OPEN)


def test_no_volunteers_at_all_the_truth_is_told_the_request_kept_and_a_coordinator_told(town: Town) -> None:
    """Said honestly, at once; and a person hears of it, who may take it."""
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("2").hears("today").presses("1")
    town.rosa.hears("right").presses("1").hears("written down", "no neighbour for this yet").is_hung_up_on()
    assert town.request().state == RequestState.OPEN
    assert Reason.NOBODY in town.items()
    town.gwen.answers().hears("shopping", "Ongar", "today", "no volunteer for it").presses("1")
    town.gwen.hears("It's yours").presses("1")
    town.rosa.picks_up().hears("with a neighbour")
    town.gwen.talks_with(town.rosa)
    town.rosa.hangs_up()
    town.gwen.hears("arranged").presses("1").is_hung_up_on().waits(2)
    assert town.holder(town.gwen)
    assert town.request().state == RequestState.SPOKEN
