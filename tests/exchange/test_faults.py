"""The switches for what goes wrong between Twilio and the app."""

from __future__ import annotations

from datetime import timedelta

import pytest

from infra.local.exchange import StoryFailed, TimedOut
from tests.exchange.town import BEN, HOME, LINE, START, Town

EVENTS = tuple(("StatusCallbackEvent", event) for event in ("initiated", "ringing", "answered", "completed"))
STATUS = (("StatusCallback", f"{HOME}/placed"), *EVENTS)


def greets(town: Town) -> None:
    town.pages = {
        "/voice": '<Gather action="/key" numDigits="1"><Say>Press 1.</Say></Gather>',
        "/key": "<Say>One.</Say>",
    }


def told(town: Town) -> list[str]:
    return [form["CallStatus"] for form in town.forms("/placed")]


def rings_ben(town: Town) -> None:
    town.pages["/answered"] = "<Say>Hello.</Say>"
    town.place(BEN, *STATUS)
    town.ben.picks_up().is_hung_up_on().waits(60)


def test_a_webhook_can_come_twice(town: Town) -> None:
    """Fault 1: both are seen by the app, one answer is heard."""
    greets(town)
    town.exchange.faults.repeat("Digits=1")
    town.rosa.dials(LINE).hears("press 1").presses("1").hears("one").is_hung_up_on()
    assert len(town.forms("/key")) == 2
    assert town.exchange.transcript().count("One.") == 1
    town.exchange.check()


def test_a_callback_can_be_lost(town: Town) -> None:
    """Fault 3: the last callback never comes."""
    town.exchange.faults.drop("CallStatus=completed")
    rings_ben(town)
    assert told(town) == ["initiated", "ringing", "in-progress"]


def test_a_callback_can_be_late(town: Town) -> None:
    """It comes when the call has long been over, and says what it would have said."""
    town.exchange.faults.delay("CallStatus=ringing", seconds=30)
    rings_ben(town)
    assert told(town) == ["initiated", "in-progress", "completed", "ringing"]
    assert [form["SequenceNumber"] for form in town.forms("/placed")] == ["0", "2", "3", "1"]


def test_callbacks_can_change_places(town: Town) -> None:
    """Fault 2: what would come first comes after the other."""
    town.exchange.faults.swap("CallStatus=in-progress", "CallStatus=completed")
    rings_ben(town)
    assert told(town) == ["initiated", "ringing", "completed", "in-progress"]
    town.exchange.check()


def test_a_connection_that_fails_is_tried_once_more(town: Town) -> None:
    """https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides: one retry, on the connection only."""
    greets(town)
    town.exchange.faults.refuse("/voice")
    town.rosa.dials(LINE).hears("press 1").hangs_up()
    assert len(town.forms("/voice")) == 1
    town.exchange.check()


def test_an_answer_that_is_lost_makes_the_webhook_come_twice(town: Town) -> None:
    """Fault 1: the app has done what was asked, and is asked again."""
    greets(town)
    town.exchange.faults.lose_answer("Digits=1")
    town.rosa.dials(LINE).hears("press 1").presses("1").hears("one").is_hung_up_on()
    assert len(town.forms("/key")) == 2


def test_an_app_out_of_reach_leaves_the_caller_to_the_fallback(town: Town) -> None:
    """Fault 27: two failed connections, and the fallback URL is asked."""
    town.exchange.own(LINE, fallback_url=f"{HOME}/fallback")
    town.pages["/fallback"] = "<Say>Please leave a message.</Say>"
    town.exchange.faults.refuse("/voice", times=2)
    town.rosa.dials(LINE).hears("leave a message").is_hung_up_on()
    town.exchange.expects_error("failed")


def test_nobody_waits_longer_than_fifteen_seconds(town: Town) -> None:
    """https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides: and it is not retried."""
    greets(town)
    town.exchange.faults.delay("/voice", seconds=20)
    town.rosa.dials(LINE).hears("application error has occurred").is_hung_up_on().waits(10)
    assert [asked.at - START for asked in town.asked if asked.path == "/voice"] == [timedelta(seconds=20)]
    town.exchange.expects_error("15 seconds")


