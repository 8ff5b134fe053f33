"""With no coordinator whom the line can ring, it promises nobody; what is kept is said, and that is all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from hotline.hours import Hours
from hotline.numbers import PhoneNumber
from hotline.records import Reason, RequestState
from infra.local.exchange import LetsItRing, Person
from tests.stories.arranged import A_DAY, FOR_DAYS
from tests.stories.phoning_in import phones_for_news
from tests.stories.test_for_somebody_else import asks_for_his_mother
from tests.stories.town import GROUP, LINE, START, Town

pytestmark = pytest.mark.long

A_PERSON = ("one of us will", "one of us is", "one of us rings", "a person will", "we ring you by", "if nobody can, we")


def asks(town: Town) -> Person:
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("2").hears("today").presses("1")
    return town.rosa.hears("right").presses("1").hears("written down")


@pytest.mark.parametrize(
    "coordinator",
    [None, {"stopped": True}, {"paused_until": START + timedelta(days=400)}],
    ids=["none", "left", "rests"],
)
def test_thanks_promises_nobody_where_nobody_can_be_told(town: Town, coordinator: dict[str, Any] | None) -> None:
    """Neighbours are asked, and that is what is said."""
    if coordinator:
        town.joins(town.gwen, needs=frozenset(), coordinator=True, **coordinator)
    town.joins(town.ben)
    asks(town).hears("nobody can be promised", "two words").hears_nothing_of(*A_PERSON)
    town.rosa.hears("goodbye").is_hung_up_on()
    town.ben.picks_up().hears("shopping").presses("2").is_hung_up_on()


def test_nobody_at_all_is_said_and_to_ask_elsewhere(town: Town) -> None:
    """No neighbour for it, and nobody to ring: the truth."""
    asks(town).hears("no neighbour for this yet", "nor anybody to ring you by", "ask elsewhere too").hears_nothing_of(
        *A_PERSON
    )
    town.rosa.hears("goodbye").is_hung_up_on()
    assert town.request().promised_at


def test_with_a_coordinator_who_wakes_in_time_the_promise_is_made(town: Town) -> None:
    """Told an hour later is told, and she rings by the time that was said."""
    for each in (town.gwen, town.ali):
        town.joins(each, needs=frozenset(), coordinator=True, paused_until=START + timedelta(hours=1))
    town.ali.when_rung(LetsItRing())
    asks(town).hears("one of us is told, and we ring you by half past twelve").is_hung_up_on()
    town.gwen.answers(within=2 * 3600).hears("shopping, in Ongar, today").hangs_up()


LATER = [{"paused_until": START + timedelta(days=6)}, {"hours": Hours.parse("every day 18:00-20:00")}]


@pytest.mark.parametrize("changes", LATER, ids=["rests", "sleeps"])
def test_with_a_coordinator_who_wakes_too_late_no_ring_is_promised_by_then(town: Town, changes: dict[str, Any]) -> None:
    """By half past twelve she is not rung: nobody says that one of us rings by then."""
    town.joins(town.gwen, needs=frozenset(), coordinator=True, **changes)
    asks(town).hears("no neighbour for this yet", "nor anybody to ring you by half past twelve", "two words")
    town.rosa.hears_nothing_of(*A_PERSON).is_hung_up_on()
    town.joins(town.ben)
    town.ben.when_rung(LetsItRing())
    town.emil.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("2").hears("today").presses("1")
    town.emil.hears("right").presses("1").hears("by half past twelve", "nobody can be promised", "two words")
    town.emil.hears_nothing_of(*A_PERSON).is_hung_up_on()
    phones_for_news(town.emil).hears("nobody can be promised").hears_nothing_of(*A_PERSON).hangs_up()


def test_a_recording_that_nobody_can_listen_to_is_kept_and_said_to_be_no_more(town: Town) -> None:
    """Just tell us, and nought: neither promises a person where there is none."""
    town.rosa.dials(LINE).hears("just tell us", "(beep)").says("some bread").presses("#")
    town.rosa.hears("it is kept", "ask elsewhere too").hears_nothing_of(*A_PERSON).is_hung_up_on()
    town.emil.dials(LINE).hears("shopping").presses("0").hears(
        "none of us can pick up", "nobody just now who could ring you"
    )
    town.emil.hears("(beep)").says("hello").presses("#").hears("it is kept", "ask elsewhere too")
    town.emil.hears_nothing_of(*A_PERSON).is_hung_up_on()


def test_nought_of_the_one_it_is_for_promises_nobody_either(town: Town) -> None:
    """Rung for what her son has asked, she would like a person: it is kept, and that is all."""
    town.joins(town.ben)
    asks_for_his_mother(town)
    town.ben.picks_up().hears("yes, press 1").presses("1").hears("to be joined").presses("1")
    town.emil.picks_up().talks_with(town.ben).hangs_up()
    town.ben.hears("to speak to them, press 5").presses("5")
    town.rosa.picks_up().hears("press 1").presses("0").hears("it is kept", "ask elsewhere too")
    town.rosa.hears_nothing_of(*A_PERSON).is_hung_up_on()
    town.ben.hangs_up()


def test_news_promises_nobody_either(town: Town) -> None:
    """On the call that is placed to whoever asked."""
    town.joins(town.ben)
    town.ben.when_rung(LetsItRing())
    asks(town).hangs_up()
    town.ben.waits(60)
    phones_for_news(town.rosa).hears("nobody can be promised", "for your two words").hears_nothing_of(*A_PERSON)
    town.rosa.hangs_up()


def apart(town: Town) -> Person:
    """The only coordinator is not to be put together with Rosa, who asks."""
    town.store.keep_apart(PhoneNumber(town.rosa.number).opaque, PhoneNumber(town.gwen.number).opaque)
    return town.rosa


def herself(town: Town) -> Person:
    """The only coordinator asks."""
    return town.gwen


def anybody(town: Town) -> Person:
    """Rosa asks, whom the only coordinator may ring: she hears the same."""
    return town.rosa


WHO = pytest.mark.parametrize("who", [apart, herself, anybody])


@WHO
def test_with_one_coordinator_no_ring_of_one_of_us_is_certain(town: Town, who: Callable[[Town], Person]) -> None:
    """She may be the caller, or kept apart from them: whoever calls hears what is true of them all."""
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    caller = who(town)
    caller.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("2").hears("today").presses("1")
    caller.hears("right").presses("1").hears("one of us will ring you by half past twelve, if one can")
    town.gwen.when_rung(LetsItRing())
    caller.is_hung_up_on()


@WHO
def test_with_one_coordinator_neighbours_are_asked_or_she_rings_if_she_can(
    town: Town, who: Callable[[Town], Person]
) -> None:
    """The same where there are neighbours, who cannot."""
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    town.joins(town.ben)
    town.ben.when_rung(LetsItRing())
    caller = who(town)
    caller.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("2").hears("today").presses("1")
    caller.hears("right").presses("1").hears("a neighbour or one of us rings you, if one can", "two words")
    caller.is_hung_up_on()


@WHO
def test_with_one_coordinator_nought_is_a_ring_back_if_she_can(town: Town, who: Callable[[Town], Person]) -> None:
    """A few words, and no certain ring."""
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    town.gwen.when_rung(LetsItRing())
    caller = who(town)
    caller.dials(LINE).hears("shopping").presses("0").hears("and ring you, if one can", "(beep)").says("bread")
    caller.presses("#").hears("one of us will ring you back, if one can").is_hung_up_on()
    if caller is town.gwen:
        caller.is_found_engaged()


@pytest.mark.parametrize("who", [apart, herself])
def test_news_promises_nobody_who_may_not_ring_them(town: Town, who: Callable[[Town], Person]) -> None:
    """The phone at the other end was rung, so that it is certainly theirs."""
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    town.joins(town.ben)
    town.ben.when_rung(LetsItRing())
    caller = who(town)
    town.asks_for_shopping(caller)
    caller.waits(60)
    phones_for_news(caller)
    if caller is town.gwen:
        caller.hears("something you asked for yourself, press 1").presses("1")
    caller.hears("nobody can be promised").hears_nothing_of(*A_PERSON).hangs_up()


def leaves_words(town: Town) -> None:
    """Nobody picks up about them, and then both coordinators leave."""
    ours = (town.gwen, town.priya)
    town.joins(*ours, needs=frozenset(), coordinator=True)
    for person in ours:
        person.when_rung(LetsItRing())
    town.rosa.dials(LINE).hears("just tell us", "(beep)").says("some bread").presses("#").hears("ring you back")
    town.rosa.is_hung_up_on().waits(600)
    for person in ours:
        town.store.forget_volunteer(GROUP, PhoneNumber(person.number).opaque)


def test_who_left_words_is_told_where_no_coordinator_is_left(town: Town) -> None:
    """The line itself rings, once; the words are kept for whoever coordinates next."""
    leaves_words(town)
    town.rosa.picks_up(within=2 * 3600).hears("something to tell you").presses("1")
    town.rosa.hears("one of us was to ring you back", "nobody just now who can", "ask elsewhere too").waits(20)
    town.rosa.is_hung_up_on().is_not_rung(for_seconds=8 * 3600)
    assert town.items()[Reason.RECORDING].state is RequestState.OPEN
    town.joins(town.ali, needs=frozenset(), coordinator=True)
    town.ali.answers(within=2 * 3600).hears("in their own words").presses("2").is_hung_up_on()


def test_a_coordinator_who_joins_meanwhile_is_rung_and_nobody_is_told_otherwise(town: Town) -> None:
    """Rosa did not pick up, and by the next day it is not so any more."""
    leaves_words(town)
    town.rosa.when_rung(LetsItRing())
    town.rosa.waits(2 * 3600)
    rang = len(town.rosa.displays)
    town.joins(town.ali, needs=frozenset(), coordinator=True)
    town.ali.answers(within=2 * 3600).hears("in their own words").presses("2").is_hung_up_on()
    town.ali.when_rung(LetsItRing())
    town.rosa.waits(24 * 3600)
    assert len(town.rosa.displays) == rang


def test_who_heard_on_their_own_call_that_nobody_can_is_not_rung_to_hear_it_again(town: Town) -> None:
    """There was no coordinator when Rosa left her words."""
    town.rosa.dials(LINE).hears("just tell us", "(beep)").says("some bread").presses("#")
    town.rosa.hears("nobody just now who can listen").is_hung_up_on().is_not_rung(for_seconds=9 * 3600)


def are_both_of_us(town: Town, *, rest: timedelta | None = None) -> None:
    """Gwen and Priya coordinate. They rest; or they never pick up."""
    ours = (town.gwen, town.priya)
    town.joins(*ours, needs=frozenset(), coordinator=True, paused_until=START + rest if rest else None)
    for person in ours:
        person.when_rung(LetsItRing())


@pytest.mark.parametrize("town", [FOR_DAYS], indirect=True, ids=["days"])
def test_who_left_words_is_told_where_none_of_us_picks_up_for_days(town: Town) -> None:
    """As with a need that nobody met: the line rings, says what they can do, and coordinators are asked on."""
    are_both_of_us(town)
    town.rosa.dials(LINE).hears("just tell us", "(beep)").says("some bread").presses("#").hears("ring you back")
    town.rosa.is_hung_up_on().is_not_rung(for_seconds=3 * A_DAY - 1800)
    town.rosa.picks_up(within=3 * 3600).hears("something to tell you").presses("1")
    town.rosa.hears("one of us was to ring you back", "none of us could yet", "ring us again", "press nought")
    town.rosa.waits(20).is_hung_up_on().is_not_rung(for_seconds=2 * A_DAY)
    phones_for_news(town.rosa).hears("none of us could yet").hears_nothing_of("a person will listen").waits(30)
    town.rosa.is_hung_up_on()
    town.gwen.when_rung(None)
    town.gwen.answers(within=3 * 3600).hears("in their own words").presses("2").is_hung_up_on()


@pytest.mark.parametrize("town", [FOR_DAYS], indirect=True, ids=["days"])
def test_who_left_words_is_promised_nobody_where_we_all_rest_for_days(town: Town) -> None:
    """Said at once; and once more where nobody has rung them in all that time."""
    are_both_of_us(town, rest=timedelta(days=10))
    town.rosa.dials(LINE).hears("just tell us", "(beep)").says("some bread").presses("#")
    town.rosa.hears("nobody just now who can listen", "ask elsewhere too").hears_nothing_of(*A_PERSON).is_hung_up_on()
    town.emil.dials(LINE).hears("shopping").presses("0").hears("nobody just now who could ring you", "(beep)")
    town.emil.presses("#").hears("nobody just now who can ring you", "ask elsewhere too").is_hung_up_on()
    town.emil.when_rung(LetsItRing())
    town.rosa.picks_up(within=3 * A_DAY + 3600).hears("something to tell you").presses("1")
    town.rosa.hears("nobody just now who can", "ask elsewhere too").waits(20).is_hung_up_on()


@pytest.mark.parametrize("town", [FOR_DAYS], indirect=True, ids=["days"])
def test_who_left_words_is_told_where_we_all_rest_afterwards(town: Town) -> None:
    """A coordinator was there when they phoned; then all of us rest for a week."""
    are_both_of_us(town)
    town.rosa.dials(LINE).hears("just tell us", "(beep)").says("some bread").presses("#").hears("ring you back")
    town.rosa.is_hung_up_on().waits(120)
    for person in (town.gwen, town.priya):
        rests = town.world.now() + timedelta(days=7)
        assert town.store.change_volunteer(GROUP, PhoneNumber(person.number).opaque, paused_until=rests)
    town.rosa.picks_up(within=3 * A_DAY + 3600).hears("something to tell you").presses("1")
    town.rosa.hears("one of us was to ring you back", "nobody just now who can").waits(20).is_hung_up_on()


@pytest.mark.parametrize("town", [FOR_DAYS], indirect=True, ids=["days"])
def test_who_was_not_told_since_one_of_us_had_joined_is_told_once_she_has_left(town: Town) -> None:
    """Rosa did not pick up; the next day it was not so. It is so again, and the line rings again."""
    leaves_words(town)
    town.rosa.when_rung(LetsItRing())
    town.rosa.waits(2 * 3600)
    town.joins(town.ali, needs=frozenset(), coordinator=True)
    town.ali.when_rung(LetsItRing())
    town.rosa.waits(A_DAY)
    town.store.forget_volunteer(GROUP, PhoneNumber(town.ali.number).opaque)
    town.rosa.when_rung(None)
    town.rosa.picks_up(within=A_DAY).hears("something to tell you").presses("1")
    town.rosa.hears("nobody just now who can").waits(20).is_hung_up_on()
