"""A recording that nobody could key: a coordinator hears it, and can log it (issue 4, item 7)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hotline.numbers import PhoneNumber
from hotline.records import Need, Reason, RequestState, When
from infra.local.exchange import LetsItRing, Person, Unreachable, Voicemail
from tests.stories.phoning_in import phones_for_news
from tests.stories.town import GROUP, LINE, Town, brentwood

pytestmark = pytest.mark.long

A_DAY = timedelta(days=1)
WORDS = "could somebody walk my dog, please"


def leaves_words(person: Person, words: str = WORDS, *, seconds: float = 5, withheld: str | None = None) -> None:
    """No key, twice; then words after the tone."""
    person.dials(LINE, withheld=withheld).hears("anything else", "just tell us", "(beep)").says(words, seconds)


@pytest.fixture
def told(town: Town) -> Town:
    """Rosa said it in her own words; Gwen coordinates, and Ben helps."""
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    town.joins(town.ben)
    leaves_words(town.rosa)
    town.rosa.presses("#").hears("a person will listen to it").is_hung_up_on()
    return town


def takes(gwen: Person) -> Person:
    """She hears it, and it is hers."""
    gwen.answers().hears("in their own words", "to hear it").presses("1")
    return gwen.hears("these are their words", WORDS, "to log it as a request, 5")


def test_heard_and_logged_it_is_a_request_like_any_other(told: Town) -> None:
    """By the words of the resident's call, all needs in one menu; then it goes round, with the number it came from."""
    item = told.items()[Reason.RECORDING]
    takes(told.gwen).presses("5").hears("what do they need", "for shopping, press 1", "for a dog, press 3").presses("3")
    told.gwen.hears("in Ongar, press 2").presses("2").hears("for today, press 1").presses("2")
    told.gwen.hears("a dog, in Ongar, in the next few days", "press 1, or just wait").presses("1")
    told.gwen.hears("it is logged", "asked in turn").is_hung_up_on()
    request = told.request()
    assert (request.id, request.number, request.note) == (item.id, PhoneNumber(told.rosa.number), None)
    assert (request.need, request.area, request.when) == (Need.DOG, "ongar", When.SOON)
    assert request.state == RequestState.OPEN
    assert request.promised_at
    assert Reason.RECORDING not in told.items()
    told.ben.picks_up(within=60).hears("a dog for a neighbour, in Ongar").presses("5").hears(
        "yes, press 1"
    ).hears_nothing_of(WORDS)
    told.ben.presses("1").hears("It's yours", request.words.replace("-", " ")).presses("1")
    told.rosa.picks_up().hears("with a neighbour")
    told.ben.talks_with(told.rosa).hangs_up()
    told.rosa.is_hung_up_on()


def test_whom_their_phone_is_kept_apart_from_at_doors_is_not_asked(told: Town) -> None:
    """Anybody may hear a recording; what is logged from it means a door, and Ben is not to stand at hers."""
    told.store.keep_apart(PhoneNumber(told.rosa.number).opaque, told.volunteer(told.ben).id, at_doors=True)
    told.joins(told.ali)
    takes(told.gwen).presses("5").hears("what do they need").presses("3").hears("Ongar").presses("2")
    told.gwen.hears("today").presses("1").hears("a dog").presses("1").hears("it is logged").is_hung_up_on()
    told.ali.picks_up(within=60).hears("a dog").presses("2").is_hung_up_on()
    told.ben.is_not_rung(for_seconds=1200)


def test_after_talking_to_them_too(told: Town) -> None:
    """Joined first, logged then, and they begin again when it was read back wrong."""
    takes(told.gwen).hears("to be joined, press 1").presses("1")
    told.rosa.picks_up().hears("Brentwood Mutual Aid")
    told.gwen.talks_with(told.rosa)
    told.rosa.hangs_up()
    told.gwen.hears("arranged", "to log it as a request, 5").presses("5").hears("what do they need").presses("1")
    told.gwen.hears("Ongar").presses("1").hears("today").presses("1").hears("shopping, in Brentwood", "to begin again")
    told.gwen.presses("2").hears("what do they need").presses("3").hears("Ongar").presses("2").hears("today").presses(
        "1"
    )
    told.gwen.hears("a dog, in Ongar, today", "it is logged").is_hung_up_on()
    assert told.request().need == Need.DOG
    told.ben.picks_up(within=60).hears("a dog").presses("2").is_hung_up_on()


