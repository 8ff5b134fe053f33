"""Twilio's REST API, as far as the dispatcher needs it. Nothing is tried again here: only the dispatcher knows when."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cached_property, partial
from typing import TYPE_CHECKING, TypeVar

from hotline.numbers import PhoneNumber
from hotline.telephony.refusals import (
    AccountRefused,
    CarrierError,
    NumberRefused,
    Refused,
    Throttled,
    Uncertain,
    meaning_of,
)

if TYPE_CHECKING:
    from twilio.http import HttpClient
    from twilio.rest import Client

__all__ = ["AccountRefused", "Carrier", "CarrierError", "NumberRefused", "Throttled", "Uncertain"]

T = TypeVar("T")

_TWILIO = "https://api.twilio.com"
_LIMIT = timedelta(seconds=3)  # a slow answer must not hold up a shard of the stream
_ENDED_OR_PICKED_UP = 21220  # https://www.twilio.com/docs/api/errors/21220
_MOST_ON_A_PAGE = 1000  # https://www.twilio.com/docs/usage/twilios-response#pagination
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

    def delete_queue(self, name: str) -> None:
        """Delete the queue of this name. One that is not there, or gone already, is as good.

        Raises Refused while somebody waits in it.
        Twilio: https://www.twilio.com/docs/voice/api/queue-resource
        """
        there = _asked(lambda: self._client.queues.list(page_size=_MOST_ON_A_PAGE))
        for sid in [queue.sid for queue in there if queue.friendly_name == name and queue.sid]:
            with _letting(_NOT_THERE):
                _asked(partial(self._client.queues(sid).delete))

    def _change(self, sid: str, status: str) -> None:
        with _letting(_ENDED_OR_PICKED_UP, _NOT_THERE):
            _asked(lambda: self._client.calls(sid).update(status=status))

    @cached_property
    def _client(self) -> Client:
        from twilio.rest import Client  # with the network's libraries 0.7 s, and only where calls are placed

        from hotline.telephony.http import OneTry

        http = self._http or OneTry(api_url=self._api_url, limit=self._limit.total_seconds())
        return Client(self._account_sid, self._auth_token, http_client=http)


def _asked(ask: Callable[[], T]) -> T:
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


@contextmanager
def _letting(*codes: int) -> Iterator[None]:
    """A refusal with one of these codes is as good as a yes."""
    try:
        yield
    except Refused as refused:
        if refused.code not in codes:
            raise
