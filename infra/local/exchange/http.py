"""Webhooks over real HTTP, as Twilio sends them: cut off after 15 seconds, redirects not followed."""

from __future__ import annotations

from urllib3 import PoolManager, Timeout
from urllib3.exceptions import HTTPError, ReadTimeoutError, TimeoutStateError

from infra.local.exchange.messages import ConnectionFailed, HttpRequest, HttpResponse, TimedOut, Transport

LIMIT_SECONDS = 15  # https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides


def http_transport() -> Transport:
    """A transport for real servers; safe to call from many threads at once."""
    pool = PoolManager(retries=False, timeout=Timeout(total=LIMIT_SECONDS))

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