def test_they_do_not_answer_and_it_can_be_logged_all_the_same(told: Town) -> None:
    """One key more on `they did not pick up`."""
    told.rosa.when_rung(LetsItRing())
    takes(told.gwen).presses("1").hears("did not pick up", "to log it as a request, press 5").presses("5")
    told.gwen.hears("what do they need").presses("1").hears("Ongar").presses("1").hears("today").presses("1")
    told.gwen.hears("it is logged").is_hung_up_on()
    told.ben.picks_up(within=60).hears("shopping").presses("2").is_hung_up_on()


def test_on_the_call_that_asks_whether_they_have_spoken_too(told: Town) -> None:
    """Later, please; a quarter of an hour on it can be logged; voicemail hears nothing that is about anyone."""
    takes(told.gwen).presses("3").hears("in a quarter of an hour").is_hung_up_on()
    told.gwen.when_rung(Voicemail())
    told.gwen.waits(16 * 60).hears_nothing_of(WORDS).when_rung(None)
    told.gwen.answers(within=1200).hears("you said yes to ringing somebody back").hears_nothing_of("your words")
    told.gwen.hears("to log it as a request, press 5").presses("5")
    told.gwen.hears("what do they need").presses("3").hears("Ongar").presses("2").hears("today").presses("1")
    told.gwen.hears("it is logged").is_hung_up_on()
    told.ben.picks_up(within=60).hears("a dog").presses("2").is_hung_up_on()


def cut_off(gwen: Person) -> Person:
    """It is hers, and the call ends as the words begin."""
    gwen.answers().hears("in their own words", "to hear it").presses("1").hears("these are their words")
    return gwen.hangs_up()


def test_cut_off_as_the_words_begin_they_are_heard_on_the_call_that_asks(told: Town) -> None:
    """Before the keys that log it, or end it."""
    cut_off(told.gwen).answers(within=1200).hears("these are their words", WORDS, "it is arranged, 2", "to log it")
    told.gwen.presses("3").hears("in a quarter of an hour").is_hung_up_on()


def test_cut_off_as_the_words_begin_they_are_heard_by_whoever_phones_in_and_can_be_logged(told: Town) -> None:
    """The keys are the same, but that five leads to all else: seven logs it."""
    phones_for_news(cut_off(told.gwen)).hears("these are their words", WORDS, "you have said yes to ringing somebody")
    told.gwen.hears("to log it as a request, press 7").presses("7").hears("what do they need").presses("3")
    told.gwen.hears("Ongar").presses("2").hears("today").presses("1").hears("it is logged").is_hung_up_on()
    told.ben.picks_up(within=60).hears("a dog").presses("2").is_hung_up_on()


def test_cut_off_as_the_words_of_somebody_without_a_number_begin(town: Town) -> None:
    """`It is dealt with` would erase them: they are heard before it is offered."""
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    leaves_words(town.rosa, withheld="anonymous")
    town.rosa.presses("#").hears("key the number", "a person will listen").is_hung_up_on()
    cut_off(town.gwen).answers(within=1200).hears("these are their words", WORDS, "it is dealt with, press 2")
    town.gwen.presses("2").is_hung_up_on()


def test_joined_by_phoning_in_it_can_be_logged_after_the_talk(told: Town) -> None:
    """As on the call on which they took it."""
    phones_for_news(cut_off(told.gwen)).hears(WORDS, "to be joined, press 1").presses("1")
    told.rosa.picks_up().talks_with(told.gwen)
    told.rosa.hangs_up()
    told.gwen.hears("arranged", "to log it as a request, 5").presses("1").is_hung_up_on()
    assert told.items()[Reason.RECORDING].state == RequestState.DONE


def test_whoever_would_like_a_person_was_told_no_two_words_and_none_are_said(told: Town) -> None:
    """On the ring straight back, too."""
    takes(told.gwen).presses("3").hears("in a quarter of an hour").is_hung_up_on()
    phones_for_news(told.gwen).hears("you have said yes to ringing somebody back", "to be joined, press 1")
    told.gwen.hears_nothing_of("your words").hangs_up()


