"""When a phone may ring: what is settled by hours and pauses between one call and the next (promise 2)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from pynamodb.signals import pre_dynamodb_send

from hotline.conversation.call import Call
from hotline.dispatch.ring import Line, ring
from hotline.effects.volunteering import say_yes
from hotline.hours import Hours
from hotline.records import OfferKind, RequestState
from infra.local.exchange import LetsItRing
from tests.stories.arranged import FOR_DAYS, they_talk
from tests.stories.phoning_in import phones_for_news
from tests.stories.town import GROUP, LINE, START, Town

pytestmark = pytest.mark.long

EVENINGS = Hours.parse("every day 20:00-22:00")  # when the group's phones are silent


def said_yes(town: Town) -> None:
    """Ben has said yes, and will ring later."""
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("yes, press 1").presses("1").hears("It's yours").presses("3").is_hung_up_on()


def talked(town: Town) -> None:
    """Ben has said yes, and has talked with Rosa."""
    town.asks_for_shopping(town.rosa)
    they_talk(town)


@pytest.mark.parametrize("so_far", [said_yes, talked])
@pytest.mark.parametrize(
    "change", [{"hours": EVENINGS}, {"paused_until": START + timedelta(days=9)}], ids=["hours", "pause"]
)
@pytest.mark.parametrize("town", [FOR_DAYS], indirect=True)
@pytest.mark.long
def test_who_can_be_rung_no_more_gives_back_what_they_hold(
    town: Town, so_far: Callable[[Town], None], change: dict[str, Any]
) -> None:
    """The next neighbour is asked, and nobody waits for a phone that never rings; it does not ring, either."""
    town.joins(town.ben, town.ali)
    so_far(town)
    town.store.change_volunteer(GROUP, town.volunteer(town.ben).id, **change)
    town.ali.picks_up(within=25 * 3600).hears("shopping", "yes, press 1").presses("1").hears("It's yours").hangs_up()
    assert town.request().state is RequestState.ACCEPTED
    assert town.holder(town.ali)
    assert len(town.ben.displays) == 1


LATE = {"start": START + timedelta(hours=9, minutes=40)}  # 19:40


def talks_past_eight(town: Town) -> None:
    """Ben and Rosa talk until 20:10; Rosa has hung up."""
    town.rosa.picks_up(within=60)
    town.ben.talks_with(town.rosa, seconds=30 * 60)
    town.rosa.hangs_up()


@pytest.mark.parametrize("town", [LATE], indirect=True)
def test_it_is_night_by_the_time_that_the_key_is_pressed(town: Town) -> None:
    """They were told in the menu that they could be joined; after a long talk it is too late, and it is said so."""
    town.joins(town.ben)
    talked(town)
    phones_for_news(town.ben).hears("you have said yes to", "to be joined, press 1").presses("1")
    talks_past_eight(town)
    town.ben.hears("to be joined, press 1").presses("1").hears("does not ring before", "nine o'clock tomorrow")
    town.ben.presses("2").hears("thank you so much")
    assert len(town.rosa.displays) == 2


@pytest.mark.parametrize("town", [{"start": START + timedelta(hours=9, minutes=58)}], indirect=True)
def test_a_yes_that_is_joined_too_late_is_joined_in_the_morning(town: Town) -> None:
    """Her phone would still ring at eight: it does not; his does, in the morning, and they are joined then."""
    town.joins(town.ben)
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up(within=60).hears("yes, press 1").presses("1").hears("to be joined, press 1")
    town.ben.presses("1").hears("does not ring before", "nine o'clock tomorrow")
    town.ben.hears("we ring you then: press 3").presses("3")
    town.ben.hears("we ring you at nine o'clock tomorrow").is_hung_up_on().is_not_rung(for_seconds=12.9 * 3600)
    town.ben.answers(within=1200).hears("you said yes").presses("1")
    town.rosa.picks_up().hears("with a neighbour")
    town.ben.talks_with(town.rosa)
    assert len(town.rosa.displays) == 1


def test_two_who_talk_to_the_limit_are_rung_for_nothing_else(town: Town) -> None:
    """The lock of a phone lasts for the ring, the talk and the questions after it, and is looked at again."""
    town.joins(town.ben, rest=timedelta())
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("yes, press 1").presses("1").hears("to be joined").presses("1")
    town.rosa.is_rung().waits(25)
    town.rosa.answer()
    town.ben.is_joined_with(town.rosa)
    town.emil.dials(LINE).hears("medicines").presses("2").hears("Ongar").presses("2").hears("today").presses("2")
    town.emil.hears("right").presses("1").hears("written down").is_hung_up_on()
    town.ben.waits(3540)
    assert town.ben.call
    town.ben.picks_up(within=200).hears("medicines").presses("2").is_hung_up_on()
    assert town.ben.found_engaged() == 0


def test_a_dispatcher_that_was_held_up_dials_nobody_after_the_hours(town: Town) -> None:
    """It picked Ben at five to ten, and comes to dial at ten, when his hours are over."""
    town.joins(town.ben, hours=Hours.parse("every day 09:00-10:00"))
    request = town.asks_for_shopping(town.rosa)
    line = Line(world=town.world, group=town.world.groups[GROUP], now=START - timedelta(minutes=5))
    assert not ring(line, request, town.volunteer(town.ben), OfferKind.ASK, next_action_at=START)
    assert town.offers() == []
    assert town.ben.displays == []


def test_whom_doors_begin_to_pause_for_while_they_say_yes_holds_no_door(town: Town) -> None:
    """On their own call they say yes, and in that moment doors pause for them: it goes round to the next neighbour."""
    town.joins(town.ben)
    town.ben.when_rung(LetsItRing())
    request = town.asks_for_shopping(town.rosa)
    ben = town.volunteer(town.ben)
    town.ben.waits(70)
    call = Call(group=town.world.groups[GROUP], sid="CA1", other_end=ben.number, about="another-call")
    waiting = ["UpdateItem"]  # the yes: just before it is sent, doors pause

    def interrupt(_: object, operation_name: str, **__: Any) -> None:
        if operation_name in waiting:
            waiting.clear()
            town.store.keep_from_doors(GROUP, ben.id, "complaint-1")

    with pre_dynamodb_send.connected_to(interrupt):
        assert say_yes.run(town.world, call, request.id) == "over"
    assert waiting == []
    assert town.request().state is RequestState.OPEN
