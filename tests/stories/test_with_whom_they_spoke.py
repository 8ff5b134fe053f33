"""Asked for somebody else: with which of the two the neighbour has spoken, would speak, and is asked how it went."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hotline.numbers import PhoneNumber
from hotline.records import Reason, RequestState
from infra.local.exchange import LetsItRing
from tests.stories.arranged import A_DAY, FOR_DAYS, reports
from tests.stories.phoning_in import phones_for_news
from tests.stories.test_for_somebody_else import asks_for_his_mother, joined_to_the_son, talks_with_the_mother
from tests.stories.town import Town
from tests.stories.wronged import complaint

pytestmark = pytest.mark.long


@pytest.fixture
def at_her_door(town: Town) -> Town:
    """Emil asked for Rosa, who would like a ring when it is done; Ben has talked with both, and is to go to her."""
    town.joins(town.ben, rest=timedelta())
    asks_for_his_mother(town)
    joined_to_the_son(town)
    talks_with_the_mother(town)
    town.ben.hears("is it arranged").presses("2").is_hung_up_on().waits(5)
    return town


def test_put_through_by_herself_she_is_the_one_whom_he_has_met(town: Town) -> None:
    """Rosa says yes on a call of her own, and is put through to Ben: what worries him then is about Rosa."""
    town.joins(town.ben)
    asks_for_his_mother(town)
    joined_to_the_son(town)
    town.ben.hears("press 5").presses("3").is_hung_up_on()
    phones_for_news(town.rosa).hears("if a neighbour may help, press 1").presses("1").hears("two words").hangs_up()
    phones_for_news(town.rosa).hears("to speak to them, press 1").presses("1")
    town.ben.picks_up().hears("press 1").presses("1").talks_with(town.rosa)
    town.rosa.hangs_up()
    town.ben.waits(5)
    assert town.request().whom_they_met == PhoneNumber(town.rosa.number)
    phones_for_news(town.ben).hears("something worried you").presses("6").hears("(beep)").says("She hit me")
    town.ben.presses("#").hears("put together again").hangs_up()
    assert (complaint(town).other, complaint(town).beside) == (
        PhoneNumber(town.rosa.number),
        PhoneNumber(town.emil.number),
    )


def test_who_has_spoken_with_her_alone_keeps_it(town: Town) -> None:
    """Ben was joined with Rosa, on her call, and never with Emil: asked in vain whether they have spoken, they have."""
    town.joins(town.ben)
    asks_for_his_mother(town)
    town.ben.picks_up().hears("yes, press 1").presses("1").hears("It's yours").presses("3").is_hung_up_on()
    phones_for_news(town.rosa).hears("if a neighbour may help, press 1").presses("1").hears("two words").hangs_up()
    phones_for_news(town.rosa).hears("to speak to them, press 1").presses("1")
    town.ben.picks_up().hears("press 1").presses("1").talks_with(town.rosa)
    town.rosa.hangs_up()
    town.ben.when_rung(LetsItRing())
    town.ben.waits(2 * 3600)
    assert (town.request().state, town.holder(town.ben)) == (RequestState.SPOKEN, True)


def test_put_through_by_whoever_asked_he_has_met_them(at_her_door: Town) -> None:
    """Emil's call joins Ben and Emil; with Rosa Ben has talked before, and she stays whom he has met."""
    town = at_her_door
    talked = town.request().talked_at
    phones_for_news(town.emil).hears("to speak to them again, press 1").presses("1")
    town.ben.picks_up().hears("press 1").presses("1").talks_with(town.emil)
    town.emil.hangs_up()
    town.ben.waits(5)
    assert town.request().talked_at == talked


def test_a_word_that_she_would_like_is_with_her(at_her_door: Town) -> None:
    """Ben does not pick up; rung about it, his key joins him with Rosa, and Emil's phone stays silent."""
    town = at_her_door
    town.ben.when_rung(LetsItRing())
    phones_for_news(town.rosa).hears("to speak to them", "press 1").presses("1").hears("we ask them to ring you")
    town.rosa.is_hung_up_on()
    town.ben.when_rung(None)
    town.ben.answers(within=A_DAY).hears("your neighbour would like a word", "to be joined, press 1").presses("1")
    town.rosa.picks_up().hears("Brentwood Mutual Aid").presses("1").hears("joined now")
    town.ben.talks_with(town.rosa)
    town.rosa.hangs_up()
    town.ben.hears("is it arranged").presses("1").is_hung_up_on()
    assert not town.emil.ringing


@pytest.mark.parametrize("town", [FOR_DAYS], indirect=True, ids=["days"])
def test_she_who_complained_of_it_is_not_asked_whether_it_went_well(at_her_door: Town) -> None:
    """It is reported done; Rosa phones in and says that something was wrong: her phone does not ring for that."""
    town = at_her_door
    town.rosa.when_rung(LetsItRing())
    reports(town)
    town.ben.when_rung(LetsItRing())
    town.rosa.waits(120)
    town.rosa.when_rung(None)
    phones_for_news(town.rosa).hears("something was wrong").presses("4").hears("(beep)").presses("#")
    town.rosa.hears("put together again").hangs_up().waits(5)
    assert Reason.LOT in town.request().told
    town.rosa.is_not_rung(for_seconds=2 * A_DAY)
