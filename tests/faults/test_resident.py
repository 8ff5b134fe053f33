"""The resident hangs up, or cannot be reached (faults 21 and 22)."""

from __future__ import annotations

import pytest

from hotline.records import Need, OfferKind, Reason, RequestState, When
from infra.local.exchange import Busy, LetsItRing, Unreachable
from infra.local.exchange.reactions import Reaction
from tests.stories.town import LINE, Town

KEYS = "1211"  # shopping, in Ongar, today, that is right


@pytest.mark.parametrize("pressed", range(len(KEYS) + 1))
def test_fault_21_the_resident_hangs_up_at_any_word(town: Town, pressed: int) -> None:
    """What was keyed so far is kept, and a neighbour is rung; nothing was keyed, and nothing is made up."""
    town.joins(town.ben)
    calls = 0
    for seconds in (0.2, 3.0, 7.0):
        town.rosa.dials(LINE)
        for key in KEYS[:pressed]:
            town.rosa.waits(1.0).presses(key)
        town.rosa.waits(seconds).hangs_up()
        town.rosa.waits(1)
        calls += pressed > 0
        if calls == 1:
            town.ben.picks_up(within=5).hears("shopping", "yes, press 1").presses("2").is_hung_up_on()
    requests = town.requests()
    assert [request.state for request in requests] == [RequestState.OPEN] * calls
    assert {request.need for request in requests} <= {Need.SHOPPING}
    area = "ongar" if pressed > 2 else None
    assert {(request.area, request.when) for request in requests} <= {(area, When.TODAY)}


def test_fault_21_in_the_middle_of_a_recording(town: Town) -> None:
    """The words so far are kept, and a person hears them."""
    town.rosa.dials(LINE).hears("just tell us", "(beep)").says("Could somebody").hangs_up()
    town.rosa.waits(5)
    item = town.items()[Reason.RECORDING]
    assert item.state == RequestState.OPEN
    assert item.note
    assert town.exchange.recordings[item.note].words == "Could somebody"


def test_fault_21_in_the_middle_of_a_number(town: Town) -> None:
    """The need is kept; without a number to ring, a coordinator is told."""
    town.rosa.dials(LINE, withheld="anonymous").hears("shopping").presses("1").hears("Ongar").presses("2")
    town.rosa.hears("today").presses("1").hears("key the number").presses("02079").hangs_up()
    town.rosa.waits(60)
    assert town.request().state == RequestState.OPEN
    assert town.items()[Reason.NUMBER].about == town.request().id


def test_fault_21_while_a_person_is_being_rung(town: Town) -> None:
    """Whoever wanted a person is rung back."""
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    town.rosa.dials(LINE).hears("shopping").presses("0").hears("ringing one of us")
    town.gwen.is_rung()
    town.rosa.hangs_up()
    town.gwen.stops_ringing().answers(within=120).hears("would like a person").presses("1").hears("It's yours")
    town.gwen.presses("1")
    town.rosa.picks_up()
    town.gwen.talks_with(town.rosa)
    town.gwen.hangs_up()
    town.rosa.is_hung_up_on()


@pytest.mark.parametrize(
    ("reaction", "told"),
    [(LetsItRing(), "did not pick up"), (Busy(), "on the phone"), (Unreachable(), "could not put you through")],
)
def test_fault_22_the_resident_does_not_answer(town: Town, reaction: Reaction, told: str) -> None:
    """The volunteer is told, keeps the request, and tries again by one key."""
    town.joins(town.ben, town.ali)
    town.asks_for_shopping(town.rosa)
    town.rosa.when_rung(reaction)
    town.ben.picks_up().hears("yes, press 1").presses("1").hears("It's yours").presses("1")
    town.ben.hears(told, "still yours", "try again now, press 1")
    assert town.holder(town.ben)
    town.rosa.when_rung(None)
    town.ben.presses("1")
    town.rosa.picks_up().hears("Brentwood Mutual Aid")
    town.ben.talks_with(town.rosa)
    town.rosa.hangs_up()
    town.ben.hears("arranged").presses("1").is_hung_up_on().waits(5)
    assert town.request().state == RequestState.SPOKEN
    assert town.ali.displays == []


def test_fault_22_in_a_quarter_of_an_hour(town: Town) -> None:
    """The volunteer rests, is rung again, and is joined then."""
    town.joins(town.ben)
    town.asks_for_shopping(town.rosa)
    town.rosa.when_rung(LetsItRing())
    town.ben.picks_up().hears("yes, press 1").presses("1").hears("It's yours").presses("1")
    town.ben.hears("did not pick up").presses("3").hears("quarter of an hour").is_hung_up_on()
    town.rosa.when_rung(None)
    town.ben.is_not_rung(for_seconds=800).answers(within=180).hears("you said yes").presses("1")
    town.rosa.picks_up()
    town.ben.talks_with(town.rosa)
    town.rosa.hangs_up()
    town.ben.hears("arranged").presses("1").is_hung_up_on()
    assert [offer.kind for offer in town.offers()] == [OfferKind.ASK, OfferKind.CHECK]
