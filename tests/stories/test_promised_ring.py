"""The ring that was promised, by one of us: it says how it stands, and is neither the end of the help nor its yes."""

from __future__ import annotations

import pytest

from hotline.numbers import PhoneNumber
from hotline.records import Reason, RequestState
from infra.local.exchange import LetsItRing
from tests.stories.town import GROUP, START, Town

pytestmark = pytest.mark.long

HOUR = 3600


@pytest.fixture
def talked(town: Town) -> Town:
    """Nobody could yet. Gwen, who coordinates, has rung Rosa as promised, and is asked what came of it."""
    town.joins(town.ben)
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    for person in (town.ben, town.gwen):
        person.when_rung(LetsItRing())
    town.asks_for_shopping(town.rosa)
    while Reason.PROMISE not in town.items():
        town.rosa.waits(5)
    town.gwen.when_rung(None)
    town.gwen.answers(within=2 * HOUR).hears("promised them a ring").presses("1").hears("to be joined").presses("1")
    town.rosa.picks_up()
    town.gwen.talks_with(town.rosa)
    town.rosa.hangs_up()
    town.gwen.hears("have you told them how it stands", "you have arranged it yourself, 2")
    return town


def told(town: Town) -> None:
    town.gwen.presses("1").hears("thank you").is_hung_up_on().when_rung(LetsItRing())


def test_told_how_it_stands_neighbours_are_asked_on(talked: Town) -> None:
    """The promise is kept; it has not been told that it ends."""
    told(talked)
    talked.rosa.waits(5)
    request = talked.request()
    assert (request.state, request.told_at) == (RequestState.OPEN, None)
    assert request.rung_at
    rings = len(talked.ben.displays)
    talked.rosa.waits(3 * HOUR)
    assert len(talked.ben.displays) > rings


def test_when_it_ends_after_all_they_are_told(talked: Town) -> None:
    """`Nobody could yet` at noon is not `nobody could` in the evening: one of us is asked to ring once more."""
    told(talked)
    talked.rosa.waits((START.replace(hour=20, minute=30) - talked.world.now()).total_seconds())
    assert talked.request().state is RequestState.OPEN
    assert Reason.UNMET in talked.items()


def test_what_earlier_code_noted_of_a_kept_promise_ends_nothing(talked: Town) -> None:
    """It wrote the same mark for both."""
    told(talked)
    talked.rosa.waits(5)
    request = talked.request()
    assert talked.store.schedule(request, next_action_at=talked.world.now(), told_at=request.rung_at, rung_at=None)
    talked.rosa.waits((START.replace(hour=20, minute=30) - talked.world.now()).total_seconds())
    assert Reason.UNMET in talked.items()


def test_arranged_by_whoever_rang_it_is_theirs(talked: Town) -> None:
    """Ben is rung for it no more; Rosa hears that a neighbour has said yes; and Gwen is asked whether it is done."""
    words = talked.request().words.replace("-", " ")
    talked.gwen.presses("2").hears("it's yours now", words).is_hung_up_on()
    assert (talked.request().state, talked.holder(talked.gwen)) == (RequestState.SPOKEN, True)
    rings = len(talked.ben.displays)
    talked.ben.waits(3 * HOUR)
    assert len(talked.ben.displays) == rings
    talked.gwen.answers(within=8 * HOUR).hears("is it done").presses("1").is_hung_up_on()


def test_arranged_by_whoever_rang_though_a_neighbour_has_it(talked: Town) -> None:
    """Ben has said yes while the two talked: it stays his."""
    request, ben = talked.request(), talked.volunteer(talked.ben)
    assert talked.store.accept(GROUP, request.id, offer="offer-1", volunteer=ben.id, now=talked.world.now())
    talked.gwen.presses("2").hears("for somebody else to do").is_hung_up_on()
    assert talked.holder(talked.ben)


def test_who_is_asked_for_no_door_does_not_take_one(talked: Town) -> None:
    """A complaint is not over: Gwen has told them, and neighbours are asked on."""
    gwen = PhoneNumber(talked.gwen.number).opaque
    talked.store.keep_from_doors(GROUP, gwen, "complaint-1")
    talked.gwen.presses("2").hears("for somebody else to do").is_hung_up_on()
    talked.gwen.when_rung(LetsItRing())
    assert talked.request().state is RequestState.OPEN


def test_hung_up_and_asked_again_it_is_the_same_question(talked: Town) -> None:
    """`It is arranged` does not say which of the two it is."""
    talked.gwen.hangs_up()
    talked.gwen.answers(within=HOUR).hears("ringing somebody back", "it is arranged, 2").presses("2")
    talked.gwen.hears("have you told them how it stands").presses("1").is_hung_up_on().when_rung(LetsItRing())
    talked.gwen.waits(5)
    assert talked.request().rung_at
