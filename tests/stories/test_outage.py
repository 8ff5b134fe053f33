"""Nobody at our end answers for an hour: what was said to the fallback, and who said nothing, is found afterwards."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from hotline.numbers import PhoneNumber
from hotline.records import Need, OfferState, Reason, RequestState
from infra.local.exchange import LetsItRing, Person, PicksUp
from tests.stories.town import GROUP, LINE, START, Town, brentwood

WORDS = "Some bread and milk, please. Ongar."
AN_HOUR, A_DAY = 3600.0, 24 * 3600.0
OURS = "POST https://line.example"  # the fallback, asked by GET, is told in its URL what failed
QUIET = {"rest": timedelta(), "daily_cap": 24}  # a coordinator who can be asked at any time


def breaks(town: Town, *, clock: bool = True) -> None:
    """No connection to any address of ours; with the region, the clock is gone for an hour too."""
    town.exchange.faults.refuse(OURS, times=None)
    if not clock:
        town.line.lose_the_clock(seconds=AN_HOUR)


def comes_back(town: Town) -> None:
    town.exchange.faults.mend(OURS)
    town.exchange.expects_error("failed")


def leaves_words(person: Person, words: str = WORDS, **dialling: Any) -> None:
    person.dials(LINE, **dialling).hears("Brentwood Mutual Aid", "our line is broken", "nine nine nine", "(beep)")
    person.says(words).presses("#").hears("it is kept").is_hung_up_on()


def coordinates(person: Person, town: Town) -> None:
    town.joins(person, needs=frozenset(), coordinator=True, **QUIET)


def people(town: Town, numbers: str, name: str) -> list[Person]:
    return [Person(town.exchange, f"{numbers}{nth}", f"{name} {nth}") for nth in range(1, 10)]


def logs_whatever_it_is(coordinator: Person) -> None:
    """Takes each recording, hears it, and logs it as shopping in Ongar, today."""
    coordinator.when_rung(PicksUp(after=2))
    coordinator.when_hears("press 1 to hear", press="1")
    coordinator.when_hears("in their own words", "press 1", press="1")
    coordinator.when_hears(WORDS, "to log it", press="5")
    coordinator.when_hears("what do they need", "for shopping, press 1", press="1")
    coordinator.when_hears("in Ongar, press 2", press="2")
    coordinator.when_hears("for today, press 1", press="1")
    coordinator.when_hears("if that is right, press 1", press="1")


def waits_until_taken(town: Town, requests: int) -> None:
    """Two hours at the most."""
    for _ in range(120):
        if len([request for request in town.requests() if request.taken_by]) == requests:
            break
        town.rosa.waits(60)


def says_yes_and_does_it(neighbour: Person) -> None:
    neighbour.when_rung(PicksUp(after=2))
    neighbour.when_hears("yes, press 1. no thanks", press="1")
    neighbour.when_hears("press 1 to hear", press="1")
    neighbour.when_hears("in a quarter of an hour, 3", press="3")
    neighbour.when_hears("it is arranged, 2", press="2")
    neighbour.when_hears("it is arranged, press 2", press="2")
    neighbour.when_hears("is it done? yes, press 1", press="1")


@pytest.mark.long
@pytest.mark.parametrize(
    "clock",
    [pytest.param(True, id="the front door"), pytest.param(False, id="the whole region")],
)
def test_nine_residents_phone_while_nothing_answers_and_nine_neighbours_are_found(town: Town, *, clock: bool) -> None:
    """For an hour the fallback records; the line comes back, each recording is logged with a key, and none twice."""
    residents, neighbours = people(town, "+44207946020", "Resident"), people(town, "+44770090020", "Neighbour")
    town.joins(town.gwen, town.priya, needs=frozenset(), coordinator=True, **QUIET)
    town.joins(*neighbours)
    breaks(town, clock=clock)
    for resident in residents:
        leaves_words(resident)
        resident.waits(350)
    town.rosa.waits((START + timedelta(hours=1) - town.world.now()).total_seconds())
    assert list(town.store.requests(GROUP)) == []
    comes_back(town)
    for coordinator in (town.gwen, town.priya):
        logs_whatever_it_is(coordinator)
    for neighbour in neighbours:
        says_yes_and_does_it(neighbour)
    waits_until_taken(town, len(residents))
    town.rosa.waits(300)
    logged = town.requests()
    assert [request.need for request in logged] == [Need.SHOPPING] * 9
    assert {request.number for request in logged} == {PhoneNumber(resident.number) for resident in residents}
    assert {request.taken_by for request in logged} == {PhoneNumber(one.number).opaque for one in neighbours}
    assert town.items().keys() == {Reason.ERASE}  # of each recording, which nobody is played any more
    assert len(town.gwen.displays) + len(town.priya.displays) < 9  # one call tells of all that waits


@pytest.mark.long
@pytest.mark.parametrize(
    "town", [{"groups": brentwood(policy={"keep_after_spoken": timedelta(hours=2)})}], indirect=True
)
def test_the_words_are_erased_as_all_others_are(town: Town) -> None:
    """When the help is done, at the carrier too; and nobody comes upon that call again."""
    coordinates(town.gwen, town)
    town.joins(town.ben)
    breaks(town)
    leaves_words(town.rosa)
    town.rosa.waits(60)
    comes_back(town)
    logs_whatever_it_is(town.gwen)
    says_yes_and_does_it(town.ben)
    town.rosa.waits(A_DAY + 2 * 3600)
    assert town.request().state == RequestState.DONE
    assert [item for item in town.items().values() if item.state is not RequestState.DONE] == []
    assert town.exchange.recordings == {}


def test_whoever_hung_up_without_a_word_is_rung_back_once(town: Town) -> None:
    """Three tries from one phone are one call of a coordinator's, who is joined to them."""
    coordinates(town.gwen, town)
    breaks(town)
    for seconds in (2, 8, 20):
        town.rosa.dials(LINE).waits(seconds).hangs_up().waits(120)
    comes_back(town)
    town.gwen.answers(within=1200).hears("phoned while our line was broken", "left no words").presses("1")
    town.gwen.hears("to be joined").presses("1")
    town.rosa.picks_up().hears("with a neighbour")
    town.gwen.talks_with(town.rosa)
    town.rosa.hangs_up()
    town.gwen.hears("is it arranged? yes, press 1", "try later").hears_nothing_of("a ring afterwards").presses("1")
    town.gwen.is_hung_up_on().waits(A_DAY)
    assert len(town.gwen.displays) == 1
    assert [request.reason for request in town.store.requests(GROUP)] == [Reason.OUTAGE]


