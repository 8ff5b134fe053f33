"""SIDs, as Twilio shapes them: two letters and 32 hexadecimal digits. Made from a count: each run has the same."""

from __future__ import annotations

import hashlib
from collections import defaultdict


class Sids:
    """The makers of one account's SIDs."""

    def __init__(self, account_sid: str) -> None:
        self._account = account_sid
        self._made: defaultdict[str, int] = defaultdict(int)

    def next(self, kind: str) -> str:
        """A new SID of this kind: "CA" for a call, "RE" a recording, "NO" an alert, "PN" a number, "QU" a queue."""
        self._made[kind] += 1
        return kind + hashlib.sha256(f"{self._account}:{kind}:{self._made[kind]}".encode()).hexdigest()[:32]
