"""An account at Twilio's REST API, for whoever sets up a line and looks after it; no call needs it."""

from __future__ import annotations

from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from hotline.telephony.asking import TWILIO
from hotline.telephony.http import OneTry

if TYPE_CHECKING:
    from twilio.http import HttpClient
    from twilio.rest import Client

_LIMIT = timedelta(seconds=10)  # nobody is on the phone


class RestAccount:
    """The account, its token and one client. Every error is a CarrierError, and none of them names a number."""

    def __init__(
        self,
        *,
        account_sid: str,
        auth_token: str,
        api_url: str | None = None,
        http: HttpClient | None = None,
        limit: timedelta = _LIMIT,
    ) -> None:
        """`api_url`: any server that speaks Twilio's REST API. `http`: an exchange in process, and no network."""
        self._account_sid, self._auth_token = account_sid, auth_token
        self._http = http or OneTry(api_url=api_url or TWILIO, limit=limit.total_seconds())

    @cached_property
    def _client(self) -> Client:
        from twilio.rest import Client

        return Client(self._account_sid, self._auth_token, http_client=self._http)
