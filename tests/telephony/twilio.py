"""A tiny server that answers as Twilio's REST API does, and notes what it was asked."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any
from urllib.parse import parse_qs

from hotline.telephony.account import Account, Known
from hotline.telephony.carrier import Carrier
from hotline.telephony.signature import Tokens

ACCOUNT = "AC" + "0" * 32
KNOWN = Known(sid=ACCOUNT, tokens=Tokens(primary="made-up"))
CALLS = f"/2010-04-01/Accounts/{ACCOUNT}/Calls"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One request that came."""

    method: str
    path: str
    form: dict[str, list[str]]
    user: str
    token: str


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What to answer. `body` is sent as it is (bytes: as a sound), or as JSON.

    `never`: the answer stays away; `hang_up`: the connection is cut.
    """

    status: int = 201
    body: Any = field(default_factory=lambda: {"sid": "CA1", "status": "queued"})
    never: bool = False
    hang_up: bool = False


def refusal(status: int, code: int, message: str = "") -> Answer:
    """Twilio's body for an error. Its message may hold the number that was asked for."""
    more = f"https://www.twilio.com/docs/errors/{code}"
    return Answer(status=status, body={"code": code, "message": message, "more_info": more, "status": status})


class Twilio(ThreadingHTTPServer):
    """Answers in the order given to it; what it was asked is in `asked`."""

    daemon_threads = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers: list[Answer] = []
        self.asked: list[Asked] = []
        self.first, self.over = Event(), Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def was_asked_once(self) -> bool:
        """Also when whoever asked did not wait for the answer."""
        return self.first.wait(5) and len(self.asked) == 1


@contextmanager
def twilio() -> Iterator[Twilio]:
    """A server of its own for each test, gone afterwards."""
    with Twilio() as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.over.set()
            server.shutdown()
            thread.join()


def carrier_at(url: str, *, patient: bool = True, account: Account = KNOWN) -> Carrier:
    """A carrier that asks there. Impatient, it waits for a moment only."""
    limit = timedelta(seconds=3 if patient else 0.3)
    return Carrier(account=account, api_url=url, limit=limit)


class _Handler(BaseHTTPRequestHandler):
    server: Twilio

    def do_POST(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def do_DELETE(self) -> None:
        self._answer()

    def _answer(self) -> None:
        posted = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        user, _, token = base64.b64decode(self.headers["Authorization"].removeprefix("Basic ")).decode().partition(":")
        form = parse_qs(posted, keep_blank_values=True)
        self.server.asked.append(Asked(method=self.command, path=self.path, form=form, user=user, token=token))
        self.server.first.set()
        answer = self.server.answers.pop(0)
        if answer.never:
            self.server.over.wait(1)
        if answer.never or answer.hang_up:
            return
        is_sound = isinstance(answer.body, bytes)
        text = answer.body if isinstance(answer.body, str | bytes) else json.dumps(answer.body)
        body = text if isinstance(text, bytes) else text.encode()
        self.send_response(answer.status)
        self.send_header("Content-Length", str(len(body)))
        if is_sound:
            self.send_header("Content-Type", "audio/mpeg")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing: what is asked holds numbers."""
