"""The attributes of each verb, their defaults, and what Twilio allows as their values.

One page a verb: https://www.twilio.com/docs/voice/twiml/say, /gather, /record and so on. An attribute of Twilio's that
the exchange cannot act on is left out on purpose: to be refused is better than to be ignored.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TypeVar
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

from infra.local.exchange.problems import TwimlError

Value = TypeVar("Value")

E164 = re.compile(r"\+[1-9]\d{4,14}")
SHORT = re.compile(r"\d{3,6}")  # as it is dialled in its own country
KEYS = "0123456789*#"
EVENTS = ("initiated", "ringing", "answered", "completed")
_ACTION = {"action", "method"}
_STATUS = {"statusCallback", "statusCallbackMethod", "statusCallbackEvent"}
ATTRIBUTES: Mapping[str, set[str]] = {
    "Say": {"voice", "language", "loop"},
    "Play": {"loop"},
    "Pause": {"length"},
    "Gather": _ACTION | {"input", "timeout", "numDigits", "finishOnKey", "actionOnEmptyResult", "language"},
    "Record": _ACTION
    | {"timeout", "finishOnKey", "maxLength", "playBeep", "trim"}
    | {"recordingStatusCallback", "recordingStatusCallbackMethod", "recordingStatusCallbackEvent"},
    "Dial": _ACTION | {"timeout", "hangupOnStar", "timeLimit", "callerId", "answerOnBridge", "ringTone"},
    "Number": {"url", "method"} | _STATUS,
    "Queue": {"url", "method"},
    "Redirect": {"method"},
    "Hangup": set(),
    "Reject": {"reason"},
    "Enqueue": _ACTION | {"waitUrl", "waitUrlMethod"},
    "Leave": set(),
}


class Attributes:
    """Reads one element's attributes; URLs are resolved against the document's own, where it has one."""

    def __init__(self, element: Element, base: str | None) -> None:
        self._element, self.base = element, base
        unknown = element.attrib.keys() - ATTRIBUTES[element.tag]
        if unknown:
            raise TwimlError(f"<{element.tag}> has no attribute {min(unknown)!r} that the exchange can act on")

    def text(self, name: str) -> str | None:
        return self._element.get(name)

    def seconds(self, name: str, default: int, *, least: int = 1, most: int | None = None) -> int:
        return self._read(name, default, lambda value: _whole(value, least, most))

    def count(self, name: str) -> int | None:
        return self._read(name, None, lambda value: _whole(value, 1, None))

    def loop(self) -> int:
        return self._read("loop", 1, lambda value: _whole(value, 0, None))

    def flag(self, name: str, *, default: bool) -> bool:
        return self._read(name, default, _flag)

    def choice(self, name: str, default: str, choices: tuple[str, ...]) -> str:
        return self._read(name, default, lambda value: _one_of(value, choices))

    def one_of(self, name: str, choices: tuple[str, ...]) -> str | None:
        """One of these, if it is given at all."""
        return self._read(name, None, lambda value: _one_of(value, choices))

    def choices(self, name: str, default: tuple[str, ...], choices: tuple[str, ...]) -> tuple[str, ...]:
        """Several, with spaces between them."""
        return self._read(name, default, lambda value: tuple(_one_of(one, choices) for one in value.split()))

    def method(self, name: str = "method") -> str:
        return self.choice(name, "POST", ("GET", "POST"))

    def keys(self, name: str, default: str) -> str:
        return self._read(name, default, _keys)

    def url(self, name: str) -> str | None:
        """Relative or absolute; relative only where the document has a URL of its own."""
        return self._read(name, None, lambda value: absolute(value, self.base))

    def action(self) -> str:
        """Where Gather and Record go on: by default to the document's own URL."""
        url = self.url("action")
        if url is None and self.base is None:
            raise TwimlError(f"<{self._element.tag}> in Twiml= needs an action: the document has no URL to go back to")
        return url or str(self.base)

    def absolute_url(self, name: str) -> str | None:
        return self._read(name, None, lambda value: absolute(value, None))

    def _read(self, name: str, default: Value, read: Callable[[str], Value]) -> Value:
        value = self._element.get(name)
        if value is None:
            return default
        try:
            return read(value)
        except ValueError as error:
            raise TwimlError(f"<{self._element.tag}> {name}={value!r}: {error}") from None


def absolute(url: str, base: str | None) -> str:
    """A URL that can be asked. Raises ValueError for a relative one without a base, and for anything but HTTP."""
    joined = urljoin(base or "", url.strip())
    parts = urlsplit(joined)
    if not parts.scheme:
        raise ValueError("an absolute URL is needed here")
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise ValueError("it is not a URL of http or https")
    return joined


def e164(number: str) -> str:
    """A number as Twilio wants it. Raises TwimlError."""
    if not E164.fullmatch(number.strip()):
        raise TwimlError(f"{number.strip()!r} is not a phone number in E.164, such as +442079460000")
    return number.strip()


def dialled(number: str) -> str:
    """A number as <Number> takes it: in E.164, or a short code. Raises TwimlError."""
    return number.strip() if SHORT.fullmatch(number.strip()) else e164(number)


def _whole(value: str, least: int, most: int | None) -> int:
    if not value.isascii() or not value.isdigit():
        raise ValueError("a whole number is needed here")
    if int(value) < least or (most is not None and int(value) > most):
        raise ValueError(f"at least {least}" + (f" and at most {most}" if most else ""))
    return int(value)


def _flag(value: str) -> bool:
    if value not in {"true", "false"}:
        raise ValueError("true or false")
    return value == "true"


def _one_of(value: str, choices: tuple[str, ...]) -> str:
    if value not in choices:
        raise ValueError("one of " + ", ".join(choices))
    return value


def _keys(value: str) -> str:
    if set(value) - set(KEYS):
        raise ValueError(f"keys of a telephone are {KEYS}")
    return value
