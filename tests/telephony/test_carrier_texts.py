"""Sending a text message over a socket: what Twilio is asked, and what its answers mean."""

from __future__ import annotations

import logging
import traceback

import pytest

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
from tests.telephony.twilio import ACCOUNT, Answer, Twilio, carrier_at, refusal

LINE, BEN = PhoneNumber("+442079460000"), PhoneNumber("+447700900001")
BODY = "You said yes to shopping in Ongar, today."


def text(carrier: Carrier) -> None:
    carrier.text(to=BEN, shown=LINE, body=BODY)


def test_sending_a_text_asks_for_no_more_than_it_needs(server: Twilio, carrier: Carrier) -> None:
    """To, from and the words; nobody is told afterwards."""
    server.answers = [Answer(body={"sid": "SM1", "status": "queued"})]
    text(carrier)
    (asked,) = server.asked
    path = f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json"
    assert (asked.method, asked.path, asked.user) == ("POST", path, ACCOUNT)
    assert asked.form == {"To": [BEN.e164], "From": [LINE.e164], "Body": [BODY]}


@pytest.mark.parametrize("answer", [Answer(never=True), Answer(hang_up=True), Answer(status=500, body={})])
def test_fault_07_a_text_that_may_have_been_sent_is_not_sent_again(server: Twilio, answer: Answer) -> None:
    """No answer, a cut connection or a 5xx is doubt, and Twilio is asked only once."""
    server.answers = [answer, Answer()]
    with pytest.raises(Uncertain):
        text(carrier_at(server.url, patient=not answer.never))
    assert server.was_asked_once()


@pytest.mark.parametrize(
    ("code", "error"),
    [
        (21610, NumberRefused),
        (21614, NumberRefused),
        (21211, NumberRefused),
        (21606, AccountRefused),
        (21408, UnclearRefused),
        (21612, UnclearRefused),
        (21617, UnclearRefused),
        (20429, Throttled),
    ],
)
def test_a_refusal_says_whose_it_is(
    server: Twilio,
    carrier: Carrier,
    caplog: pytest.LogCaptureFixture,
    code: int,
    error: type[CarrierError],
) -> None:
    """The number's (STOP, no mobile), the account's, or only this moment's; none names a number or the words."""
    caplog.set_level(logging.DEBUG)
    server.answers = [refusal(429 if error is Throttled else 400, code, f"to {BEN.e164}: {BODY}")]
    with pytest.raises(error) as raised:
        text(carrier)
    told = "".join(traceback.format_exception(raised.value)) + caplog.text
    assert BEN.e164 not in told
    assert "shopping in Ongar" not in told
