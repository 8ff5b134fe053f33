"""The exchange inside `hotline serve`: its REST API and its phones, over HTTP."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, parse_qsl, unquote, urlsplit

from hotline.groups import Groups
from hotline.telephony import fallback
from infra.local.exchange import Exchange, Phone, PhonesApi, RealTimeline, TimedOut, http_transport
from infra.local.server import Answer, Door
from infra.local.settings import Twilio

_NUMBER = re.compile(r"\+[1-9]\d{6,14}")
_PHONE = re.compile(r"/exchange/phones/([^/]+)/(\w+)")


class Town(Exchange):
    """Every number is somebody's phone: it rings until it is picked up by `hotline call`, or whoever rings gives up."""

    def ring(self, call: Any, seconds: float) -> None:
        if call.to not in self.phones:
            Phone(self, call.to, call.to)
        super().ring(call, seconds)


def exchange_inside(twilio: Twilio, groups: Groups, timeline: RealTimeline, *, base_url: str, api_url: str) -> Exchange:
    """An exchange that has the groups' numbers, in real time."""
    exchange = Town(
        timeline=timeline,
        transport=http_transport(),
        account_sid=twilio.account_sid,
        auth_token=twilio.auth_token,
        api_url=api_url,
    )
    for slug, number in ((slug, number) for slug, group in groups.items() for number in group.numbers):
        exchange.own(
            number.e164,
            voice_url=f"{base_url}/voice",
            status_url=f"{base_url}/status",
            fallback_url=fallback.address(f"{base_url}/fallback", slug),
            fallback_method=fallback.METHOD,
            text_url=f"{base_url}/text",
        )
    return exchange


def doors(exchange: Exchange) -> tuple[Door, Door]:
    """The exchange's REST API, and its phones."""
    return _Rest(exchange), _Phones(PhonesApi(exchange), first=next(iter(exchange.numbers)))


class _Rest:
    """Twilio's REST API, as the twilio library speaks it."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange

    def __call__(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        parts = urlsplit(url)
        if self._exchange.media.is_at(parts.path):
            return self._file(parts.path, headers)
        given = parts.query if method == "GET" else body.decode("utf-8", "replace")
        try:
            answer = self._exchange.rest(
                method, parts.path, parse_qsl(given, keep_blank_values=True), _basic(headers.get("Authorization", ""))
            )
        except TimedOut:
            return 504, {}, b""
        if answer.body is None:
            return answer.status, {}, b""
        return _json(answer.status, answer.body)

    def _file(self, path: str, headers: Mapping[str, str]) -> Answer:
        with self._exchange.timeline.lock:
            try:
                file = self._exchange.media.get(path, _basic(headers.get("Authorization", "")))
            except TimedOut:
                return 504, {}, b""
        return file.status, dict(file.headers), file.body


class _Phones:
    """Phones for `hotline call`.

    `GET /exchange/events?since=N` is what has happened after event N; `POST /exchange/phones/NUMBER/VERB` does
    something with a phone: hold, dial, answer, press, say, text, hang_up. Bodies are JSON objects, and must say so: a
    page in a browser cannot send that to another site without asking.
    """

    def __init__(self, api: PhonesApi, *, first: str) -> None:
        self._api, self._first = api, first

    def __call__(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        parts = urlsplit(url)
        if method == "GET" and parts.path == "/exchange/events":
            since = parse_qs(parts.query).get("since", ["0"])[-1]
            return _json(200, self._api.events(int(since) if since.isdecimal() else 0))
        named = _PHONE.fullmatch(parts.path)
        if method != "POST" or not named:
            return _json(404, {"error": "there is no such thing here"})
        if not headers.get("Content-Type", "").startswith("application/json"):
            return _json(415, {"error": "send JSON, and say so in Content-Type"})
        return self._do(unquote(named[1]), named[2], body)

    def _do(self, number: str, verb: str, body: bytes) -> Answer:
        if not _NUMBER.fullmatch(number):
            return _json(400, {"error": "the number of a phone is in E.164 form, as +447700900001"})
        try:
            return _json(200, self._verb(number, verb, json.loads(body or b"{}")))
        except (LookupError, TypeError, json.JSONDecodeError):
            return _json(400, {"error": f"{verb} was not told what it needs"})
        except ValueError as error:
            return _json(409, {"error": str(error)})

    def _verb(self, number: str, verb: str, told: Mapping[str, Any]) -> object:
        match verb:
            case "hold":
                return self._api.hold(number)
            case "dial":
                return self._api.dial(number, str(told.get("to") or self._first), withheld=told.get("withheld"))
            case "answer":
                return self._api.answer(number)
            case "press":
                return self._api.press(number, str(told["key"]))
            case "say":
                return self._api.say(number, str(told["words"]))
            case "text":
                self._api.text(number, str(told.get("to") or self._first), str(told["words"]))
                return None
            case "hang_up":
                return self._api.hang_up(number)
            case _:
                raise LookupError(verb)


def _basic(header: str) -> tuple[str, str] | None:
    """Name and secret of an Authorization header: https://www.rfc-editor.org/rfc/rfc7617."""
    kind, _, encoded = header.partition(" ")
    if kind.lower() != "basic":
        return None
    try:
        name, _, secret = b64decode(encoded, validate=True).decode().partition(":")
    except (NotBase64, UnicodeDecodeError):
        return None
    return name, secret


def _json(status: int, value: object) -> Answer:
    return status, {"Content-Type": "application/json"}, json.dumps(value, default=str).encode()
