"""Between the reservation and the ring: crashes, doubt, refusals, a queue (faults 5, 6, 7, 16, 24, 39)."""

from __future__ import annotations

import pytest

from hotline.records import OfferState, Reason
from infra.local.exchange import LetsItRing
from tests.faults.worlds import Plan, breaking
from tests.stories.town import LINE, START, Town

NOBODYS = "+447700900500"
BENS = "To=+447700900001"


def test_fault_05_a_crash_after_the_reservation(town: Town) -> None:
    """Nothing was dialled: the deadline passes, and the next volunteer is rung."""
    town.joins(town.ben, town.ali)
    with breaking(town, Plan(dies_before=True)):
        town.asks_for_shopping(town.rosa)
        town.ali.picks_up(within=120).hears("yes, press 1").presses("1").hears("It's yours").hangs_up()
        town.ali.waits(5)
    assert town.ben.displays == []
    assert town.holder(town.ali)
    assert [offer.state for offer in town.offers()] == [OfferState.FAILED, OfferState.ACCEPTED]
    assert town.volunteer(town.ben).unanswered == 0


def test_fault_06_a_crash_after_dialling_before_the_sid_is_kept(town: Town) -> None:
    """The webhooks carry our own id, and the first one fills it in; the yes counts."""
    town.joins(town.ben, town.ali)
    with breaking(town, Plan(dies_after=True)):
        town.asks_for_shopping(town.rosa)
        town.ben.picks_up().hears("yes, press 1").presses("1").hears("It's yours").presses("3").is_hung_up_on()
        town.ben.waits(60)
    (offer,) = town.offers()
    assert (offer.state, offer.call_sid in town.exchange.calls) == (OfferState.ACCEPTED, True)
    assert town.holder(town.ben)


def test_fault_06_nobody_answers_and_no_last_callback_comes_either(town: Town) -> None:
    """Nobody can ask Twilio about a call without a name: its deadline passes, and the next phone rings."""
    town.joins(town.ben, town.ali)
    town.ben.when_rung(LetsItRing())
    town.exchange.faults.drop("CallStatus=no-answer")
    plan = Plan(dies_after=True)
    with breaking(town, plan):
        town.asks_for_shopping(town.rosa)
        town.ali.picks_up(within=120).hears("yes, press 1").presses("2").is_hung_up_on()
    assert plan.asked_status == []
    assert (town.offers()[0].state, town.offers()[0].outcome) == (OfferState.FAILED, "no-callback")
    assert town.volunteer(town.ben).unanswered == 0
    town.exchange.expects_error("did not answer within 15 seconds")


@pytest.mark.parametrize("status", [None, 503])
def test_fault_07_placing_is_in_doubt_and_the_phone_rings(town: Town, status: int | None) -> None:
    """A timeout or a 5xx is taken for a yes: nobody is rung twice, nor anybody else, before the deadline."""
    town.joins(town.ben, town.ali)
    town.exchange.faults.rest("Calls.json", status=status, placed=True)
    town.asks_for_shopping(town.rosa)
    town.ben.is_rung().waits(15)
    town.ben.picks_up().hears("yes, press 1").presses("1").hears("It's yours").presses("3").is_hung_up_on()
    town.ben.waits(120)
    assert (len(town.ben.displays), len(town.ali.displays)) == (1, 0)
    assert town.holder(town.ben)


def test_fault_07_placing_is_in_doubt_and_no_phone_rings(town: Town) -> None:
    """It was not placed after all: after its deadline the next volunteer is rung, not the same one again."""
    town.joins(town.ben, town.ali)
    town.exchange.faults.rest("Calls.json", status=503)
    town.asks_for_shopping(town.rosa)
    town.ali.picks_up(within=120).hears("yes, press 1").presses("2").is_hung_up_on()
    assert town.ben.displays == []


def test_fault_16_the_phone_company_will_not_ring_a_dead_number(town: Town) -> None:
    """It rests, the next volunteer is rung at once, and a coordinator is told."""
    town.joins(town.ben, town.ali)
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    town.exchange.faults.rest(BENS, status=400, code=21211)
    town.asks_for_shopping(town.rosa)
    town.ali.picks_up(within=10).hears("yes, press 1").presses("2").is_hung_up_on()
    town.gwen.answers(within=60).hears("a phone that we cannot ring").presses("1").hears("thank you").is_hung_up_on()
    paused = town.volunteer(town.ben).quiet_until
    assert paused
    assert (paused - START).days == 7
    assert town.offers()[0].outcome == "21211"
    assert town.items()[Reason.NUMBER].reason == Reason.NUMBER


def test_fault_24_twilio_answers_429(town: Town) -> None:
    """Back off, and keep the order: the one whose turn it was is rung a little later, as if nothing had been."""
    town.joins(town.ben, town.ali)
    before = town.volunteer(town.ben)
    town.exchange.faults.rest("Calls.json", status=429, code=20429)
    town.asks_for_shopping(town.rosa)
    assert town.volunteer(town.ben).asks == before.asks
    town.ben.picks_up(within=120).hears("yes, press 1").presses("1").hears("It's yours").presses("3").is_hung_up_on()
    town.ben.waits(5)
    assert town.ali.displays == []
    assert [offer.state for offer in town.offers()] == [OfferState.FAILED, OfferState.ACCEPTED]


def test_fault_24_a_call_that_queued_too_long_is_cancelled_before_it_rings(town: Town) -> None:
    """One new call a second an account: after its deadline a phone must not ring for what has gone on."""
    town.joins(town.ben, town.ali)
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("2").hears("today").presses("1")
    town.rosa.hears("right").presses("1").hears("something else too")
    for _ in range(150):
        place(town, NOBODYS)
    town.rosa.is_hung_up_on()
    town.ben.is_not_rung(for_seconds=140).picks_up(within=60).hears("yes, press 1").presses("1")
    town.ben.hears("It's yours").presses("3").is_hung_up_on()
    first, *_, last = town.offers()
    assert (first.state, first.outcome) == (OfferState.FAILED, "queued")
    assert town.volunteer(town.ben).asks == (last.reserved_at,)
    assert town.volunteer(town.ben).unanswered == 0


def place(town: Town, to: str) -> None:
    """Somebody else's call on the same account."""
    town.exchange.place(to=to, shown=LINE, begin=lambda _: None, progress=None, fallback=None)
