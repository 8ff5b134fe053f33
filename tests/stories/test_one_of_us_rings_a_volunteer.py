"""Who does not pick up is rung by one of us as by the line: in their own hours, and only if they want calls."""

from __future__ import annotations

from typing import Any

import pytest

from hotline.hours import Hours
from hotline.records import Reason, RequestState
from infra.local.exchange import LetsItRing, Person
from tests.stories.arranged import arranged
from tests.stories.phoning_in import phones_for_news
from tests.stories.town import GROUP, Town, opaque

pytestmark = pytest.mark.long

HOUR = 3600
AFTERNOON = Hours.parse("every day 09:00-15:30")


def asked_to_ring_ben(town: Town, *, ben: Hours | None = None, **gwen: Any) -> Town:
    """He was to come today, and does not pick up to hear that it is no longer needed: Gwen is asked to ring him."""
    town.joins(town.gwen, coordinator=True, needs=frozenset(), **gwen)
    town.joins(town.ben, **({"hours": ben} if ben else {}))
    arranged(town)
    for each in (town.ben, town.gwen):
        each.when_rung(LetsItRing())
    phones_for_news(town.rosa).hears("to change or cancel, 3").presses("3").hears("to cancel it").presses("5")
    town.rosa.hears("5 again").presses("5").hears("it is cancelled").is_hung_up_on()
    while Reason.UNHEARD not in town.items():
        town.ben.waits(600)
    return town


def takes_it(town: Town) -> Person:
    """She has said that she rings him, and is about to be joined."""
    town.gwen.when_rung(None)
    town.gwen.answers(within=5 * HOUR).hears("does not pick up").presses("1").hears("to be joined, press 1")
    return town.gwen


def test_after_his_hours_his_phone_stays_silent(town: Town) -> None:
    """Until half past three; later she hears from when it rings, and is rung about it then."""
    asked_to_ring_ben(town, ben=AFTERNOON)
    town.gwen.waits(2 * HOUR)
    takes_it(town).presses("1").hears("does not ring before nine o'clock tomorrow", "we ring you then: press 3")
    assert not town.ben.ringing
    town.gwen.presses("3").hears("we ring you at nine o'clock tomorrow").is_hung_up_on()
    town.gwen.is_not_rung(for_seconds=12 * HOUR)
    assert town.items()[Reason.UNHEARD].taken_by == opaque(town.gwen)


def test_who_has_stopped_is_rung_by_nobody(town: Town) -> None:
    """He asked for no more calls: nobody is asked to ring him."""
    asked_to_ring_ben(town)
    town.store.change_volunteer(GROUP, opaque(town.ben), stopped=True)
    town.gwen.is_not_rung(for_seconds=3 * HOUR)
    assert town.items()[Reason.UNHEARD].state is RequestState.DONE


def test_nor_if_he_stops_while_she_is_on_the_phone(town: Town) -> None:
    """She has taken it: it is over, and she is not rung about it again."""
    asked_to_ring_ben(town)
    takes_it(town)
    town.store.change_volunteer(GROUP, opaque(town.ben), stopped=True)
    town.gwen.presses("1").hears("it is over in the meantime", "goodbye")
    assert not town.ben.ringing
    town.gwen.is_hung_up_on().is_not_rung(for_seconds=3 * HOUR)
    assert town.items()[Reason.UNHEARD].state is RequestState.DONE


def test_who_was_removed_is_rung_by_nobody(town: Town) -> None:
    """Only counts are kept of him, and nobody dials his number."""
    asked_to_ring_ben(town)
    town.store.forget_volunteer(GROUP, opaque(town.ben))
    town.gwen.is_not_rung(for_seconds=3 * HOUR)
    assert town.items()[Reason.UNHEARD].state is RequestState.DONE
