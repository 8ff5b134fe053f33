"""Which end of a call is ours: Twilio names both in every webhook of a call."""

from __future__ import annotations

from collections.abc import Mapping

from hotline.numbers import PhoneNumber, caller

# Twilio: https://www.twilio.com/docs/voice/api/call-resource (direction). Anything else, or none, is a stranger's call.
DIALLED = "outbound-dial"  # the other leg of a call that goes on
_PLACED_BY_US = frozenset({"outbound-api", DIALLED})


def came_in(form: Mapping[str, str]) -> bool:
    """Return whether somebody dialled us: their caller ID may be forged (promise 7)."""
    return form.get("Direction") not in _PLACED_BY_US


def ours(form: Mapping[str, str]) -> str:
    """Return the end of this call that should be one of our numbers."""
    return form.get("To" if came_in(form) else "From", "")


def theirs(form: Mapping[str, str]) -> PhoneNumber | None:
    """Return the phone that is not ours: who dialled us, or whom we dialled. None: withheld, or no number."""
    return caller(form.get("From" if came_in(form) else "To", ""))
