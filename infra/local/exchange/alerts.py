"""What Twilio notes when an app does not answer as it should: https://www.twilio.com/docs/usage/monitor-alert."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from infra.local.exchange.calls import Call
    from infra.local.exchange.exchange import Exchange
    from infra.local.exchange.states import Hook

# https://www.twilio.com/docs/api/errors/11200 and so on, a page each. The first three send a call to the fallback URL.
NO_DOCUMENT, BAD_DOCUMENT, NOT_XML = "11200", "12100", "12300"
CALLBACK_NOT_TAKEN = "15003"  # of a status callback that was answered: a warning only, and the call goes on
ERROR, WARNING = "error", "warning"


@dataclass(frozen=True, kw_only=True)
class Alert:
    """One request to the app that came to nothing."""

    sid: str
    at: datetime
    level: str
    code: str
    method: str
    url: str
    resource_sid: str  # the call's


class Alerts:
    """The account's, oldest first. Each is something that a test must fail on, too."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self.noted: list[Alert] = []

    def note(self, call: Call, hook: Hook, code: str, why: str) -> None:
        if self._exchange.otherwise.notes_no_alerts:
            return
        self.noted.append(
            Alert(
                sid=self._exchange.sids.next("NO"),
                at=self._exchange.timeline.now(),
                level=WARNING if code == CALLBACK_NOT_TAKEN else ERROR,
                code=code,
                method=hook.method,
                url=hook.url,
                resource_sid=call.sid,
            )
        )
        self._exchange.complain(f"{hook.method} {hook.url}: {why}")
