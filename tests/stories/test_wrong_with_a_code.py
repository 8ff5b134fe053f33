"""Something was wrong, says somebody who has no phone: what they said is heard, though nobody can ring them."""

from __future__ import annotations

import pytest

from hotline.records import Reason, RequestState
from infra.local.exchange import LetsItRing
from tests.stories.test_codes import asks_for_a_code, ben_says_yes, phones_with_a_code
from tests.stories.town import LINE, Town

pytestmark = pytest.mark.long

HOUR = 3600


@pytest.fixture
def code(town: Town) -> str:
    """Rosa's, whose shopping Ben has said yes to; Gwen coordinates, and does not pick up."""
    town.joins(town.ben)
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    town.gwen.when_rung(LetsItRing())
    code = asks_for_a_code(town.rosa)
    ben_says_yes(town)
    town.ben.waits(5)
    return code


def says_what_was_wrong(town: Town, code: str) -> None:
    """She leaves words, and no number."""
    phones_with_a_code(town.rosa, code).hears("something was wrong, 4").presses("4").hears("after the tone", "(beep)")
    town.rosa.says("he took my purse").presses("#").hears("key the number").hangs_up()
    town.gwen.when_rung(None)


def test_the_words_are_heard_before_anything_ends(town: Town, code: str) -> None:
    """What is played is what was said with the task itself, and not with the request that it is about."""
    says_what_was_wrong(town, code)
    town.gwen.answers(within=HOUR).hears("something worried a neighbour").presses("1")
    town.gwen.hears("these are their words", "he took my purse", "they left no number", "it is dealt with, press 2")
    assert town.items()[Reason.WORRIED].note
    town.gwen.presses("2").hears("thank you").is_hung_up_on().waits(5)
    assert town.items()[Reason.WORRIED].state is RequestState.DONE


def test_the_words_stay_until_a_key_says_that_it_is_dealt_with(town: Town, code: str) -> None:
    """Put down in the middle of it, she is asked about it again."""
    says_what_was_wrong(town, code)
    town.gwen.answers(within=HOUR).hears("something worried a neighbour").presses("1").hears("purse").hangs_up()
    assert town.items()[Reason.WORRIED].note
    town.gwen.answers(within=HOUR).hears("who left no number", "it is dealt with, press 2").hangs_up()


def test_nor_does_a_wish_for_a_person_end_before_its_words_are_heard(town: Town) -> None:
    """Nought, a few words, and no number."""
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    town.gwen.when_rung(LetsItRing())
    town.rosa.dials(LINE, withheld="anonymous").hears("shopping").presses("0").hears("after the tone", "(beep)")
    town.rosa.says("ask for me at number nine").presses("#").hears("key the number").hangs_up()
    town.gwen.when_rung(None)
    town.gwen.answers(within=HOUR).hears("would like a person").presses("1")
    town.gwen.hears("number nine", "they left no number", "someone else, please, 4").presses("4").is_hung_up_on()
    town.gwen.waits(5)
    assert town.items()[Reason.ASKED].note
