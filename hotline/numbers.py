"""Phone numbers: a type that never prints itself whole, and which numbers the line will ring."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field

_E164 = re.compile(r"\+[1-9]\d{6,14}")


@dataclass(frozen=True, slots=True)
class PhoneNumber:
    """A number in E.164 form (`+442079460123`).

    It prints as `+44…23` in logs, errors and reprs (promise 6: no log line carries a full number). Whoever must have
    the digits (the TwiML writer, the dialler, the store) asks for `.e164` by name, so that each use can be found.
    """

    e164: str = field(repr=False)

    def __post_init__(self) -> None:
        if not _E164.fullmatch(self.e164):
            raise ValueError("not a number in E.164 form")

    def __str__(self) -> str:
        return f"{self.e164[:3]}…{self.e164[-2:]}"

    def __repr__(self) -> str:
        return f"PhoneNumber({self})"

    @property
    def opaque(self) -> str:
        """Ten letters that stand for this number wherever an id is seen (keys of rows, URLs, logs)."""
        return opaque(self.e164)


def opaque(*parts: str) -> str:
    """A short id made from what caused it, so that making it twice makes it once."""
    digest = hashlib.sha256("\x1f".join(parts).encode()).digest()
    return "".join(_LETTERS[byte & 31] for byte in digest[:12])


_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
