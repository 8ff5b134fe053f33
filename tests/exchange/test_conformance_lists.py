"""The lists of calls, recordings and alerts: one fact of Twilio's documentation each, with its page."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from infra.local.exchange import HttpResponse
from tests.exchange.town import BEN, EMIL, HOME, LINE, ROSA, SID, START, TOKEN, Page, Town
from tests.exchange.twilio_client import client

A_DAY = 24 * 3600


@pytest.fixture
def days(town: Town) -> Town:
    """Rosa phones on three days, one after the other, and leaves words; her line is fetched late at night."""
    town.pages = {"/voice": '<Record action="/kept"/>', "/kept": "<Hangup/>"}
    for _ in range(3):
        town.rosa.dials(LINE).hears("beep").says("Milk.").is_hung_up_on().waits(A_DAY)
    return town


def alerts(town: Town, *params: tuple[str, str]) -> list[dict[str, Any]]:
    answer = town.exchange.rest("GET", "/v1/Alerts", params, (SID, TOKEN))
    assert answer.body is not None
    assert answer.status == 200, answer.body
    return list(answer.body["alerts"])


@pytest.mark.assumes("calls-by-day")
@pytest.mark.parametrize(("name", "found"), [("StartTime", [1]), ("StartTime<", [0]), ("StartTime>", [2, 1])])
def test_calls_are_found_by_the_day_on_which_they_began(days: Town, name: str, found: list[int]) -> None:
    """https://www.twilio.com/docs/voice/api/call-resource: on, before, or on and after a date in UTC; newest first."""
    sids = list(days.exchange.calls)
    second = (START + timedelta(days=1)).date().isoformat()
    listed = days.rest("GET", "/Calls.json", (name, second)).body or {}
    assert [call["sid"] for call in listed["calls"]] == [sids[nth] for nth in found]


@pytest.mark.assumes("calls-by-day")
@pytest.mark.parametrize(("name", "found"), [("EndTime", [1]), ("EndTime<", [0]), ("EndTime>", [2, 1])])
def test_and_by_the_day_on_which_they_ended(days: Town, name: str, found: list[int]) -> None:
    """https://www.twilio.com/docs/voice/api/call-resource: the same of their end."""
    sids = list(days.exchange.calls)
    second = (START + timedelta(days=1)).date().isoformat()
    listed = days.rest("GET", "/Calls.json", (name, second)).body or {}
    assert [call["sid"] for call in listed["calls"]] == [sids[nth] for nth in found]


@pytest.mark.assumes("queued-has-no-start")
def test_a_call_that_waits_has_not_begun(town: Town) -> None:
    """https://www.twilio.com/docs/voice/api/call-resource: `start_time` is empty before it is dialled."""
    town.place(BEN)
    waits = town.place(town.ali.number)
    listed = town.rest("GET", "/Calls.json", ("StartTime>", "2026-01-01")).body or {}
    assert waits not in [call["sid"] for call in listed["calls"]]
    town.ben.is_rung()
    town.ali.is_rung()


@pytest.mark.assumes("recordings-by-day")
@pytest.mark.parametrize(("name", "found"), [("DateCreated", [1]), ("DateCreated<", [0]), ("DateCreated>", [2, 1])])
def test_recordings_are_found_by_the_day_on_which_they_were_made(days: Town, name: str, found: list[int]) -> None:
    """https://www.twilio.com/docs/voice/api/recording: on, before, or on and after a date."""
    sids = list(days.exchange.recordings)
    second = (START + timedelta(days=1)).date().isoformat()
    listed = days.rest("GET", "/Recordings.json", (name, second)).body or {}
    assert [one["sid"] for one in listed["recordings"]] == [sids[nth] for nth in found]


@pytest.mark.assumes("recordings-by-call")
def test_recordings_are_found_by_their_call(days: Town) -> None:
    """https://www.twilio.com/docs/voice/api/recording: CallSid."""
    call = list(days.exchange.calls)[1]
    listed = days.rest("GET", "/Recordings.json", ("CallSid", call)).body or {}
    assert [one["call_sid"] for one in listed["recordings"]] == [call]


@pytest.mark.assumes("days-in-utc")
@pytest.mark.parametrize("name", ["StartTime>", "EndTime<"])
@pytest.mark.parametrize("day", ["yesterday", "2026-03-02T10:00:00Z", "2026-13-01"])
def test_a_day_is_written_as_twilio_says(town: Town, name: str, day: str) -> None:
    """https://www.twilio.com/docs/voice/api/call-resource: `YYYY-MM-DD`; what else may work is not promised."""
    assert town.rest("GET", "/Calls.json", (name, day)).status == 400
    town.exchange.expects_error("is a date like 2009-07-06")


