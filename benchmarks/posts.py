"""Twilio's posts, as events that the app is given."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from chalice import Chalice
from twilio.request_validator import RequestValidator

from infra.local.gateway import Context, Gateway

BASE_URL = "https://line.test/api"
TOKEN = "made-up"  # noqa: S105
SETTINGS = {"HOTLINE_BASE_URL": BASE_URL, "TWILIO_ACCOUNT_SID": "AC" + "0" * 32, "TWILIO_AUTH_TOKEN": TOKEN}
CALL = {
    "AccountSid": SETTINGS["TWILIO_ACCOUNT_SID"],
    "ApiVersion": "2010-04-01",
    "CallSid": "CA" + "0" * 32,
    "CallStatus": "ringing",
    "Direction": "inbound",
    "From": "+447700900123",
    "To": "+442079460000",
}


def event(app: Chalice, url: str, **fields: str) -> dict[str, Any]:
    """What API Gateway makes of Twilio's signed post to this URL of the app."""
    form = {**CALL, **fields}
    events: list[dict[str, Any]] = []

    def note(given: dict[str, Any], _context: Context) -> dict[str, Any]:
        events.append(given)
        return {"statusCode": 200}

    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Twilio-Signature": RequestValidator(TOKEN).compute_signature(url, form),
    }
    Gateway(app, base_url=BASE_URL, run=note)("POST", url, headers, urlencode(form).encode())
    return events[0]
