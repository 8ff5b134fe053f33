"""One request over HTTP, one fact each: what is read, and what is no answer."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import pytest

from benchmarks.parameters import parameter_store
from chalicelib.asking import ask, trusted
from tests.doors.store import Told

HEAD = b"HTTP/1.1 200 OK\r\n"


class Wire:
    """Whoever connects is sent these bytes, and then nothing more."""

    def __init__(self) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = urlsplit(f"http://127.0.0.1:{self._listening.getsockname()[1]}/a?b=c")
        self.heard = b""

    def sends(self, answer: bytes) -> tuple[int, bytes]:
        """What becomes of it."""
        sender = Thread(target=self._send, args=(answer,))
        sender.start()
        try:
            return ask("POST", self.url, {"X-One": "two"}, b"the body", limit=5)
        finally:
            sender.join()

    def close(self) -> None:
        self._listening.close()

    def _send(self, answer: bytes) -> None:
        connection, _ = self._listening.accept()
        with connection:
            while not self.heard.endswith(b"the body"):
                self.heard += connection.recv(1000)
            connection.sendall(answer)


@pytest.fixture
def wire() -> Iterator[Wire]:
    wire = Wire()
    yield wire
    wire.close()


def test_what_is_asked(wire: Wire) -> None:
    """https://www.rfc-editor.org/rfc/rfc9112: a request line, the host, how long the body is, and no more after it."""
    wire.sends(HEAD + b"\r\n")
    head, _, body = wire.heard.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    assert (first, body) == ("POST /a?b=c HTTP/1.1", b"the body")
    host = f"Host: {wire.url.netloc}"
    assert sorted(lines) == sorted([host, "X-One: two", "Content-Length: 8", "Connection: close"])


@pytest.mark.parametrize(
    ("answer", "status", "body"),
    [
        (HEAD + b"Content-Length: 2\r\n\r\nok", 200, b"ok"),
        (HEAD + b"\r\nto the end", 200, b"to the end"),
        (b"HTTP/1.0 404 Not Found\r\ncontent-length:0\r\n\r\n", 404, b""),
        (
            HEAD + b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\n\r\n",
            200,
            b"abc0123456789",
        ),
    ],
)
def test_what_is_read(wire: Wire, answer: bytes, status: int, body: bytes) -> None:
    """By its length, to the end, or in pieces."""
    assert wire.sends(answer) == (status, body)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"HTTP/1.1 200 OK\r\n",
        b"SSH-2.0-OpenSSH\r\n\r\n",
        b"HTTP/1.1 OK\r\n\r\n",
        HEAD + b"nonsense\r\n\r\n",
        HEAD + b"Content-Length: 3\r\n\r\nok",
        HEAD + b"Content-Length: many\r\n\r\nok",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nabc",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\nwhat\r\nabc",
        HEAD + b"\r\n" + b"x" * 200_000,
    ],
)
def test_what_is_no_answer(wire: Wire, answer: bytes) -> None:
    """Cut off, without an end, or not of HTTP: never taken for one."""
    with pytest.raises((OSError, ValueError)):
        wire.sends(answer)


def test_it_is_asked_over_tls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only of whom this machine trusts."""
    with parameter_store(tmp_path, tls=True) as told:
        url = urlsplit(told["AWS_ENDPOINT_URL_SSM"])
        trusted.cache_clear()
        with pytest.raises(OSError, match="certificate verify failed"):
            ask("POST", url, {}, b"", limit=5)
        monkeypatch.setenv("SSL_CERT_FILE", told["SSL_CERT_FILE"])
        trusted.cache_clear()
        assert ask("POST", url, {}, b"", limit=5)[0] == 200
        with pytest.raises(OSError, match="mismatch"):
            ask("POST", url._replace(netloc=f"localhost:{url.port}"), {}, b"", limit=5)
    trusted.cache_clear()


def test_nobody_is_waited_for_long(told: Told) -> None:
    """Each step has its limit."""
    told.never = True
    with pytest.raises(TimeoutError):
        ask("GET", urlsplit(told.url), {}, b"", limit=0.2)