@pytest.mark.assumes("pages")
def test_twilios_library_reads_a_list_page_after_page(days: Town) -> None:
    """https://www.twilio.com/docs/usage/twilios-response#pagination: filtered alike, and a new call moves nothing."""
    days.exchange.own(EMIL, voice_url=f"{HOME}/voice")
    days.ben.dial(EMIL)
    days.rosa.dials(LINE).hangs_up()
    *sids, bens, last = days.exchange.calls
    pages = client(days.exchange).calls.stream(to=LINE, start_time_after="2026-03-02", page_size=1)
    first = next(pages)
    days.rosa.dials(LINE).hangs_up()
    assert [first.sid, *(call.sid for call in pages)] == [last, *sids[::-1]]
    assert days.exchange.calls[bens].to == EMIL


@pytest.mark.assumes("pages")
def test_a_page_tells_where_the_others_are(days: Town) -> None:
    """https://www.twilio.com/docs/usage/twilios-response#pagination: next and previous, with a token each."""
    first = days.rest("GET", "/Calls.json", ("PageSize", "2")).body or {}
    assert (first["page"], first["start"], first["end"], first["previous_page_uri"]) == (0, 0, 1, None)
    asked = (("PageSize", "2"), ("Page", "1"), ("PageToken", f"PA{first['calls'][-1]['sid']}"))
    last = days.rest("GET", "/Calls.json", *asked).body or {}
    assert (last["page"], last["start"], last["end"], last["next_page_uri"]) == (1, 2, 2, None)
    assert f"PageToken=PB{last['calls'][0]['sid']}" in last["previous_page_uri"]
    back = (("PageSize", "2"), ("Page", "0"), ("PageToken", f"PB{last['calls'][0]['sid']}"))
    assert (days.rest("GET", "/Calls.json", *back).body or {})["calls"] == first["calls"]


@pytest.mark.assumes("pages")
def test_a_page_without_its_token_is_complained_of(days: Town) -> None:
    """https://www.twilio.com/docs/voice/api/call-resource: Page `is simply for client state`."""
    assert days.rest("GET", "/Calls.json", ("PageSize", "1"), ("Page", "1")).status == 400
    days.exchange.expects_error("found by its PageToken")


@pytest.mark.assumes("alert-of-no-document")
def test_an_app_that_does_not_answer_is_noted(town: Town) -> None:
    """https://www.twilio.com/docs/usage/monitor-alert: which call, which URL, and the code, a page of its own each."""
    gone = HttpResponse(status=502)
    html = HttpResponse(status=200, headers={"Content-Type": "text/html"}, body=b"<html/>")
    codes: dict[str, Page] = {"11200": gone, "12300": html, "12100": "<Sing>"}
    for code, page in codes.items():
        town.pages["/voice"] = page
        town.rosa.dials(LINE).hears("application error").is_hung_up_on().waits(1)
        (call,) = list(town.exchange.calls)[-1:]
        newest = alerts(town, ("LogLevel", "error"))[0]
        assert (newest["error_code"], newest["resource_sid"]) == (code, call)
        assert (newest["request_method"], newest["request_url"]) == ("POST", f"{HOME}/voice")
        assert newest["date_generated"].endswith("Z")
    town.exchange.expects_error("voice")


@pytest.mark.assumes("alert-of-no-document")
def test_an_app_out_of_reach_is_noted_too(town: Town) -> None:
    """https://www.twilio.com/docs/api/errors/11200: no connection, or no answer in time."""
    town.exchange.faults.refuse("/voice", times=2)
    town.rosa.dials(LINE).hears("application error").is_hung_up_on()
    assert [one["error_code"] for one in alerts(town)] == ["11200"]
    town.exchange.expects_error("failed")


@pytest.mark.assumes("callback-not-taken")
def test_a_status_callback_that_is_not_taken_is_a_warning(town: Town) -> None:
    """https://www.twilio.com/docs/api/errors/15003: the call itself has missed nothing."""
    town.pages = {"/voice": "<Say>Hello.</Say>", "/status": HttpResponse(status=500)}
    town.rosa.dials(LINE).is_hung_up_on().waits(1)
    assert alerts(town, ("LogLevel", "error")) == []
    (warning,) = alerts(town, ("LogLevel", "warning"))
    assert (warning["error_code"], warning["request_url"]) == ("15003", f"{HOME}/status")
    town.exchange.expects_error("answered 500")


