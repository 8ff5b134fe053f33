"""The Events of a call: each request of Twilio's to the app, with its answer, and each request for the call by REST.

https://www.twilio.com/docs/voice/api/call-event-resource
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
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
KEPT = 500  # calls whose events are kept, the latest: a year of calls on a virtual clock would fill the memory
_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@dataclass(frozen=True, kw_only=True)
class CallEvent:
    """One request, and its answer: as they were sent, and written down only when somebody reads them."""

    sid: str  # only to find its page again
    asked: HttpRequest
    given: Sequence[tuple[str, str]]
    answer: Answer
    begun: datetime
    ended: datetime

    @property
    def request(self) -> Mapping[str, Any]:
        url = self.asked.url.partition("?")[0] if self.asked.method == "GET" else self.asked.url
        parameters = {_snake(name): value for name, value in self.given}
        return {"method": self.asked.method, "url": url, "parameters": parameters}

    @property
    def response(self) -> Mapping[str, Any] | None:
        """None: no answer came."""
        if not isinstance(self.answer, HttpResponse):
            return None
        return {
            "response_code": self.answer.status,
            "request_duration": round((self.ended - self.begun).total_seconds() * 1000),
            "content_type": self.answer.content_type,
            "response_body": self.answer.body.decode(errors="replace"),
            "date_created": format_datetime(self.ended),
        }


class CallEvents:
    """Those of the latest calls, oldest first."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._of: dict[str, list[CallEvent]] = {}

    def webhook(
        self, call: Call, request: HttpRequest, form: Mapping[str, str], answer: Answer, since: datetime
    ) -> None:
        """The app was asked or told something."""
        self._note(call, request, [*form.items()], answer, since)

    def rest(self, call: Call, path: str, params: Sequence[tuple[str, str]], status: int) -> None:
        """The call was placed, or changed, by REST."""
        body = json.dumps({"sid": call.sid}).encode()
        answer = HttpResponse(status=status, headers={"Content-Type": "application/json"}, body=body)
        asked = HttpRequest(method="POST", url=f"{self._exchange.api_url}{path}", headers={})
        self._note(call, asked, params, answer, self._exchange.timeline.now())

    def of(self, call: Call) -> list[CallEvent]:
        """Those that can be read by now."""
        now = self._exchange.timeline.now()
        if call.ended is None or now < call.ended + AFTER or self._exchange.otherwise.keeps_no_events:
            return []
        return self._of.get(call.sid, [])

    def _note(
        self, call: Call, asked: HttpRequest, given: Sequence[tuple[str, str]], answer: Answer, begun: datetime
    ) -> None:
        if call.sid not in self._of and len(self._of) == KEPT:
            del self._of[next(iter(self._of))]
        sid, now = self._exchange.sids.next("EV"), self._exchange.timeline.now()
        event = CallEvent(sid=sid, asked=asked, given=given, answer=answer, begun=begun, ended=now)
        self._of.setdefault(call.sid, []).append(event)


def _snake(name: str) -> str:
    """`keys are presented in snake_case format`."""
    return _WORD.sub("_", name).lower()
