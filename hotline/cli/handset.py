"""One phone on the exchange of the line that runs here, over HTTP."""

from __future__ import annotations

import json
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import quote, urlsplit

from hotline.errors import HotlineError
from hotline.numbers import PhoneNumber

_LIMIT = 10.0  # seconds
_REFUSED = 400

Event = dict[str, Any]


class Gone(HotlineError):
    """The line stopped, or never ran."""


class CannotDo(HotlineError):
    """What a phone cannot do just now, such as answering when it does not ring."""


class Handset:
    """A phone that somebody holds."""

    def __init__(self, base_url: str, number: PhoneNumber, *, dials: str | None, shows: str | None) -> None:
        """`dials`: the number of the line that it rings and texts; None: the first. `shows`: instead of its own."""
        self._host = urlsplit(base_url).netloc
        self._number, self._dials, self._shows = number, dials, shows
        self._seen = 0
        self._joined_with: str | None = None  # the name that the exchange has for them

    def hold(self) -> None:
        """From now on it can ring here, and all that happens is news; so is that it rings already. Raises Gone."""
        before: list[Event] = self._ask("GET", "/exchange/events")
        self._seen = len(before)
        rings = [int(event["id"]) for event in before if event["kind"] == "Rang" and self.is_mine(event)]
        if self._do("hold")["state"] == "ringing" and rings:
            self._seen = rings[-1] - 1

    def news(self) -> list[Event]:
        """What this phone shows and hears since it was last asked, what its other end says included. Raises Gone."""
        events: list[Event] = self._ask("GET", f"/exchange/events?since={self._seen}")
        self._seen += len(events)
        return [event for event in events if self._is_for_us(event)]

    def is_mine(self, event: Event) -> bool:
        """Whether it happened to this phone itself."""
        return str(event["phone"]) == self._number.e164

    def _is_for_us(self, event: Event) -> bool:
        if not self.is_mine(event):
            return event["kind"] == "Said" and str(event["by"]) == self._joined_with
        if event["kind"] in {"Joined", "Ended"}:
            self._joined_with = event.get("other")
        return True

    def dial(self) -> None:
        """Raises CannotDo, also for a number that is not the line's."""
        self._do("dial", to=self._dials, withheld=self._shows)

    def answer(self) -> None:
        self._do("answer")

    def press(self, key: str) -> bool:
        """Whether anybody listened."""
        return bool(self._do("press", key=key))

    def say(self, words: str) -> bool:
        """Whether anybody listened: whoever they talk with, or a recording."""
        return bool(self._do("say", words=words))

    def text(self, words: str) -> None:
        self._do("text", to=self._dials, words=words)

    def hang_up(self) -> None:
        self._do("hang_up")

    def _do(self, verb: str, **told: str | None) -> Any:
        return self._ask("POST", f"/exchange/phones/{quote(self._number.e164)}/{verb}", told)

    def _ask(self, method: str, path: str, told: dict[str, str | None] | None = None) -> Any:
        connection = HTTPConnection(self._host, timeout=_LIMIT)
        try:
            body = None if told is None else json.dumps(told)
            connection.request(method, path, body, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            said = json.loads(answer.read() or b"null")
        except (OSError, HTTPException, ValueError):
            raise Gone("the line does not answer any more: start it again with hotline serve") from None
        finally:
            connection.close()
        if answer.status >= _REFUSED:
            raise CannotDo(
                said["error"] if isinstance(said, dict) and "error" in said else f"refused ({answer.status})"
            )
        return said
