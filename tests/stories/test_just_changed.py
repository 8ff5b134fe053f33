"""A resident's key comes a moment too late: they hear so, and then how it stands now (promise 10)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from hotline.numbers import PhoneNumber
from hotline.records import FOR_GOOD, RequestState
from infra.local.exchange import LetsItRing, Person
from tests.stories.arranged import FOR_DAYS, arranged
from tests.stories.phoning_in import phones_for_news, rings_in
from tests.stories.test_codes import asks_for_a_code, phones_with_a_code
from tests.stories.test_for_somebody_else import asks_for_his_mother
from tests.stories.town import GROUP, LINE, START, Town, brentwood

pytestmark = pytest.mark.long

JUST_CHANGED = "that has just changed"
ERASED = "what it held about you is erased"
IN_THE_EVENING = {
    "groups": brentwood(policy={"rounds": (timedelta(minutes=1),), "rest": timedelta(0)}),
    "start": datetime(2026, 11, 24, 17, 5, tzinfo=UTC),
}


def asks_for_news_beside(town: Town, ben: Person) -> None:
    """Rosa phones for news, and is rung straight back; Ben meanwhile has his menu said again."""
    town.rosa.dials(LINE).hears("anything else")
    ben.presses("*")
    town.rosa.presses("4").hears("news of something you asked").presses("9")
    ben.presses("*")
    town.rosa.hears("put the phone down").hangs_up()
    town.rosa.answers(within=10)


def hands_it_back(town: Town) -> None:
    """As when Ben says `someone else, please` on his own call."""
    ben = PhoneNumber(town.ben.number).opaque
    assert town.store.hand_back(GROUP, town.request().id, volunteer=ben, now=town.world.now(), no=FOR_GOOD)


def test_who_would_speak_to_a_neighbour_that_has_just_handed_it_back(town: Town) -> None:
    """It is open again: she hears that nobody is left to be asked, and not that it is over."""
    town.joins(town.ben)
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("yes, press 1").presses("1").hears("It's yours")
    asks_for_news_beside(town, town.ben)
    town.rosa.hears("to speak to them, press 1")
    town.ben.presses("4").hears("we ask somebody else").is_hung_up_on()
    town.rosa.presses("1").hears(
        JUST_CHANGED, "asked so far: one", "nobody is left whom we could ask"
    ).hears_nothing_of(ERASED)
    town.rosa.presses("3").hears("to cancel it").presses("5").hears("5 again").presses("5").hears("it is cancelled")


@pytest.mark.parametrize("town", [FOR_DAYS], indirect=True, ids=["days"])
def test_who_would_change_what_has_just_been_reported_done(town: Town) -> None:
    """She hears that her neighbour told us so, and may say that something was wrong."""
    town.joins(town.ben)
    arranged(town)
    town.rosa.waits((START.replace(hour=18, minute=58, second=55) - town.world.now()).total_seconds())
    phones_for_news(town.rosa).hears("to change or cancel, 3").presses("3").hears("for today")
    town.ben.answers(within=10).hears("is it done").presses("1").hears("thank you so much")
    town.rosa.presses("2").hears(JUST_CHANGED, "your neighbour told us that it is done").hears_nothing_of(ERASED)
    assert town.request().state is RequestState.REPORTED_DONE


@pytest.mark.parametrize("town", [IN_THE_EVENING], indirect=True, ids=["evening"])
@pytest.mark.parametrize("key", ["1", "5"])
def test_who_hears_that_nobody_could_as_a_neighbour_says_yes(town: Town, key: str) -> None:
    """Its time is over while Ben decides. He says yes: she hears that a neighbour has said yes."""
    town.joins(town.ben, paused_until=datetime(2026, 11, 24, 19, 58, 50, tzinfo=UTC))
    town.asks_for_shopping(town.rosa)
    town.ben.is_rung(within=4 * 3600)
    town.ben.picks_up().hears("yes, press 1").presses("5").hears("so far we have asked")
    asks_for_news_beside(town, town.ben)
    town.rosa.hears("its time is over", "press 1", "press 5")
    town.ben.presses("1").hears("It's yours")
    town.rosa.presses(key).hears(JUST_CHANGED, "a neighbour has said yes").hears_nothing_of(ERASED)
    assert town.holder(town.ben)


@pytest.mark.parametrize("town", [FOR_DAYS], indirect=True, ids=["days"])
def test_who_is_rung_to_hear_that_nobody_could_of_what_they_have_just_cancelled(town: Town) -> None:
    """Two share a phone, and the other one has cancelled it: then it is over, and she hears so."""
    town.joins(town.ben)
    town.ben.when_rung(LetsItRing())
    town.asks_for_shopping(town.rosa)
    town.rosa.waits(10 * 3600 + 1800)
    town.rosa.picks_up(within=24 * 3600).hears("something to tell you").presses("1").hears("if you still want it")
    now = town.world.now()
    assert town.store.schedule(town.request(), next_action_at=now + timedelta(hours=1), cancelled_at=now)
    town.rosa.presses("1").hears(JUST_CHANGED, "it is over", ERASED, "goodbye").is_hung_up_on()


def test_who_has_a_code_and_would_speak_to_a_neighbour_that_has_just_handed_it_back(town: Town) -> None:
    """Told anew on the same call, since nobody can ring them."""
    town.joins(town.ben)
    code = asks_for_a_code(town.rosa)
    town.ben.picks_up().hears("yes, press 1").presses("1").hears("It's yours").is_hung_up_on()
    phones_with_a_code(town.rosa, code).hears("to speak to them, press 1")
    hands_it_back(town)
    town.rosa.presses("1").hears(JUST_CHANGED, "nobody could yet").hears_nothing_of(ERASED).hangs_up()


@pytest.mark.parametrize("keys", ["1", "55"])
def test_who_would_say_yes_or_no_to_what_has_just_been_reported_done(town: Town, keys: str) -> None:
    """Emil asked for his mother; Ben has rung her himself, and says that it is done while she decides."""
    town.joins(town.ben)
    town.ben.when_rung(LetsItRing())
    asks_for_his_mother(town)
    rings_in(town.rosa)
    town.rosa.picks_up(within=10).hears("press 1 to hear").presses("1").hears("if a neighbour may help, press 1")
    if len(keys) > 1:
        town.rosa.presses(keys[0]).hears("press 5 again")
    now, ben = town.world.now(), PhoneNumber(town.ben.number).opaque
    assert town.store.accept(GROUP, town.request().id, offer="o", volunteer=ben, now=now)
    assert town.store.mark_spoken(
        GROUP, town.request().id, volunteer=ben, now=now, ring_after=False, next_action_at=now + timedelta(hours=1)
    )
    assert town.store.report_done(GROUP, town.request().id, volunteer=ben, now=now)
    town.rosa.presses(keys[-1]).hears(JUST_CHANGED, "your neighbour told us that it is done").hears_nothing_of(ERASED)
    town.rosa.hangs_up()
