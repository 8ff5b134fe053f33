"""Promise 4: every unfinished request is due within a day, and seen to; a person is told of what waits too long."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.year.dynamo import Change
from tests.year.expressions import Row
from tests.year.witness import ENDED, Promise, moment, text

_A_DAY = timedelta(hours=24, seconds=5)
_TWO_BEATS = timedelta(minutes=2)
_TOO_LONG = timedelta(minutes=30)
_LONGEST_LIFE = timedelta(days=21)


class AlwaysDue(Promise):
    """A bound ends in a person, never in silence."""

    def wrote(self, change: Change) -> None:
        if change.table != "requests" or change.after is None:
            return
        due, unfinished = moment(change.after, "next_action_at"), text(change.after, "state") not in ENDED
        if unfinished and (due is None or due > self.scene.now + _A_DAY):
            self.scene.breaks("4: not due for anything within a day", change.key, text(change.after, "state"))
        if not unfinished and due:
            self.scene.breaks("4: over, and due for something", change.key)

    def looks_round(self) -> None:
        for row in self.scene.rows("requests"):
            if text(row, "state") not in ENDED:
                self._is_seen_to(row)

    def _is_seen_to(self, row: Row) -> None:
        now = self.scene.now
        due, opened = moment(row, "next_action_at"), moment(row, "opened_at")
        if due is None or due < now - _TWO_BEATS:
            self.scene.breaks("4: due, and not seen to", text(row, "id"), text(row, "state"))
        if text(row, "reason") == "series":
            return
        if opened and opened < now - _LONGEST_LIFE:
            self.scene.breaks("4: open for three weeks, and nothing has come of it", text(row, "id"))
        too_long = _waits_too_long_at(row)
        unanswered = text(row, "state") == "open" and not text(row, "reason")
        if unanswered and too_long and too_long < now - _TWO_BEATS and "told" not in row:
            self.scene.breaks("4: waits for half an hour, and nobody was told", text(row, "id"))


def _waits_too_long_at(row: Row) -> datetime | None:
    """What recurs every week: a day before it is due."""
    opened, due = moment(row, "opened_at"), moment(row, "due_at")
    if text(row, "series") and due:
        return due - timedelta(days=1)
    return opened + _TOO_LONG if opened else None
