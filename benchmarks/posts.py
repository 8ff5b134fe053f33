"""Twilio's signed posts into the app."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from chalice import Chalice
from twilio.request_validator import RequestValidator

from infra.local.gateway import Context, Gateway

BASE_URL = "https://line.test/api"
TOKEN = "made-up"  # noqa: S105
ACCOUNT = "AC" + "0" * 32
LINE, ROSA = "+442079460000", "+442079460123"
SETTINGS = {"HOTLINE_BASE_URL": BASE_URL, "TWILIO_ACCOUNT_SID": ACCOUNT, "TWILIO_AUTH_TOKEN": TOKEN}
OK = 200

_CALL = {
    "AccountSid": ACCOUNT,
    "ApiVersion": "2010-04-01",
    "CallSid": "CA" + "0" * 32,
    "CallStatus": "in-progress",
    "Direction": "inbound",
    "From": ROSA,
    "To": LINE,
}


def post(app: Chalice, url: str, fields: Mapping[str, str], *, base_url: str = BASE_URL) -> str:
    """What the app answers to Twilio's signed post to this URL."""
    headers, body = _signed(url, fields)
    status, _, answer = Gateway(app, base_url=base_url)("POST", url, headers, body)
    if status != OK:
        raise RuntimeError(f"{url} answers {status}")
    return answer.decode()


def event(app: Chalice, url: str, fields: Mapping[str, str]) -> dict[str, Any]:
    """What API Gateway makes of Twilio's signed post to this URL of the app."""
    events: list[dict[str, Any]] = []

    def note(given: dict[str, Any], _context: Context) -> dict[str, Any]:
        events.append(given)
        return {"statusCode": OK}

    headers, body = _signed(url, fields)
    Gateway(app, base_url=BASE_URL, run=note)("POST", url, headers, body)
    return events[0]


def action(twiml: str) -> str:
    """Where the next key goes."""
    found = re.search(r'action="([^"]+)"', twiml)
    if found is None:
        raise RuntimeError(f"nothing is asked: {twiml}")
    return found[1]


def _signed(url: str, fields: Mapping[str, str]) -> tuple[dict[str, str], bytes]:
    form = {**_CALL, **fields}
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Twilio-Signature": RequestValidator(TOKEN).compute_signature(url, form),
    }
    return headers, urlencode(form).encode()
