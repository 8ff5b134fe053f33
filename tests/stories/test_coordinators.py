"""What coordinators are rung for: they hear it, and may take it like anyone (issue 3, items 5 and 6)."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest

from hotline.hours import Hours
from hotline.numbers import PhoneNumber
from hotline.records import Reason, RequestState
from infra.local.exchange import LetsItRing, PicksUp
from tests.stories.arranged import FOR_DAYS
from tests.stories.town import GROUP, LINE, START, Town

pytestmark = pytest.mark.long


@pytest.fixture
def waiting(town: Town) -> Town:
    """Ben, the only volunteer, cannot; Gwen coordinates, and gives no help herself."""
    town.joins(town.ben)
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("yes, press 1").presses("2").is_hung_up_on()
    return town


def since(town: Town) -> timedelta:
    """How long Rosa's request has been open."""
    opened = town.request().opened_at
    assert opened
    return town.world.now() - opened


def test_told_at_thirty_minutes_and_may_take_it_like_anyone(waiting: Town) -> None:
    """The request waits too long: a coordinator hears what and where, says yes, has its words, and is joined."""
    waiting.gwen.is_not_rung(for_seconds=28 * 60).answers(within=240)
    assert timedelta(minutes=30) <= since(waiting) < timedelta(minutes=32)
    waiting.gwen.hears("shopping", "in Ongar", "today", "waited too long", "take it yourself").presses("1")
    waiting.gwen.hears("It's yours", waiting.request().words.replace("-", " "), "pen").presses("1")
    waiting.rosa.picks_up().hears("with a neighbour")
    waiting.gwen.talks_with(waiting.rosa)
    waiting.rosa.hangs_up()
    waiting.gwen.hears("arranged").presses("1").is_hung_up_on().waits(2)
    assert waiting.holder(waiting.gwen)
    assert waiting.request().state == RequestState.SPOKEN


def test_who_has_heard_it_is_not_rung_again_for_it_and_the_request_goes_on(waiting: Town) -> None:
    """A coordinator has no more of a duty than anyone: heard, and no thanks."""
    waiting.gwen.answers(within=2000).hears("waited too long", "you have heard it").presses("2").is_hung_up_on()
    waiting.gwen.is_not_rung(for_seconds=30 * 60)
    assert waiting.items()[Reason.WAITING].state == RequestState.DONE
    assert waiting.request().state == RequestState.OPEN


def test_a_coordinator_who_took_it_is_asked_whether_they_have_spoken(waiting: Town) -> None:
    """Taken and then nothing: asked like anyone, and it goes round again."""
    waiting.gwen.answers(within=2000).hears("take it yourself").presses("1").hears("It's yours").hangs_up()
    waiting.gwen.answers(within=1000).hears("you said yes", "someone else").presses("4").is_hung_up_on().waits(2)
    assert waiting.request().state == RequestState.OPEN


def test_nobody_takes_what_nobody_hears_and_it_is_asked_again(waiting: Town) -> None:
    """An item goes round among the coordinators until one of them has heard it."""
    waiting.gwen.when_rung(LetsItRing())
    waiting.gwen.waits(32 * 60)
    assert len(waiting.gwen.displays) == 1
    waiting.gwen.when_rung(None)
    waiting.gwen.answers(within=3 * 3600).hears("waited too long").presses("2").is_hung_up_on()


def test_a_promise_that_is_near_is_kept_by_a_live_voice(waiting: Town) -> None:
    """Before the promised time a coordinator is told, and rings the resident to say why not."""
    waiting.gwen.answers(within=2000).hears("waited too long").presses("2").is_hung_up_on()
    waiting.gwen.answers(within=7200).hears("we promised them a ring", "to ring and tell them").presses("1")
    promised = waiting.request().promised_at
    assert promised
    assert timedelta(minutes=13) < promised - waiting.world.now() < timedelta(minutes=16)
    waiting.gwen.hears("to be joined").presses("1")
    waiting.rosa.picks_up().hears("Brentwood Mutual Aid, with a neighbour")
    waiting.gwen.talks_with(waiting.rosa)
    waiting.rosa.hangs_up()
    waiting.gwen.hears("arranged").presses("1").is_hung_up_on().waits(2)
    assert waiting.request().state == RequestState.OPEN
    assert waiting.items()[Reason.PROMISE].state == RequestState.DONE


def test_what_has_been_taken_meanwhile_is_not_worth_a_coordinators_time(waiting: Town) -> None:
    """The item is moot once a neighbour has said yes: nobody is rung for it any more."""
    waiting.joins(waiting.ali, paused_until=START + timedelta(minutes=40))
    waiting.gwen.when_rung(LetsItRing())
    waiting.ali.picks_up(within=7200).hears("shopping").presses("1").hears("It's yours").presses("1")
    waiting.rosa.picks_up()
    waiting.ali.talks_with(waiting.rosa)
    waiting.rosa.hangs_up()
    waiting.ali.hears("arranged").presses("1").is_hung_up_on()
    rings = len(waiting.gwen.displays)
    waiting.gwen.waits(2 * 3600)
    assert len(waiting.gwen.displays) == rings
    assert waiting.items()[Reason.WAITING].state == RequestState.DONE


