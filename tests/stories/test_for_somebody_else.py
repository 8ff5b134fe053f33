"""For somebody else: Emil lives far away, and asks for Rosa, his mother (issue 4, item 9)."""

from __future__ import annotations

import pytest

from hotline.numbers import PhoneNumber
from hotline.records import Reason, RequestState, When
from infra.local.exchange import LetsItRing, Person, Voicemail
from tests.stories.arranged import FOR_DAYS, reports
from tests.stories.town import GROUP, LINE, Town, brentwood

pytestmark = pytest.mark.long

CLOSE_TO_YOU = "Somebody close to you asked us to find you a neighbour"


def asks_for_his_mother(town: Town, *, key: str = "1") -> None:
    """The whole of Emil's call. At the read-back: to change it, then for somebody else, whose number he keys."""
    town.emil.dials(LINE).hears("shopping").presses(key).hears("Ongar").presses("2").hears("today").presses("1")
    town.emil.hears("or somebody else, press 2").presses("2").hears("for somebody else, press 3").presses("3")
    town.emil.hears("whoever it is for").presses("02079460123#").hears("0 1 2 3", "if that is right").presses("1")
    town.emil.hears("speaks to you first", "before they have said yes", "today, for somebody else").presses("1")
    town.emil.hears("written down").is_hung_up_on()


def joined_to_the_son(town: Town) -> None:
    """Ben says yes, and the first whom he speaks to is Emil, who asked."""
    town.ben.picks_up().hears("shopping", "yes, press 1").presses("1")
    town.ben.hears("for somebody else: first you speak to whoever asked", "It's yours").presses("1")
    town.emil.picks_up().hears("Brentwood Mutual Aid, with a neighbour")
    town.ben.talks_with(town.emil)
    town.emil.hangs_up()


def talks_with_the_mother(town: Town, *, when: str = "today") -> None:
    """Key 5; her phone says who it is; only her key joins the two."""
    town.ben.hears("the one it is for says yes", "to speak to them, press 5").presses("5").hears("ringing them now")
    town.rosa.picks_up().hears("Brentwood Mutual Aid", CLOSE_TO_YOU, "press 1").hears_nothing_of("shopping")
    town.rosa.presses("1").hears(f"shopping, in Ongar, {when}", town.request().words.replace("-", " "))
    town.ben.talks_with(town.rosa)
    town.rosa.hangs_up()


@pytest.fixture
def asked(town: Town) -> Town:
    """Emil has asked for Rosa; Ben has said yes, and the two men have spoken."""
    town.joins(town.ben)
    asks_for_his_mother(town)
    joined_to_the_son(town)
    return town


@pytest.mark.parametrize("town", [FOR_DAYS], indirect=True)
def test_the_whole_story(asked: Town) -> None:
    """Joined to the son, then to the mother; she says how it went, and that he may hear that it is done."""
    talks_with_the_mother(asked)
    asked.ben.hears("is it arranged", "a ring afterwards, 2").presses("2").hears("ring them afterwards")
    asked.ben.is_hung_up_on().waits(5)
    assert (asked.request().state, asked.holder(asked.ben)) == (RequestState.SPOKEN, True)
    reports(asked)
    asked.rosa.answers(within=60).hears("would like this call", "all is well, press 2").presses("2")
    asked.rosa.hears("may we tell whoever asked", "yes, press 1").presses("1").hears("we are glad").is_hung_up_on()
    over = asked.request()
    assert (over.state, over.number, over.for_number, over.words) == (RequestState.DONE, None, None, "")
    asked.emil.picks_up(within=24 * 3600).hears("something to tell you").hears_nothing_of("done").presses("1")
    asked.emil.hears("what you asked for somebody else: shopping", "it is done", "goodbye").is_hung_up_on()
    asked.emil.hears_nothing_of("Ben", "well", "0 1 2 3")
    assert {*asked.rosa.displays, *asked.emil.displays, *asked.ben.displays} == {LINE}
    asked.rosa.is_not_rung(for_seconds=24 * 3600)


