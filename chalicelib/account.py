"""Whose line it is at Twilio: from a parameter of AWS's that is read again, or from the environment.

The parameter (HOTLINE_SECRETS names it) is first read by the first call that needs it, never while a function starts:
what is known then would lie in its snapshot. It is kept in the process, read again after five minutes, and at once when
a token of ours was not good; so tokens are changed with no gap and no deployment (docs/operating.md says how).
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from chalicelib.parameters import NotRead, read_parameter
from hotline.telephony.account import Account, Known, NotKnown
from hotline.telephony.signature import Tokens
from hotline.world import Clock

KEPT = timedelta(minutes=5)
SOONEST = timedelta(seconds=30)  # else anybody who posts nonsense to us would have us ask without a pause

log = logging.getLogger(__name__)


class Kept:
    """An account that is kept, and read again now and then. What is known is good for as long as nothing newer is."""

    def __init__(self, read: Callable[[], str], *, clock: Clock) -> None:
        """`read` gives the parameter's value, and raises NotRead."""
        self._read, self._clock = read, clock
        self._known: Known | None = None
        self._due_at = self._again_at = datetime.min.replace(tzinfo=UTC)

    @property
    def sid(self) -> str:
        return self._account().sid

    @property
    def tokens(self) -> Tokens:
        return self._account().tokens

    @property
    def secrets(self) -> tuple[str, ...]:
        return self._account().secrets

    @property
    def code_secret(self) -> str:
        return self._account().code_secret

    def look_again(self) -> bool:
        if self._clock() < self._again_at:
            return False
        before = self._known
        self._look()
        self._again_at = self._clock() + SOONEST
        return self._known != before

    def _account(self) -> Known:
        if self._known is None or self._clock() >= self._due_at:
            self._look()
        if self._known is None:  # one lost packet must not send somebody's whole call to the fallback
            self._look()
        if self._known is None:
            raise NotKnown("Twilio's tokens are not known: Parameter Store does not tell them.")
        return self._known

    def _look(self) -> None:
        try:
            self._known = _parsed(self._read())
            self._due_at = self._clock() + KEPT
        except NotRead as why:
            self._due_at = self._clock() + SOONEST
            log.error("Twilio's tokens could not be read from Parameter Store: %s", why)  # noqa: TRY400 -- all is said


def account_from_environment(clock: Clock) -> Account:
    """As HOTLINE_SECRETS has it at AWS; without that, on this machine, Twilio's own variables."""
    name = os.environ.get("HOTLINE_SECRETS")
    if name:
        return Kept(lambda: read_parameter(name, at=clock()), clock=clock)
    tokens = Tokens(
        primary=os.environ.get("TWILIO_AUTH_TOKEN", ""),
        secondary=os.environ.get("TWILIO_AUTH_TOKEN_SECONDARY", ""),
        shared_keys=os.environ.get("TWILIO_SHARED_KEYS", ""),
    )
    return Known(sid=os.environ.get("TWILIO_ACCOUNT_SID", ""), tokens=tokens)


def _parsed(text: str) -> Known:
    """`{"account_sid": …, "auth_token": …, "auth_token_secondary": "", "code_secret": …, "shared_keys": ""}`.

    The last three may be absent. Raises NotRead, whose words hold nothing of it.
    """
    try:
        told = json.loads(text)
        sid, token = told["account_sid"], told["auth_token"]
        other, codes = told.get("auth_token_secondary") or "", told.get("code_secret") or ""
        keys = told.get("shared_keys") or ""
    except (ValueError, KeyError, TypeError, AttributeError):
        raise NotRead("it is no JSON object with account_sid and auth_token") from None
    if not all(isinstance(each, str) for each in (sid, token, other, codes, keys)) or not (sid and token):
        raise NotRead("account_sid or auth_token is empty, or no text")
    return Known(sid=sid, tokens=Tokens(primary=token, secondary=other, shared_keys=keys), code_secret=codes)
