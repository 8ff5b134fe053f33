"""Twilio's documentation leaves these open: the exchange does each both ways, by a switch."""

from __future__ import annotations

import pytest

from tests.exchange.test_conformance_dial import waits_in_queue
from tests.exchange.town import BEN, HOME, LINE, Town


@pytest.mark.assumes("direction-on-every-request")
@pytest.mark.parametrize("left_out", [False, True])
def test_a_request_may_come_without_its_direction(town: Town, *, left_out: bool) -> None:
    """https://www.twilio.com/docs/voice/twiml#request-parameters: Direction is among them."""
    town.exchange.otherwise.changed = {"Direction": None} if left_out else {}
    town.pages = {"/voice": "<Say>Hello.</Say>", "/answered": "<Say>Hello.</Say>"}
    town.rosa.dials(LINE).is_hung_up_on()
    town.place(BEN, ("StatusCallback", f"{HOME}/placed"))
    town.ben.picks_up().is_hung_up_on().waits(1)
    told = [form.get("Direction") for path in ("/voice", "/answered", "/placed") for form in town.forms(path)]
    assert told == ([None] * 3 if left_out else ["inbound", "outbound-api", "outbound-api"])


@pytest.mark.assumes("queue-is-bridged")
@pytest.mark.parametrize("answered", [False, True])
def test_a_talk_with_the_first_in_a_queue_is_completed_or_answered(town: Town, *, answered: bool) -> None:
    """https://www.twilio.com/docs/voice/twiml/dial#dialcallstatus: `answered` is said of conferences."""
    town.exchange.otherwise.calls_a_queue_answered = answered
    waits_in_queue(town)
    town.place(BEN)
    town.ben.picks_up().talks_with(town.rosa)
    town.rosa.hangs_up()
    town.ben.hears("over")
    (form,) = town.forms("/taken")
    told = (form["DialCallStatus"], form.get("DialBridged"))
    assert told == (("answered", None) if answered else ("completed", "true"))


@pytest.mark.assumes("empty-queue")
def test_nobody_was_joined_and_it_says_so_either_way(town: Town) -> None:
    """https://www.twilio.com/docs/voice/twiml/queue: an empty queue is waited for, until the timeout."""
    town.exchange.otherwise.calls_a_queue_answered = True
    waits_in_queue(town)
    town.rosa.hears("please wait").hangs_up()
    town.place(BEN)
    town.ben.picks_up().hears("over: no-answer")
    assert town.forms("/taken")[0]["DialBridged"] == "false"


@pytest.mark.assumes("hang-up-in-a-gather")
@pytest.mark.parametrize("posts", [False, True])
def test_an_empty_gather_may_be_posted_when_the_caller_hangs_up(town: Town, *, posts: bool) -> None:
    """https://www.twilio.com/docs/voice/twiml/gather#actiononemptyresult: it does not say what holds of a hang-up."""
    town.exchange.otherwise.gathers_at_hang_up = posts
    town.pages["/voice"] = '<Gather action="/key" actionOnEmptyResult="true"><Say>Press 1.</Say></Gather>'
    town.rosa.dials(LINE).hears("press").hangs_up().waits(30)
    told = [(form["Digits"], form["CallStatus"]) for form in town.forms("/key")]
    assert told == ([("", "completed")] if posts else [])


@pytest.mark.assumes("hang-up-in-a-gather")
def test_without_action_on_empty_result_nothing_is_posted_at_a_hang_up(town: Town) -> None:
    """https://www.twilio.com/docs/voice/twiml/gather#actiononemptyresult: what is empty is then sent to nobody."""
    town.exchange.otherwise.gathers_at_hang_up = True
    town.pages["/voice"] = '<Gather action="/key"><Say>Press 1.</Say></Gather>'
    town.rosa.dials(LINE).hears("press").hangs_up().waits(30)
    assert town.forms("/key") == []
