"""No data was gathered: what has ended holds nothing of anybody; what is not over keeps its recording."""

from __future__ import annotations

from tests.witness.promise import Promise
from tests.witness.rows import is_ended, text
from tests.year.dynamo import Change

_OF_SOMEBODY = ("number", "for_number", "other", "beside", "note", "taken_by", "against")


class NothingKept(Promise):
    """A row that has ended holds no number, no recording, and not who did it."""

    def wrote(self, change: Change) -> None:
        if change.table == "requests" and is_ended(change.after):
            for name in _OF_SOMEBODY:
                if change.after and name in change.after:
                    self.scene.breaks(f"no data: `{name}` is kept of what has ended", change.key)


class RecordingsKept(Promise):
    """A recording is erased when nothing refers to it any more: not earlier, and not never."""

    def looks_round(self) -> None:
        there = self.scene.exchange.recordings
        for row in self.scene.unfinished():
            note = text(row, "note")
            if note and note not in there and text(row, "reason") not in ("played", "erase"):
                self.scene.breaks("1: a recording was erased before its request was over", text(row, "id"))

    def ends(self) -> None:
        held = " ".join(str(row) for table in ("requests", "line") for row in self.scene.rows(table))
        for sid, recording in self.scene.exchange.recordings.items():
            if recording.words and sid not in held:
                self.scene.breaks("no data: a recording is kept that nothing refers to", sid)
