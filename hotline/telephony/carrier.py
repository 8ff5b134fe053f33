"""Twilio's REST API, as far as the dispatcher needs it. Nothing is retried here: only the dispatcher knows what is safe."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from hotline.errors import HotlineError
from hotline.numbers import PhoneNumber

if TYPE_CHECKING:
    from twilio.rest import Client

T = TypeVar("T")

_API = "https://api.twilio.com"
_LIMIT = 3.0  # seconds: a slow call must not hold up a shard of the stream
_EVENTS = ["initiated", "ringing", "answered", "completed"]

# https://www.twilio.com/docs/api/errors: this number cannot be rung / this account may not ring it.
_NUMBER_CODES = frozenset({13223, 13224, 21211, 21214, 21217, 21401})
_NOT_CANCELLABLE = 21220
_THROTTLED = 429
_BROKEN = 500


class CarrierError(HotlineError):
    """The phone company did not do as asked."""


class Throttled(CarrierError):
    """429: certainly not placed, safe to try again in a moment."""


class Uncertain(CarrierError):
    """A timeout, a lost connection or a 5xx: it may have been placed, so it is never tried again blindly (fault 7)."""


@dataclass
class NumberRefused(CarrierError):
    """This number cannot be rung."""

    code: int


@dataclass
class AccountRefused(CarrierError):
    """The account may not: trial, country, concurrency, caller ID, credentials (fault 39)."""

    code: int


class Carrier:
    """Places, cancels and asks after calls."""

    def __init__(self, *, account_sid: str, auth_token: str, api_url: str | None = None, http: Any = None) -> None:
        """`api_url`: any server that speaks Twilio's REST API. `http`: a twilio HttpClient, for an exchange in process."""
        self._sid, self._token = account_sid, auth_token
        self._api_url = (api_url or _API).rstrip("/")
        self._http = http

    def place(self, *, to: PhoneNumber, shown: PhoneNumber, url: str, status_url: str, ring: timedelta) -> str:
        """Ring a phone; its SID. Raises Throttled, Uncertain, NumberRefused, AccountRefused."""
        call = _asked(
            lambda: self._client.calls.create(
                to=to.e164,
                from_=shown.e164,
                url=url,
                method="POST",
                status_callback=status_url,
                status_callback_event=_EVENTS,
                status_callback_method="POST",
                timeout=round(ring.total_seconds()),
            )
        )
        return str(call.sid)

    def cancel(self, sid: str) -> None:
        """Stop a phone that is queued or ringing; one that was picked up or has ended is left alone (21220)."""
        try:
            _asked(lambda: self._client.calls(sid).update(status="canceled"))
        except (AccountRefused, Uncertain, Throttled) as refused:
            if isinstance(refused, AccountRefused) and refused.code != _NOT_CANCELLABLE:
                raise

    def status(self, sid: str) -> str | None:
        """How a call stands, as far as Twilio knows yet; None: it cannot be asked now."""
        try:
            return str(_asked(lambda: self._client.calls(sid).fetch()).status)
        except CarrierError:
            return None

    def recording_url(self, sid: str) -> str:
        """Where Twilio plays a recording from."""
        return f"{self._api_url}/2010-04-01/Accounts/{self._sid}/Recordings/{sid}.mp3"

    def forget_recording(self, sid: str) -> None:
        """Erase a recording, or find it gone."""
        try:
            _asked(lambda: self._client.recordings(sid).delete())
        except AccountRefused as refused:
            if refused.code != 20404:  # noqa: PLR2004 -- Twilio's "not found"
                raise

    @cached_property
    def _client(self) -> Client:
        from twilio.http.http_client import TwilioHttpClient  # 0.7 s, in the dispatcher only
        from twilio.rest import Client

        api = urlsplit(self._api_url)

        class Redirected(TwilioHttpClient):
            """The same requests, to the server that is named."""

            def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Any:
                return super().request(method, url.replace(_API, api.geturl(), 1), *args, **kwargs)

        return Client(self._sid, self._token, http_client=self._http or Redirected(timeout=_LIMIT, max_retries=0))


def _asked(act: Callable[[], T]) -> T:
    from requests.exceptions import RequestException
    from twilio.base.exceptions import TwilioException, TwilioRestException

    try:
        return act()
    except TwilioRestException as refused:
        raise _meaning(refused.status, refused.code or 0) from None
    except (RequestException, TwilioException, OSError):
        raise Uncertain("Twilio did not answer in time.") from None


def _meaning(status: int, code: int) -> CarrierError:
    if status == _THROTTLED:
        return Throttled("Twilio asks us to slow down.")
    if status >= _BROKEN:
        return Uncertain("Twilio is broken just now.")
    return NumberRefused(code) if code in _NUMBER_CODES else AccountRefused(code)
