"""Phone numbers: a type that never prints itself whole, and which numbers the line will ring."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from dataclasses import dataclass, field

from hotline.errors import HotlineError

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


# A withheld caller ID comes as a word, or as that word spelled on a keypad (Twilio: "anonymous" is +266696687).
_WITHHELD = frozenset({"+266696687", "+7378742833", "+86282452253", "+2562533", "+8656696", "+17378742833"})
_DRAMA = re.compile(r"\+44(20794600\d\d|2079460\d{3}|7700900\d{3})")  # Ofcom's numbers for drama


class CannotRing(HotlineError):
    """A number that the group cannot ring, or would be billed into ruin by ringing."""


def caller(shown: str) -> PhoneNumber | None:
    """The number that a caller shows. None: withheld, unavailable, an extension, or no number at all (fault 23)."""
    if shown in _WITHHELD or not _E164.fullmatch(shown):
        return None
    return PhoneNumber(shown)


def to_ring(keyed: str, *, countries: Collection[str], drama: bool, home: str = "GB") -> PhoneNumber:
    """The number that somebody keyed, if it is an ordinary one of a country that the group pays for.

    Premium, shared-cost, personal and short numbers are refused: no toll fraud. Raises CannotRing.
    """
    import phonenumbers  # 0.07 s, and only when a number is kept

    try:
        parsed = phonenumbers.parse(keyed, home)
    except phonenumbers.NumberParseException:
        raise CannotRing("That is not a phone number: key all of it, beginning with nought.") from None
    number = PhoneNumber(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))
    if not may_ring(number, countries=countries, drama=drama):
        raise CannotRing("That number cannot be rung: use an ordinary landline or mobile number.")
    return number


def may_ring(number: PhoneNumber, *, countries: Collection[str], drama: bool) -> bool:
    """Whether this is an ordinary number of a country that the group pays for."""
    if _DRAMA.fullmatch(number.e164):
        return drama
    import phonenumbers

    ordinary = {
        phonenumbers.PhoneNumberType.FIXED_LINE,
        phonenumbers.PhoneNumberType.MOBILE,
        phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE,
        phonenumbers.PhoneNumberType.VOIP,
    }
    parsed = phonenumbers.parse(number.e164)
    return (
        phonenumbers.is_valid_number(parsed)
        and phonenumbers.region_code_for_number(parsed) in countries
        and phonenumbers.number_type(parsed) in ordinary
    )


def spoken(number: PhoneNumber) -> str:
    """Digit by digit, in groups, as people say them: `0 2 0, 7 9 4 6, 0 1 2 3`."""
    national = "0" + number.e164[3:] if number.e164.startswith("+44") else number.e164[1:]
    cuts = (3, 7) if national.startswith("02") else (5, 8)
    groups = (national[: cuts[0]], national[cuts[0] : cuts[1]], national[cuts[1] :])
    return ", ".join(" ".join(group) for group in groups if group)
