"""Not to be put together again holds wherever two phones could meet: live, by a task, and for somebody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from hotline.dispatch.doors import put_apart
from hotline.dispatch.items import item
from hotline.dispatch.ring import Line
from hotline.numbers import PhoneNumber
from hotline.records import FOR_ONE_PHONE, Reason
from infra.local.exchange import LetsItRing
from tests.stories.phoning_in import phones_for_news
from tests.stories.test_for_somebody_else import asks_for_his_mother, joined_to_the_son
from tests.stories.town import GROUP, LINE, Town, opaque

pytestmark = pytest.mark.long


@pytest.fixture
def gwen_alone(town: Town) -> Town:
    """Gwen is the only coordinator, and not to be put together with Rosa; Ben lets it ring."""
    town.joins(town.gwen, coordinator=True, needs=frozenset())
    town.joins(town.ben)
    town.ben.when_rung(LetsItRing())
    town.store.keep_apart(opaque(town.rosa), opaque(town.gwen))
    return town


def test_nought_does_not_join_the_two(gwen_alone: Town) -> None:
    """Nobody else can pick up: Rosa leaves a few words, and hears so."""
    gwen_alone.rosa.dials(LINE).hears("shopping").presses("0").hears("after the tone").hangs_up()
    gwen_alone.gwen.is_not_rung(for_seconds=600)


def test_whoever_shows_no_number_is_put_through_as_ever(gwen_alone: Town) -> None:
    """It is kept of a phone: who withholds it is anybody."""
    gwen_alone.rosa.dials(LINE, withheld="anonymous").hears("shopping").presses("0")
    gwen_alone.gwen.picks_up().hears("to speak to them, press 1").presses("1").talks_with(gwen_alone.rosa).hangs_up()


def test_no_task_asks_her_to_ring_the_other(gwen_alone: Town) -> None:
    """That it waits, that a promise is near, that nobody could: none of it is hers."""
    gwen_alone.asks_for_shopping(gwen_alone.rosa)
    gwen_alone.rosa.when_rung(LetsItRing())
    gwen_alone.gwen.is_not_rung(for_seconds=12 * 3600)
    about = [task for task in gwen_alone.items().values() if task.about == gwen_alone.request().id]
    assert about
    assert all(opaque(gwen_alone.gwen) in task.apart for task in about if task.reason not in FOR_ONE_PHONE)


@pytest.mark.parametrize("reason", [Reason.ASKED, Reason.UNHEARD, Reason.OUTAGE])
def test_whatever_makes_a_task_to_ring_that_phone_it_is_not_hers(gwen_alone: Town, reason: Reason) -> None:
    """Made without a request that it is about, too. Who waits in vain for one of us is told so by the line."""
    rosa = PhoneNumber(gwen_alone.rosa.number)
    gwen_alone.rosa.when_rung(LetsItRing())
    gwen_alone.store.add_item(item(gwen_alone.world, GROUP, reason, name="once", number=rosa))
    gwen_alone.gwen.is_not_rung(for_seconds=3600)


def test_a_coordinator_is_not_asked_to_ring_herself(town: Town) -> None:
    """She knows that nobody could yet, and is told so as any resident is: by the line, when that time comes."""
    town.joins(town.gwen, coordinator=True, needs=frozenset())
    town.joins(town.ben)
    town.ben.when_rung(LetsItRing())
    town.asks_for_shopping(town.gwen)
    town.gwen.is_not_rung(for_seconds=2 * 3600)
    town.gwen.answers(within=1800).hears("nobody could yet").is_hung_up_on()
    assert town.volunteer(town.gwen).id in town.items()[Reason.PROMISE].apart


def test_whoever_it_is_for_counts_as_whoever_asks(town: Town) -> None:
    """Ben is not sent to Rosa's door by her son."""
    town.joins(town.ben)
    town.store.keep_apart(opaque(town.rosa), opaque(town.ben))
    asks_for_his_mother(town)
    town.ben.is_not_rung(for_seconds=600)


def test_what_was_asked_for_them_is_taken_away_as_well(town: Town) -> None:
    """Ben has said yes to the son when he and the mother are put apart: it goes to somebody else."""
    town.joins(town.ben)
    asks_for_his_mother(town)
    joined_to_the_son(town)
    town.ben.hears("says yes").hangs_up().waits(5)
    complaint = town.request()
    line = Line(world=town.world, group=town.world.groups[GROUP], now=town.world.now())
    put_apart(line, replace(complaint, number=PhoneNumber(town.rosa.number), other=PhoneNumber(town.ben.number)))
    assert not town.holder(town.ben)
    assert opaque(town.ben) in town.request().apart


def test_a_second_neighbour_is_complained_of_as_well(town: Town) -> None:
    """Ben was wrong, and Ali who came in his place: each is a complaint, and each is kept apart."""
    town.joins(town.ben)
    town.joins(town.ali, rest=timedelta())
    town.joins(town.priya, town.mallory, drawn=True, needs=frozenset())
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("yes, press 1").presses("1").hears("It's yours").presses("3").is_hung_up_on().waits(5)
    for one in (town.ben, town.priya, town.mallory):
        one.when_rung(LetsItRing())
    phones_for_news(town.rosa).hears("something was wrong, 4").presses("4").hears("(beep)")
    town.ali.picks_up(within=60).hears("yes, press 1").presses("1").hears("It's yours").presses("3").is_hung_up_on()
    town.rosa.hears("goodbye").is_hung_up_on()
    town.ali.when_rung(LetsItRing())
    phones_for_news(town.rosa).hears("something was wrong, 4").presses("4").hears("put together again, press 2")
    town.rosa.presses("2").hears("it is kept", "goodbye").is_hung_up_on().waits(60)
    assert opaque(town.ali) in town.request().apart
    assert len([one for one in town.store.requests(GROUP) if one.reason is Reason.LOT]) == 2
