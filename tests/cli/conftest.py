"""A line that `hotline serve` runs, and a carrier that is not ours: a small server that speaks Twilio's REST API."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import xml.etree.ElementTree as ET
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import Any, Self
from urllib.error import HTTPError
from urllib.parse import parse_qsl, urlencode
from urllib.request import Request, urlopen

import pytest
from click.testing import CliRunner, Result
from twilio.request_validator import RequestValidator

from hotline.cli import main

SID, TOKEN = "AC" + "1" * 32, "a-made-up-token"
LINE = "+442079460000"
EMPTY = tuple(f"stondon-{nth}" for nth in range(40))  # a group for each test that needs one with nobody in it
NUMBERS = {slug: f"+4420794600{nth:02}" for nth, slug in enumerate(["brentwood", "ongar", *EMPTY])}
GONE, SOUND = "RE" + "6" * 32, b"ID3 a few words"  # a recording that was erased; the sound of every other
SOON = 15.0  # seconds in which a thing happens, or never

Form = dict[str, str]


def group_file(number: str, *, sweep: str = "1h") -> str:
    """A group that is always awake. With a `sweep` of an hour only the stream moves a request."""
    return f"""
name = "Brentwood Mutual Aid"
numbers = ["{number}"]
keepers = ["Gwen Rees", "Tom Hale"]
needs = ["shopping", "medicines", "dog", "other"]
hours = "every day 00:00-24:00"
drama = true
[areas]
brentwood = "Brentwood"
ongar = "Ongar"
[policy]
sweep = "{sweep}"
draft_opens = "1s"
"""


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """What a command sets in its process (where its DynamoDB is) is not what the next test finds."""
    before = dict(os.environ)
    yield
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture(scope="session")
def groups(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("groups")
    for slug, number in NUMBERS.items():
        (folder / f"{slug}.toml").write_text(group_file(number), encoding="utf-8")
    return folder


class Carrier:
    """Takes calls to be placed, as Twilio does, and lets the test see them."""

    def __init__(self) -> None:
        self.placed: Queue[Form] = Queue()
        carrier = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                carrier.placed.put(dict(parse_qsl(body)))
                answer = json.dumps({"sid": f"CA{carrier.placed.qsize():032}", "status": "queued"}).encode()
                self.send_response(201)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def do_GET(self) -> None:
                """The sound of any recording, for whoever knows the password, but for one that is gone."""
                known = b64encode(f"{SID}:{TOKEN}".encode()).decode()
                status = 200 if self.headers["Authorization"] == f"Basic {known}" else 401
                body, kind = SOUND, "audio/mpeg"
                if GONE in self.path:
                    status, body, kind = 404, b'{"code": 20404, "message": "not found"}', "application/json"
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- http.server's own name
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def placed_by(self, line: str) -> Form:
        """The next call that shows this number; what rings for other groups is other tests'. Raises Empty."""
        while (call := self.placed.get(timeout=SOON))["From"] != line:
            pass
        return call

    def has_placed(self, line: str) -> bool:
        """Whether a call waits here that shows this number."""
        return any(call["From"] == line for call in list(self.placed.queue))

    def __enter__(self) -> Self:
        Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