@pytest.mark.assumes("alerts-by-moment")
def test_alerts_are_found_to_the_second(town: Town) -> None:
    """https://www.twilio.com/docs/usage/monitor-alert: StartDate and EndDate, a date or a time in GMT."""
    town.pages["/voice"] = HttpResponse(status=502)
    town.rosa.dials(LINE).is_hung_up_on().waits(60)
    noted = town.exchange.alerts.noted[0].at
    before, after = noted - timedelta(seconds=1), noted + timedelta(seconds=1)
    twilio = client(town.exchange).monitor.v1.alerts
    assert [one.resource_sid for one in twilio.list(start_date=before, end_date=after)] == list(town.exchange.calls)
    assert twilio.list(start_date=after) == twilio.list(end_date=before) == []
    assert len(alerts(town, ("StartDate", noted.date().isoformat()))) == 1
    town.exchange.expects_error("answered 502")


@pytest.mark.assumes("alerts-pages")
def test_twilios_library_reads_alerts_page_after_page(town: Town) -> None:
    """https://www.twilio.com/docs/usage/monitor-alert: lists of this API have a `meta` of their own."""
    town.pages["/voice"] = HttpResponse(status=502)
    for _ in range(3):
        town.rosa.dials(LINE).is_hung_up_on()
    found = client(town.exchange).monitor.v1.alerts.list(log_level="error", page_size=1)
    assert [one.resource_sid for one in found] == list(town.exchange.calls)[::-1]
    town.exchange.expects_error("answered 502")


@pytest.mark.assumes("alerts-by-moment")
def test_alerts_of_more_than_thirty_days_ago_are_not_asked_for(town: Town) -> None:
    """https://www.twilio.com/docs/usage/monitor-alert: `Queries for alerts older than 30 days are not supported`."""
    old = (START - timedelta(days=31)).date().isoformat()
    assert town.exchange.rest("GET", "/v1/Alerts", (("StartDate", old),), (SID, TOKEN)).status == 400


@pytest.mark.assumes("alerts-need-the-token")
def test_only_the_account_may_read_them(town: Town) -> None:
    """https://www.twilio.com/docs/api/errors/20003."""
    assert town.exchange.rest("GET", "/v1/Alerts", (), (SID, "another")).status == 401


@pytest.mark.assumes("alerts-by-moment")
def test_a_time_is_written_as_twilio_says(town: Town) -> None:
    """https://www.twilio.com/docs/usage/monitor-alert: YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ."""
    assert town.exchange.rest("GET", "/v1/Alerts", (("StartDate", "10 o'clock"),), (SID, TOKEN)).status == 400
    town.exchange.expects_error("2009-07-06T20:30:00Z")


@pytest.mark.assumes("fallback-by-get")
def test_what_calls_the_fallback_by_get_is_sent_in_its_url(town: Town) -> None:
    """https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource: VoiceFallbackMethod."""
    (number,) = client(town.exchange).incoming_phone_numbers.list(phone_number=LINE)
    number.update(voice_fallback_url=f"{HOME}/else.xml", voice_fallback_method="GET")
    assert (number.fetch().voice_fallback_url, number.fetch().voice_fallback_method) == (f"{HOME}/else.xml", "GET")
    town.pages = {"/voice": HttpResponse(status=502), "/else.xml": "<Say>Please leave a message.</Say>"}
    town.rosa.dials(LINE).hears("leave a message").is_hung_up_on()
    (asked,) = [asked for asked in town.asked if asked.path == "/else.xml"]
    assert (asked.request.method, asked.request.body) == ("GET", b"")
    assert (asked.form["ErrorCode"], asked.form["ErrorUrl"], asked.form["From"]) == ("11200", f"{HOME}/voice", ROSA)
    town.exchange.expects_error("answered 502")


@pytest.mark.assumes("days-in-utc")
def test_a_date_of_utc_is_another_than_londons_in_the_evening_of_a_summers_day(town: Town) -> None:
    """https://www.twilio.com/docs/voice/api/call-resource: dates are those of UTC."""
    town.pages["/voice"] = "<Say>Hello.</Say>"
    late = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    town.timeline.run_until(late)
    town.rosa.dials(LINE).is_hung_up_on()
    for day, found in ((date(2026, 7, 1), 1), (date(2026, 7, 2), 0)):
        listed = town.rest("GET", "/Calls.json", ("StartTime", day.isoformat())).body or {}
        assert len(listed["calls"]) == found