@pytest.mark.parametrize("town", [FOR_DAYS], indirect=True)
@pytest.mark.parametrize("key", ["2", None])
def test_without_her_yes_the_son_hears_nothing(asked: Town, key: str | None) -> None:
    """All is well, and that is between her and the neighbour; silence is no, too."""
    talks_with_the_mother(asked)
    asked.ben.hears("is it arranged").presses("2").is_hung_up_on()
    reports(asked)
    asked.rosa.answers(within=60).hears("all is well").presses("2").hears("may we tell")
    if key:
        asked.rosa.presses(key)
    asked.rosa.hears("we are glad").is_hung_up_on()
    asked.emil.is_not_rung(for_seconds=24 * 3600)
    assert asked.request().state == RequestState.DONE


@pytest.mark.parametrize("town", [FOR_DAYS], indirect=True)
def test_who_hangs_up_at_that_question_has_said_all_well(asked: Town) -> None:
    """What was said so far is kept: it is done, nothing is kept, and nobody is told."""
    talks_with_the_mother(asked)
    asked.ben.hears("is it arranged").presses("2").is_hung_up_on()
    reports(asked)
    asked.rosa.answers(within=60).hears("all is well").presses("2").hears("may we tell").hangs_up()
    asked.emil.is_not_rung(for_seconds=24 * 3600)
    assert asked.request().state == RequestState.DONE


def test_nothing_is_arranged_at_her_door_before_her_yes(asked: Town) -> None:
    """The keys for it are not there; said elsewhere, it is asked again; and it never counts as spoken."""
    asked.ben.hears("says yes", "to speak to them").hears_nothing_of("is it arranged").presses("1")
    asked.ben.hears("says yes").presses("3").hears("ring you in a quarter of an hour").is_hung_up_on()
    asked.ben.answers(within=1000).hears("it is arranged, 2", "to speak to the one it is for, press 5").presses("2")
    asked.ben.hears("nobody goes there before the one it is for has said yes").is_hung_up_on()
    assert asked.request().state == RequestState.ACCEPTED
    asked.ben.when_rung(LetsItRing())
    asked.ben.waits(3600)
    assert (asked.request().state, asked.request().taken_by) == (RequestState.OPEN, None)


def test_no_answer_or_voicemail_is_no_yes_and_is_tried_again_by_one_key(asked: Town) -> None:
    """Voicemail hears no need. Now, or when Ben is rung again: 5, without the son in between."""
    asked.rosa.when_rung(Voicemail())
    asked.ben.hears("to speak to them, press 5").presses("5").hears("could not reach them", "press 5")
    asked.rosa.hears_nothing_of("shopping", "Ongar").when_rung(LetsItRing())
    asked.ben.presses("5").hears("could not reach them", "still yours").presses("3").is_hung_up_on()
    asked.rosa.when_rung(None)
    asked.ben.answers(within=1000).hears("the one it is for, press 5").presses("5")
    asked.rosa.picks_up().hears(CLOSE_TO_YOU).presses("1").hears("joined now")
    asked.ben.talks_with(asked.rosa)
    asked.rosa.hangs_up()
    asked.ben.hears("is it arranged").presses("1").is_hung_up_on().waits(5)
    assert asked.request().state == RequestState.SPOKEN


def test_she_would_rather_not_talk_and_says_yes(asked: Town) -> None:
    """Both have their wish: no talk, and the neighbour may come. Whom the son wished a ring for is the son."""
    asked.ben.hears("to speak to them").presses("5")
    asked.rosa.picks_up().hears("rather not, press 2").presses("2").hears("quite all right", "shopping, in Ongar")
    asked.rosa.hears("if a neighbour may help, press 1").presses("1").hears("two words").is_hung_up_on()
    asked.ben.hears("they said yes", "is it arranged").presses("1").is_hung_up_on().waits(5)
    assert asked.request().state == RequestState.SPOKEN
    assert asked.request().talked_at is None


