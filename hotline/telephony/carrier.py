"""Twilio's REST API, as far as the dispatcher needs it. Nothing is tried again here: only the dispatcher knows when."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from hotline.numbers import PhoneNumber
from hotline.telephony.asking import asked as _asked
from hotline.telephony.refusals import (
    AccountRefused,
    CarrierError,
    NumberRefused,
    Refused,
    Throttled,
    Uncertain,
)

if TYPE_CHECKING:
    from twilio.http import HttpClient
    from twilio.rest import Client

__all__ = ["AccountRefused", "Carrier", "CarrierError", "NumberRefused", "Throttled", "Uncertain"]

_TWILIO = "https://api.twilio.com"
_LIMIT = timedelta(seconds=3)  # a slow answer must not hold up a shard of the stream
_ENDED_OR_PICKED_UP = 21220  # https://www.twilio.com/docs/api/errors/21220
_NOT_THERE = 20404  # https://www.twilio.com/docs/api/errors/20404


class Carrier:
    """One account's calls and texts. Every error is a CarrierError, and none of them names a number."""

    def __init__(
        self,
        *,
        account_sid: str,
        auth_token: str,
        api_url: str | None = None,
        limit: timedelta = _LIMIT,
        http: HttpClient | None = None,
    ) -> None:
        """`api_url`: any server that speaks Twilio's REST API. `http`: an exchange in process, and no network."""
        self._account_sid, self._auth_token = account_sid, auth_token
        self._api_url = (api_url or _TWILIO).rstrip("/")
        self._limit = limit
        self._http = http

    def place(
        self, *, to: PhoneNumber, shown: PhoneNumber, url: str, fallback_url: str, status_url: str, ring: timedelta
    ) -> str:
        """Ring a phone, once; the call's SID.

        What it hears comes from `url`, or if that fails from `fallback_url`; how it ended goes to `status_url`.
        Raises Throttled and NumberRefused and AccountRefused when it was certainly not placed, Uncertain when it may
        have been. Twilio may let it ring five seconds longer than `ring`.
        Twilio: https://www.twilio.com/docs/voice/api/call-resource#create-a-call-resource
        """
        call = _asked(
            lambda: self._client.calls.create(
                to=to.e164,
                from_=shown.e164,
                url=url,
                method="POST",
                fallback_url=fallback_url,
                fallback_method="POST",
                status_callback=status_url,
                status_callback_method="POST",
                timeout=max(1, round(ring.total_seconds())),
            )
        )
        if not call.sid:
            raise Uncertain("Twilio did not say which call it placed.")
        return call.sid

    def text(self, *, to: PhoneNumber, shown: PhoneNumber, body: str) -> None:
        """Send a text message, once.

        Raises Throttled and NumberRefused and AccountRefused when it was certainly not sent, Uncertain when it may
        have been. NumberRefused is also whoever has sent STOP (21610), and whatever is no mobile (21614).
        Twilio: https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource
        """
        _asked(lambda: self._client.messages.create(to=to.e164, from_=shown.e164, body=body))

    def cancel(self, sid: str) -> None:
        """Stop a phone that waits to ring, or rings. One that was picked up or has ended is left alone."""
        self._change(sid, "canceled")

    def hang_up(self, sid: str) -> None:
        """End a call, also one that is talking. One that has ended is left alone."""
        self._change(sid, "completed")

    def status(self, sid: str) -> str | None:
        """How a call stands, in Twilio's words, as far as it knows yet. None: it does not know the call, or cannot say.

        The sweep asks once and goes on whatever the answer (fault 3), so that no trouble at Twilio's stops it here.
        Twilio: https://www.twilio.com/docs/voice/api/call-resource#call-status-values
        """
        try:
            status = _asked(lambda: self._client.calls(sid).fetch()).status
        except CarrierError:
            return None
        return str(status) if status else None

    def recording_url(self, sid: str) -> str:
        """Where a recording is played from."""
        return f"{self._api_url}/2010-04-01/Accounts/{self._account_sid}/Recordings/{sid}.mp3"

    def forget_recording(self, sid: str) -> None:
        """Erase what somebody said. One that is gone already is as good."""
        with _letting(_NOT_THERE):
            _asked(lambda: self._client.recordings(sid).delete())

    def _change(self, sid: str, status: str) -> None:
        with _letting(_ENDED_OR_PICKED_UP, _NOT_THERE):
            _asked(lambda: self._client.calls(sid).update(status=status))

    @cached_property
    def _client(self) -> Client:
        from twilio.rest import Client  # with the network's libraries 0.7 s, and only where calls are placed

        from hotline.telephony.http import OneTry

        http = self._http or OneTry(api_url=self._api_url, limit=self._limit.total_seconds())
        return Client(self._account_sid, self._auth_token, http_client=http)


@contextmanager
def _letting(*codes: int) -> Iterator[None]:
    """A refusal with one of these codes is as good as a yes."""
    try:
        yield
    except Refused as refused:
        if refused.code not in codes:
            raise
