"""AWS's Parameter Store, as far as one parameter goes, over a socket: moto's, and one that fails as it is told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any


@dataclass(kw_only=True)
class Told:
    """What the server answers, and what it was asked."""

    status: int = 200
    body: Any = field(default_factory=lambda: {"Parameter": {"Value": "the value"}})
    never: bool = False
    url: str = ""
    asked: list[tuple[str, str, dict[str, str], str]] = field(default_factory=list)  # method, path, headers, body
    over: Event = field(default_factory=Event)


@contextmanager
def server() -> Iterator[tuple[str, Told]]:
    """Its URL, and what it is told to answer."""
    told = Told()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self._answer()

        def do_GET(self) -> None:
            self._answer()

        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            told.asked.append((self.command, self.path, dict(self.headers), body))
            if told.never:
                told.over.wait(5)
                return
            text = told.body if isinstance(told.body, bytes) else json.dumps(told.body).encode()
            self.send_response(told.status)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *_: object) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        thread = Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        told.url = f"http://127.0.0.1:{http.server_port}"
        try:
            yield f"http://127.0.0.1:{http.server_port}", told
        finally:
            told.over.set()
            http.shutdown()
            thread.join()
