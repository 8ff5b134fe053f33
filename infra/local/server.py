"""HTTP on this machine: the app's doors, and beside them the exchange's REST API and its phones, if it is inside."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from werkzeug.exceptions import HTTPException, RequestEntityTooLarge
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response

from infra.local.settings import SettingError

if TYPE_CHECKING:
    from ssl import SSLContext

    from _typeshed.wsgi import StartResponse, WSGIEnvironment

# Method, URL from the path on, headers, body: status, headers, body. `infra.local.gateway.Gateway` is one.
Answer = tuple[int, dict[str, str], bytes]
Door = Callable[[str, str, Mapping[str, str], bytes], Answer]

_LARGEST = 1_000_000  # bytes of a request: a webhook has a few hundred
_HERE = frozenset({"127.0.0.1", "::1", "localhost"})
_FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host")
log = logging.getLogger(__name__)


class Server:
    """One address, and the doors behind it. It is bound when made, and answers inside `with server.open():`."""

    def __init__(self, *, host: str, port: int, tls: SSLContext | None = None) -> None:
        """Port 0: any that is free. `tls`: https with this certificate. Raises SettingError when it cannot be had."""
        self._doors: list[tuple[str, Door, bool]] = []
        try:
            self._server: BaseWSGIServer = make_server(
                host, port, self._answer, threaded=True, request_handler=_Quiet, ssl_context=tls
            )
        except (OSError, SystemExit):
            raise SettingError(f"{host}:{port} cannot be listened on: choose another with --port") from None
        name = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104 -- only read
        self.url = f"{'https' if tls else 'http'}://{name}:{self._server.port}"

    def put(self, prefix: str, door: Door, *, here_only: bool = False) -> None:
        """Send what begins with `prefix` through this door; the longest one that fits counts.

        `here_only`: for what nobody signs. It is answered only to this machine, called by a name that is this
        machine's (a page in a browser could reach us by a name of its own), and never through a proxy or tunnel.
        """
        self._doors.append((prefix, door, here_only))
        self._doors.sort(key=lambda each: len(each[0]), reverse=True)

    @contextmanager
    def open(self) -> Iterator[None]:
        """Answer requests, each in a thread of its own."""
        thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, name="http", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._server.shutdown()
            thread.join()
            self._server.server_close()

    def _answer(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        request = Request(environ)
        request.max_content_length = _LARGEST
        try:
            answer = self._through_a_door(request)
        except HTTPException as refused:
            answer = Response(status=refused.code)
        except Exception:  # one request that fails must not take the line with it
            log.exception("a %s request failed", request.method)
            answer = Response(status=500)
        return answer(environ, start)

    def _through_a_door(self, request: Request) -> Response:
        url = str(request.environ.get("REQUEST_URI", request.full_path))  # as it was sent: nothing decoded
        path = urlsplit(url).path
        for prefix, door, here_only in self._doors:
            if path.startswith(prefix):
                if here_only and not _from_here(request):
                    return Response(status=403)
                status, headers, body = door(request.method, url, dict(request.headers), _body(request))
                return Response(body, status=status, headers=headers)
        return Response(status=404)


def _body(request: Request) -> bytes:
    body = request.get_data()
    if len(body) > _LARGEST:
        raise RequestEntityTooLarge
    return body


def _from_here(request: Request) -> bool:
    name = urlsplit(f"//{request.headers.get('Host', '')}").hostname
    through = any(header in request.headers for header in _FORWARDED)
    return request.remote_addr in _HERE and name in _HERE and not through


class _Quiet(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 30  # seconds that a connection may be idle

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 -- werkzeug's own name
        """Only what went wrong: a line for each webhook would drown it."""
        if type == "error":
            log.error(message, *args)
