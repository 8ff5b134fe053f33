"""Webhooks over real HTTP, as Twilio sends them: cut off after 15 seconds, redirects not followed."""

from __future__ import annotations

from urllib3 import PoolManager, Timeout
from urllib3.exceptions import HTTPError, ReadTimeoutError, TimeoutStateError

from infra.local.exchange.messages import ConnectionFailed, HttpRequest, HttpResponse, TimedOut, Transport
from infra.local.exchange.realtime import WORKERS

# https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides: tt and ct, as they are unless changed.
LIMIT_SECONDS, CONNECT_SECONDS = 15, 5


def http_transport() -> Transport:
    """A transport for real servers; safe to call from many threads at once."""
    pool = PoolManager(maxsize=WORKERS, retries=False, timeout=Timeout(connect=CONNECT_SECONDS, total=LIMIT_SECONDS))

    def send(request: HttpRequest) -> HttpResponse:
        try:
            answer = pool.request(
                request.method, request.url, body=request.body, headers=dict(request.headers), redirect=False
            )
        except (ReadTimeoutError, TimeoutStateError) as error:
            raise TimedOut(f"{request.url} did not answer within {LIMIT_SECONDS} seconds") from error
        except HTTPError as error:
            raise ConnectionFailed(f"no connection to {request.url}: {error}") from error
        return HttpResponse(status=answer.status, headers=dict(answer.headers), body=answer.data)

    return send
