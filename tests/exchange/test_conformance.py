"""Calls and webhooks: one fact of Twilio's documentation each, with its page."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import timedelta

import pytest
from twilio.request_validator import RequestValidator, get_signature_algorithm

from infra.local.exchange import Busy, HttpResponse, LetsItRing, PicksUp, Rejects, SharedKey, Unreachable
from tests.exchange.town import BEN, HOME, LINE, ROSA, SID, TOKEN, Town

STATUS = ("StatusCallback", f"{HOME}/placed")
ALL_EVENTS = tuple(("StatusCallbackEvent", event) for event in ("initiated", "ringing", "answered", "completed"))


@pytest.mark.assumes("incoming-call-form")
def test_an_incoming_call_is_a_form_post_with_twilios_parameters(town: Town) -> None:
    """https://www.twilio.com/docs/voice/twiml#request-parameters: blank ones are sent too."""
    town.pages["/voice"] = "<Say>Hello.</Say>"
    town.rosa.dials(LINE).is_hung_up_on()
    (form,) = town.forms("/voice")
    assert (form["From"], form["To"], form["AccountSid"]) == (ROSA, LINE, SID)
    assert (form["CallStatus"], form["Direction"], form["ApiVersion"]) == ("ringing", "inbound", "2010-04-01")
    assert form["CallSid"].startswith("CA")
    assert len(form["CallSid"]) == 34
    assert (form["FromCountry"], form["FromCity"]) == ("GB", "")
    assert town.asked[0].request.headers["Content-Type"].startswith("application/x-www-form-urlencoded")


@pytest.mark.assumes("signature-of-a-post")
def test_a_webhook_is_signed_over_its_url_and_all_it_posts(town: Town) -> None:
    """https://www.twilio.com/docs/usage/security#validating-requests: Twilio's own validator agrees."""
    town.pages["/voice"] = "<Say>Hello.</Say>"
    town.rosa.dials(LINE).is_hung_up_on()
    for asked in town.asked:
        signed = asked.request.headers["X-Twilio-Signature"]
        assert RequestValidator(TOKEN).validate(asked.request.url, asked.form, signed)
        assert not RequestValidator("another token").validate(asked.request.url, asked.form, signed)


@pytest.mark.assumes("signatures-of-sha-256")
@pytest.mark.parametrize("algorithm", ["HMAC_SHA1", "HMAC_SHA256"])
def test_where_a_rule_says_so_a_shared_key_signs_and_a_header_says_how(town: Town, algorithm: str) -> None:
    """https://www.twilio.com/docs/usage/webhooks/webhook-shared-keys: the auth token signs nothing any more."""
    town.exchange.standing.signs_by = SharedKey(secret="shared", algorithm=algorithm)
    town.pages["/voice"] = "<Say>Hello.</Say>"
    town.rosa.dials(LINE).is_hung_up_on()
    for asked in town.asked:
        settings = asked.request.headers["X-Twilio-Webhooks-Signature-Settings"]
        assert settings == f"key={town.exchange.standing.signs_by.id},algorithm={algorithm}"
        signed, by = asked.request.headers["X-Twilio-Signature"], get_signature_algorithm(settings)
        assert RequestValidator("shared").validate(asked.request.url, asked.form, signed, by)
        assert not RequestValidator(TOKEN).validate(asked.request.url, asked.form, signed, by)
        assert not RequestValidator(TOKEN).validate(asked.request.url, asked.form, signed)


@pytest.mark.assumes("signature-of-a-get")
def test_a_webhook_by_get_is_signed_over_its_url_alone(town: Town) -> None:
    """https://www.twilio.com/docs/usage/security#validating-requests: with GET everything is in the URL."""
    town.pages = {"/voice": '<Redirect method="GET">/next?page=2</Redirect>', "/next": "<Say>Hello.</Say>"}
    town.rosa.dials(LINE).hears("hello")
    (asked,) = [asked for asked in town.asked if asked.path == "/next"]
    digest = hmac.new(TOKEN.encode(), asked.request.url.encode(), hashlib.sha1).digest()
    assert asked.request.headers["X-Twilio-Signature"] == base64.b64encode(digest).decode()
    assert (asked.form["page"], asked.form["From"]) == ("2", ROSA)


@pytest.mark.assumes("withheld-number")
def test_a_withheld_number_comes_as_a_word(town: Town) -> None:
    """https://help.twilio.com/articles/223179988: a caller may show `anonymous`, or that word on a keypad."""
    town.pages["/voice"] = "<Say>Hello.</Say>"
    town.rosa.dials(LINE, withheld="anonymous").is_hung_up_on()
    town.rosa.dials(LINE, withheld="+266696687").is_hung_up_on()
    assert [form["From"] for form in town.forms("/voice")] == ["anonymous", "+266696687"]