def test_her_no_is_hers_alone_and_ends_it(asked: Town) -> None:
    """5, twice; Ben, who waits, hears it kindly and at once; Emil is told without a reason; nothing of them is kept."""
    asked.ben.hears("to speak to them").presses("5")
    asked.rosa.picks_up().hears("rather not, press 2").presses("2").hears("no help with it, press 5").presses("5")
    asked.rosa.hears("press 5 again").presses("5").hears("it is cancelled", "nobody comes").is_hung_up_on()
    asked.ben.hears("rather have no help", "thank you so much").is_hung_up_on()
    asked.emil.answers(within=120)
    asked.emil.hears("not wanted now", "that is all we were told").is_hung_up_on()
    over = asked.request()
    assert (over.state, over.number, over.for_number) == (RequestState.CANCELLED, None, None)
    assert set(asked.items()) == {Reason.NO_LONGER}
    asked.ben.is_not_rung(for_seconds=3 * 3600)


def test_what_he_cancels_while_she_is_asked_is_not_told_as_her_no(asked: Town) -> None:
    """She presses the key that would talk, and both she and Ben hear only that it is no longer needed."""
    asked.ben.hears("to speak to them").presses("5").hears("ringing them now")
    asked.rosa.picks_up().hears(CLOSE_TO_YOU)
    now = asked.world.now()  # this is all that Emil's own key writes, on the call that rings him back
    assert asked.store.schedule(asked.request(), next_action_at=now, cancelled_at=now)
    asked.rosa.presses("1").hears("no longer needed").is_hung_up_on()
    asked.ben.hears("no longer needed").hears_nothing_of("rather have no help").is_hung_up_on()
    asked.ben.answers(within=120).hears("shopping", "no longer needed")
    asked.ben.is_hung_up_on()


@pytest.mark.parametrize("keys", ["", "2", "25"])
def test_silence_at_any_of_her_questions_changes_nothing(asked: Town, keys: str) -> None:
    """Not even after a first 5; and 1 never cancels anything."""
    asked.ben.hears("to speak to them").presses("5")
    asked.rosa.picks_up()
    for key in keys:
        asked.rosa.hears("press").presses(key)
    asked.rosa.is_hung_up_on()
    asked.ben.hears("could not reach them", "still yours").presses("4").is_hung_up_on()
    assert (asked.request().state, asked.request().agreed_at) == (RequestState.OPEN, None)


def test_nought_is_a_person_on_her_phone_too(asked: Town) -> None:
    """Nobody can be rung behind a neighbour who waits: one of us rings her."""
    asked.joins(asked.gwen, needs=frozenset(), coordinator=True)
    asked.ben.hears("to speak to them").presses("5")
    asked.rosa.picks_up().hears(CLOSE_TO_YOU).presses("0").hears("one of us will ring you back").is_hung_up_on()
    asked.ben.hears("could not reach them").presses("4").is_hung_up_on()
    asked.gwen.answers().hears("would like a person").presses("1").hears("joined").presses("1")
    asked.rosa.picks_up().hears("Brentwood Mutual Aid")
    asked.gwen.talks_with(asked.rosa)
    asked.rosa.hangs_up()
    asked.gwen.hears("arranged").presses("1").is_hung_up_on()


def phones_for_news(person: Person) -> Person:
    person.dials(LINE).hears("anything else").presses("4").hears("news").presses("9").hears("put").is_hung_up_on()
    return person.answers(within=10)


def test_she_phones_in_herself_and_says_yes_before_anybody_has(town: Town) -> None:
    """The line holds her number for this alone, rings it back, and tells her; then it is no longer his to cancel."""
    asks_for_his_mother(town)
    phones_for_news(town.rosa).hears(CLOSE_TO_YOU.partition(" us")[0], "shopping, in Ongar, today").presses("1")
    town.rosa.hears("two words", "no neighbour has been asked yet").is_hung_up_on()
    phones_for_news(town.emil).hears("to change or cancel").presses("3").hears("to cancel it, press 5").presses("5")
    town.emil.hears("5 again").presses("5").hears("only they can change or cancel it").is_hung_up_on()
    phones_for_news(town.rosa).hears("to change or cancel").presses("3").hears("to cancel it").presses("5")
    town.rosa.hears("5 again").presses("5").hears("it is cancelled").is_hung_up_on()
    town.emil.picks_up(within=60).hears("something to tell").presses("1").hears("not wanted now").is_hung_up_on()
    assert town.request().state == RequestState.CANCELLED


