"""Phones for programs: what `hotline call` and a narrator drive over HTTP. Everything in and out is plain JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from infra.local.exchange.events import Event
from infra.local.exchange.phones import Phone
from infra.local.exchange.speech import plain

if TYPE_CHECKING:
    from infra.local.exchange.exchange import Exchange


_SHORTEST = 1.0  # seconds, of something said


class PhonesApi:
    """Dial, pick up, press, say, text, hang up; and a log of what happened, numbered from 1.

    A number that is named here for the first time becomes a phone that somebody holds. What cannot be done (to answer
    a phone that does not ring) raises ValueError with a sentence.
    """

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._events: list[Event] = []
        exchange.listeners.append(self._events.append)

    def hold(self, number: str, name: str | None = None) -> dict[str, Any]:
        """Somebody holds this phone, and from now on it can ring. How it stands."""
        with self._exchange.timeline.lock:
            return _shown(self._phone(number, name))

    def dial(self, number: str, to: str, *, withheld: str | None = None) -> dict[str, Any]:
        with self._exchange.timeline.lock:
            phone = self._phone(number)
            phone.dial(to, withheld=withheld)
            return _shown(phone)

    def answer(self, number: str) -> dict[str, Any]:
        with self._exchange.timeline.lock:
            phone = self._phone(number)
            phone.answer()
            return _shown(phone)

    def press(self, number: str, key: str) -> bool:
        """Whether anybody listened."""
        with self._exchange.timeline.lock:
            return self._phone(number).fumble(key)

    def say(self, number: str, words: str) -> bool:
        """Whether anybody listened: whoever they talk with, or a recording. They take as long as words take."""
        with self._exchange.timeline.lock:
            phone = self._phone(number)
            heard = phone.call is not None and phone.call.is_heard
            if heard:
                phone.say(words, seconds=max(_SHORTEST, sum(word.seconds for word in plain(words))))
            return heard

    def text(self, number: str, to: str, words: str) -> None:
        """Send a text message to a number of the account."""
        with self._exchange.timeline.lock:
            self._phone(number).text(to, words)

    def hang_up(self, number: str) -> dict[str, Any]:
        """Put the phone down, or turn down a ring."""
        with self._exchange.timeline.lock:
            phone = self._phone(number)
            if phone.ringing:
                phone.reject()
            else:
                phone.hang_up()
            return _shown(phone)

    def events(self, since: int = 0) -> list[dict[str, Any]]:
        """What has happened after event `since`: each with its id, kind, time, phone and details."""
        with self._exchange.timeline.lock:
            later = list(enumerate(self._events[since:], start=since + 1))
        return [_told(number, event) for number, event in later]

    def _phone(self, number: str, name: str | None = None) -> Phone:
        held = self._exchange.phones.get(number)
        return held or Phone(self._exchange, number, name or number)


def _told(number: int, event: Event) -> dict[str, Any]:
    details = asdict(event)
    phone, at = details.pop("number"), details.pop("at").isoformat()
    return {"id": number, "kind": type(event).__name__, "at": at, "phone": phone, **details}


def _shown(phone: Phone) -> dict[str, Any]:
    return {
        "phone": phone.number,
        "name": phone.name,
        "state": "ringing" if phone.ringing else "on a call" if phone.call else "idle",
        "display": phone.displays[-1] if phone.ringing else None,
    }
