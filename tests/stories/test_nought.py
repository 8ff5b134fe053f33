"""Nought, with several coordinators: whose phone may ring now is rung, the others are passed over (promise 2)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from hotline.hours import Hours
from hotline.records import Reason
from infra.local.exchange import LetsItRing, Person
from tests.stories.town import LINE, START, Town, brentwood

SILENT: list[dict[str, Any]] = [
    {"paused_until": START + timedelta(hours=1)},
    {"stopped": True},
    {"hours": Hours.parse("every day 12:00-20:00")},
    {"languages": frozenset({"pl"})},
    {"coordinator": False},
]


@pytest.fixture
def three(town: Town) -> tuple[Person, Person, Person]:
    """Gwen, Priya and Ali, none of whom may ring before a test says so."""
    return town.gwen, town.priya, town.ali


def coordinates(town: Town, *people: Person, **changes: Any) -> None:
    """They coordinate, and give no help themselves."""
    town.joins(*people, **{"needs": frozenset(), "coordinator": True, **changes})


def presses_nought(town: Town, *, sure: bool = True) -> None:
    """Rosa would like a person."""
    town.rosa.dials(LINE).hears("shopping").presses("0")
    town.rosa.hears("ringing one of us" if sure else "none of us can pick up")


@pytest.mark.parametrize("changes", SILENT, ids=lambda changes: next(iter(changes)))
@pytest.mark.parametrize("awake", [0, 1, 2])
def test_the_one_whose_phone_may_ring_is_rung(
    town: Town, three: tuple[Person, Person, Person], changes: dict[str, Any], awake: int
) -> None:
    """Whoever pauses, has stopped, is outside their hours, or could not be asked for it, is passed over."""
    for nth, person in enumerate(three):
        coordinates(town, person, **({} if nth == awake else changes))
    presses_nought(town)
    three[awake].picks_up().hears("would like a person").presses("1").talks_with(town.rosa)
    town.rosa.hangs_up().waits(2)
    assert [len(person.displays) for person in three] == [int(nth == awake) for nth in range(3)]
    assert town.items()[Reason.ASKED].state == "done"


@pytest.mark.parametrize("town", [{"groups": brentwood(languages=("cy", "en"))}], indirect=True)
def test_whoever_speaks_a_language_of_the_group_is_rung(town: Town) -> None:
    """As in the rotation: it need not be the one that the group names first."""
    coordinates(town, town.gwen)
    presses_nought(town)
    town.gwen.picks_up().hears("would like a person").presses("1").talks_with(town.rosa).hangs_up()


def test_each_is_tried_once_and_then_words_are_taken(town: Town, three: tuple[Person, Person, Person]) -> None:
    """Nobody picks up: three phones ring, one after the other, none twice; and each may ring for something else."""
    coordinates(town, *three)
    for person in three:
        person.when_rung(LetsItRing())
    presses_nought(town)
    town.rosa.waits(75).hears("none of us can pick up", "(beep)")
    assert [len(person.displays) for person in three] == [1, 1, 1]
    now = town.world.now()
    until = now + timedelta(minutes=1)
    ids = [town.volunteer(person).id for person in three]
    assert all(town.store.lock_phone(who, by="another", now=now, until=until) for who in ids)


def test_who_talks_for_us_is_passed_over_and_the_next_is_rung(town: Town) -> None:
    """Gwen talks with Rosa about her shopping; Priya is rung for Emil, and Gwen's phone is not found engaged."""
    town.joins(town.gwen, coordinator=True)
    town.asks_for_shopping(town.rosa)
    town.gwen.picks_up().hears("yes, press 1").presses("1").hears("to be joined").presses("1")
    town.rosa.picks_up().talks_with(town.gwen)
    coordinates(town, town.priya)
    town.emil.dials(LINE).hears("shopping").presses("0").hears("ringing one of us")
    town.priya.picks_up().hears("would like a person").presses("1").talks_with(town.emil)
    assert town.gwen.found_engaged() == 0
    town.emil.hangs_up()
    town.rosa.hangs_up()
    town.gwen.hears("arranged").presses("1").is_hung_up_on()


def test_two_press_nought_at_once_and_two_phones_ring(town: Town) -> None:
    """No phone rings for both; where there is one coordinator, the second leaves a few words."""
    coordinates(town, town.gwen, town.priya)
    for person in (town.gwen, town.priya):
        person.when_rung(LetsItRing())
    presses_nought(town)
    town.emil.dials(LINE).hears("shopping").presses("0").hears("ringing one of us").waits(10)
    assert [len(person.displays) for person in (town.gwen, town.priya)] == [1, 1]
    town.mallory.dials(LINE).hears("shopping").presses("0").hears("none of us can pick up").hangs_up()
    assert [person.found_engaged() for person in (town.gwen, town.priya)] == [0, 0]