def test_until_her_yes_the_son_can_cancel(town: Town) -> None:
    """And nobody rings him to say what he has said himself."""
    asks_for_his_mother(town)
    phones_for_news(town.emil).hears("to change or cancel").presses("3").hears("to cancel it").presses("5")
    town.emil.hears("5 again").presses("5").hears("it is cancelled").is_hung_up_on().is_not_rung(for_seconds=3600)
    assert town.request().state == RequestState.CANCELLED


@pytest.mark.parametrize("town", [{"groups": brentwood(policy={"rings_back": 2})}], indirect=True)
def test_nobody_is_plagued_whose_number_was_keyed(asked: Town) -> None:
    """Anybody can key anybody's number: it is rung so often in a day, and no more."""
    asked.rosa.when_rung(LetsItRing())
    for _ in range(2):
        asked.ben.hears("press 5").presses("5").hears("could not reach them")
    asked.ben.hears("press 5").presses("5").hears("rung them often enough today").presses("4").is_hung_up_on()
    assert len(asked.rosa.displays) == 2


@pytest.mark.parametrize("keyed", ["02079460124#", "0207946#", "02079460000#"])
def test_a_number_that_is_nobody_elses_or_cannot_be_rung(town: Town, keyed: str) -> None:
    """His own, half a one, the line's: it is an ordinary request, and he is told so."""
    town.emil.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("2").hears("today").presses("1")
    town.emil.hears("somebody else").presses("2").hears("press 3").presses("3").hears("whoever it is for").presses(
        keyed
    )
    if keyed != "02079460124#":
        town.emil.hears("cannot ring that number").presses(keyed).hears("cannot ring").presses(keyed)
    town.emil.hears("we keep no other number", "in Ongar, today").presses("1").is_hung_up_on()
    assert (town.request().number, town.request().for_number) == (PhoneNumber(town.emil.number), None)


def test_her_own_phone_is_no_other_phone_for_him(town: Town) -> None:
    """Rung as if she had asked, she would not be asked whether she would rather not: his own number stays."""
    town.joins(town.ben)
    town.emil.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("2").hears("today").presses("1")
    town.emil.hears("or somebody else, press 2").presses("2").hears("for somebody else, press 3").presses("3")
    town.emil.hears("whoever it is for").presses("02079460123#").hears("if that is right").presses("1")
    town.emil.hears("to change it, press 2").presses("2").hears("another phone").presses("1").hears("key the number")
    town.emil.presses("02079460123#").hears("the phone of whoever it is for", "the number of your own")
    town.emil.hears("today, for somebody else").presses("1").hears("written down").is_hung_up_on()
    joined_to_the_son(town)
    town.ben.hangs_up()


def test_begun_again_it_is_for_whoever_asks(town: Town) -> None:
    """Unless they say otherwise again."""
    town.emil.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("2").hears("today").presses("1")
    town.emil.hears("right").presses("2").hears("press 3").presses("3").hears("it is for").presses("02079460123#")
    town.emil.hears("0 1 2 3").presses("1").hears("for somebody else").presses("2").hears("again, press 2").presses("2")
    town.emil.hears("medicines").presses("2").hears("Ongar").hangs_up().waits(5)
    assert town.request().for_number is None


def test_she_helps_too_and_is_not_asked_to_help_herself(town: Town) -> None:
    """Whoever it is for is not rung to do it, nor is whoever asked."""
    town.joins(town.rosa, town.emil, town.ben)
    asks_for_his_mother(town)
    town.ben.picks_up().hears("shopping").presses("2").is_hung_up_on()
    assert town.rosa.displays == town.emil.displays == []


def test_a_chat_needs_no_door_and_may_be_arranged_with_the_son(town: Town) -> None:
    """She is rung only if both wish."""
    town.world.groups = brentwood(needs=("chat", "shopping", "other"), listening=None)
    town.joins(town.ben)
    asks_for_his_mother(town, key="2")
    town.ben.picks_up().hears("a friendly chat").presses("1").hears("It's yours").presses("1")
    town.emil.picks_up()
    town.ben.talks_with(town.emil)
    town.emil.hangs_up()
    town.ben.hears("is it arranged", "to speak to the one it is for, 5").presses("1").is_hung_up_on().waits(5)
    assert (town.request().state, town.rosa.displays) == (RequestState.SPOKEN, [])
    assert town.store.requests_for_phone(GROUP, PhoneNumber(town.rosa.number)) == [town.request()]