@dataclass(frozen=True, kw_only=True)
class Served:
    """A line that runs in a process of its own."""

    facts: Mapping[str, Any]
    environ: Mapping[str, str]
    process: subprocess.Popen[str]

    def run(self, *words: str, stdin: str | None = None) -> Result:
        """`hotline …` in this process, on the line's DynamoDB. What it changes in the environment is put back."""
        own = {
            "AWS_ENDPOINT_URL_DYNAMODB": self.facts["dynamodb"],
            "AWS_ENDPOINT_URL_DYNAMODB_STREAMS": self.facts["dynamodb"],
            "HOTLINE_GROUPS": self.environ["HOTLINE_GROUPS"],
            "HOTLINE_TABLES": None,
            "XDG_RUNTIME_DIR": self.environ["XDG_RUNTIME_DIR"],
        }
        return CliRunner(env=own).invoke(main, words, input=stdin)

    def command(self, *words: str, stdin: str = "") -> str:
        """`hotline …` as somebody types it, with nothing said of where the line is: it is found."""
        done = subprocess.run(
            [sys.executable, "-c", "from hotline.cli import main; main()", *words],
            env={**self.environ},
            input=stdin,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        self.process.communicate(timeout=SOON)
        return self.process.returncode


Serve = Callable[..., Served]


@pytest.fixture(scope="session")
def serve(groups: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:
    started: list[Served] = []

    def start(**settings: str) -> Served:
        home = tmp_path_factory.mktemp("home")
        kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        environ = {**kept, "XDG_RUNTIME_DIR": str(home), "HOTLINE_GROUPS": str(groups), **settings}
        with (home / "log").open("w", encoding="utf-8") as log:
            process = subprocess.Popen(
                [sys.executable, "-c", "from hotline.cli import main; main()", "serve", "--port", "0"],
                env=environ,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line, (home / "log").read_text()
        started.append(Served(facts=json.loads(line), environ=environ, process=process))
        return started[-1]

    yield start
    for served in started:
        if served.process.poll() is None:
            served.stop()


@pytest.fixture(scope="session")
def carrier() -> Iterator[Carrier]:
    with Carrier() as running:
        yield running


@pytest.fixture(scope="session")
def line(serve: Serve, carrier: Carrier) -> Served:
    """With the carrier of the test. Its groups are told apart by test: nobody else rings in ongar or stondon."""
    return serve(TWILIO_API_URL=carrier.url, TWILIO_ACCOUNT_SID=SID, TWILIO_AUTH_TOKEN=TOKEN)


@pytest.fixture(scope="session")
def inside(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> Served:
    """With the exchange inside, and a clock that beats each second."""
    folder = tmp_path_factory.mktemp("quick")
    (folder / "brentwood.toml").write_text(group_file(LINE, sweep="1s"), encoding="utf-8")
    return serve(HOTLINE_GROUPS=str(folder))


@dataclass
class Leg:
    """One call, as the carrier's side of it: signed posts, and the TwiML that comes back."""

    number: str
    other: str
    inbound: bool = True
    sid: str = "CA" + "2" * 32
    token: str = TOKEN
    said: str = field(default="", init=False)
    _action: str = field(default="", init=False)

    def posts(self, url: str, **form: str) -> Leg:
        """Fetch a document; blanks are signed too."""
        answer = ET.fromstring(post(url, {**self._form(), **form}, token=self.token))  # noqa: S314 -- our own
        self.said = " ".join("".join(answer.itertext()).split())
        waits = [found for verb in ("Gather", "Record") if (found := answer.find(verb)) is not None]
        self._action = waits[0].attrib["action"] if waits else ""
        return self

    def presses(self, key: str) -> Leg:
        assert self._action, f"nothing waits for a key after: {self.said}"
        return self.posts(self._action, Digits=key)

    def speaks(self, recording: str) -> Leg:
        """After the tone."""
        return self.posts(self._action, RecordingSid=recording, RecordingDuration="4", Digits="#")

    def ends(self, status_url: str) -> None:
        post(status_url, {**self._form(), "CallStatus": "completed", "SequenceNumber": "9"})

    def _form(self) -> Form:
        from_, to = (self.other, self.number) if self.inbound else (self.number, self.other)
        direction = "inbound" if self.inbound else "outbound-api"
        return {
            "AccountSid": SID,
            "CallSid": self.sid,
            "From": from_,
            "To": to,
            "Direction": direction,
            "CallStatus": "in-progress",
            "CallerName": "",
        }


def post(url: str, form: Form, *, token: str = TOKEN, signature: str | None = None) -> str:
    """Signed with the account's token, unless it is said otherwise. Raises HTTPError."""
    signed = RequestValidator(token).compute_signature(url, form) if signature is None else signature
    headers = {"X-Twilio-Signature": signed, "Content-Type": "application/x-www-form-urlencoded"}
    with urlopen(Request(url, urlencode(form).encode(), headers), timeout=SOON) as answer:  # noqa: S310 -- http, ours
        return str(answer.read().decode())


def refusal(url: str, form: Form, *, signature: str) -> int:
    with pytest.raises(HTTPError) as refused:
        post(url, form, signature=signature)
    with refused.value as error:
        return error.code


@dataclass(frozen=True)
class Stondon:
    """A group that nobody has joined yet."""

    line: Served
    slug: str

    def run(self, *words: str, stdin: str | None = None) -> Result:
        return self.line.run(*words, "--group", self.slug, stdin=stdin)


@pytest.fixture
def stondon(line: Served, slugs: Iterator[str]) -> Stondon:
    return Stondon(line, next(slugs))


@pytest.fixture(scope="session")
def slugs() -> Iterator[str]:
    return iter(EMPTY)
