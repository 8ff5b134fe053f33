"""Every offer in the ledger ends, as what it was: a yes is a yes, in whatever order Twilio tells of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hotline.conversation.call import Call
from hotline.dispatch.advance import advance
from hotline.dispatch.callbacks import offer_status
from hotline.effects.answers import accept, pass_on, pick_up
from hotline.effects.changing import change
from hotline.numbers import PhoneNumber
from hotline.records import Offer, OfferState, Reason, RequestState
from infra.local.exchange import LetsItRing, Person
from tests.stories.town import GROUP, START, Town, brentwood

SOON = {"groups": brentwood(policy={"tell_after": timedelta(minutes=1), "rest": timedelta(), "daily_cap": 24})}
A_MONTH = START + timedelta(days=30)


def told_that_it_waits(town: Town) -> None:
    """Nobody can be asked for Rosa's shopping, so that Gwen is told."""
    town.joins(town.ben, paused_until=A_MONTH)
    town.joins(town.gwen, needs=frozenset(), coordinator=True, unanswered=4)
    town.asks_for_shopping(town.rosa)


def the_offer_of(town: Town, reason: Reason) -> Offer:
    (offer,) = town.store.offers(GROUP, town.items()[reason].id)
    return offer


def call_of(town: Town, person: Person, offer: Offer) -> Call:
    number = PhoneNumber(person.number)
    return Call(group=town.world.groups[GROUP], sid=offer.call_sid or "CA1", other_end=number, about=offer.id)


@pytest.mark.parametrize("town", [SOON], indirect=True)
def test_a_coordinators_yes_to_what_waits_too_long_is_a_yes(town: Town) -> None:
    """The ledger has it as one, and she has not left a fifth call unanswered."""
    told_that_it_waits(town)
    town.gwen.answers(within=600).hears("has waited too long").presses("1").hears("It's yours").presses("2")
    town.gwen.is_hung_up_on().waits(10)
    assert town.holder(town.gwen)
    assert the_offer_of(town, Reason.WAITING).state is OfferState.ACCEPTED
    gwen = town.volunteer(town.gwen)
    assert (gwen.unanswered, gwen.quiet_until) == (0, None)


@pytest.mark.parametrize("town", [SOON], indirect=True)
def test_her_phone_rings_for_nothing_else_while_she_talks_with_the_resident(town: Town) -> None:
    """The item is over as soon as she says yes; her call goes on for minutes, and so does its lock."""
    told_that_it_waits(town)
    town.gwen.answers(within=600).hears("has waited too long").presses("1").hears("It's yours").presses("1")
    town.rosa.picks_up()
    town.gwen.talks_with(town.rosa).waits(240)
    assert town.store.rings_for(PhoneNumber(town.gwen.number).opaque) == the_offer_of(town, Reason.WAITING).id
    assert not town.store.lock_phone(
        PhoneNumber(town.gwen.number).opaque, by="another", now=town.world.now(), until=town.world.now()
    )
    town.rosa.hangs_up()
    town.gwen.hears("arranged").presses("1").is_hung_up_on().waits(2)
    assert town.store.rings_for(PhoneNumber(town.gwen.number).opaque) is None


@pytest.mark.parametrize("town", [SOON], indirect=True)
def test_you_have_heard_it_is_no_silence(town: Town) -> None:
    """A coordinator who has heard of something, by a key, has answered."""
    told_that_it_waits(town)
    town.gwen.answers(within=600).hears("has waited too long").presses("2").is_hung_up_on().waits(10)
    assert (the_offer_of(town, Reason.WAITING).state, town.volunteer(town.gwen).unanswered) == (OfferState.PASSED, 0)


def test_a_yes_that_arrives_after_the_end_of_its_call(town: Town) -> None:
    """One presses 1 and hangs up at once: the end of the call may be told first. Both orders end alike."""
    town.joins(town.ben, unanswered=4)
    town.ben.when_rung(LetsItRing())
    town.asks_for_shopping(town.rosa)
    (offer,) = town.offers()
    call = call_of(town, town.ben, offer)
    pick_up().effect.run(town.world, call)
    over = {"CallStatus": "completed", "SequenceNumber": "0", "CallSid": call.sid, "To": town.ben.number}
    offer_status(town.world, GROUP, offer.id, over)
    assert town.offers()[0].state is OfferState.UNANSWERED
    for _ in range(2):
        assert accept().effect.run(town.world, call).startswith("yours")
    assert town.offers()[0].state is OfferState.ACCEPTED
    assert (town.volunteer(town.ben).unanswered, town.volunteer(town.ben).quiet_until) == (0, None)
    town.exchange.calls[offer.call_sid or ""].hang_up()


