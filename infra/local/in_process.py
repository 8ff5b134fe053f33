"""The exchange and the app in one process: Twilio's library talks to the one, the exchange's webhooks to the other."""

from __future__ import annotations

import json
import logging
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from twilio.http import HttpClient
from twilio.http.response import Response

from infra.local.exchange import Exchange, HttpRequest, HttpResponse, Transport
from infra.local.server import Door


class InProcess(HttpClient):
    """Hands each request to the exchange. A fault that lets no answer through is raised as the TimedOut that it is."""

    def __init__(self, exchange: Exchange) -> None:
        super().__init__(logging.getLogger("twilio.in_process"), is_async=False)
        self._exchange = exchange

    def request(
        self,
        method: str,
        uri: str,
        params: dict[str, object] | None = None,
        data: dict[str, object] | None = None,
        *_: Any,
        auth: tuple[str, str] | None = None,
        **__: Any,
    ) -> Response:
        url = urlsplit(uri)
        if self._exchange.media.is_at(url.path):
            file = self._exchange.media.get(url.path, auth)
            return Response(file.status, file.body.decode("latin-1"), dict(file.headers))
        given = [*parse_qsl(url.query), *_pairs(params), *_pairs(data)]
        status, body = self._exchange.rest(method, url.path, given, auth)
        return Response(status, "" if body is None else json.dumps(body))


def to_app(door: Door) -> Transport:
    """The exchange's webhooks, handed to the app as API Gateway would, or to whatever else answers them."""

    def post(request: HttpRequest) -> HttpResponse:
        status, headers, body = door(request.method, request.url, dict(request.headers), request.body)
        return HttpResponse(status=status, headers=headers, body=body)

    return post


def _pairs(form: dict[str, Any] | None) -> list[tuple[str, str]]:
    """A list is a parameter given several times."""
    return [
        (name, str(value))
        for name, values in (form or {}).items()
        for value in (values if isinstance(values, list) else [values])
    ]
