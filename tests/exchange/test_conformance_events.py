"""The Events of a call: one fact of Twilio's documentation each, with its page."""

from __future__ import annotations

import pytest

from infra.local.exchange import HttpResponse
from tests.exchange.town import BEN, HOME, LINE, ROSA, Town
from tests.exchange.twilio_client import client

QUARTER = 15 * 60
MENU = '<Gather action="/key" numDigits="1"><Say>Press 1.</Say></Gather>'


@pytest.mark.assumes("events-of-a-call")
def test_the_events_of_a_call_are_its_webhooks_and_what_was_answered(town: Town) -> None:
    """https://www.twilio.com/docs/voice/api/call-event-resource: parameters in snake_case, and the response's body."""
    town.pages = {"/voice": MENU, "/key": "<Say>Thank you.</Say>"}
    town.rosa.dials(LINE).hears("press").presses("1").is_hung_up_on().waits(QUARTER + 1)
    (sid,) = town.exchange.calls
    events = client(town.exchange).calls(sid).events.list(page_size=2)
    asked = [event.request or {} for event in events]
    assert [one["url"] for one in asked] == [f"{HOME}/voice", f"{HOME}/key", f"{HOME}/status"]
    first, key, _ = (dict(one["parameters"]) for one in asked)  # type: ignore[call-overload] # an object of JSON's
    assert (first["from"], first["call_status"], first["direction"]) == (ROSA, "ringing", "inbound")
    assert (key["digits"], key["call_sid"]) == ("1", sid)
    assert set((events[1].response or {}).keys()) == {
        *("response_code", "request_duration", "content_type", "response_body", "date_created"),
    }
    assert "Thank you." in str((events[1].response or {})["response_body"])


@pytest.mark.assumes("events-of-a-call")
def test_the_events_of_a_call_can_be_read_a_quarter_of_an_hour_after_it(town: Town) -> None:
    """https://www.twilio.com/docs/voice/api/call-event-resource: `15 minutes after a call ends`."""
    town.pages["/voice"] = "<Say>Hello.</Say>"
    town.rosa.dials(LINE).is_hung_up_on().waits(QUARTER - 10)
    (sid,) = town.exchange.calls
    assert (town.rest("GET", f"/Calls/{sid}/Events.json").body or {})["events"] == []
    town.rosa.waits(20)
    assert len((town.rest("GET", f"/Calls/{sid}/Events.json").body or {})["events"]) == 2


@pytest.mark.assumes("events-of-a-call")
def test_the_events_of_a_placed_call_begin_with_the_request_that_placed_it(town: Town) -> None:
    """https://www.twilio.com/docs/voice/api/call-event-resource: its own example is such a request."""
    town.pages["/answered"] = HttpResponse(status=502)
    sid = town.place(BEN, ("Timeout", "20"))
    town.ben.picks_up().is_hung_up_on().waits(QUARTER + 1)
    placed, asked = (town.rest("GET", f"/Calls/{sid}/Events.json").body or {})["events"]
    assert placed["request"]["parameters"] == {"to": BEN, "from": LINE, "url": f"{HOME}/answered", "timeout": "20"}
    assert (placed["response"]["response_code"], asked["response"]["response_code"]) == (201, 502)
    town.exchange.expects_error("answered 502")
