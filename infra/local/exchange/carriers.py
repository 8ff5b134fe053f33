"""The carriers beyond the exchange: how long they take, what they do not put through, and with which code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from infra.local.exchange.states import Status

# SIP's own codes, which a status callback carries as SipResponseCode: answered, busy here, request terminated, service
# unavailable. https://www.rfc-editor.org/rfc/rfc3261#section-21
SIP_OF: Mapping[Status, str] = {
    Status.COMPLETED: "200",
    Status.BUSY: "486",
    Status.NO_ANSWER: "487",
    Status.CANCELED: "487",
    Status.FAILED: "503",
}
NOBODYS = "404"
# Each has its page: https://www.twilio.com/docs/api/errors/10004 and so on.
TOO_MANY_AT_ONCE, NOT_SUPPORTED, TOO_SLOW = "10004", "13224", "32016"
LONGEST_SHORT = 8  # digits, the country's included: +44 116 123
LONGEST_POST_DIAL = 60.0  # seconds: https://www.twilio.com/docs/api/errors/32016


@dataclass(kw_only=True)
class Carriers:
    """How they do at the moment; a test sets what it is about."""

    incident: str = ""  # every call fails with this SIP code
    error: str = ""  # and with this code of Twilio's, where it has one for it
    post_dial: float = 0.0  # seconds from dialling a number until its phone rings
    reachable: set[str] = field(default_factory=set)  # short numbers that they put through, in the form that they want

    def cannot_dial(self, number: str) -> bool:
        """Whether this is a short number, as a code or in international form, which is mostly valid to nobody."""
        return len(number.lstrip("+")) <= LONGEST_SHORT and number not in self.reachable
