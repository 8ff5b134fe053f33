"""A recording is played to those whom its speaker was told of, and to nobody else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hotline.ears import may_hear
from hotline.numbers import PhoneNumber
from hotline.records import Ears, Need, Reason, Request, RequestState
from infra.local.exchange import LetsItRing, Person
from tests.stories.town import GROUP, LINE, START, Town

pytestmark = pytest.mark.long

PRIVATE = "I am Rosa Hill, of 3 High Street, and it is my heart"


def says_it_in_her_own_words(town: Town) -> None:
    """She was told that a person will listen: she says who she is, where she lives and what she has."""
    town.rosa.dials(LINE).hears("just tell us", "(beep)").says(PRIVATE).presses("#")
    town.rosa.hears("a person will listen").is_hung_up_on()


def logs_it(gwen: Person) -> Person:
    """Shopping, in Ongar, today."""
    gwen.presses("5").hears("what do they need").presses("1").hears("in Ongar, press 2").presses("2")
    return gwen.hears("for today, press 1").presses("1").hears("if that is right").presses("1").hears("it is logged")


def takes_it(town: Town) -> Person:
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    says_it_in_her_own_words(town)
    return town.gwen.answers().hears("in their own words").presses("1").hears(PRIVATE, "to log it as a request")


def test_what_a_person_was_to_listen_to_is_not_played_to_neighbours_once_it_is_logged(town: Town) -> None:
    """The coordinator says it again in a few words of their own, and those are what neighbours hear."""
    gwen = takes_it(town)
    town.joins(town.ben)
    logs_it(gwen).hears("few words of your own", "(beep)").says("bread and milk").presses("#").is_hung_up_on()
    assert town.request().ears is Ears.NEIGHBOURS
    town.ben.picks_up(within=60).hears("shopping").presses("5").hears("bread and milk", "yes, press 1")
    town.ben.presses("1").hears("It's yours").hears_nothing_of(PRIVATE).hangs_up()


def test_a_coordinator_who_adds_no_words_leaves_none(town: Town) -> None:
    """What Rosa said is erased: whoever was to listen has listened."""
    gwen = takes_it(town)
    town.joins(town.ben)
    logs_it(gwen).hangs_up().when_rung(LetsItRing())
    town.ben.picks_up(within=180).hears("shopping").presses("5").hears("whoever was asked longest ago", "yes, press 1")
    town.ben.hears_nothing_of(PRIVATE).presses("2").is_hung_up_on()
    assert town.request().note is None
    town.ben.waits(26 * 3600)
    assert town.exchange.recordings == {}


@pytest.mark.parametrize("way", ["tell us", "nought"])
def test_nothing_of_it_is_played_before_a_coordinators_yes(town: Town, way: str) -> None:
    """`More` tells how coordinators are asked, and no word of Rosa's."""
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    if way == "tell us":
        says_it_in_her_own_words(town)
    else:
        town.gwen.when_rung(LetsItRing())
        town.rosa.dials(LINE).hears("shopping").presses("0").hears("none of us can pick up", "(beep)")
        town.rosa.says(PRIVATE).presses("#").is_hung_up_on()
        town.gwen.when_rung(None)
    town.gwen.answers(within=1200).hears("press 1").presses("5").hears("in turn", "yes, press 1")
    town.gwen.hears_nothing_of(PRIVATE).presses("1").hears(PRIVATE).hangs_up()


def test_something_else_in_a_few_words_is_played_to_whoever_is_asked(town: Town) -> None:
    """Whoever said it was told that neighbours may hear it."""
    town.joins(town.ben)
    town.rosa.dials(LINE).hears("anything else").presses("4").hears("own words, press 4").presses("4")
    town.rosa.hears("neighbours may hear it", "(beep)").says("a shelf put up").presses("#").hears("Ongar")
    town.rosa.presses("2").hears("today").presses("1").hears("right").presses("1").hears("goodbye").is_hung_up_on()
    town.ben.picks_up(within=60).hears("something else").presses("5").hears("a shelf put up").presses("2")
    town.ben.is_hung_up_on()


def test_who_may_hear_it_is_decided_in_one_place(town: Town) -> None:
    """A row that does not say so is an old one: only the coordinator who has taken it hears it, and only then."""
    town.joins(town.ben)
    town.joins(town.gwen, coordinator=True)
    ben, gwen = town.volunteer(town.ben), town.volunteer(town.gwen)
    old = Request(
        group=GROUP,
        id="r-1",
        state=RequestState.OPEN,
        need=Need.OTHER,
        language="en",
        words="",
        made_at=START,
        note="RE1",
    )
    assert not may_hear(old, None)
    assert not may_hear(old, ben)
    assert not may_hear(old, gwen)
    held = replace(old, state=RequestState.ACCEPTED, taken_by=ben.id)
    assert not may_hear(held, ben)
    assert may_hear(replace(held, taken_by=gwen.id), gwen)
    assert not may_hear(replace(held, taken_by=gwen.id, state=RequestState.OPEN), gwen)
    assert may_hear(replace(old, ears=Ears.NEIGHBOURS), ben)
    assert not may_hear(replace(old, ears=Ears.NEIGHBOURS, apart=frozenset({ben.id})), ben)
    complaint = replace(old, reason=Reason.LOT, number=PhoneNumber(town.rosa.number))
    assert not may_hear(replace(complaint, taken_by=gwen.id, state=RequestState.ACCEPTED), gwen)
