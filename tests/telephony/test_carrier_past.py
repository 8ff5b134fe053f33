"""What Twilio is asked about calls that are over, and what its answers mean."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from hotline.numbers import PhoneNumber
from hotline.telephony.carrier import Carrier, CarrierError
from hotline.telephony.http import at_home
from hotline.telephony.past import NoAnswer, PastCall, PastRecording
from tests.telephony.twilio import ACCOUNT, CALLS, Answer, Twilio, carrier_at, refusal

LINE, ROSA = "+442079460000", "+442079460123"
DAY, TEN = date(2026, 11, 24), datetime(2026, 11, 24, 10, tzinfo=UTC)
CALL = {
    "sid": "CA7",
    "direction": "inbound",
    "to": LINE,
    "from": ROSA,
    "status": "completed",
    "start_time": "Tue, 24 Nov 2026 10:00:00 +0000",
    "end_time": "Tue, 24 Nov 2026 10:01:00 +0000",
    "date_updated": "Tue, 24 Nov 2026 10:02:00 +0000",
}
ALERT = {
    "sid": "NO1",
    "resource_sid": "CA7",
    "error_code": "11200",
    "request_url": "https://line.example.org/voice",
    "date_generated": "2026-11-24T10:00:00Z",
}


def listed(name: str, *things: dict[str, Any]) -> Answer:
    return Answer(status=200, body={name: things, "page": 0, "next_page_uri": None})


def alerts(*things: dict[str, Any]) -> Answer:
    return Answer(status=200, body={"alerts": things, "meta": {"key": "alerts", "next_page_url": None}})


def asked(server: Twilio) -> tuple[str, dict[str, str]]:
    """Where Twilio was asked, and with which filters."""
    url = urlsplit(server.asked[-1].path)
    return url.path, dict(parse_qsl(url.query))


def past(**changes: Any) -> PastCall:
    whole: dict[str, Any] = {
        "sid": "CA7",
        "ours": PhoneNumber(LINE),
        "theirs": PhoneNumber(ROSA),
        "inbound": True,
        "began": TEN,
        "ended": TEN + timedelta(minutes=1),
        "picked_up": True,
    }
    return PastCall(**whole | changes)


@pytest.mark.parametrize(
    ("change", "call"),
    [
        ({}, past()),
        ({"from": "anonymous"}, past(theirs=None)),
        ({"status": "in-progress", "end_time": None}, past(ended=None, picked_up=False)),
        ({"status": "no-answer", "end_time": None}, past(ended=TEN + timedelta(minutes=2), picked_up=False)),
        ({"direction": "outbound-api", "to": ROSA, "from": LINE}, past(inbound=False)),
        ({"direction": "outbound-dial", "to": ROSA, "from": LINE}, None),
        ({"to": "client:console"}, None),
        ({"status": "queued", "start_time": None}, None),
    ],
)
def test_a_call_as_twilio_remembers_it(
    server: Twilio, carrier: Carrier, change: dict[str, Any], call: PastCall | None
) -> None:
    """Whose it was, when, and whether it is over; the other leg of a call that we joined is none."""
    server.answers = [listed("calls", CALL | change)]
    assert carrier.past_calls(since=DAY) == [call] * (call is not None)
    assert asked(server) == (f"{CALLS}.json", {"StartTime>": "2026-11-24", "PageSize": "1000"})


def test_calls_are_read_page_after_page(server: Twilio, carrier: Carrier) -> None:
    """Each page says where the next one is, and that is asked at the same server."""
    more = f"{CALLS}.json?StartTime%3E=2026-11-24&PageSize=1000&Page=1&PageToken=PACA7"
    first = Answer(status=200, body={"calls": [CALL], "page": 0, "next_page_uri": more})
    server.answers = [first, listed("calls", CALL | {"sid": "CA8"})]
    assert [call.sid for call in carrier.past_calls(since=DAY)] == ["CA7", "CA8"]
    assert asked(server)[1]["PageToken"] == "PACA7"


@pytest.mark.parametrize(("duration", "kept"), [("4", True), ("0", False), ("-1", False), (None, False)])
def test_words_as_twilio_remembers_them(
    server: Twilio,
    carrier: Carrier,
    duration: str | None,
    kept: bool,  # noqa: FBT001 -- one test, both ways
) -> None:
    """Of nothing, or not ready yet: there is nothing to hear."""
    server.answers = [listed("recordings", {"sid": "RE1", "call_sid": "CA7", "duration": duration})]
    assert carrier.past_recordings(since=DAY) == [PastRecording(sid="RE1", call="CA7")] * kept
    where = f"/2010-04-01/Accounts/{ACCOUNT}/Recordings.json"
    assert asked(server) == (where, {"DateCreated>": "2026-11-24", "PageSize": "1000"})


@pytest.mark.parametrize(
    ("change", "kept"),
    [
        ({}, True),
        ({"error_code": "12100"}, True),
        ({"error_code": "13227"}, False),
        ({"error_code": "unknown"}, False),
        ({"resource_sid": "SM1"}, False),
        ({"resource_sid": None}, False),
    ],
)
def test_a_page_of_ours_that_twilio_did_not_get(
    server: Twilio,
    carrier: Carrier,
    change: dict[str, Any],
    kept: bool,  # noqa: FBT001 -- one test, both ways
) -> None:
    """By its code, and in a call: what is wrong with a number that was dialled, or with a text, is something else."""
    server.answers = [alerts(ALERT | change)]
    page = NoAnswer(call="CA7", url="https://line.example.org/voice", at=TEN)
    assert carrier.unanswered_pages(since=TEN) == [page] * kept
    expected = {"LogLevel": "error", "StartDate": "2026-11-24T10:00:00Z", "PageSize": "1000"}
    assert asked(server) == ("/v1/Alerts", expected)


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({}, {LINE: "https://line.example.org/voice"}),
        ({"voice_url": ""}, {}),
        ({"voice_application_sid": "AP1"}, {}),
        ({"trunk_sid": "TK1"}, {}),
    ],
)
def test_where_a_number_leads_as_twilio_has_it(
    server: Twilio, carrier: Carrier, change: dict[str, Any], found: dict[str, str]
) -> None:
    """Unless something else answers for it, or nothing."""
    number = {"sid": "PN1", "phone_number": LINE, "voice_url": "https://line.example.org/voice"}
    server.answers = [listed("incoming_phone_numbers", number | change)]
    assert carrier.voice_urls() == found
    assert asked(server) == (f"/2010-04-01/Accounts/{ACCOUNT}/IncomingPhoneNumbers.json", {"PageSize": "1000"})


@pytest.mark.parametrize(
    "answer", [refusal(503, 20503), refusal(404, 20404), Answer(status=200, body="<html>"), Answer(never=True)]
)
def test_a_list_that_cannot_be_had_is_an_error_of_the_carriers(server: Twilio, answer: Answer) -> None:
    """So that whoever asked looks again later."""
    carrier = carrier_at(server.url, patient=not answer.never)
    for ask in (carrier.past_calls, carrier.past_recordings):
        server.answers = [answer]
        with pytest.raises(CarrierError):
            ask(since=DAY)
    server.answers = [answer]
    with pytest.raises(CarrierError):
        carrier.unanswered_pages(since=TEN)


@pytest.mark.parametrize("uri", ["https://api.twilio.com/2010-04-01/x?Page=1", "https://monitor.twilio.com/v1/Alerts"])
def test_each_of_twilios_hosts_is_asked_for_what_is_its_own(uri: str) -> None:
    """Another server that speaks the same has all of it at one address."""
    path = uri.partition("twilio.com")[2]
    assert at_home(uri, "https://api.twilio.com") == uri
    assert at_home(uri, "http://127.0.0.1:9900/twilio") == f"http://127.0.0.1:9900/twilio{path}"


def test_no_number_stands_in_what_is_remembered() -> None:
    """Printed by a log or a traceback, a call shows whose it was by two digits at most (promise 6)."""
    assert "7946" not in repr(past())