def test_something_worried_a_volunteer(town: Town) -> None:
    """One key after the talk: a coordinator may always be drawn, rings the volunteer's own phone, and listens."""
    town.joins(town.ben)
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("yes, press 1").presses("1").hears("It's yours").presses("1")
    town.rosa.picks_up()
    town.ben.talks_with(town.rosa)
    town.rosa.hangs_up()
    town.ben.hears("something worried you, 6").presses("6").hears("(beep)").says("He was drunk").presses("#")
    town.ben.hears("hear you both").is_hung_up_on()
    town.gwen.answers().hears("nobody is left to draw").presses("1").is_hung_up_on()
    town.gwen.answers().hears("drawn by lot").presses("1").hears("the one who told us, press 1").presses("1")
    town.ben.picks_up().hears("Brentwood Mutual Aid")
    town.gwen.talks_with(town.ben)
    town.ben.hangs_up()
    town.gwen.hears("thank you for hearing them").is_hung_up_on().waits(2)
    assert town.items()[Reason.LOT].hearing[town.volunteer(town.gwen).id].heard_teller
    assert town.rosa.displays == [LINE]


def test_nought_from_a_volunteer_is_a_person_too(town: Town) -> None:
    """At the ask: a coordinator at once, and the request goes on to the next neighbour meanwhile."""
    town.joins(town.ben, town.ali)
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("shopping").presses("0").hears("we are ringing one of us")
    town.gwen.picks_up().hears("would like a person").presses("1").talks_with(town.ben, seconds=20)
    town.ali.picks_up().hears("shopping").presses("2").is_hung_up_on()
    town.gwen.talks_with(town.ben, seconds=400)
    town.ben.hangs_up().waits(5)
    assert town.gwen.call is None
    assert town.items()[Reason.ASKED].state == RequestState.DONE
    assert len(town.ben.displays) == 1


def test_a_volunteer_who_talks_with_a_coordinator_is_not_rung_for_another_request(town: Town) -> None:
    """The line knows who is on the phone with it, however long that takes (fault 18)."""
    town.joins(town.ben, rest=timedelta())
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("shopping").presses("0").hears("we are ringing one of us")
    town.gwen.picks_up().hears("would like a person").presses("1").talks_with(town.ben, seconds=600)
    town.emil.dials(LINE).hears("medicines").presses("2").hears("Ongar").hangs_up()
    town.gwen.talks_with(town.ben, seconds=300)
    town.ben.hangs_up()
    town.ben.picks_up(within=1800).hears("press 1").presses("2").is_hung_up_on()


def test_a_coordinator_who_talks_with_a_caller_is_not_rung_for_anything_else(town: Town) -> None:
    """Found live or asked in turn: one phone, one call; and free again once it is over (fault 18)."""
    town.joins(town.gwen, coordinator=True)
    town.rosa.dials(LINE).hears("shopping").presses("0").hears("we are ringing one of us")
    town.gwen.picks_up().hears("would like a person").presses("1").talks_with(town.rosa, seconds=300)
    town.emil.dials(LINE).hears("medicines").presses("2").hears("Ongar").hangs_up()
    town.gwen.talks_with(town.rosa, seconds=600)
    town.rosa.hangs_up()
    town.gwen.picks_up(within=120).hears("medicines").presses("2").is_hung_up_on()


def test_nought_from_a_volunteer_when_nobody_can_pick_up(town: Town) -> None:
    """A few words after the tone; a coordinator rings the volunteer's own number back."""
    town.joins(town.ben)
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    town.gwen.when_rung(LetsItRing())
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("shopping").presses("0").hears("none of us can pick up", "(beep)")
    town.ben.says("who pays for it?").presses("#").hears("one of us will ring you back").is_hung_up_on()
    town.gwen.when_rung(None)
    town.gwen.answers(within=2000).hears("would like a person").presses("1").hears("who pays for it?").presses("1")
    town.ben.picks_up().hears("Brentwood Mutual Aid").hangs_up()
    town.gwen.hears("1").presses("2").is_hung_up_on()
    assert town.items()[Reason.ASKED].number == PhoneNumber(town.ben.number)


def test_five_that_wait_too_long_in_a_day_are_told_five_times(town: Town) -> None:
    """Rest and cap are meant for asks: a coordinator who is at home hears of each, at most every ten minutes."""
    town.joins(town.ben)
    town.ben.when_rung(LetsItRing())
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    town.gwen.when_rung(PicksUp(after=3))
    town.gwen.when_hears("press 1 to hear", press="1")
    town.gwen.when_hears("You have heard it, 2", press="2")
    town.gwen.when_hears("We promised them a ring", press="2")
    for nth in range(5):
        person = town.person(f"+44207946050{nth}", f"Rosa {nth}")
        person.dials(LINE).hears("shopping").presses("1").hears("Ongar").hangs_up().waits(120)
    minutes, rung_in = 0, []
    while minutes < 180:
        rings = len(town.gwen.displays)
        town.rosa.waits(60)
        rung_in += [minutes] * (len(town.gwen.displays) - rings)
        minutes += 1
    assert min(later - sooner for sooner, later in pairwise(rung_in)) >= 9
    items = [item for item in town.store.requests(GROUP) if item.reason is Reason.WAITING]
    assert [item.state for item in items] == [RequestState.DONE] * 5


