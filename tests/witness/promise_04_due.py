"""Promise 4: every unfinished row is due for something within a day, and is seen to when it is due."""

from __future__ import annotations

from datetime import timedelta

from tests.witness.promise import Promise
from tests.witness.rows import is_ended, moment, text
from tests.year.dynamo import Change
from tests.year.expressions import Row

_A_DAY = timedelta(hours=24, seconds=5)
_LONGEST_LIFE = timedelta(days=21)


class AlwaysDue(Promise):
    """Nothing is left lying: each unfinished row has a moment within a day, and that moment is kept."""

    def wrote(self, change: Change) -> None:
        if change.table != "requests" or change.after is None:
            return
        due, over = moment(change.after, "next_action_at"), is_ended(change.after)
        if not over and (due is None or due > self.scene.now + _A_DAY):
            self.scene.breaks("4: not due for anything within a day", change.key, text(change.after, "state"))
        if over and due:
            self.scene.breaks("4: over, and due for something", change.key)

    def looks_round(self) -> None:
        for row in self.scene.unfinished():
            self._is_seen_to(row)

    def _is_seen_to(self, row: Row) -> None:
        now, due, opened = self.scene.now, moment(row, "next_action_at"), moment(row, "opened_at")
        if due is None or due < now - 2 * self.scene.group_of(row).policy.sweep - timedelta(seconds=5):
            self.scene.breaks("4: due, and not seen to", text(row, "id"), text(row, "state"), text(row, "reason"))
        if text(row, "reason") != "series" and opened and opened < now - _LONGEST_LIFE:
            self.scene.breaks("4: open for three weeks, and nothing has come of it", text(row, "id"))
