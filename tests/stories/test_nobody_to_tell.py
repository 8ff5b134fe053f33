"""With no coordinator whom the line can ring, it promises nobody; what is kept is said, and that is all."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from hotline.hours import Hours
from infra.local.exchange import LetsItRing, Person
from tests.stories.phoning_in import phones_for_news
from tests.stories.test_for_somebody_else import asks_for_his_mother
from tests.stories.town import LINE, START, Town

A_PERSON = ("one of us will", "one of us is", "one of us rings", "a person will", "will ring you by")


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
    town.joins(town.gwen, needs=frozenset(), coordinator=True, paused_until=START + timedelta(hours=1))
    asks(town).hears("one of us is told, and will ring you by half past twelve").is_hung_up_on()
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
    town.emil.dials(LINE).hears("shopping").presses("0").hears("none of us can pick up", "nobody who could ring you")
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
