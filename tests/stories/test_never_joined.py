"""`It is arranged`, of two whom the line has not joined, is asked once more; a key means one thing on every call."""

from __future__ import annotations

import pytest

from hotline.records import Reason, RequestState
from infra.local.exchange import LetsItRing
from tests.stories.arranged import says_it_is_arranged
from tests.stories.phoning_in import phones_for_news
from tests.stories.town import Town


@pytest.fixture
def yes(town: Town) -> Town:
    """Ben has said yes to Rosa's shopping, and hears what he can do about it."""
    town.joins(town.ben, town.ali)
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("yes, press 1").presses("1").hears("It's yours", "in a quarter of an hour, 3")
    return town


def test_the_key_learned_at_the_hand_over_is_later_on_the_next_call(yes: Town) -> None:
    """3 is `in a quarter of an hour` on both calls, so that nobody says `arranged` who means `later`."""
    yes.ben.presses("3").hears("we ring you in a quarter of an hour").is_hung_up_on()
    yes.ben.answers(within=1000).hears("it is arranged, 2", "in a quarter of an hour, 3").presses("3")
    yes.ben.hears("we ring you in a quarter of an hour").is_hung_up_on()
    assert yes.request().state == RequestState.ACCEPTED


def test_arranged_is_asked_once_more(yes: Town) -> None:
    """They can still be joined at once; silence takes nothing for granted."""
    yes.ben.presses("3").is_hung_up_on()
    yes.ben.answers(within=1000).hears("it is arranged, 2").presses("2")
    yes.ben.hears("not been joined yet", "to be joined, press 1", "it is arranged, press 2").presses("1")
    yes.rosa.picks_up().hears("with a neighbour").talks_with(yes.ben).hangs_up()
    yes.ben.hears("is it arranged").presses("1").is_hung_up_on().waits(2)
    assert (yes.request().state, yes.request().joined) == (RequestState.SPOKEN, True)


def test_silence_at_the_second_question_is_no_arrangement(yes: Town) -> None:
    """Not heard twice: it stays theirs, and they are rung again."""
    yes.ben.presses("3").is_hung_up_on()
    yes.ben.answers(within=1000).hears("it is arranged, 2").presses("2").hears("not been joined yet").waits(25)
    yes.ben.hears("we ring you in a quarter of an hour").is_hung_up_on()
    assert yes.request().state == RequestState.ACCEPTED


@pytest.mark.long
def test_the_resident_is_not_told_that_they_have_spoken(yes: Town) -> None:
    """On the volunteer's word alone a neighbour has said yes, and no more."""
    yes.ben.presses("3").is_hung_up_on()
    says_it_is_arranged(yes.ben.answers(within=1000).hears("it is arranged, 2")).is_hung_up_on().waits(2)
    phones_for_news(yes.rosa).hears("a neighbour has said yes").hears_nothing_of("have spoken").presses("1")
    yes.ben.picks_up().hears("press 1").presses("1").talks_with(yes.rosa).hangs_up()
    yes.rosa.hangs_up().waits(5)
    assert yes.request().joined
    phones_for_news(yes.rosa).hears("you and a neighbour have spoken").hangs_up()


def test_no_key_on_the_call_that_asks_changes_nothing_and_says_so(yes: Town) -> None:
    """It stays theirs: nobody else is asked, and nobody says so."""
    yes.ben.hangs_up()
    yes.ben.answers(within=1000).hears("you said yes", "heard no key", "ring us").hears_nothing_of("somebody else")
    yes.ben.is_hung_up_on().waits(5)
    assert yes.holder(yes.ben)
    yes.ali.is_not_rung(for_seconds=60)


def test_nought_is_a_person_on_the_call_that_asks(yes: Town) -> None:
    """And no complaint: nobody is drawn by lot because somebody would like a person."""
    yes.joins(yes.gwen, needs=frozenset(), coordinator=True)
    yes.ben.hangs_up()
    yes.ben.answers(within=1000).hears("something worried you, 6").presses("0").hears("ringing one of us")
    yes.gwen.picks_up().hears("would like a person").presses("1").talks_with(yes.ben).hangs_up()
    yes.ben.hangs_up().waits(5)
    assert Reason.LOT not in yes.items()


def test_the_key_for_worries_alone_keeps_nothing(yes: Town) -> None:
    """A slip: no words and no second key, and nobody is rung about it."""
    yes.ben.hangs_up()
    yes.ben.answers(within=1000).hears("something worried you, 6").presses("6").hears("what worried you", "(beep)")
    yes.ben.presses("#").hears("press 6 again", "stays as it was").is_hung_up_on().waits(5)
    assert Reason.LOT not in yes.items()


@pytest.mark.long
def test_worried_twice_keeps_the_first_words(yes: Town) -> None:
    """The second recording is nobody's, and is to be erased: no coordinator is given it to log."""
    yes.ali.when_rung(LetsItRing())
    yes.ben.hangs_up()
    for words in ("He was drunk", "He was drunk again"):
        yes.ben.answers(within=3 * 3600).hears("something worried you, 6").presses("6").hears("(beep)").says(words)
        yes.ben.presses("#").hears("two of us").hangs_up().waits(5)
    replaced = yes.store.own_voice("brentwood").replaced
    assert len(replaced) == 1
    assert yes.items()[Reason.LOT].note not in replaced