def test_once_she_has_said_yes_he_changes_no_time(town: Town) -> None:
    """She has agreed to today: another time is hers to wish, and he hears so."""
    town.joins(town.ben)
    town.ben.when_rung(LetsItRing())
    asks_for_his_mother(town)
    phones_for_news(town.rosa).hears("shopping, in Ongar, today").presses("1").hears("two words").is_hung_up_on()
    phones_for_news(town.emil).hears("to change or cancel").presses("3").hears("every week, press 3").presses("3")
    town.emil.hears("only they can change or cancel it").hears_nothing_of("written down: every week").is_hung_up_on()
    assert town.request().when is When.TODAY
    phones_for_news(town.rosa).hears("to change or cancel").presses("3").hears("few days, press 2").presses("2")
    town.rosa.hears("written down: in the next few days").is_hung_up_on()


@pytest.mark.parametrize("town", [FOR_DAYS], indirect=True, ids=["days"])
def test_once_she_has_said_yes_he_chooses_no_other_day_of_the_week(town: Town) -> None:
    """It comes every Thursday morning, as she has agreed with Ben."""
    town.joins(town.ben)
    town.emil.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("2").hears("every week").presses("3")
    town.emil.hears("or somebody else, press 2").presses("2").hears("for somebody else, press 3").presses("3")
    town.emil.hears("whoever it is for").presses("02079460123#").hears("if that is right").presses("1")
    town.emil.hears("for somebody else").presses("1").hears("written down").is_hung_up_on()
    joined_to_the_son(town)
    talks_with_the_mother(town, when="every week")
    town.ben.hears("arranged").presses("1").hears("which day").presses("4").hears("in the morning").presses("1")
    town.ben.hears("come again").presses("1").hears("every week").is_hung_up_on().waits(5)
    phones_for_news(town.emil).hears("every week, press 2").presses("2").hears("another day, press 3").presses("3")
    town.emil.hears("Friday, 5").presses("5").hears("afternoon, 2").presses("2")
    town.emil.hears("only they can change or cancel it").is_hung_up_on()
    assert town.items()[Reason.SERIES].weekday == 3


def test_a_word_that_the_one_it_is_for_would_like_is_with_them(town: Town) -> None:
    """Rosa would like it, and not Emil, who asked: after a day's rings in vain, one of us is to ring Rosa."""
    town.joins(town.gwen, coordinator=True, needs=frozenset())
    town.gwen.when_rung(LetsItRing())
    town.joins(town.ben)
    asks_for_his_mother(town)
    joined_to_the_son(town)
    talks_with_the_mother(town)
    town.ben.hears("is it arranged").presses("1").is_hung_up_on().waits(5)
    town.ben.when_rung(LetsItRing())
    phones_for_news(town.rosa).hears("to speak to them").presses("1").hears("we ask them to ring you").is_hung_up_on()
    while Reason.ASKED not in town.items():
        town.rosa.waits(3600)
    assert town.items()[Reason.ASKED].number == PhoneNumber(town.rosa.number)


@pytest.mark.parametrize("town", [FOR_DAYS], indirect=True)
def test_she_phones_in_and_says_herself_that_all_is_well(asked: Town) -> None:
    """As on the call that she could have agreed to: she is asked whether who asked for her may hear that it is done."""
    talks_with_the_mother(asked)
    asked.ben.hears("is it arranged").presses("1").is_hung_up_on()
    reports(asked)
    phones_for_news(asked.rosa).hears("told us that it is done", "all is well, press 2").presses("2")
    asked.rosa.hears("may we tell whoever asked", "yes, press 1").presses("1").hears("we are glad").is_hung_up_on()
    asked.emil.picks_up(within=24 * 3600).hears("something to tell you").presses("1").hears("it is done").hangs_up()
