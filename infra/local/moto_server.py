"""A DynamoDB inside this process, with its streams, for `hotline serve` and the demo: moto, over HTTP.

It serves one request at a time, since moto's conditional writes are not atomic between threads. It never expires a row,
and a transaction in moto copies whole tables, stream history included: for a demonstration and a try-out, not for long.
Clients must be told AWS_ACCOUNT_ID_ENDPOINT_MODE=disabled, else moto answers DescribeStream with 404.
"""

from __future__ import annotations

from collections.abc import Callable
from http.client import HTTPConnection
from threading import Thread
from types import TracebackType
from typing import Self
from wsgiref.types import WSGIApplication

from moto.dynamodb.models import dynamodb_backends
from moto.dynamodbstreams.models import dynamodbstreams_backends
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from werkzeug.serving import make_server

_PATIENCE = 60.0  # seconds
_FIRST = {
    "Authorization": "AWS4-HMAC-SHA256 Credential=nobody/20261124/eu-west-2/dynamodb/aws4_request",
    "X-Amz-Target": "DynamoDB_20120810.ListTables",
    "Content-Type": "application/x-amz-json-1.0",
}


class EmbeddedDynamoDB:
    """`with EmbeddedDynamoDB() as db:` and it answers at `db.url`, empty at first, until the block ends.

    moto keeps one set of tables for the whole process: one of these at a time.
    """

    def __init__(self, *, port: int = 0, guard: Callable[[WSGIApplication], WSGIApplication] = lambda app: app) -> None:
        """Port 0: any that is free. `guard` stands before it, and sees every request first."""
        self._port, self._guard = port, guard

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.port}"

    def __enter__(self) -> Self:
        _forget()
        app = DomainDispatcherApplication(create_backend_app)
        self._server = make_server("127.0.0.1", self._port, self._guard(app), threaded=False, request_handler=_Quiet)
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()
        self._answer_once()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        _forget()

    def _answer_once(self) -> None:
        """The first request makes moto import itself: on a busy machine longer than the store waits for any answer."""
        connection = HTTPConnection("127.0.0.1", self._server.port, timeout=_PATIENCE)
        connection.request("POST", "/", b"{}", _FIRST)
        connection.getresponse().read()
        connection.close()


class _Quiet(MotoRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Nothing: a line for each of the store's calls would drown what is told."""


def _forget() -> None:
    for backends in (dynamodb_backends, dynamodbstreams_backends):
        backends.reset()
