"""Asking Twilio's library for something, so that whatever goes wrong is a CarrierError."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from hotline.telephony.refusals import CarrierError, Uncertain, meaning_of

T = TypeVar("T")


def asked(ask: Callable[[], T]) -> T:
    """Twilio's answer, or a CarrierError. It is raised when the library's own is out of sight, which holds the number.

    (So this is no context manager: there, what is raised always has the other for its context, and a log prints both.)
    """
    from twilio.base.exceptions import TwilioException, TwilioRestException, TwilioServiceException

    try:
        return ask()
    except (TwilioRestException, TwilioServiceException) as refused:
        error: CarrierError = meaning_of(refused.status, refused.code or 0)
    except (TwilioException, OSError, ValueError):
        error = Uncertain("Twilio's answer was lost or cannot be read: what was asked may have been done.")
    raise error
