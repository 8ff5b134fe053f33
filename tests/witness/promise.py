"""The form of each promise: it is told of every write, every event on a phone and every line of the log."""

from __future__ import annotations

import logging

from infra.local.exchange.events import Event
from tests.witness.scene import Scene
from tests.year.dynamo import Change


class Promise:
    """One of DESIGN.md's promises, or one part of it."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene

    def wrote(self, change: Change) -> None:
        """Judge one row that has changed."""

    def wrote_together(self, changes: list[Change]) -> None:
        """Judge all that one write or one transaction has changed."""

    def happened(self, event: Event) -> None:
        """Judge something that happened on a phone."""

    def logged(self, record: logging.LogRecord) -> None:
        """Judge a line of the log, at any level."""

    def looks_round(self) -> None:
        """Judge, once an hour, what should have happened by now."""

    def ends(self) -> None:
        """Judge, at the end of a run in which nothing was begun for two days, what is left."""
