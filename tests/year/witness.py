"""Whoever sees everything: each write with the row before and after, and all that happens on the phones."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from hotline.numbers import PhoneNumber
from infra.local.exchange import Exchange
from infra.local.exchange.events import Event, Pressed
from infra.local.exchange.states import Direction
from tests.year.dynamo import Change, Dynamo
from tests.year.expressions import Row

LONDON = ZoneInfo("Europe/London")
GROUPS_HOURS = (time(9), time(20))
ENDED = frozenset({"done", "cancelled", "unmet"})
LOUD = ("app", "hotline", "chalicelib", "infra", "twilio")  # whose every line is read


class Scene:
    """What every promise is judged by: the rows, the clock, the phones; and what was broken."""

    def __init__(self, dynamo: Dynamo, exchange: Exchange) -> None:
        self.dynamo, self.exchange = dynamo, exchange
        self.broken: list[str] = []
        self.last_key: dict[str, Pressed] = {}  # by the phone's number
        self._ids: dict[str, str] = {}

    @property
    def now(self) -> datetime:
        return self.exchange.timeline.now()

    def rows(self, table: str) -> Iterable[Row]:
        return self.dynamo.rows(table).values()

    def row(self, table: str, *key: str) -> Row | None:
        return self.dynamo.rows(table).get(key)

    def breaks(self, promise: str, *about: object) -> None:
        about_it = ", ".join(map(str, about))
        self.broken.append(f"{self.now.astimezone(LONDON):%a %d %b %Y %H:%M:%S}: {promise} ({about_it})")

    def last_words(self, lines: int = 60) -> str:
        """What was heard, said and pressed last, on all phones."""
        return "\n".join(self.exchange.transcript().splitlines()[-lines:]) if self.broken else ""

    def id_of(self, number: str) -> str:
        """Whose phone it is, as rows name them."""
        if number not in self._ids:
            self._ids[number] = PhoneNumber(number).opaque
        return self._ids[number]

    def number_of(self, volunteer: str) -> str:
        found = self.row("volunteers", "brentwood", volunteer)
        return text(found, "number") if found else ""

    def pressed_just_now(self, number: str, *keys: str) -> bool:
        """One of these keys, a moment ago, on a call that was placed to this phone (promises 7 and 8)."""
        last = self.last_key.get(number)
        if last is None or last.key not in keys or self.now - last.at > timedelta(seconds=10):
            return False
        return self.exchange.calls[last.call_sid].direction is not Direction.INBOUND


class Promise:
    """One of DESIGN.md's promises, watched over."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene

    def wrote(self, change: Change) -> None:
        """A row has changed."""

    def wrote_together(self, changes: list[Change]) -> None:
        """All that one write has changed."""

    def happened(self, event: Event) -> None:
        """Something happened on a phone."""

    def logged(self, record: logging.LogRecord) -> None:
        """A line of the log, at whatever level."""

    def looks_round(self) -> None:
        """Every hour: what should have happened by now."""


class Witness(logging.Handler):
    """Tells each promise of everything, and reads the log while it is entered."""

    def __init__(self, scene: Scene, promises: Iterable[Promise]) -> None:
        super().__init__()
        self.scene, self.promises = scene, tuple(promises)
        scene.dynamo.listeners.append(self._wrote)
        scene.exchange.listeners.append(self._happened)
        self._looks_round()

    def __enter__(self) -> Self:
        """Chalice's logger hands nothing on to those above it, and so each is listened to."""
        for name in LOUD:
            logging.getLogger(name).addHandler(self)
        return self

    def __exit__(self, *_: object) -> None:
        for name in LOUD:
            logging.getLogger(name).removeHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        for promise in self.promises:
            promise.logged(record)

    def _wrote(self, changes: list[Change]) -> None:
        for promise in self.promises:
            promise.wrote_together(changes)
            for change in changes:
                promise.wrote(change)

    def _happened(self, event: Event) -> None:
        if isinstance(event, Pressed):
            self.scene.last_key[event.number] = event
        for promise in self.promises:
            promise.happened(event)

    def _looks_round(self) -> None:
        for promise in self.promises:
            promise.looks_round()
        self.scene.exchange.timeline.after(3600, self._looks_round)


def text(row: Row | None, name: str) -> str:
    """A text or a number, as it stands; nothing: it is not there."""
    return next(iter(row[name].values())) if row and name in row else ""


def moment(row: Row | None, name: str) -> datetime | None:
    found = text(row, name)
    return datetime.fromisoformat(found) if found else None


def members(row: Row | None, name: str) -> frozenset[str]:
    """Of a set, or the names in a map."""
    return frozenset(next(iter(row[name].values()))) if row and name in row else frozenset()


def in_hours(windows: str, at: datetime) -> bool:
    """A week of windows, Monday first, as a volunteer's row has them: by the clock on the wall in London."""
    local = at.astimezone(LONDON)
    for window in filter(None, windows.split(";")[local.weekday()].split(",")):
        begins, ends = (time.fromisoformat(each) for each in window.strip().split("-"))
        if begins <= local.time() and (local.time() < ends or ends == time()):
            return True
    return False


def in_the_groups_hours(at: datetime) -> bool:
    begins, ends = GROUPS_HOURS
    return begins <= at.astimezone(LONDON).time() < ends