@pytest.mark.parametrize("town", [FOR_DAYS], indirect=True)
def test_who_picked_up_none_of_a_days_tasks_is_needed_again_next_morning(town: Town) -> None:
    """Five rings in vain leave her in peace for the rest of the day, and no longer: there is nobody else."""
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    town.gwen.when_rung(LetsItRing())
    town.rosa.dials(LINE).hears("shopping").presses("0").hears("(beep)").says("Please ring me").presses("#")
    town.rosa.hears("goodbye").is_hung_up_on()
    while len(town.gwen.displays) < 6:
        town.gwen.waits(60)
    town.gwen.waits(60)
    assert town.volunteer(town.gwen).quiet_until == START.replace(day=START.day + 1, hour=0)
    town.gwen.when_rung(None)
    town.gwen.is_not_rung(for_seconds=3600).answers(within=24 * 3600).hears("would like a person").hangs_up()
    assert town.world.now() < START + timedelta(days=1)


@pytest.mark.parametrize("town", [FOR_DAYS], indirect=True)
def test_a_coordinator_who_misses_five_asks_hears_of_tasks_the_next_morning(town: Town) -> None:
    """A week's rest is for asks: Gwen helps too, and nobody else of us is there for what Rosa left."""
    town.joins(town.gwen, coordinator=True, unanswered=4)
    town.gwen.when_rung(LetsItRing())
    town.asks_for_shopping(town.rosa)
    town.gwen.waits(60)
    quiet = town.volunteer(town.gwen).quiet_until
    assert quiet is not None
    assert quiet - START > timedelta(days=7)
    town.emil.dials(LINE).hears("just tell us", "(beep)").says("some bread").presses("#").hears("nobody just now")
    town.emil.is_hung_up_on()
    town.gwen.when_rung(None)
    town.gwen.is_not_rung(for_seconds=10 * 3600).answers(within=14 * 3600).hears("in their own words").hangs_up()


@pytest.mark.parametrize("town", [FOR_DAYS], indirect=True)
def test_five_tasks_that_a_coordinator_misses_do_not_shorten_a_rest_from_asks(town: Town) -> None:
    """The week's rest stays; for tasks it is until tomorrow once more."""
    week = START + timedelta(days=6)
    town.joins(town.gwen, coordinator=True, unanswered=4, quiet_until=week, tasks_from=START)
    town.gwen.when_rung(LetsItRing())
    town.rosa.dials(LINE).hears("just tell us", "(beep)").says("some bread").presses("#").hears("ring you")
    town.rosa.is_hung_up_on()
    town.gwen.waits(120)
    gwen = town.volunteer(town.gwen)
    assert (gwen.quiet_until, gwen.tasks_from) == (week, START.replace(day=START.day + 1, hour=0))


@pytest.mark.parametrize("volunteers", [1, 0], ids=["waiting", "nobody"])
def test_the_only_coordinator_who_is_asked_for_no_door_hears_that_a_neighbour_waits(
    town: Town, volunteers: int
) -> None:
    """Complained of, she cannot take it herself; somebody has to know all the same, and she can ask others."""
    town.joins(town.gwen, needs=frozenset(), coordinator=True, no_doors=frozenset({"complaint-1"}))
    town.joins(*[town.ben][:volunteers])
    town.ben.when_rung(LetsItRing())
    town.asks_for_shopping(town.rosa)
    town.gwen.answers(within=2400).hears("shopping", "in Ongar", "you have heard it, press 2")
    town.gwen.hears_nothing_of("take it yourself").presses("1").hears("you have heard it, press 2").presses("2")
    town.gwen.is_hung_up_on()
    assert town.items()[Reason.WAITING if volunteers else Reason.NOBODY].state == RequestState.DONE
    assert town.request().state == RequestState.OPEN
    assert not town.request().taken_by


def test_who_is_asked_for_no_door_is_told_of_a_promise_on_the_same_call(town: Town) -> None:
    """That a need waits she cannot take; to ring and say why not is no door."""
    noon = Hours.parse("every day 12:20-20:00")
    town.joins(town.gwen, needs=frozenset(), coordinator=True, hours=noon, no_doors=frozenset({"complaint-1"}))
    town.joins(town.ben)
    town.ben.when_rung(LetsItRing())
    town.asks_for_shopping(town.rosa)
    town.gwen.answers(within=3 * 3600).hears("shopping", "not today, 3").presses("2").hears("something else")
    town.gwen.hears("shopping", "not today, 3").presses("2")
    said = town.gwen.hears("goodbye").transcript.this_call
    assert "we promised them a ring, and they have had none yet. to ring and tell them, press 1" in said.lower()
    assert "has waited too long: nobody could yet. you have heard it, press 2" in said.lower()
