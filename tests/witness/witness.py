"""The witness: it listens to every write, every phone and the log, and tells each promise."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Self

from infra.local.exchange.events import Event, Pressed, Rang
from tests.witness.promise import Promise
from tests.witness.scene import Scene
from tests.year.dynamo import Change

LOUD = ("app", "hotline", "chalicelib", "infra", "twilio")  # loggers whose every line is read
_AN_HOUR = 3600.0


class Witness(logging.Handler):
    """Listens from its making on, and to the log while it is entered."""

    def __init__(self, scene: Scene, promises: Iterable[Promise]) -> None:
        super().__init__()
        self.scene, self.promises, self._sees = scene, tuple(promises), True
        self._wrote_together = _those_with("wrote_together", self.promises)
        self._wrote_one = _those_with("wrote", self.promises)
        self._happens = _those_with("happened", self.promises)
        self._logged = _those_with("logged", self.promises)
        scene.dynamo.listeners.append(self._wrote)
        scene.exchange.listeners.append(self._happened)
        self._look_round()

    def __enter__(self) -> Self:
        """Read every logger: Chalice's hands nothing on to those above it."""
        for name in LOUD:
            logging.getLogger(name).addHandler(self)
        return self

    def __exit__(self, *_: object) -> None:
        for name in LOUD:
            logging.getLogger(name).removeHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        for promise in self._logged:
            promise.logged(record)

    def ends(self) -> list[str]:
        """Judge what is left, and return all that broke."""
        for promise in self.promises:
            promise.looks_round()
            promise.ends()
        return self.scene.broken

    @contextmanager
    def looks_away(self) -> Iterator[None]:
        """While this lasts writes are not judged: an operator loses the tables, or puts a backup back."""
        self._sees = False
        try:
            yield
        finally:
            self._sees = True

    def _wrote(self, changes: list[Change]) -> None:
        if not self._sees:
            return
        for promise in self._wrote_together:
            promise.wrote_together(changes)
        for promise in self._wrote_one:
            for change in changes:
                promise.wrote(change)

    def _happened(self, event: Event) -> None:
        if isinstance(event, Pressed):
            self.scene.keys[event.number].append(event)
        elif isinstance(event, Rang):
            self.scene.last_rung[event.number] = event.at
        for promise in self._happens:
            promise.happened(event)

    def _look_round(self) -> None:
        for promise in self.promises:
            promise.looks_round()
        self.scene.exchange.timeline.after(_AN_HOUR, self._look_round)


def _those_with(name: str, promises: Iterable[Promise]) -> tuple[Promise, ...]:
    """Return the promises that have something of their own to do then."""
    return tuple(promise for promise in promises if getattr(type(promise), name) is not getattr(Promise, name))
