"""One request over HTTP/1.1, and its answer: what is asked on the way to a caller's first word.

The standard library's own client reads headers with its library for e-mail: to import that takes as long as the whole
greeting. https://www.rfc-editor.org/rfc/rfc9112
"""

from __future__ import annotations

import socket
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import SplitResult

if TYPE_CHECKING:
    from ssl import SSLContext

_PORTS = {"http": 80, "https": 443}
_LARGEST = 100_000  # bytes of an answer
_END = b"\r\n\r\n"


@cache
def trusted() -> SSLContext:
    """Whose certificates are believed: this machine's, read once; where AWS takes a snapshot, before that."""
    import ssl  # only where it is spoken, which is neither here nor to Lambda itself

    return ssl.create_default_context()


def ask(method: str, url: SplitResult, headers: Mapping[str, str], body: bytes, *, limit: float) -> tuple[int, bytes]:
    """Its status and its body. `limit`, in seconds, is for the connection, and for each step of the answer.

    Raises OSError if there is no answer, and ValueError for one that is none.
    """
    target = f"{url.path or '/'}{url.query and '?' + url.query}"
    lines = {"Host": url.netloc, **headers, "Content-Length": str(len(body)), "Connection": "close"}
    asked = "\r\n".join([f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in lines.items()), "", ""])
    with _connected(url, limit) as connection:
        connection.sendall(asked.encode("latin-1") + body)
        return _read(connection)


def _connected(url: SplitResult, limit: float) -> socket.socket:
    host = url.hostname or ""
    plain = socket.create_connection((host, url.port or _PORTS[url.scheme]), limit)
    if url.scheme != "https":
        return plain
    try:
        return trusted().wrap_socket(plain, server_hostname=host)
    except OSError:
        plain.close()
        raise


def _read(connection: socket.socket) -> tuple[int, bytes]:
    """All that comes until the other side closes, as it was asked to."""
    parts = []
    while part := connection.recv(_LARGEST):
        parts.append(part)
        if sum(map(len, parts)) > _LARGEST:
            raise ValueError("an answer without an end")
    head, end, body = b"".join(parts).partition(_END)
    version, status, *_ = head.split(b" ", 2)
    lines = dict(line.lower().split(b":", 1) for line in head.split(b"\r\n")[1:])
    if not end or not version.startswith(b"HTTP/1.") or not status.isdigit():
        raise ValueError("no answer of HTTP")
    if lines.get(b"transfer-encoding", b"").strip() == b"chunked":
        return int(status), _joined(body)
    if len(body) < int(lines.get(b"content-length", 0)):
        raise ConnectionError("an answer that was cut off")
    return int(status), body


def _joined(body: bytes) -> bytes:
    """What was sent in pieces, each with its length before it, the last of none."""
    whole = b""
    while True:
        length, _, body = body.partition(b"\r\n")
        size = int(length.partition(b";")[0], 16)
        if size == 0:
            return whole
        if len(body) < size:
            raise ConnectionError("an answer that was cut off")
        whole, body = whole + body[:size], body[size + 2 :]