def test_a_no_that_arrives_after_the_end_of_its_call(town: Town) -> None:
    """They did answer: it is no fifth call in a row that they did not, and they are not left in peace for a week."""
    town.joins(town.ben, unanswered=4)
    town.ben.when_rung(LetsItRing())
    town.asks_for_shopping(town.rosa)
    (offer,) = town.offers()
    call = call_of(town, town.ben, offer)
    pick_up().effect.run(town.world, call)
    over = {"CallStatus": "completed", "SequenceNumber": "0", "CallSid": call.sid, "To": town.ben.number}
    offer_status(town.world, GROUP, offer.id, over)
    assert town.volunteer(town.ben).quiet_until is not None
    for _ in range(2):
        assert pass_on("this").effect.run(town.world, call, "this") == "passed"
    assert town.offers()[0].state is OfferState.PASSED
    assert (town.volunteer(town.ben).unanswered, town.volunteer(town.ben).quiet_until) == (0, None)
    assert town.request().passed == {PhoneNumber(town.ben.number).opaque}
    town.exchange.calls[offer.call_sid or ""].hang_up()


def test_a_request_that_ends_while_somebody_listens_ends_their_offer(town: Town) -> None:
    """Rosa cancels while Ben hears the ask, and the callback of his call is lost: the ledger has an end."""
    town.joins(town.ben)
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("yes, press 1")
    town.exchange.faults.drop("CallStatus=completed")
    request, now = town.request(), town.world.now()
    assert change(town.world, request, lambda _: {"next_action_at": now, "cancelled_at": now})[1]
    advance(town.world, GROUP, request.id)
    town.ben.hangs_up()
    assert town.request().state is RequestState.CANCELLED
    (offer,) = town.offers()
    assert (offer.state, town.volunteer(town.ben).asked_at) == (OfferState.TOO_LATE, offer.asked_before)
    town.ben.waits(20)
    town.exchange.expects_error("did not answer within 15 seconds")


def test_who_picks_up_when_it_is_taken_has_not_left_it_unanswered(town: Town) -> None:
    """They hear that a neighbour was just before them, and the line hangs up: that is no silence of theirs."""
    town.joins(town.ben, town.ali, unanswered=4)
    town.asks_for_shopping(town.rosa)
    (offer,) = town.offers()
    town.ben.is_rung()
    now = town.world.now()
    ali = town.volunteer(town.ali)
    assert town.store.accept(GROUP, offer.request, offer="-", volunteer=ali.id, now=now)
    town.ben.picks_up().hears("just before you").is_hung_up_on().waits(5)
    assert (town.offers()[0].state, town.volunteer(town.ben).quiet_until) == (OfferState.TOO_LATE, None)


def test_a_call_of_which_nothing_was_ever_heard_is_nobodys_silence(town: Town) -> None:
    """Twilio did not say whether it placed the call, and no callback ever came: the phone may not have rung."""
    town.joins(town.ben, unanswered=4)
    town.joins(town.ali)
    town.exchange.faults.rest("Calls.json", status=503)
    town.asks_for_shopping(town.rosa)
    town.ali.picks_up(within=120).hears("yes, press 1").presses("2").is_hung_up_on()
    assert (town.offers()[0].state, town.volunteer(town.ben).unanswered) == (OfferState.FAILED, 4)


def test_an_offer_that_the_ledger_has_lost_does_not_ring_for_ever(town: Town) -> None:
    """The request goes on with the next one."""
    from hotline.store.models import OfferRow

    town.joins(town.ben, town.ali)
    town.ben.when_rung(LetsItRing())
    town.exchange.faults.drop("CallStatus=no-answer")
    town.asks_for_shopping(town.rosa)
    (offer,) = town.offers()
    OfferRow(GROUP, offer.id).delete()
    town.ali.picks_up(within=180).hears("yes, press 1").presses("2").is_hung_up_on()
    town.exchange.expects_error("did not answer within 15 seconds")
