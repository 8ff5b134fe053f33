"""Phone numbers: a type that never prints itself whole, and which numbers the line will ring."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Sequence
from dataclasses import field
from typing import TYPE_CHECKING

from hotline.errors import HotlineError
from hotline.values import dataclass

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber as Parsed

_E164 = re.compile(r"\+[1-9][0-9]{6,14}")


@dataclass(frozen=True)
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
        """Twelve letters and digits that stand for this number wherever an id is seen (keys of rows, URLs, logs)."""
        return opaque(self.e164)


class CannotRing(HotlineError):
    """Why a number is not one to ring, as a sentence without the number."""


def opaque(*parts: str) -> str:
    """A short id made from what caused it, so that making it twice makes it once."""
    digest = hashlib.sha256("\x1f".join(parts).encode()).digest()
    return "".join(_LETTERS[byte & 31] for byte in digest[:12])


_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"

# A withheld number comes as one of these words, or as that word spelled on a keypad after a plus: +266696687, or as if
# it were American: +17378742833.
# Twilio: https://help.twilio.com/articles/223179988
_WITHHELD = ("anonymous", "blocked", "restricted", "unavailable", "unknown")
_KEYPAD = str.maketrans("abcdefghijklmnopqrstuvwxyz", "22233344455566677778889999")
_SPELLED = frozenset(plus + word.translate(_KEYPAD) for word in _WITHHELD for plus in ("+", "+1"))


def caller(from_: str) -> PhoneNumber | None:
    """The phone that a webhook names as the other end; None: withheld, or no number in E.164 form (fault 23).

    It may be forged: it says where to ring back, never who somebody is.
    """
    if from_ in _SPELLED or not _E164.fullmatch(from_):
        return None
    return PhoneNumber(from_)


def is_withheld(from_: str) -> bool:
    """Return whether a webhook says, in one of the ways that are known, that its caller withholds the number."""
    return from_ in _WITHHELD or from_ in _SPELLED


# Nobody has these: London and mobile numbers that Ofcom keeps for radio and television.
# https://www.ofcom.org.uk/phones-and-broadband/phone-numbers/numbers-for-drama
_DRAMA = re.compile(r"\+44(?:2079460|7700900)[0-9]{3}")
_DRAMA_MOBILE = "+447700"
_AS_WRITTEN = re.compile(r"\+?[0-9 ().-]+")
_NOT_WHOLE = "This is not a whole phone number: give all its digits, with the area code."


def to_ring(digits: str, *, countries: Sequence[str], drama: bool) -> PhoneNumber:
    """The number that somebody keyed or wrote, if the group can ring it without being billed into ruin (fault 23).

    It may be national (in the first of `countries`, `GB` and its like) or international (00… or +…), with spaces,
    brackets and dashes. Only landlines, mobiles and internet phones of the countries that the group pays for are rung:
    not premium, shared-cost, personal or short numbers. Ofcom's numbers for drama pass with `drama`, and only then.
    Raises CannotRing.
    """
    import phonenumbers  # 0.07 s, and only once somebody has given a number

    if not _AS_WRITTEN.fullmatch(digits):
        raise CannotRing("This is not a phone number: give its digits only.")
    try:
        parsed = phonenumbers.parse(digits, countries[0])
        number = PhoneNumber(_e164(parsed))
    except (phonenumbers.NumberParseException, ValueError):
        raise CannotRing(_NOT_WHOLE) from None
    if _DRAMA.fullmatch(number.e164):
        if not drama:
            raise CannotRing("Nobody has this number: it is one of those for films. Give another.")
        return number
    _check_kind(parsed, countries)
    return number


def spoken(number: PhoneNumber, *, home: str = "GB") -> str:
    """The digits as people say them, one by one in groups: `0 2 0, 7 9 4 6, 0 1 2 3`.

    A number of another country than `home` begins with 0 0 and its country's code, as it would be dialled.
    """
    written = _as_dialled(number, home)
    return ", ".join(" ".join(group) for digits in re.findall("[0-9]+", written) for group in _in_threes(digits))


def written(number: PhoneNumber, *, home: str = "GB") -> str:
    """The digits as people write them, where the group is: `020 7946 0000`."""
    return _as_dialled(number, home)


def is_mobile(number: PhoneNumber) -> bool:
    """Whether it can be texted. It imports phonenumbers (0.07 s)."""
    import phonenumbers

    if _DRAMA.fullmatch(number.e164):
        return number.e164.startswith(_DRAMA_MOBILE)
    try:
        kind = phonenumbers.number_type(phonenumbers.parse(number.e164))
    except phonenumbers.NumberParseException:
        return False
    return kind in {phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE}


def _as_dialled(number: PhoneNumber, home: str) -> str:
    """In groups, where they are known."""
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number.e164)
    except phonenumbers.NumberParseException:  # no country has it
        return number.e164.replace("+", "00")
    if parsed.country_code == phonenumbers.country_code_for_region(home):
        return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL).replace("+", "00")


def exists(e164: str, *, drama: bool) -> bool:
    """Whether there can be such a number, also a helpline's of a few digits (`+44116123`)."""
    import phonenumbers

    if _DRAMA.fullmatch(e164):
        return drama
    try:
        parsed = phonenumbers.parse(e164)
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_valid_number(parsed) or phonenumbers.is_valid_short_number(parsed)


def is_short_code(digits: str, countries: Collection[str]) -> bool:
    """Whether a helpline of one of these countries can have these few digits (`116123`)."""
    import phonenumbers

    read = ((phonenumbers.parse(digits, country), country) for country in countries)
    return any(phonenumbers.is_valid_short_number_for_region(number, country) for number, country in read)


def is_country(code: str) -> bool:
    """Whether this is a country with phone numbers of its own, by the two letters of ISO 3166 (`GB`)."""
    import phonenumbers

    return code in phonenumbers.SUPPORTED_REGIONS


def _e164(parsed: Parsed) -> str:
    import phonenumbers

    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def _check_kind(parsed: Parsed, countries: Sequence[str]) -> None:
    import phonenumbers

    kinds = phonenumbers.PhoneNumberType
    if not phonenumbers.is_possible_number(parsed):
        raise CannotRing(_NOT_WHOLE)
    if not phonenumbers.is_valid_number(parsed):
        raise CannotRing("There is no such number: look at its digits again.")
    if phonenumbers.region_code_for_number(parsed) not in countries:
        raise CannotRing(f"This number is abroad: the group pays for calls to {', '.join(countries)} only.")
    if phonenumbers.number_type(parsed) not in {
        kinds.FIXED_LINE,
        kinds.MOBILE,
        kinds.FIXED_LINE_OR_MOBILE,
        kinds.VOIP,
    }:
        raise CannotRing("This is not an ordinary number: give a landline or a mobile.")


def _in_threes(digits: str) -> list[str]:
    """Six digits and more are said in threes: `900123` as 900 123."""
    if len(digits) <= 5:  # noqa: PLR2004 -- 07700 is said in one breath
        return [digits]
    return [digits[start : start + 3] for start in range(0, len(digits), 3)]
