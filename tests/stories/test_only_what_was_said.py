"""What somebody is to be told counts as heard once it was said, and not before: else they are rung about it again."""

from __future__ import annotations

import pytest

from hotline.records import Reason, RequestState
from infra.local.exchange import LetsItRing, Person
from tests.stories.arranged import arranged
from tests.stories.phoning_in import phones_for_news, rings_in
from tests.stories.test_every_week import FOR_WEEKS, without_a_day
from tests.stories.town import Town

pytestmark = pytest.mark.long
weeks = pytest.mark.parametrize("town", [FOR_WEEKS], indirect=True, ids=["weeks"])
HOUR = 3600
A_DAY = 24 * HOUR


def to_hear_that_it_is_cancelled(town: Town) -> Person:
    """Ben was to come, and did not pick up; now he is at home."""
    town.joins(town.ben)
    arranged(town)
    phones_for_news(town.rosa).hears("to change or cancel, 3").presses("3").hears("to cancel it").presses("5")
    town.ben.when_rung(LetsItRing())
    town.rosa.hears("5 again").presses("5").hears("it is cancelled").is_hung_up_on()
    town.ben.waits(1800).when_rung(None)
    return town.ben


def hears_that_our_line_is_broken(town: Town) -> None:
    """Ben's key is written down, and what the line answers never arrives, the second time either."""
    town.exchange.faults.lose_answer("Digits=1", times=2)
    town.ben.presses("1").waits(5).hangs_up()
    town.exchange.expects_error("the connection to")


def is_rung_again(town: Town) -> None:
    """And hears it."""
    town.ben.answers(within=4 * HOUR).hears("no longer needed").is_hung_up_on()
    town.ben.is_not_rung(for_seconds=A_DAY)
    assert town.items()[Reason.CANCELLED].state is RequestState.DONE


def test_an_answer_that_was_lost_has_told_nothing(town: Town) -> None:
    """He is rung about it again."""
    to_hear_that_it_is_cancelled(town).picks_up(within=4 * HOUR).hears("press 1 to hear")
    hears_that_our_line_is_broken(town)
    is_rung_again(town)


def test_nor_has_one_that_was_lost_on_the_call_that_rings_him_back(town: Town) -> None:
    """The same there."""
    rings_in(to_hear_that_it_is_cancelled(town))
    town.ben.picks_up(within=10).hears("press 1 to hear")
    hears_that_our_line_is_broken(town)
    is_rung_again(town)


def test_nor_has_a_key_that_comes_when_the_call_is_over(town: Town) -> None:
    """The key is told to us ten seconds late, and he hung up after two."""
    rings_in(to_hear_that_it_is_cancelled(town))
    town.ben.picks_up(within=10).hears("press 1 to hear")
    town.exchange.faults.delay("Digits=1", seconds=10)
    town.ben.presses("1").waits(2).hangs_up().waits(30)
    is_rung_again(town)


def test_nought_after_what_was_told_shows_that_it_was_heard(town: Town) -> None:
    """He speaks to one of us about it, and is not rung about it again."""
    to_hear_that_it_is_cancelled(town).picks_up(within=4 * HOUR).hears("press 1 to hear").presses("1")
    town.ben.hears("no longer needed").presses("0").waits(5).hangs_up().waits(60)
    assert town.items()[Reason.CANCELLED].state is RequestState.DONE


def test_whoever_hangs_up_before_the_words_is_rung_again(town: Town) -> None:
    """A key, and nothing heard."""
    to_hear_that_it_is_cancelled(town).picks_up(within=4 * HOUR).hears("press 1 to hear").presses("1").hangs_up()
    is_rung_again(town)


@weeks
def test_which_day_is_asked_again_of_who_hung_up_on_it(town: Town) -> None:
    """She hung up before she could say: nothing recurs yet, and she is rung again."""
    without_a_day(town)
    town.ben.answers(within=14 * A_DAY).hears("is it done").presses("1").hears("which day").hangs_up()
    town.ben.when_rung(LetsItRing())
    town.rosa.picks_up(within=A_DAY).hears("press 1 to hear").presses("1").hangs_up()
    town.rosa.answers(within=A_DAY).hears("which day").hangs_up()