def test_a_slow_app_is_waited_for(town: Town) -> None:
    """Fault 26: within the limit, the caller hears silence and then the answer."""
    greets(town)
    town.exchange.faults.delay("/voice", seconds=12)
    town.rosa.dials(LINE).hears("press 1").hangs_up()
    assert town.timeline.now() - START > timedelta(seconds=12)


def test_something_in_front_of_the_app_can_answer(town: Town) -> None:
    """Fault 27: a gateway's 502 never reaches the app."""
    greets(town)
    town.exchange.faults.answer("/voice")
    town.rosa.dials(LINE).hears("application error").is_hung_up_on()
    assert town.forms("/voice") == []
    town.exchange.expects_error("answered 502")


@pytest.mark.parametrize("placed", [True, False])
def test_placing_a_call_can_time_out(town: Town, placed: bool) -> None:  # noqa: FBT001 -- one test, both ways
    """Fault 7: no answer, and the phone may ring all the same."""
    town.exchange.faults.rest("POST", placed=placed)
    with pytest.raises(TimedOut):
        town.place(BEN)
    assert len(town.exchange.calls) == placed


def test_rest_can_answer_with_an_error(town: Town) -> None:
    """Faults 7 and 24: 503, or 429 with its code, once; the next request goes through."""
    town.exchange.faults.rest("Calls.json", status=429, code=20429)
    refused = town.rest("GET", "/Calls.json")
    assert (refused.status, (refused.body or {})["code"]) == (429, 20429)
    assert town.rest("GET", "/Calls.json").status == 200


def test_a_call_can_be_answered_before_placing_it_has_returned(town: Town) -> None:
    """Fault 4: callbacks come while the REST request is still under way."""
    town.pages["/answered"] = "<Say>Hello.</Say>"
    town.exchange.faults.rest_late("Calls.json", seconds=5)
    town.timeline.after(2, town.ben.answer)
    town.place(BEN, *STATUS)
    assert told(town) == ["initiated", "ringing", "in-progress", "completed"]


def test_a_fault_that_never_happened_fails_the_test(town: Town) -> None:
    """Who sets a fault wants to see it happen."""
    town.exchange.faults.drop("CallStatus=completed")
    with pytest.raises(StoryFailed, match="drop 'CallStatus=completed' never happened"):
        town.exchange.check()


def test_a_webhook_still_held_back_fails_the_test(town: Town) -> None:
    """The other one, after which it should come, never came."""
    town.pages["/answered"] = "<Say>Hello.</Say>"
    town.exchange.faults.swap("CallStatus=in-progress", "CallStatus=canceled")
    rings_ben(town)
    with pytest.raises(StoryFailed, match="still waits for 'CallStatus=canceled'"):
        town.exchange.check()


def test_documents_that_go_in_circles_are_a_fault(town: Town) -> None:
    """Each sends the call to the next, and no time passes: a virtual clock would never get on."""
    town.pages["/voice"] = "<Redirect>/voice</Redirect>"
    town.rosa.dials(LINE).is_hung_up_on()
    town.exchange.expects_error("go in circles")


def test_the_fallback_is_asked_each_time_something_fails(town: Town) -> None:
    """Unless it was the fallback that failed: then there is nothing left but an apology."""
    town.exchange.own(LINE, fallback_url=f"{HOME}/fallback")
    town.pages["/fallback"] = '<Gather action="/key" numDigits="1"><Say>Press 1.</Say></Gather>'
    town.exchange.faults.answer("/voice")
    town.exchange.faults.answer("/key")
    town.rosa.dials(LINE).hears("press 1").presses("1").hears("press 1")
    town.exchange.faults.answer("/key")
    town.exchange.faults.answer("/fallback")
    town.rosa.presses("1").hears("application error").is_hung_up_on()
    assert len(town.forms("/fallback")) == 2


def test_whoever_waits_in_a_queue_hears_the_apology_too(town: Town) -> None:
    """Also where the broken document may not hang up."""
    town.pages = {
        "/voice": "<Enqueue>shopping</Enqueue>",
        "/answered": '<Dial><Queue url="/about-to">shopping</Queue></Dial>',
        "/about-to": "<Hangup/>",
    }
    town.rosa.dials(LINE)
    town.place(BEN)
    town.ben.picks_up()
    town.rosa.hears("application error").is_hung_up_on()
    town.exchange.expects_error("<Hangup> is not allowed")
