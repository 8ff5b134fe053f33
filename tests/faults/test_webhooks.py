"""Twilio's webhooks, twice, late, out of order or never (faults 1 to 4)."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus
from urllib.parse import urlencode

from hotline.records import Offer, OfferState, RequestState
from infra.local.exchange import Busy, LetsItRing, PicksUp, signature
from infra.local.virtual import ACCOUNT, BASE, TOKEN
from tests.faults.worlds import Plan, breaking
from tests.stories.town import LINE, Town


def a_whole_story(town: Town) -> None:
    """Ben cannot today, Ali says yes, and talks with Rosa."""
    town.joins(town.ben, town.ali)
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("yes, press 1").presses("3").hears("tomorrow").is_hung_up_on()
    town.ali.picks_up().hears("yes, press 1").presses("1").hears("It's yours").presses("1")
    town.rosa.picks_up()
    town.ali.talks_with(town.rosa)
    town.rosa.hangs_up()
    town.ali.hears("arranged").presses("1").hears("thank you").is_hung_up_on().waits(120)


def assert_it_ended_well(town: Town) -> None:
    assert town.request().state == RequestState.SPOKEN
    assert town.holder(town.ali)
    assert [offer.state for offer in town.offers()] == [OfferState.PASSED, OfferState.ACCEPTED]
    assert town.items() == {}
    assert [len(person.displays) for person in (town.ben, town.ali, town.rosa)] == [1, 1, 1]


def test_fault_01_every_webhook_comes_twice(town: Town) -> None:
    """The same answer, and one effect."""
    town.exchange.faults.repeat("line.example", times=None)
    a_whole_story(town)
    assert_it_ended_well(town)


def test_fault_01_an_answer_is_lost_and_twilio_asks_again(town: Town) -> None:
    """What the app has done already is done once, and the second answer is the first."""
    for spoilt in ("Digits=1", "Digits=3", "CallStatus=completed", "DialBridged=true"):
        town.exchange.faults.lose_answer(spoilt)
    a_whole_story(town)
    assert_it_ended_well(town)


def test_fault_02_callbacks_out_of_order(town: Town) -> None:
    """Ended never goes back: whatever of a call is told after its end changes nothing, and frees nobody's phone."""
    town.joins(town.ben, town.ali)
    town.ben.when_rung(LetsItRing())
    town.asks_for_shopping(town.rosa)
    town.ali.picks_up().hears("yes, press 1")
    before = (town.offers(), town.request())
    for status in ("ringing", "in-progress", "completed", "failed"):
        told_late(town, town.offers()[0], status)
    assert (town.offers(), town.request()) == before
    town.ali.presses("2").is_hung_up_on()
    assert [offer.state for offer in town.offers()] == [OfferState.UNANSWERED, OfferState.PASSED]
    assert town.request().ringing == {}


def told_late(town: Town, offer: Offer, status: str) -> None:
    """A callback of this call, older than the last that came."""
    form = {
        "AccountSid": ACCOUNT,
        "CallSid": offer.call_sid or "",
        "CallStatus": status,
        "Direction": "outbound-api",
        "From": LINE,
        "SequenceNumber": str(offer.sequence),
        "To": town.ben.number,
    }
    url = f"{BASE}/status/brentwood/{offer.id}"
    headers = {"Content-Type": "application/x-www-form-urlencoded", "X-Twilio-Signature": signature(TOKEN, url, form)}
    assert town.line.gateway("POST", url, headers, urlencode(form).encode())[0] == HTTPStatus.OK


def test_fault_03_the_last_callback_never_comes(town: Town) -> None:
    """The offer's deadline passes, the sweep asks Twilio once, then goes on."""
    town.joins(town.ben, town.ali)
    town.ben.when_rung(LetsItRing())
    plan = Plan()
    with breaking(town, plan):
        town.exchange.faults.drop("CallStatus=no-answer")
        town.asks_for_shopping(town.rosa)
        town.ali.picks_up(within=120).hears("yes, press 1").presses("1").hears("It's yours").hangs_up()
        town.ali.waits(5)
    ben, ali = town.offers()
    assert (ben.state, ben.outcome, ali.state) == (OfferState.UNANSWERED, "no-answer", OfferState.ACCEPTED)
    assert plan.asked_status == [ben.call_sid]
    town.exchange.expects_error("did not answer within 15 seconds")


def test_fault_03_nobody_tells_that_somebody_who_listened_has_hung_up(town: Town) -> None:
    """Picked up, no key, and the end of the call is never told: the sweep finds out, and rings the next."""
    town.joins(town.ben, town.ali)
    town.exchange.faults.drop("CallStatus=completed")
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("yes, press 1").hangs_up()
    town.ali.picks_up(within=180).hears("yes, press 1").presses("2").is_hung_up_on().waits(90)
    assert town.offers()[0].state == OfferState.UNANSWERED
    town.exchange.expects_error("did not answer within 15 seconds")


def test_fault_03_nobody_tells_that_the_resident_has_hung_up(town: Town) -> None:
    """A draft opens by the clock, three minutes later."""
    town.joins(town.ben)
    town.exchange.faults.drop("line.example/status CallSid")
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("Ongar").hangs_up()
    town.ben.is_not_rung(for_seconds=150).picks_up(within=120).hears("shopping").presses("2").is_hung_up_on()
    town.exchange.expects_error("did not answer within 15 seconds")


def test_fault_03_no_record_of_the_stream_arrives(town: Town) -> None:
    """What the stream makes prompt, the clock makes certain: the same end, minutes later."""
    town.line.lose_the_stream()
    a_whole_story(town)
    assert_it_ended_well(town)


def test_fault_04_the_key_comes_before_placing_the_call_has_returned(town: Town) -> None:
    """Our own id is in the URL, and the offer was written first."""
    town.joins(town.ben, town.ali)
    town.ben.when_rung(PicksUp(after=2))
    town.ben.when_hears("yes, press 1", press="1", after=0.5)
    town.exchange.faults.rest_late("Calls.json", seconds=30)
    town.asks_for_shopping(town.rosa)
    town.ben.hears("It's yours").presses("3").hears("quarter of an hour").is_hung_up_on()
    town.ben.waits(60)
    (offer,) = town.offers()
    assert town.holder(town.ben)
    assert offer.call_sid


def test_fault_04_a_callback_comes_before_placing_the_call_has_returned(town: Town) -> None:
    """Busy at once, while the REST request is still under way: the next is rung, and nothing is undone."""
    town.joins(town.ben, town.ali)
    town.exchange.faults.rest_late("To=+447700900001", seconds=3)
    town.ben.when_rung(Busy())
    town.asks_for_shopping(town.rosa)
    town.ali.picks_up(within=60).hears("yes, press 1").presses("2").is_hung_up_on()
    assert [offer.state for offer in town.offers()] == [OfferState.UNANSWERED, OfferState.PASSED]
    assert town.world.now() - town.offers()[0].reserved_at < timedelta(minutes=2)
