"""Never spoken, a shared landline, no phone of one's own, and what worried somebody (faults 44, 45, 46, 48)."""

from __future__ import annotations

import pytest

from hotline.records import Need, Reason, RequestState
from infra.local.exchange import LetsItRing, Person
from tests.stories.town import LINE, Town
from tests.stories.wronged import BEFORE, both_decide, hears_that_it_was_heard, rosa_complains, told


def test_fault_44_accepted_and_then_the_two_never_speak(town: Town) -> None:
    """Due again in 15 minutes: the volunteer is asked; they cannot after all, and it goes round again at once."""
    town.joins(town.ben, town.ali)
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("yes, press 1").presses("1").hears("It's yours").hangs_up()
    town.ben.is_not_rung(for_seconds=14 * 60)
    town.ben.answers(within=150).hears("you said yes", "someone else, please, 4").presses("4").is_hung_up_on()
    town.ali.picks_up(within=30).hears("shopping").presses("1").hears("It's yours").presses("1")
    town.rosa.picks_up()
    town.ali.talks_with(town.rosa)
    town.rosa.hangs_up()
    town.ali.hears("arranged").presses("1").is_hung_up_on().waits(2)
    assert town.holder(town.ali)
    assert town.request().state == RequestState.SPOKEN


def test_fault_44_who_cannot_be_reached_any_more_holds_nothing_up(town: Town) -> None:
    """Asked twice, no answer: round again, they are to hear so, and the resident is not forgotten."""
    town.joins(town.ben, town.ali)
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("yes, press 1").presses("1").hears("It's yours").hangs_up().when_rung(LetsItRing())
    town.ali.picks_up(within=50 * 60).hears("shopping").presses("2").is_hung_up_on()
    assert len(town.ben.displays) == 4
    assert town.request().state == RequestState.OPEN


def test_fault_45_two_people_share_a_landline(town: Town) -> None:
    """Nothing is merged, nothing is told unasked: the second caller hears what any caller hears."""
    town.joins(town.ben, town.ali)
    first = town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("yes, press 1").presses("1").hears("It's yours").presses("3").is_hung_up_on()
    town.rosa.dials(LINE).hears("shopping").presses("2").hears("Ongar").presses("1").hears("today").presses("2")
    town.rosa.hears("medicines, in Brentwood").presses("1").hears("written down").is_hung_up_on()
    town.rosa.hears_nothing_of("in Ongar, today", first.words.replace("-", " "), "you asked", "already")
    town.ali.picks_up().hears("medicines").presses("2").is_hung_up_on()
    assert [(request.need, request.state) for request in town.requests()] == [
        (Need.SHOPPING, RequestState.ACCEPTED),
        (Need.MEDICINES, RequestState.OPEN),
    ]


def test_fault_45_the_same_need_twice_is_for_that_phone_to_sort_out(town: Town) -> None:
    """Perhaps the same again, perhaps another's: kept apart, and asked about on the call that we place to it."""
    for _ in range(2):
        town.rosa.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("2").hears("today").presses("1")
        town.rosa.hears("shopping, in Ongar").presses("1").hears("written down").is_hung_up_on().waits(2)
    town.rosa.hears_nothing_of("more than once", "already")
    town.rosa.dials(LINE).hears("anything else").presses("4").hears("press 9").presses("9").is_hung_up_on()
    town.rosa.answers(within=10).hears("more than once from this phone")
    town.rosa.hears("if each is wanted, press 1").presses("1").hears("asked for each", "shopping, today, ", "press 2")
    town.rosa.hangs_up()
    assert [request.state for request in town.requests()] == [RequestState.OPEN] * 2


def test_fault_45_a_volunteer_of_the_same_household_is_not_rung_about_it(town: Town) -> None:
    """The phone that asked is not the phone that is asked."""
    shared = Person(town.exchange, "+442079460123", "Rosa and Tom")
    town.joins(shared, town.ben)
    town.asks_for_shopping(shared)
    town.ben.picks_up().hears("shopping").presses("2").is_hung_up_on()
    assert shared.displays == []


def test_fault_46_who_has_no_phone_of_their_own_gets_a_person_at_once(town: Town) -> None:
    """From a call box: no number to give, nobody is turned away; the need is kept, and a coordinator is on the line."""
    town.joins(town.ben)
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    town.rosa.dials(LINE, withheld="unavailable").hears("shopping").presses("1").hears("Ongar").presses("2")
    town.rosa.hears("today").presses("1").hears("key the number", "key the whole phone number", "no phone of your own")
    town.rosa.hears("you can wait on the line", "for a person, press nought").presses("0").hears("one of us")
    town.gwen.picks_up().hears("would like a person").presses("1").talks_with(town.rosa, 120)
    town.rosa.hangs_up()
    town.gwen.answers(within=4000).hears("a phone that we cannot ring").presses("1").is_hung_up_on()
    assert (town.request().need, town.request().number) == (Need.SHOPPING, None)
    assert town.ben.displays == []


def test_fault_46_hanging_up_from_a_withheld_number_tells_a_coordinator(town: Town) -> None:
    """A need that nobody could ring back about: a neighbour could not be joined, so a person is told."""
    town.joins(town.ben)
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    town.rosa.dials(LINE, withheld="anonymous").hears("shopping").presses("1").hears("Ongar").hangs_up()
    town.gwen.answers().hears("a phone that we cannot ring").presses("1").is_hung_up_on()
    assert town.request().state == RequestState.OPEN
    assert Reason.NUMBER in town.items()


@pytest.mark.long
def test_fault_48_a_complaint_reaches_two_others_who_are_not_the_one_complained_of(town: Town) -> None:
    """Gwen, a coordinator, took it herself: Priya and Ali hear both, and doors pause for her until they have."""
    town.joins(town.gwen, coordinator=True)
    town.joins(town.priya, needs=frozenset(), coordinator=True)
    town.joins(town.ali, needs=frozenset(), drawn=True)
    town.asks_for_shopping(town.rosa)
    town.gwen.picks_up().hears("yes, press 1").presses("1").hears("It's yours").presses("3").is_hung_up_on().waits(5)
    rosa_complains(town)
    told(town.gwen, "chats only")
    both_decide(town, town.rosa, town.gwen, BEFORE, BEFORE, among=(town.priya, town.ali))
    told(town.gwen, "as before")
    hears_that_it_was_heard(town.rosa)
    assert town.items()[Reason.LOT].state == RequestState.DONE
