"""Placing a call over a socket: what Twilio is asked, and what its answers mean."""

from __future__ import annotations

import json
import logging
import traceback
from datetime import timedelta
from typing import Any

import pytest
from twilio.http import HttpClient
from twilio.http.response import Response

from hotline.numbers import PhoneNumber
from hotline.telephony.carrier import (
    AccountRefused,
    Carrier,
    CarrierError,
    NumberRefused,
    Throttled,
    Uncertain,
    UnclearRefused,
)
from tests.telephony.twilio import ACCOUNT, CALLS, KNOWN, Answer, Twilio, carrier_at, refusal, twilio

LINE, BEN = PhoneNumber("+442079460000"), PhoneNumber("+447700900001")
PAGE = "https://elsewhere.example.org/fallback/brentwood.xml"
INVALID = f"The 'To' number {BEN.e164} is not a valid phone number."


def place(carrier: Carrier, fallback_url: str | None = PAGE) -> str:
    return carrier.place(
        to=BEN,
        shown=LINE,
        url="https://line.example.org/call/brentwood/offer/r-1/-/0/~",
        fallback_url=fallback_url,
        status_url="https://line.example.org/status/brentwood/r-1",
        ring=timedelta(seconds=20),
    )


def test_placing_a_call_asks_for_all_that_it_needs(server: Twilio, carrier: Carrier) -> None:
    """The line's number is shown, the ring is limited, and Twilio tells how it ended (of more only who asks)."""
    server.answers = [Answer(body={"sid": "CA7", "status": "queued"})]
    assert place(carrier) == "CA7"
    (asked,) = server.asked
    assert (asked.method, asked.path, asked.user) == ("POST", f"{CALLS}.json", ACCOUNT)
    assert asked.form == {
        "To": [BEN.e164],
        "From": [LINE.e164],
        "Url": ["https://line.example.org/call/brentwood/offer/r-1/-/0/~"],
        "Method": ["POST"],
        "FallbackUrl": [PAGE],
        "FallbackMethod": ["GET"],
        "StatusCallback": ["https://line.example.org/status/brentwood/r-1"],
        "StatusCallbackMethod": ["POST"],
        "Timeout": ["15"],  # and five more, that Twilio adds
    }


def test_without_a_fallback_none_is_named(server: Twilio, carrier: Carrier) -> None:
    """Twilio then apologises by itself."""
    server.answers = [Answer()]
    place(carrier, fallback_url=None)
    (asked,) = server.asked
    assert not {name for name in asked.form if name.startswith("Fallback")}


@pytest.mark.parametrize(
    "answer",
    [
        Answer(never=True),
        Answer(hang_up=True),
        Answer(status=500, body={"message": "oops"}),
        Answer(status=503, body="<html>Service Unavailable</html>"),
        Answer(status=307, body=""),
        Answer(status=201, body="<html>"),
        Answer(status=201, body={"status": "queued"}),
    ],
)
def test_fault_07_a_call_that_may_have_been_placed_is_not_placed_again(server: Twilio, answer: Answer) -> None:
    """No answer, a cut connection, a 5xx or an answer that cannot be read is doubt, and Twilio is asked only once."""
    server.answers = [answer, Answer()]
    with pytest.raises(Uncertain):
        place(carrier_at(server.url, patient=not answer.never))
    assert server.was_asked_once()


def test_fault_24_too_many_requests_means_certainly_not_placed(server: Twilio, carrier: Carrier) -> None:
    """429 is an error of its own, since it alone may be tried again in a moment; not by the carrier, though."""
    server.answers = [refusal(429, 20429, "Too Many Requests"), Answer()]
    with pytest.raises(Throttled):
        place(carrier)
    assert server.was_asked_once()


def test_what_was_never_sent_was_never_placed() -> None:
    """Nobody there to ask: as safe to try again as after a 429."""
    with twilio() as server:
        gone = server.url
    with pytest.raises(Throttled, match="could not be reached"):
        place(carrier_at(gone))


@pytest.mark.parametrize("code", [13223, 13226, 21211, 21217, 21401])
def test_fault_16_a_wrong_number_is_refused_by_its_code(server: Twilio, carrier: Carrier, code: int) -> None:
    """The number rests and a coordinator is told; no other number is blamed for it."""
    server.answers = [refusal(400, code, INVALID)]
    with pytest.raises(NumberRefused) as refused:
        place(carrier)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("status", "code"),
    [(401, 20003), (400, 21212), (403, 10001), (400, 10005), (400, 21213)],
)
def test_fault_39_what_the_account_may_not_is_refused_by_its_code(
    server: Twilio, carrier: Carrier, status: int, code: int
) -> None:
    """Suspended, caller ID, credentials: no volunteer is at fault."""
    server.answers = [refusal(status, code)]
    with pytest.raises(AccountRefused) as refused:
        place(carrier)
    assert refused.value.code == code


@pytest.mark.parametrize("code", [13224, 13225, 13227, 21203, 21214, 21215, 21216, 21219, 99999, 20404])
def test_fault_39_a_refusal_may_be_about_this_number_or_about_the_account(
    server: Twilio, carrier: Carrier, code: int
) -> None:
    """A country, a block, a trial account, and what is not known here: only a second number tells."""
    server.answers = [refusal(400, code)]
    with pytest.raises(UnclearRefused) as refused:
        place(carrier)
    assert refused.value.code == code


def test_too_many_calls_at_once_pass(server: Twilio, carrier: Carrier) -> None:
    """10004: two neighbours talk, and the account may hold no third call just now."""
    server.answers = [refusal(429, 10004)]
    with pytest.raises(Throttled):
        place(carrier)


def test_a_refusal_in_the_newer_form_is_understood(server: Twilio, carrier: Carrier) -> None:
    """Some of Twilio's services answer as RFC 9457 has it; the code counts there too."""
    problem = {"type": "https://www.twilio.com/docs/errors/21211", "title": INVALID, "status": 400, "code": 21211}
    server.answers = [Answer(status=400, body=problem)]
    with pytest.raises(NumberRefused):
        place(carrier)


@pytest.mark.parametrize("answer", [refusal(400, 21211, INVALID), Answer(hang_up=True), refusal(500, 20500, INVALID)])
def test_no_error_and_no_log_holds_a_number(
    server: Twilio, carrier: Carrier, caplog: pytest.LogCaptureFixture, answer: Answer
) -> None:
    """Twilio's own message names the number; ours, its traceback and every log line do not (promise 6)."""
    caplog.set_level(logging.DEBUG)
    server.answers = [answer]
    with pytest.raises(CarrierError) as error:
        place(carrier)
    told = "".join(traceback.format_exception(error.value)) + caplog.text
    assert BEN.e164[1:] not in told.replace("%2B", "+")


def test_an_exchange_in_process_needs_no_network() -> None:
    """Another HttpClient is asked instead, with Twilio's own address."""
    exchange = InProcess()
    assert place(Carrier(account=KNOWN, http=exchange)) == "CA9"
    assert exchange.asked == [("POST", f"https://api.twilio.com{CALLS}.json")]


class InProcess(HttpClient):
    """Twilio in this process."""

    def __init__(self) -> None:
        super().__init__(logging.getLogger(__name__), is_async=False)
        self.asked: list[tuple[str, str]] = []

    def request(self, method: str, uri: str, *_: Any, **__: Any) -> Response:
        self.asked.append((method, uri))
        return Response(201, json.dumps({"sid": "CA9", "status": "queued"}))