@pytest.mark.assumes("end-of-call-told")
def test_the_numbers_status_callback_tells_of_the_end_of_an_incoming_call(town: Town) -> None:
    """https://www.twilio.com/docs/usage/webhooks/voice-webhooks#call-status-callbacks: once, with the duration."""
    town.pages["/voice"] = '<Pause length="1"/><Say>Hello.</Say><Pause length="30"/>'
    town.rosa.dials(LINE).hears("hello").waits(12).hangs_up().waits(1)
    (form,) = town.forms("/status")
    assert (form["CallStatus"], form["CallDuration"], form["Duration"]) == ("completed", "12", "1")
    assert (form["SequenceNumber"], form["CallbackSource"]) == ("0", "call-progress-events")


@pytest.mark.assumes("hang-up-in-a-gather")
def test_hanging_up_inside_a_gather_reaches_only_the_status_callback(town: Town) -> None:
    """https://www.twilio.com/docs/voice/twiml/gather: its action is asked when digits were keyed, not otherwise."""
    town.pages["/voice"] = '<Gather action="/key" actionOnEmptyResult="true"><Say>Press 1.</Say></Gather>'
    town.rosa.dials(LINE).hears("press").hangs_up().waits(30)
    assert [asked.path for asked in town.asked] == ["/voice", "/status"]


@pytest.mark.assumes("events-unless-named")
def test_a_call_that_nobody_asks_about_tells_of_its_end_only(town: Town) -> None:
    """https://www.twilio.com/docs/voice/api/call-resource#statuscallbackevent: `completed` unless events are named."""
    town.pages["/answered"] = "<Say>Hello.</Say>"
    town.place(BEN, STATUS)
    town.ben.picks_up().is_hung_up_on().waits(1)
    assert [form["CallStatus"] for form in town.forms("/placed")] == ["completed"]


@pytest.mark.assumes("events-in-order")
def test_events_come_in_order_with_a_number_each(town: Town) -> None:
    """https://www.twilio.com/docs/voice/api/call-resource#statuscallback: `answered` arrives as `in-progress`."""
    town.pages["/answered"] = '<Pause length="20"/>'
    town.place(BEN, STATUS, *ALL_EVENTS)
    town.ben.picks_up().waits(30)
    told = [(form["CallStatus"], form["SequenceNumber"]) for form in town.forms("/placed")]
    assert told == [("initiated", "0"), ("ringing", "1"), ("in-progress", "2"), ("completed", "3")]
    assert [form.get("CallDuration") for form in town.forms("/placed")] == [None, None, None, "20"]


@pytest.mark.assumes("every-end-is-completed")
@pytest.mark.parametrize(
    ("reaction", "status", "rings"),
    [
        (LetsItRing(), "no-answer", 1),
        (Busy(), "busy", 0),
        (Rejects(), "busy", 1),
        (Unreachable(), "failed", 0),
    ],
)
def test_every_end_is_told_as_the_event_completed(
    town: Town, reaction: LetsItRing | Busy | Rejects | Unreachable, status: str, rings: int
) -> None:
    """https://www.twilio.com/docs/voice/api/call-resource#statuscallbackevent: whatever the status was."""
    town.ben.when_rung(reaction)
    town.place(BEN, STATUS, ("Timeout", "20"))
    town.run(60)
    (form,) = town.forms("/placed")
    assert (form["CallStatus"], form["CallDuration"]) == (status, "0")
    assert len(town.ben.displays) == rings


@pytest.mark.assumes("ring-timeout", "ring-and-five")
@pytest.mark.parametrize(("given", "seconds"), [((), 60), ((("Timeout", "18"),), 18)])
def test_a_placed_call_rings_for_a_minute_unless_set(
    town: Town, given: tuple[tuple[str, str], ...], seconds: int
) -> None:
    """https://www.twilio.com/docs/voice/api/call-resource: Timeout, 60 seconds by default, and five more are added."""
    town.ben.when_rung(LetsItRing())
    sid = town.place(BEN, *given)
    town.run(seconds + 5 - 1)
    assert town.status(sid) == "ringing"
    town.run(1)
    assert town.status(sid) == "no-answer"


@pytest.mark.assumes("one-call-a-second")
def test_one_new_call_a_second_is_placed(town: Town) -> None:
    """https://help.twilio.com/articles/223180028: others are queued, and start in their order."""
    town.ben.when_rung(LetsItRing())
    town.ali.when_rung(LetsItRing())
    first, second = town.place(BEN), town.place(town.ali.number)
    town.run(0.5)
    assert (town.status(first), town.status(second)) == ("ringing", "queued")
    town.run(0.5)
    assert town.status(second) == "ringing"


@pytest.mark.assumes("cancelled-while-queued")
def test_a_call_that_is_cancelled_while_it_is_queued_tells_nobody(town: Town) -> None:
    """https://www.twilio.com/docs/voice/api/call-resource#statuscallbackevent: no event before `initiated`."""
    town.ben.when_rung(LetsItRing())
    town.place(BEN)
    queued = town.place(town.ali.number, STATUS, *ALL_EVENTS)
    assert town.status(queued) == "queued"
    town.rest("POST", f"/Calls/{queued}.json", ("Status", "canceled"))
    town.run(90)
    assert (town.status(queued), town.forms("/placed"), town.ali.displays) == ("canceled", [], [])


