"""Codes for those without a phone of their own: six digits that say which request is theirs.

Nothing random: a code is derived, with a secret that only this deployment has, from the request that it is for, so
that a webhook which comes twice says the same one, and no row, trail or log need hold it. What is stored is a mark of
it, made with the same secret: six digits could be guessed from a plain hash by whoever reads the table.

The secret may be changed (where it is Twilio's auth token, whenever that is): codes made with the one before are found
as long as that is known too.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable

DIGITS = 6


def derive(secret: str, request: str, attempt: int) -> str:
    """The code of a request, as digits. Another `attempt` is another code: two may fall on the same one."""
    number = int.from_bytes(_keyed(secret, "code", request, str(attempt))[:8])
    return f"{number % 10**DIGITS:0{DIGITS}d}"


def mark(secret: str, group: str, code: str) -> str:
    """What is stored of a code, and what a keyed one is found by."""
    return _keyed(secret, "mark", group, code).hex()[:32]


def find(secrets: Iterable[str], group: str, request: str, attempt: int, *, marked: str) -> str:
    """The code of a request again, by the mark that was stored of it. Raises LookupError: its secret is not known."""
    for secret in secrets:
        code = derive(secret, request, attempt)
        if mark(secret, group, code) == marked:
            return code
    raise LookupError("a code was made with a secret that is no longer known")


def _keyed(secret: str, *parts: str) -> bytes:
    return hmac.new(secret.encode(), "\x1f".join(parts).encode(), hashlib.sha256).digest()
