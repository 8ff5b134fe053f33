"""What goes over the wire between the exchange and an app, and how it can fail."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class HttpRequest:
    """A webhook on its way to the app."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True, kw_only=True)
class HttpResponse:
    """What the app answers."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def content_type(self) -> str:
        """The media type without its parameters, in lower case; "" where none is named."""
        named = (value for name, value in self.headers.items() if name.lower() == "content-type")
        return next(named, "").partition(";")[0].strip().lower()


class ConnectionFailed(ConnectionError):
    """No connection, or none that TLS accepts: the app may or may not have seen the request."""


class TimedOut(TimeoutError):
    """No answer within the time allowed: what was asked may have been done."""


Transport = Callable[[HttpRequest], HttpResponse]  # raises ConnectionFailed or TimedOut, and nothing else