def test_dealt_with_it_is_over_and_the_words_are_erased_a_day_later(told: Town) -> None:
    """A coordinator could help by themselves: nothing of what was said is kept, at the carrier either."""
    takes(told.gwen).presses("1")
    told.rosa.picks_up().hears("with a neighbour")
    told.gwen.talks_with(told.rosa)
    told.rosa.hangs_up()
    told.gwen.hears("is it arranged? yes, press 1").presses("1").is_hung_up_on().waits(A_DAY.total_seconds() + 600)
    assert told.items()[Reason.RECORDING].state == RequestState.DONE
    assert told.exchange.recordings == {}


@pytest.mark.parametrize("way", ["silence", "hangs up", "else"])
def test_left_unlogged_it_stays_open_and_goes_round(told: Town, way: str) -> None:
    """No key of a coordinator's ends it: not understood, hung up on, `someone else, please`; and another is asked."""
    town = told
    town.joins(town.priya, needs=frozenset(), coordinator=True)
    takes(town.gwen)
    if way == "hangs up":
        town.gwen.hangs_up()
    elif way == "else":
        town.gwen.presses("4").hears("we ask somebody else").is_hung_up_on()
    else:
        town.gwen.presses("5").hears("what do they need", "it stays yours").is_hung_up_on()
    if way != "else":
        town.gwen.when_rung(LetsItRing())
    town.priya.answers(within=3 * 3600).hears("in their own words").presses("1").hears(WORDS).presses("3")
    town.priya.is_hung_up_on().waits(2)
    assert town.requests() == []
    item = town.items()[Reason.RECORDING]
    assert (item.state, item.taken_by) == (RequestState.ACCEPTED, PhoneNumber(town.priya.number).opaque)


def test_a_yes_that_comes_twice_logs_it_once(told: Town) -> None:
    """Promise 5: Twilio's answer is lost, and it asks again."""
    takes(told.gwen).presses("5").hears("what do they need").presses("1").hears("Ongar").presses("1")
    told.gwen.hears("for today").presses("1").hears("if that is right")
    told.exchange.faults.lose_answer("Digits=1")
    told.gwen.presses("1").hears("it is logged").is_hung_up_on()
    assert told.request().state == RequestState.OPEN
    told.ben.picks_up(within=60).hears("shopping").presses("2").is_hung_up_on()


def test_who_left_no_number_but_said_one(town: Town) -> None:
    """The number that is heard in the recording is keyed; one that costs a fortune is refused kindly."""
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    leaves_words(town.rosa, withheld="anonymous")
    town.rosa.presses("#").hears("key the number", "a person will listen").is_hung_up_on()
    takes(town.gwen).hears("left no number").presses("5").hears("what do they need").presses("1").hears("Ongar")
    town.gwen.presses("1").hears("today").presses("1").hears("if that is right").presses("1")
    town.gwen.hears("if they said a number").presses("09098790999#").hears("cannot ring that number")
    town.gwen.presses("02079460123#").hears("it is logged").is_hung_up_on()
    assert town.request().number == PhoneNumber(town.rosa.number)


@pytest.mark.parametrize("keyed", ["", "09098790999#"])
def test_without_any_number_it_is_not_said_that_neighbours_are_asked(town: Town, keyed: str) -> None:
    """Nobody could be joined to them, so it is not logged: it stays hers, or goes to another of us."""
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    town.joins(town.ben)
    leaves_words(town.rosa, withheld="anonymous")
    town.rosa.presses("#").hears("key the number", "a person will listen").is_hung_up_on()
    takes(town.gwen).hears("left no number").presses("5").hears("what do they need").presses("1").hears("Ongar")
    town.gwen.presses("1").hears("today").presses("1").hears("if that is right").presses("1")
    town.gwen.hears("if they said a number")
    for _ in range(3 if keyed else 0):
        town.gwen.presses(keyed).waits(3)
    town.gwen.hears("without a number no neighbour can be asked", "it is dealt with, press 2")
    town.gwen.hears_nothing_of("neighbours are asked in turn").presses("4").hears("we ask somebody else")
    town.gwen.is_hung_up_on().waits(5)
    item = town.items()[Reason.RECORDING]
    assert (item.state, bool(item.note), town.requests()) == (RequestState.OPEN, True, [])


