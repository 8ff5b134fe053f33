"""Whose line it is at Twilio: an account, as far as it is known at the moment."""

from __future__ import annotations

from dataclasses import field
from typing import Protocol

from hotline.telephony.refusals import Throttled
from hotline.telephony.signature import Tokens
from hotline.values import dataclass


class NotKnown(Throttled):
    """Nobody could say who we are at Twilio: it was asked nothing, and no webhook can be believed."""


class Account(Protocol):
    """One whose tokens may be changed while the line runs (fault 30): ask for them each time, and keep none.

    Any of these may raise NotKnown.
    """

    @property
    def sid(self) -> str: ...

    @property
    def tokens(self) -> Tokens: ...

    @property
    def secrets(self) -> tuple[str, ...]:
        """What only this deployment knows, the one to use first; the others were used before, or may be soon."""

    @property
    def code_secret(self) -> str:
        """The one of the secrets that is no token, for a backup: codes hold wherever it is. Empty: there is none."""

    def look_again(self) -> bool:
        """None of the tokens was good: whether there are others by now."""


@dataclass(frozen=True, kw_only=True)
class Known:
    """An account as it is. Its own `code_secret`, if it has one, outlives its tokens, and so do codes made with it."""

    sid: str
    tokens: Tokens
    code_secret: str = field(default="", repr=False)

    @property
    def secrets(self) -> tuple[str, ...]:
        return tuple(filter(None, (self.code_secret, *self.tokens.all)))

    def look_again(self) -> bool:
        return False
