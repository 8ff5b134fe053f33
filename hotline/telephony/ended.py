"""How a call ended, as Twilio tells it, and what that says of the number.

Twilio: https://www.twilio.com/docs/voice/api/call-resource#statuscallback
"""

from __future__ import annotations

from collections.abc import Mapping

from hotline.telephony.refusals import TOO_MANY_AT_ONCE
from hotline.values import dataclass

FAILED = "failed"
# SIP's codes for a number that nobody has: not found, gone, address incomplete, does not exist anywhere.
# https://www.rfc-editor.org/rfc/rfc3261#section-21.4
_NOBODYS = frozenset({"404", "410", "484", "604"})
# Twilio's codes for failures that say nothing about the number, whatever the carrier answered: too many calls at once,
# no carrier to deliver it, no phone found within a minute, blocked as spam. Each has its page:
# https://www.twilio.com/docs/api/errors/13224 and so on.
_NO_WORD_OF_IT = frozenset({TOO_MANY_AT_ONCE, 13224, 32016, 32017})


@dataclass(frozen=True)
class Ended:
    """A call that is over: Twilio's status, the carrier's own code, and Twilio's error code; empty: not told."""

    status: str
    sip: str = ""
    error: str = ""

    @classmethod
    def of(cls, form: Mapping[str, str]) -> Ended:
        """Read a status callback. Twilio documents SipResponseCode for it; ErrorCode is sent by some accounts only."""
        return cls(form.get("CallStatus", ""), form.get("SipResponseCode", ""), form.get("ErrorCode", ""))

    @property
    def is_nobodys(self) -> bool:
        """Whether the carrier says that nobody has the number."""
        return self.status == FAILED and is_nobodys(self.sip) and self.error not in map(str, _NO_WORD_OF_IT)

    @property
    def is_one_too_many(self) -> bool:
        """Whether the account had as many calls under way as it may: no carrier was asked."""
        return self.status == FAILED and self.error == str(TOO_MANY_AT_ONCE)

    @property
    def outcome(self) -> str:
        """One word for the ledger: the status, or the code that says more than `failed`."""
        return self.sip if self.is_nobodys else self.status


def is_nobodys(outcome: str) -> bool:
    """Tell whether a call that ended so had dialled a number that nobody has."""
    return outcome in _NOBODYS