def test_whoever_stays_silent_is_told_so_honestly_and_rung_back(town: Town) -> None:
    """No words, no thanks for words; but the phone is known."""
    coordinates(town.gwen, town)
    breaks(town)
    town.rosa.dials(LINE).hears("(beep)", "if you said nothing", "ring us again")
    town.rosa.is_hung_up_on().waits(60)
    comes_back(town)
    town.gwen.answers(within=1200).hears("left no words").presses("2").is_hung_up_on()
    assert town.items()[Reason.OUTAGE].number == PhoneNumber(town.rosa.number)


def test_whoever_withholds_their_number_is_heard_if_they_said_it(town: Town) -> None:
    """The coordinator who hears it keys the number; who said nothing, and showed none, can be rung by nobody."""
    coordinates(town.gwen, town)
    breaks(town)
    town.emil.dials(LINE, withheld="anonymous").hears("our line is broken").hangs_up().waits(30)
    leaves_words(town.rosa, withheld="anonymous")
    town.rosa.waits(60)
    comes_back(town)
    town.gwen.answers(within=1200).hears("in their own words").presses("1").hears(WORDS, "left no number")
    town.gwen.presses("5").hears("what do they need").presses("1").hears("Ongar").presses("2").hears("today")
    town.gwen.presses("1").hears("right").presses("1").hears("if they said a number").presses("02079460123#")
    town.gwen.hears("it is logged").is_hung_up_on().waits(60)
    assert town.request().number == PhoneNumber(town.rosa.number)
    assert town.items().keys() <= {Reason.NOBODY, Reason.ERASE}


def test_whoever_phones_again_and_gets_through_is_not_rung_about_it(town: Town) -> None:
    """They had the phone down before the tone, and tried again when the line was back."""
    coordinates(town.gwen, town)
    breaks(town)
    town.rosa.dials(LINE).hears("our line is broken").hangs_up().waits(60)
    comes_back(town)
    town.joins(town.ben)
    town.ben.when_rung(LetsItRing())
    town.asks_for_shopping(town.rosa)
    town.gwen.is_not_rung(for_seconds=25 * 60)
    assert Reason.OUTAGE not in town.items()


def test_whoever_left_words_at_the_second_try_is_rung_once(town: Town) -> None:
    """The call before has nothing to add."""
    coordinates(town.gwen, town)
    breaks(town)
    town.rosa.dials(LINE).hears("our line is broken").hangs_up().waits(60)
    leaves_words(town.rosa)
    comes_back(town)
    town.gwen.answers(within=1200).hears("in their own words").presses("1").hears(WORDS).presses("2").is_hung_up_on()
    town.rosa.waits(600)
    assert town.items().keys() == {Reason.RECORDING}


def test_a_second_outage_of_the_same_day_is_another_call_back(town: Town) -> None:
    """What was made of the first says nothing of the second."""
    coordinates(town.gwen, town)
    for _ in range(2):
        breaks(town)
        town.rosa.dials(LINE).hears("our line is broken").hangs_up().waits(60)
        comes_back(town)
        town.gwen.answers(within=1200).hears("left no words").presses("1").hears("to be joined").presses("1")
        town.rosa.picks_up().hears("with a neighbour").hangs_up()
        town.gwen.hears("arranged").presses("1").is_hung_up_on().waits(60)
    assert [request.state for request in town.store.requests(GROUP)] == [RequestState.DONE] * 2


