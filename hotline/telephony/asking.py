"""Asking Twilio's library for something, so that whatever goes wrong is a CarrierError."""

from __future__ import annotations

import json
from collections.abc import Callable
from http import HTTPStatus
from typing import TYPE_CHECKING, TypeVar

from hotline.telephony.refusals import NOT_THERE, WRONG_TOKEN, CarrierError, Uncertain, meaning_of

if TYPE_CHECKING:
    from twilio.base.exceptions import TwilioException
    from twilio.rest import Client

T = TypeVar("T")

TWILIO = "https://api.twilio.com"

_LOST = "Twilio's answer was lost or cannot be read: what was asked may have been done."


def asked(ask: Callable[[], T]) -> T:
    """Twilio's answer, or a CarrierError. It is raised when the library's own is out of sight, which holds the number.

    (So this is no context manager: there, what is raised always has the other for its context, and a log prints both.)
    """
    from twilio.base.exceptions import TwilioException, TwilioRestException, TwilioServiceException

    try:
        return ask()
    except (TwilioRestException, TwilioServiceException) as refused:
        error: CarrierError = meaning_of(refused.status, refused.code or 0)
    except TwilioException as failed:
        error = _of_a_list(failed) or Uncertain(_LOST)
    except (OSError, ValueError):
        error = Uncertain(_LOST)
    raise error


def media_url(account_sid: str, recording: str) -> str:
    """Return where Twilio keeps the sound of a recording.

    https://www.twilio.com/docs/voice/api/recording#fetch-a-recordings-media
    """
    return f"{TWILIO}/2010-04-01/Accounts/{account_sid}/Recordings/{recording}.mp3"


def sound(client: Client, url: str, *, limit: float) -> bytes:
    """A file of Twilio's; it may send us on to where it keeps them. Its library hands on text, a letter for each byte.

    Raises the library's own errors, with the codes that Twilio's own answers would have: a file's says no code.
    """
    from twilio.base.exceptions import TwilioRestException

    answer = client.request("GET", url, timeout=limit, allow_redirects=True)
    if answer.status_code == HTTPStatus.OK:
        return answer.text.encode("latin-1")
    code = {HTTPStatus.UNAUTHORIZED: WRONG_TOKEN, HTTPStatus.NOT_FOUND: NOT_THERE}.get(HTTPStatus(answer.status_code))
    raise TwilioRestException(answer.status_code, "", code=code)


def _of_a_list(failed: TwilioException) -> CarrierError | None:
    """For a list the library hands on the answer that it could not use, and says nothing of it."""
    from twilio.http.response import Response

    for answer in failed.args:
        if isinstance(answer, Response):
            return meaning_of(answer.status_code, _code(answer.text))
    return None


def _code(text: str) -> int:
    try:
        return int(json.loads(text)["code"])
    except (KeyError, TypeError, ValueError):
        return 0