@pytest.mark.assumes("cancel-a-ringing-call")
def test_a_call_can_be_cancelled_until_it_is_answered(town: Town) -> None:
    """https://www.twilio.com/docs/voice/api/call-resource#update-a-call-resource: `canceled` leaves others alone."""
    town.pages["/answered"] = '<Pause length="60"/>'
    ringing = town.place(BEN)
    town.ben.is_rung()
    town.rest("POST", f"/Calls/{ringing}.json", ("Status", "canceled"))
    assert (town.status(ringing), town.ben.ringing) == ("canceled", False)
    talking = town.place(BEN)
    town.ben.picks_up().waits(1)
    town.rest("POST", f"/Calls/{talking}.json", ("Status", "canceled"))
    assert town.status(talking) == "in-progress"
    town.rest("POST", f"/Calls/{talking}.json", ("Status", "completed"))
    assert town.status(talking) == "completed"


@pytest.mark.assumes("over-is-over")
def test_a_call_that_is_over_cannot_be_changed(town: Town) -> None:
    """https://www.twilio.com/docs/api/errors/21220."""
    town.ben.when_rung(Busy())
    sid = town.place(BEN)
    town.run(1)
    refused = town.rest("POST", f"/Calls/{sid}.json", ("Status", "canceled"))
    assert refused.status == 400
    assert refused.body is not None
    assert refused.body["code"] == 21220


@pytest.mark.assumes("redirect-a-call")
def test_a_call_in_progress_can_be_given_another_document(town: Town) -> None:
    """https://www.twilio.com/docs/voice/api/call-resource#update-a-call-resource: Url or Twiml, at once."""
    town.pages = {"/answered": '<Pause length="60"/>', "/other": "<Say>Something else.</Say>"}
    sid = town.place(BEN)
    town.ben.picks_up().waits(5)
    town.rest("POST", f"/Calls/{sid}.json", ("Url", f"{HOME}/other"))
    town.ben.hears("something else").is_hung_up_on()
    town.exchange.check()


@pytest.mark.assumes("document-along")
def test_a_call_can_bring_its_document_along(town: Town) -> None:
    """https://www.twilio.com/docs/voice/api/call-resource#create-a-call-resource: Twiml in place of Url."""
    sid = str((town.rest("POST", "/Calls.json", *inline("<Say>Hello Ben.</Say>")).body or {})["sid"])
    town.ben.picks_up().hears("hello ben").is_hung_up_on()
    assert town.status(sid) == "completed"


@pytest.mark.assumes("document-along-urls")
def test_a_document_that_came_along_needs_absolute_urls(town: Town) -> None:
    """https://www.twilio.com/docs/voice/api/call-resource: there is no URL that others could be relative to."""
    town.rest("POST", "/Calls.json", *inline('<Gather action="/key"/>'))
    town.ben.picks_up().hears("an application error has occurred").is_hung_up_on()
    town.exchange.expects_error("an absolute URL is needed")


@pytest.mark.assumes("apology")
def test_a_broken_app_is_apologised_for(town: Town) -> None:
    """https://www.twilio.com/docs/api/errors/11200: the caller hears of an application error, and is hung up on."""
    town.pages["/voice"] = HttpResponse(status=500)
    town.rosa.dials(LINE).hears("application error has occurred", "goodbye").is_hung_up_on()
    town.exchange.expects_error("answered 500")


@pytest.mark.assumes("fallback-asked")
def test_the_fallback_url_is_asked_instead(town: Town) -> None:
    """https://www.twilio.com/docs/usage/webhooks/voice-webhooks: with what went wrong, and where."""
    town.exchange.own(LINE, fallback_url=f"{HOME}/fallback")
    town.pages = {"/voice": HttpResponse(status=502), "/fallback": "<Say>Please leave a message.</Say>"}
    town.rosa.dials(LINE).hears("leave a message").is_hung_up_on()
    (form,) = town.forms("/fallback")
    assert form["ErrorUrl"] == f"{HOME}/voice"
    assert form["ErrorCode"]
    town.exchange.expects_error("answered 502")


@pytest.mark.assumes("duration-from-the-answer")
def test_time_on_the_phone_is_counted_from_the_answer(town: Town) -> None:
    """https://www.twilio.com/docs/voice/api/call-resource: `duration` leaves the ringing out."""
    town.pages["/answered"] = '<Pause length="10"/>'
    town.ben.when_rung(PicksUp(after=8))
    sid = town.place(BEN)
    town.run(60)
    body = town.rest("GET", f"/Calls/{sid}.json").body or {}
    assert body["duration"] == "10"
    assert town.timeline.now() - town.exchange.calls[sid].created == timedelta(seconds=60)


def inline(verbs: str) -> tuple[tuple[str, str], ...]:
    return (("To", BEN), ("From", LINE), ("Twiml", f"<Response>{verbs}</Response>"))
