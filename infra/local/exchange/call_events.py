"""The Events of a call: each request of Twilio's to the app, with its answer, and each request for the call by REST.

https://www.twilio.com/docs/voice/api/call-event-resource
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

from infra.local.exchange.messages import HttpRequest, HttpResponse
from infra.local.exchange.post import Answer

if TYPE_CHECKING:
    from infra.local.exchange.calls import Call
    from infra.local.exchange.exchange import Exchange

AFTER = timedelta(minutes=15)  # after the end of a call: `You can access the Call Event resource 15 minutes after`
_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@dataclass(frozen=True, kw_only=True)
class CallEvent:
    """One request, and its answer."""

    sid: str  # only to find its page again
    request: Mapping[str, Any]
    response: Mapping[str, Any] | None  # None: no answer came


class CallEvents:
    """Those of every call, oldest first."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._of: dict[str, list[CallEvent]] = {}

    def webhook(
        self, call: Call, request: HttpRequest, form: Mapping[str, str], answer: Answer, since: datetime
    ) -> None:
        """The app was asked or told something."""
        response = None
        if isinstance(answer, HttpResponse):
            response = self._response(answer.status, answer.content_type, answer.body.decode(errors="replace"), since)
        url = request.url.partition("?")[0] if request.method == "GET" else request.url
        self._note(call, request.method, url, form.items(), response)

    def rest(self, call: Call, path: str, params: Iterable[tuple[str, str]], status: int) -> None:
        """The call was placed, or changed, by REST."""
        body = json.dumps({"sid": call.sid})
        response = self._response(status, "application/json", body, self._exchange.timeline.now())
        self._note(call, "POST", f"{self._exchange.api_url}{path}", params, response)

    def of(self, call: Call) -> list[CallEvent]:
        """Those that can be read by now."""
        now = self._exchange.timeline.now()
        if call.ended is None or now < call.ended + AFTER or self._exchange.otherwise.keeps_no_events:
            return []
        return self._of.get(call.sid, [])

    def _response(self, status: int, kind: str, body: str, since: datetime) -> dict[str, Any]:
        now = self._exchange.timeline.now()
        return {
            "response_code": status,
            "request_duration": round((now - since).total_seconds() * 1000),
            "content_type": kind,
            "response_body": body,
            "date_created": format_datetime(now),
        }

    def _note(
        self,
        call: Call,
        method: str,
        url: str,
        params: Iterable[tuple[str, str]],
        response: Mapping[str, Any] | None,
    ) -> None:
        parameters = {_snake(name): value for name, value in params}
        request = {"method": method, "url": url, "parameters": parameters}
        event = CallEvent(sid=self._exchange.sids.next("EV"), request=request, response=response)
        self._of.setdefault(call.sid, []).append(event)


def _snake(name: str) -> str:
    """`keys are presented in snake_case format`."""
    return _WORD.sub("_", name).lower()
