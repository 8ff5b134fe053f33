"""Twilio's first try was cut off, and the answer to its second is heard: it says what the first one said (fault 1)."""

from __future__ import annotations

import pytest

from infra.local.exchange import Unreachable
from tests.stories.phoning_in import phones_for_news, rings_in
from tests.stories.test_codes import asks_for_a_code, phones_with_a_code
from tests.stories.test_joining import wishes_to_help
from tests.stories.town import Town, brentwood


@pytest.mark.parametrize("town", [{"groups": brentwood(policy={"wrong_codes": 2})}], indirect=True)
def test_a_wrong_code_counts_once(town: Town) -> None:
    """Two wrong ones may be keyed in an hour: one whose webhook comes twice leaves room for the right one."""
    code = asks_for_a_code(town.rosa)
    town.exchange.faults.lose_answer("Digits=000000")
    phones_with_a_code(town.rosa, "000000").hears("do not find").presses(f"{code}#").hears("asked").hangs_up()


@pytest.mark.long
def test_the_apology_for_a_promise_that_was_broken_is_heard(town: Town) -> None:
    """The first try has renewed the promise; it was broken all the same, and the same new time is said."""
    town.asks_for_shopping(town.rosa)
    town.rosa.waits(3 * 3600)
    rings_in(town.rosa)
    town.rosa.picks_up(within=10).hears("press 1 to hear")
    town.exchange.faults.lose_answer("Digits=1")
    town.rosa.presses("1").hears("takes longer than we said", "we are sorry", "ring you by half past three").hangs_up()
    phones_for_news(town.rosa).hears("we go on asking").hears_nothing_of("we are sorry").hangs_up()


def test_whoever_comes_back_is_welcomed(town: Town) -> None:
    """The first try has made them a volunteer again: that was news all the same."""
    town.joins(town.ben, stopped=True)
    wishes_to_help(town.ben)
    town.ben.picks_up().hears("yes, press 1")
    town.exchange.faults.lose_answer("Digits=1")
    town.ben.presses("1").hears("welcome back").is_hung_up_on()


def test_what_a_coordinator_has_heard_was_not_too_late(town: Town) -> None:
    """The first try has ended the item, since it was only to be heard."""
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    town.joins(town.ben)
    town.ben.when_rung(Unreachable(sip="404"))
    town.asks_for_shopping(town.rosa)
    town.gwen.answers(within=1200).hears("a phone that we cannot ring", "you have heard it: press 1")
    town.exchange.faults.lose_answer("Digits=1")
    town.gwen.presses("1").hears("thank you").hears_nothing_of("no longer").is_hung_up_on()