def test_a_recording_of_silence_is_kept_and_a_coordinator_rings(town: Town) -> None:
    """Nothing was said after either tone, and nobody could pick up: the wish is kept, and heard of."""
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    town.gwen.when_rung(LetsItRing())
    town.rosa.dials(LINE).hears("just tell us", "(beep)", "none of us can pick up")
    town.rosa.hears("one of us will ring you back").is_hung_up_on()
    town.gwen.when_rung(None)
    town.gwen.answers(within=1200).hears("neither key nor say").hears("could").presses("1").hears("to be joined")
    town.gwen.presses("1")
    town.rosa.picks_up().hears("with a neighbour").hangs_up()
    town.gwen.hears("arranged").presses("3").is_hung_up_on()
    assert town.items()[Reason.SILENT].number == PhoneNumber(town.rosa.number)


def test_a_recording_of_two_minutes_is_kept_as_far_as_the_group_listens(town: Town) -> None:
    """After `note_length` the line says that it is kept, in the middle of a word; a coordinator hears what there is."""
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    town.rosa.dials(LINE).hears("just tell us", "(beep)")
    town.rosa.say(WORDS, seconds=120)
    town.rosa.hears("a person will listen to it").is_hung_up_on()
    (recording,) = town.exchange.recordings.values()
    assert timedelta(seconds=recording.seconds) == town.world.groups[GROUP].policy.note_length
    takes(town.gwen).presses("3").is_hung_up_on()
    assert town.items()[Reason.RECORDING].note == recording.sid


def test_a_recording_in_a_language_that_nobody_speaks_goes_round(town: Town) -> None:
    """Kept whatever it says: whoever cannot follow it hands it on, and each coordinator hears it in turn."""
    town.joins(town.gwen, town.priya, needs=frozenset(), coordinator=True)
    leaves_words(town.rosa, "Prosze o chleb")
    town.rosa.presses("#").hears("a person will listen").is_hung_up_on()
    for coordinator in (town.gwen, town.priya):
        coordinator.answers(within=120).hears("in their own words").presses("1").hears("Prosze o chleb").presses("4")
        coordinator.hears("we ask somebody else").is_hung_up_on()
    town.gwen.answers(within=2 * 3600).hears("in their own words").presses("1").hears("Prosze").presses("3")
    town.gwen.is_hung_up_on()
    assert town.items()[Reason.RECORDING].note


def test_a_dead_number_stays_open_until_a_coordinator_takes_it(town: Town) -> None:
    """Not picked up, `no thanks`, `in ten minutes`: none of these ends it; `you have heard it` does (fault 16)."""
    town.joins(town.gwen, town.priya, needs=frozenset(), coordinator=True)
    town.joins(town.ben)
    town.ben.when_rung(Unreachable(sip="404"))
    town.gwen.when_rung(LetsItRing())
    town.asks_for_shopping(town.rosa)
    goes_round(town, Reason.NUMBER, "a phone that we cannot ring")


@pytest.mark.parametrize("town", [{"groups": brentwood(policy={"daily_calls": 1, "tell_after": A_DAY})}], indirect=True)
def test_the_money_limit_stays_open_until_a_coordinator_takes_it(town: Town) -> None:
    """The calls that tell of it are beyond the limit, or nobody would ever hear of it (fault 40)."""
    town.joins(town.gwen, town.priya, needs=frozenset(), coordinator=True)
    town.joins(town.ben, town.ali)
    town.ben.when_rung(LetsItRing())
    town.gwen.when_rung(LetsItRing())
    town.asks_for_shopping(town.rosa)
    goes_round(town, Reason.LIMIT, "today's calls are used up")


def goes_round(town: Town, reason: Reason, said: str) -> None:
    """Gwen does not pick up, Priya would rather not; it is open all the while, until one of them takes it."""
    town.priya.answers(within=120).hears(said).presses("2").is_hung_up_on().waits(5)
    town.priya.when_rung(LetsItRing())
    assert len(town.gwen.displays) == 1
    assert town.items()[reason].state == RequestState.OPEN
    town.gwen.when_rung(None)
    town.gwen.answers(within=2 * 3600).hears(said, "in ten minutes, 4").presses("4").is_hung_up_on().waits(5)
    assert town.items()[reason].state == RequestState.OPEN
    town.gwen.answers(within=4 * 3600).hears(said, "you have heard it: press 1").presses("1").hears("thank you")
    town.gwen.is_hung_up_on().waits(5)
    assert town.items()[reason].state == RequestState.DONE
