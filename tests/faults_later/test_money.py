"""Bursts, redirects, refusals, limits and pranks (faults 25, 38, 39, 40, 41)."""

from __future__ import annotations

from collections import Counter

import pytest

from hotline.records import Need, OfferState, Reason, RequestState
from infra.local.exchange import LetsItRing
from tests.stories.town import LINE, START, Town, brentwood

pytestmark = pytest.mark.long

_TWO_CALLS = {"groups": brentwood(policy={"daily_calls": 2})}


def needs(town: Town, key: str = "2") -> None:
    """Rosa keys one need and puts the phone down."""
    town.rosa.dials(LINE).hears("medicines").presses(key).hears("Ongar").hangs_up().waits(2)


def test_fault_25_a_burst_of_requests_rings_each_number_once(town: Town) -> None:
    """At most one ask an hour each: a burst is spread, and no number looks like spam."""
    town.joins(town.ben, town.ali)
    for person in (town.ben, town.ali):
        person.when_rung(LetsItRing())
    for _ in range(6):
        needs(town)
    town.rosa.waits(50 * 60)
    assert [len(person.displays) for person in (town.ben, town.ali)] == [1, 1]
    assert len(town.requests()) == 6


@pytest.mark.parametrize("town", [_TWO_CALLS], indirect=True)
def test_fault_25_a_bound_tells_a_person(town: Town) -> None:
    """More calls than the group allows in a day: no more are placed, and it does not end in silence."""
    town.joins(town.ben, town.ali, town.priya)
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    for person in (town.ben, town.ali):
        person.when_rung(LetsItRing())
    needs(town)
    town.gwen.answers().hears("today's calls are used up", "kept until tomorrow").presses("1").is_hung_up_on()
    assert town.priya.displays == []


def test_fault_38_nothing_is_ever_answered_with_an_http_redirect(town: Town) -> None:
    """A 3xx would lose the digits: keys, mistakes, a step back, a recording, a person; every answer is a 200."""
    town.joins(town.ben)
    town.rosa.dials(LINE).hears("anything else").presses("8").hears("shopping").presses("4").hears("own words")
    town.rosa.presses("#").hears("shopping").presses("*").hears("anything else").presses("4").hears("own words")
    town.rosa.presses("4").hears("(beep)").says("a shelf").presses("#").hears("Ongar").presses("0").hears("none of us")
    town.rosa.hears("(beep)").says("hello?").presses("#").hears("goodbye").is_hung_up_on()
    town.ben.picks_up().hears("yes, press 1").presses("1").hears("It's yours").presses("1")
    town.rosa.picks_up()
    town.ben.talks_with(town.rosa)
    town.rosa.hangs_up()
    town.ben.hears("arranged").presses("1").is_hung_up_on().waits(5)
    assert set(town.line.statuses) == {200}


@pytest.mark.parametrize("code", [10001, 20003, 20005, 21212])
def test_fault_39_twilio_refuses_the_account(town: Town, code: int) -> None:
    """A typed error in the ledger, a coordinator told once, and the same phone's turn in five minutes, not at once."""
    town.joins(town.ben)
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    town.exchange.faults.rest("To=+447700900001", status=400, code=code)
    needs(town)
    town.gwen.answers(within=30).hears("the phone company refuses our calls").presses("1").is_hung_up_on()
    town.ben.is_not_rung(for_seconds=240)
    town.ben.picks_up(within=130).hears("medicines").presses("2").is_hung_up_on()
    assert [(offer.state, offer.outcome) for offer in town.offers()] == [
        (OfferState.FAILED, str(code)),
        (OfferState.PASSED, "this"),
    ]
    assert town.volunteer(town.ben).quiet_until is None


def test_fault_39_twilio_refuses_one_number(town: Town) -> None:
    """That number rests, a coordinator is told whose, and the next volunteer is rung at once."""
    town.joins(town.ben, town.ali)
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    town.exchange.faults.rest("To=+447700900001", status=400, code=21211)
    needs(town)
    town.ali.picks_up(within=30).hears("medicines").presses("2").is_hung_up_on()
    town.gwen.answers().hears("a phone that we cannot ring").presses("1").is_hung_up_on()
    assert town.volunteer(town.ben).quiet_until
    assert town.volunteer(town.ali).quiet_until is None


@pytest.mark.parametrize("town", [_TWO_CALLS], indirect=True)
def test_fault_40_when_the_money_has_run_out_requests_are_still_logged_and_a_person_told(town: Town) -> None:
    """The limit of the day: kept for tomorrow's calling hours, and a coordinator hears that it is reached, once."""
    town.joins(town.ben, town.ali, town.priya)
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    for person in (town.ben, town.ali):
        person.when_rung(LetsItRing())
    needs(town)
    town.gwen.answers().hears("today's calls are used up").presses("1").is_hung_up_on()
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("2").hears("today").presses("1")
    town.rosa.hears("right").presses("1").hears("written down").is_hung_up_on()
    town.rosa.waits(20 * 60)
    assert Counter(request.state for request in town.requests()) == {RequestState.OPEN: 2}
    assert len(town.gwen.displays) == 1
    assert town.store.calls_today("brentwood", START.date().isoformat()) == 3


def test_fault_41_fifty_calls_without_a_key_leave_nothing_and_ring_nobody(town: Town) -> None:
    """Pranks and robots: answered, forgotten, and no phone of ours is billed for them."""
    town.joins(town.ben)
    for _ in range(50):
        town.mallory.dials(LINE).hears("hello").hangs_up().waits(1)
    town.ben.is_not_rung(for_seconds=300)
    assert town.requests() == []
    assert town.store.calls_today("brentwood", START.date().isoformat()) == 0


def test_fault_41_who_needs_help_ten_times_is_not_mistaken_for_a_prank(town: Town) -> None:
    """Each need is a request; no number is silenced; and a volunteer's cap is kept, whoever asks how often."""
    town.joins(town.ben)
    town.ben.when_rung(LetsItRing())
    for call in range(10):
        needs(town, str(call % 2 + 1))
    assert Counter(request.need for request in town.requests()) == {Need.SHOPPING: 5, Need.MEDICINES: 5}
    assert {request.state for request in town.requests()} == {RequestState.OPEN}
    town.rosa.waits(600)
    assert len(town.ben.displays) == 1
    assert Reason.LIMIT not in town.items()


@pytest.mark.long
def test_fault_41_the_same_number_fifty_times_is_kept_fifty_times_and_rings_few(town: Town) -> None:
    """None refused, merged or silenced; each volunteer is asked once, then rests; a coordinator is told once."""
    town.joins(town.ben, town.ali, town.priya)
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    for person in (town.ben, town.ali, town.priya, town.gwen):
        person.when_rung(LetsItRing())
    for key in "12" * 25:
        town.mallory.dials(LINE, withheld=town.emil.number).hears("shopping").presses(key).hears("Ongar").hangs_up()
    town.mallory.waits(60)
    requests = town.requests()
    assert Counter(request.state for request in requests) == {RequestState.OPEN: 50}
    assert Counter(request.need for request in requests) == {Need.SHOPPING: 25, Need.MEDICINES: 25}
    assert sum(request.offers for request in requests) == 3
    assert [len(person.displays) for person in (town.ben, town.ali, town.priya)] == [1, 1, 1]
    told = [item for item in town.store.requests("brentwood") if item.reason is Reason.MANY]
    assert [item.number.e164 for item in told if item.number] == [town.emil.number]
