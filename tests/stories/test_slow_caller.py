"""A draft stays its caller's for as long as their call goes on; what is keyed too late is told truthfully."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hotline.conversation.call import Call
from hotline.conversation.turns import Given
from hotline.effects.logging import A_PERSON, keep_note
from hotline.numbers import PhoneNumber
from hotline.records import Need, Reason, RequestState, When
from infra.local.exchange import LetsItRing, Person, PicksUp
from tests.stories.town import GROUP, LINE, Town, brentwood

IMPATIENT = brentwood(policy={"draft_longest": timedelta(minutes=4)})
impatient = pytest.mark.parametrize("town", [{"groups": IMPATIENT}], indirect=True)


def ponders(person: Person, minutes: float) -> Person:
    """Star says it again, slower, which writes nothing."""
    return ponders_at(person, "Ongar", minutes)


def ponders_at(person: Person, question: str, minutes: float) -> Person:
    """The same, at the question in which these words are said."""
    until = person.exchange.timeline.now() + timedelta(minutes=minutes)
    while person.exchange.timeline.now() < until:
        person.hears(question).waits(5).presses("*")
    return person.hears(question)


def samaritans(town: Town) -> Person:
    town.exchange.carriers.reachable.add("116123")
    return Person(town.exchange, "116123", "Samaritans")


def test_what_is_keyed_after_six_minutes_is_what_goes_out(town: Town) -> None:
    """As it was read back to her: in Ongar, in the next few days. Nobody was rung meanwhile."""
    town.joins(town.ben)
    town.rosa.dials(LINE).hears("shopping").presses("1")
    ponders(town.rosa, 6).presses("2").hears("today").presses("2")
    town.rosa.hears("shopping, in Ongar, in the next few days").presses("1").hears("written down")
    assert town.ben.displays == []
    town.rosa.hangs_up()
    town.ben.picks_up(within=5).hears("in Ongar").presses("2").is_hung_up_on()
    assert (town.request().area, town.request().when) == ("ongar", When.SOON)


def test_who_begins_again_after_minutes_gets_what_was_keyed_last(town: Town) -> None:
    """Shopping, then she corrects herself for a long time, then medicines: that is what is asked for."""
    town.joins(town.ben)
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("2").hears("today").presses("1")
    ponders_at(town.rosa, "right", 6).presses("2").hears("to begin again").presses("2")
    town.rosa.hears("medicines").presses("2").hears("Ongar").presses("2").hears("today").presses("2")
    town.rosa.hears("medicines", "right").presses("1").hears("written down").is_hung_up_on()
    town.ben.picks_up(within=5).hears("medicines").presses("2").is_hung_up_on()
    assert [request.need for request in town.requests()] == [Need.MEDICINES]


def test_a_number_that_is_keyed_after_minutes_is_the_one_to_ring(town: Town) -> None:
    """Whoever shows none has time to look for one: no coordinator is told that there is none."""
    town.joins(town.ben)
    town.rosa.dials(LINE, withheld="anonymous").hears("shopping").presses("1")
    ponders(town.rosa, 6).presses("2").hears("today").presses("1").hears("press hash").presses("02079460123#")
    town.rosa.hears("right").presses("1").hears("right").presses("1").hears("written down").is_hung_up_on()
    town.ben.picks_up(within=5).hears("shopping").presses("2").is_hung_up_on()
    assert town.items() == {}


def test_nobody_is_rung_while_they_talk_with_whoever_listens(town: Town) -> None:
    """Three hours, which nothing of ours cuts short; then it is met."""
    town.joins(town.ben)
    town.rosa.dials(LINE).hears("talk").presses("3").hears("listen").presses("1")
    listener = samaritans(town).picks_up(within=30)
    town.rosa.is_joined_with(listener).waits(3 * 3600).hangs_up()
    listener.is_hung_up_on().waits(300)
    assert (town.ben.displays, town.request().state) == ([], RequestState.DONE)


def test_where_nobody_listened_a_neighbour_is_asked(town: Town) -> None:
    """They were not put through, and go on as if they had wished for a neighbour at once."""
    town.joins(town.ben)
    samaritans(town).when_rung(LetsItRing())
    town.rosa.dials(LINE).hears("talk").presses("3").hears("listen").presses("1").hears("could not put you through")
    town.rosa.hears("Ongar").presses("2").hears("today").presses("1").hears("right").hangs_up()
    town.ben.picks_up(within=5).hears("a friendly chat").presses("2").is_hung_up_on()


def test_nobody_is_rung_while_a_coordinator_talks_with_them(town: Town) -> None:
    """She keyed a need, and then nought: it goes out when that talk is over."""
    town.joins(town.ben)
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    town.gwen.when_rung(PicksUp(after=2))
    town.gwen.when_hears("would like a person", press="1")
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("0")
    town.rosa.talks_with(town.gwen).waits(1800)
    assert town.ben.displays == []
    town.rosa.hangs_up()
    town.ben.picks_up(within=5).hears("shopping").presses("2").is_hung_up_on()


def test_a_call_whose_end_nobody_told_opens_when_the_carrier_says_that_it_is_over(town: Town) -> None:
    """Fault 21: the last callback was lost; three minutes later Twilio is asked."""
    town.joins(town.ben)
    town.exchange.faults.drop("CallStatus=completed")
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("Ongar").hangs_up()
    town.ben.is_not_rung(for_seconds=170).picks_up(within=90).hears("shopping").presses("2").is_hung_up_on()
    assert (town.request().call, town.request().call_seen_at) == (None, None)
    town.exchange.expects_error("did not answer within 15 seconds")


def test_where_the_carrier_cannot_say_it_opens_after_a_quarter_of_an_hour(town: Town) -> None:
    """Nobody waits for ever because Twilio is out of order."""
    town.joins(town.ben)
    town.exchange.faults.drop("CallStatus=completed")
    town.exchange.faults.rest("GET /", times=None)
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("Ongar").hangs_up()
    town.ben.is_not_rung(for_seconds=890).picks_up(within=90).hears("shopping").presses("2").is_hung_up_on()
    town.exchange.expects_error("did not answer within 15 seconds")


def test_an_answer_that_does_not_come_once_ends_no_long_call(town: Town) -> None:
    """She was there six minutes ago, as Twilio said: it is asked again."""
    town.joins(town.ben)
    town.rosa.dials(LINE).hears("shopping").presses("1")
    ponders(town.rosa, 17)
    town.exchange.faults.rest("GET /", times=3)
    ponders(town.rosa, 6).presses("1").hears("today")
    assert town.request().state == RequestState.DRAFT
    town.rosa.hangs_up()
    town.ben.picks_up(within=5).hears("shopping").presses("2").is_hung_up_on()


@impatient
def test_after_the_longest_time_it_goes_out_and_a_change_is_not_said_to_be_made(town: Town) -> None:
    """Promise 10: what she keys then cannot replace the need that is being asked for. A person is found for her."""
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    town.gwen.when_rung(LetsItRing())
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("2").hears("today").presses("1")
    ponders_at(town.rosa, "right", 6).presses("2").hears("to begin again").presses("2").hears("medicines").presses("2")
    town.rosa.hears("gone out", "ringing one of us").hears("(beep)").says("medicines too")
    town.rosa.presses("#").hears("one of us will ring you back").is_hung_up_on()
    assert town.request().need is Need.SHOPPING
    assert town.items()[Reason.ASKED].note


@impatient
def test_what_a_neighbour_has_said_yes_to_is_not_read_back_with_another_number(town: Town) -> None:
    """Ben has it, with the number that he was given: the one that she keys now is not said to be the one to ring."""
    town.joins(town.ben)
    town.ben.when_rung(PicksUp(after=2))
    town.ben.when_hears("yes, press 1", press="1")
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("2").hears("today").presses("1")
    ponders_at(town.rosa, "right", 6)
    assert town.holder(town.ben)
    town.rosa.presses("2").hears("another phone").presses("1").hears("press hash").presses("02079460124#")
    town.rosa.hears("gone out", "none of us can pick up").hangs_up()
    assert town.request().number == PhoneNumber(town.rosa.number)


@impatient
def test_the_same_need_can_still_be_said_to_its_end(town: Town) -> None:
    """It is open, and nobody has it: a number that is keyed now rings a neighbour at once, and is not set aside."""
    town.joins(town.ben)
    town.rosa.dials(LINE, withheld="anonymous").hears("shopping").presses("1")
    ponders(town.rosa, 6)
    assert town.request().state == RequestState.OPEN
    town.rosa.presses("2").hears("today").presses("2").hears("press hash").presses("02079460123#").hears("right")
    town.ben.is_rung(within=5)
    town.rosa.presses("1").hears("shopping, in Ongar, in the next few days").hangs_up()
    town.ben.picks_up().hears("shopping", "in Ongar, in the next few days").presses("2").is_hung_up_on()
    assert town.request().number == PhoneNumber(town.rosa.number)


def test_words_that_came_too_late_are_heard_by_a_person(town: Town) -> None:
    """Ben has it already, so it takes no recording: a coordinator gets it, once, as an item of its own."""
    town.joins(town.ben)
    request = town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("yes, press 1").presses("1").hears("It's yours").hangs_up()
    call = Call(group=town.world.groups[GROUP], sid="CA1", other_end=PhoneNumber(town.rosa.number))
    words = Given("RE1", 5)
    said = [keep_note(request.id, words).effect.run(town.world, call, request.id, words) for _ in range(2)]
    assert said == [A_PERSON, A_PERSON]
    assert (town.items()[Reason.RECORDING].note, town.request().note) == ("RE1", None)