def test_in_the_middle_of_a_call_what_was_keyed_is_kept_and_the_words_are_heard_too(town: Town) -> None:
    """The need goes out when the call has ended; what they said afterwards at the fallback goes to a coordinator."""
    coordinates(town.gwen, town)
    town.joins(town.ben)
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("Ongar")
    breaks(town)
    town.rosa.presses("2").hears("our line is broken", "(beep)").says(WORDS).presses("#").hears("it is kept")
    town.rosa.is_hung_up_on().waits(30)
    comes_back(town)
    town.ben.picks_up().hears("shopping").presses("2").is_hung_up_on()
    town.gwen.answers(within=1200).hears("in their own words").presses("1").hears(WORDS).presses("2").is_hung_up_on()
    assert town.request().need == Need.SHOPPING


def test_in_the_middle_of_a_call_without_a_word_what_was_keyed_is_enough(town: Town) -> None:
    """Nobody is rung about a call that has left a need."""
    coordinates(town.gwen, town)
    town.joins(town.ben)
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("Ongar")
    breaks(town)
    town.rosa.presses("2").hears("our line is broken").hangs_up().waits(30)
    comes_back(town)
    town.ben.picks_up().hears("shopping").presses("2").is_hung_up_on()
    town.gwen.is_not_rung(for_seconds=20 * 60)
    assert Reason.OUTAGE not in town.items()


def test_in_the_middle_of_a_call_whoever_has_only_heard_how_we_work_is_rung_back(town: Town) -> None:
    """They looked for something else, and what they pressed asks for nothing: they may still want something."""
    coordinates(town.gwen, town)
    town.rosa.dials(LINE).hears("anything else").presses("4").hears("how we work").presses("7").hears(".")
    breaks(town)
    town.rosa.hears("our line is broken").hangs_up().waits(30)
    comes_back(town)
    town.gwen.answers(within=1200).hears("left no words").presses("2").is_hung_up_on()
    assert town.items()[Reason.OUTAGE].number == PhoneNumber(town.rosa.number)


def test_words_whose_webhook_was_lost_are_found(town: Town) -> None:
    """`In your own words`, and we are gone when the tone ends: the recording that nobody told us of goes round."""
    coordinates(town.gwen, town)
    town.rosa.dials(LINE).hears("just tell us", "(beep)")
    breaks(town)
    town.rosa.says(WORDS).hangs_up().waits(60)
    comes_back(town)
    town.gwen.answers(within=1200).hears("in their own words").presses("1").hears(WORDS).presses("2").is_hung_up_on()
    assert len(town.items()) == 1


def test_calls_that_the_line_answered_are_nobodys_business(town: Town) -> None:
    """A missed call, a whole request, words for a coordinator, words for the meeting: nothing is made of them twice."""
    coordinates(town.gwen, town)
    town.joins(town.ben)
    town.emil.dials(LINE).hears("shopping").hangs_up().waits(30)
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("yes, press 1").presses("2").is_hung_up_on()
    town.emil.dials(LINE, withheld="anonymous").hears("just tell us", "(beep)").says(WORDS).presses("#")
    town.emil.hears("key the number").hangs_up()
    town.gwen.answers().hears("in their own words").presses("1").hears(WORDS).presses("4").is_hung_up_on()
    town.rosa.dials(LINE).hears("anything else").presses("4").hears("tell the group").presses("6").hears("(beep)")
    town.rosa.says("A bench by the pond.").presses("#").hears("kept for our next meeting").is_hung_up_on()
    before = {request.id for request in town.store.requests(GROUP)}
    town.rosa.waits(600)
    assert {request.id for request in town.store.requests(GROUP)} == before


def test_a_volunteer_who_picks_up_while_we_are_gone_is_let_go_and_the_next_is_asked(town: Town) -> None:
    """The deadline ends it, as of any call whose end we are not told; what they said to the fallback is heard."""
    coordinates(town.gwen, town)
    town.joins(town.ben, town.ali)
    town.asks_for_shopping(town.rosa)
    breaks(town)
    town.ben.picks_up().hears("our line is broken", "(beep)").says("I can do that one!").presses("#").hears("kept")
    town.ben.is_hung_up_on()
    town.rosa.waits(30)
    comes_back(town)
    town.ali.picks_up(within=120).hears("yes, press 1").presses("1").hears("It's yours").presses("3").is_hung_up_on()
    assert town.offers()[0].state == OfferState.UNANSWERED
    assert town.holder(town.ali)
    town.gwen.answers(within=1200).hears("in their own words").presses("1").hears("I can do that one").presses("2")
    town.gwen.is_hung_up_on()
    assert town.items()[Reason.RECORDING].number == PhoneNumber(town.ben.number)


def test_a_volunteer_who_picks_up_and_says_nothing_is_not_rung_about_it(town: Town) -> None:
    """We hold what they were rung for: they have asked for nothing."""
    coordinates(town.gwen, town)
    town.joins(town.ben, town.ali)
    town.asks_for_shopping(town.rosa)
    breaks(town)
    town.ben.picks_up().hears("our line is broken").hangs_up()
    town.rosa.waits(30)
    comes_back(town)
    town.ali.picks_up(within=120).hears("yes, press 1").presses("2").is_hung_up_on()
    town.rosa.waits(600)
    assert [request.reason for request in town.store.requests(GROUP) if request.reason] == []
