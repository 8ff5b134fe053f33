"""How Twilio's REST library reaches Twilio, or another server that speaks the same: one try, within a limit.

Importing this costs half a second: only whoever places a call does.
"""

from __future__ import annotations

import logging
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import requests
from twilio.http import HttpClient
from twilio.http.response import Response
from urllib3.exceptions import NewConnectionError

from hotline.telephony.asking import TWILIO
from hotline.telephony.refusals import Throttled, Uncertain


class OneTry(HttpClient):
    """Asks once, on a connection of its own, and logs nothing: what is asked holds phone numbers.

    A connection is not kept, since a Lambda that was frozen meanwhile wakes to a dead one, and a request on it would
    end in doubt.
    """

    def __init__(self, *, api_url: str, limit: float) -> None:
        """`limit` is in seconds: a third of it to be connected, the rest to be answered."""
        super().__init__(logging.getLogger(__name__), is_async=False)
        self._api_url, self._limit = api_url.rstrip("/"), limit

    def request(  # noqa: PLR0917 -- the library's own signature, here and below
        self,
        method: str,
        uri: str,
        params: dict[str, object] | None = None,
        data: dict[str, object] | None = None,
        headers: dict[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,
        allow_redirects: bool = False,  # noqa: FBT001, FBT002
    ) -> Response:
        """Raises Throttled when nothing was sent, Uncertain when something may have been."""
        asked: dict[str, Any] = {"params": params, "data": data, "headers": headers, "auth": auth}
        limit = timeout or self._limit
        try:
            with requests.Session() as session:
                answer = session.request(
                    method,
                    at_home(uri, self._api_url),
                    timeout=(limit / 3, limit * 2 / 3),
                    allow_redirects=allow_redirects,
                    **asked,
                )
        except requests.RequestException as failed:
            raise _meaning_of(failed) from None  # its context holds the request, and is not printed
        if answer.headers.get("Content-Type", "").startswith("audio/"):
            return Response(answer.status_code, answer.content.decode("latin-1"), answer.headers)
        return Response(answer.status_code, answer.text, answer.headers)


def at_home(uri: str, api_url: str) -> str:
    """Where that is asked: Twilio has a host for each of its products; another server that speaks the same has one."""
    if api_url == TWILIO:
        return uri
    parts = urlsplit(uri)
    return api_url + urlunsplit(("", "", parts.path, parts.query, ""))


def _meaning_of(failed: requests.RequestException) -> Throttled | Uncertain:
    """No connection: nothing was sent, says https://requests.readthedocs.io/en/latest/api/#exceptions of this error."""
    why = getattr(failed.args[0], "reason", None) if failed.args else None
    if isinstance(failed, requests.ConnectTimeout) or isinstance(why, NewConnectionError):
        return Throttled("Twilio could not be reached: ask again in a moment.")
    return Uncertain("Twilio did not answer in time: what was asked may have been done.")
