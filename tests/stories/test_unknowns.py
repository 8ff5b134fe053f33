"""What Twilio's documentation leaves open makes no difference to anybody on the phone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hotline.numbers import PhoneNumber
from hotline.records import OfferState, RequestState
from infra.local.exchange import LetsItRing
from tests.stories.town import GROUP, LINE, Town, brentwood
from tests.stories.waited import says_yes, waits

pytestmark = pytest.mark.long

_A_SECOND = timedelta(seconds=1)
_IN_A_SECOND = brentwood(policy={"ring": _A_SECOND, "deadline_margin": timedelta(), "sweep": _A_SECOND})


@pytest.mark.parametrize("answered", [False, True])
def test_after_a_talk_with_somebody_who_waited_it_is_a_talk(town: Town, *, answered: bool) -> None:
    """A queue's `answered`, without a word of being joined, is no `they have just put the phone down`."""
    town.exchange.otherwise.calls_a_queue_answered = answered
    town.joins(town.ben)
    waits(town)
    says_yes(town.ben).talks_with(town.rosa)
    town.rosa.hangs_up()
    town.ben.hears("is it arranged").hears_nothing_of("put the phone down").presses("1").is_hung_up_on().waits(5)
    assert (town.request().state, bool(town.request().joined_at)) == (RequestState.SPOKEN, True)


def test_a_call_without_a_direction_hears_nothing_of_anybody(town: Town) -> None:
    """Ben, whom we have rung, hears what a stranger hears: no need, no words; and the request stays open."""
    town.joins(town.ben)
    town.exchange.otherwise.changed["Direction"] = None
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("Hello, Brentwood").hears_nothing_of("in Ongar", "yes, press 1").hangs_up()
    town.ben.waits(120)
    assert (town.request().state, town.request().taken_by) == (RequestState.OPEN, None)


def test_a_caller_without_a_direction_has_asked_like_any_other(town: Town) -> None:
    """Somebody who dialled us is a stranger either way."""
    town.exchange.otherwise.changed["Direction"] = None
    assert town.asks_for_shopping(town.rosa).number == PhoneNumber(town.rosa.number)


@pytest.mark.parametrize("posted", [False, True])
def test_hanging_up_at_a_question_that_may_be_waited_out_is_no_answer(town: Town, *, posted: bool) -> None:
    """`Or just wait` is for those who are still there: Rosa, who is gone, is not taken to have waited."""
    town.exchange.otherwise.gathers_at_hang_up = posted
    town.exchange.faults.drop("/status ")  # else the end of the call would take back what was begun
    town.joins(town.ben)
    town.rosa.dials(LINE, withheld="anonymous").hears("shopping").presses("1").hears("Ongar").presses("2")
    town.rosa.hears("today").presses("1").hears("key the number").hears("key the whole phone number")
    town.rosa.hears("without a number you can wait on the line").hangs_up().waits(10)
    assert town.request().waits_until is None


def test_a_call_that_was_cancelled_before_its_turn_leaves_nothing_behind(town: Town) -> None:
    """Twilio tells nobody that it is over: the offer ends all the same, and Ben's phone is free."""
    town.joins(town.ben, rest=timedelta())
    for _ in range(150):  # other calls of the account, one a second
        town.exchange.rest("POST", *_a_call(town))
    request = town.asks_for_shopping(town.rosa)
    town.rosa.waits(2)
    (offer,) = town.store.offers(GROUP, request.id)
    assert offer.call_sid
    assert town.exchange.calls[offer.call_sid].status == "queued"
    now = town.world.now()
    assert town.store.schedule(town.request(), next_action_at=now, cancelled_at=now)
    town.ben.is_not_rung(for_seconds=120)
    assert town.exchange.calls[offer.call_sid].status == "canceled"
    assert town.store.rings_for(PhoneNumber(town.ben.number).opaque) is None
    assert [each.state for each in town.store.offers(GROUP, request.id)] != [OfferState.RESERVED]


@pytest.mark.parametrize("town", [{"groups": _IN_A_SECOND}], indirect=True)
def test_a_ring_shorter_than_twilio_can_make_it_is_waited_for_as_long_as_it_is(town: Town) -> None:
    """A second is told, and five are added: nobody else is asked while Ben's phone still rings."""
    town.joins(town.ben, town.ali)
    town.ben.when_rung(LetsItRing())
    town.asks_for_shopping(town.rosa)
    town.ben.is_rung(within=60).waits(5)
    assert (town.ben.ringing, town.ali.displays) == (True, [])
    town.ali.picks_up(within=10).hears("yes, press 1").presses("2").is_hung_up_on()
    assert not town.ben.ringing


@pytest.mark.parametrize("seconds", [0.0, 0.6])
def test_a_number_that_lacks_its_first_keys_is_keyed_again(town: Town, seconds: float) -> None:
    """Rosa keys on while the question is on its way, and one key is lost, or three: the rest is not rung."""
    if seconds:
        town.exchange.faults.delay("/shopping.", seconds=seconds)
    town.rosa.dials(LINE, withheld="anonymous").hears("shopping").presses("1").hears("Ongar").presses("2")
    town.rosa.hears("today").presses("1").fumbles("02079460123#").hears("cannot ring that number")
    town.rosa.presses("02079460123#").hears("0 2 0, 7 9 4 6, 0 1 2 3", "right").presses("1").hears(
        "in Ongar"
    ).hangs_up()
    assert town.request().number == PhoneNumber(town.rosa.number)


@pytest.mark.parametrize("town", [{"groups": brentwood(policy={"same_key": timedelta()})}], indirect=True)
def test_a_number_that_lacks_a_key_and_is_one_all_the_same_is_read_back(town: Town) -> None:
    """The nought before a mobile's number is lost, and she hears which number will ring, and can key it again."""
    town.rosa.dials(LINE, withheld="anonymous").hears("shopping").presses("1").hears("Ongar").presses("2")
    town.rosa.hears("today").presses("1").fumbles("007700900124#").hears("0 7 7 0 0, 9 0 0, 1 2 4", "right").presses(
        "2"
    )
    town.rosa.hears("once more").presses("07700900123#").hears("0 7 7 0 0, 9 0 0, 1 2 3").presses("1").hears("in Ongar")
    town.rosa.hangs_up()
    assert town.request().number == PhoneNumber("+447700900123")


def _a_call(town: Town) -> tuple[str, list[tuple[str, str]], tuple[str, str]]:
    """A call to a number that nobody has, and whose it is."""
    params = [("To", "+447700900999"), ("From", LINE), ("Twiml", "<Response><Hangup/></Response>")]
    account = town.exchange.account_sid
    return f"/2010-04-01/Accounts/{account}/Calls.json", params, (account, town.exchange.auth_token)
