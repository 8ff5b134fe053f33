"""What a group has recorded in its own voice: one row, each entry of which changes by itself."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from hotline.records import OwnVoice, Recording
from hotline.store.attributes import write_moment, write_recording
from hotline.store.base import Base
from hotline.store.models import LineRow


class OwnVoices(Base):
    """Recordings are the carrier's; here is which of them says what."""

    def own_voice(self, group: str) -> OwnVoice:
        """Strongly consistent: who has just kept a recording hears it."""
        row = self._get(LineRow, _voice(group))
        return OwnVoice(recordings=row.recordings, replaced=row.replaced, rests_until=row.until) if row else OwnVoice()

    def rest_own_voice(self, group: str, *, until: datetime) -> None:
        """The synthetic voice speaks until then, since the carrier does not give what was recorded."""
        self._change(LineRow(_voice(group)), LineRow.until.set(until), when=LineRow.id.exists())

    def keep_recording(self, group: str, key: str, recording: Recording | None, *, now: datetime) -> None:
        """From now on this says it (None: the synthetic voice does). What said it before is `replaced`.

        Done twice, it is done once.
        """

        def look() -> bool | None:
            before = self.own_voice(group).recordings.get(key)
            if before == recording:
                return True
            entry = LineRow.recordings[key]
            actions: list[Action] = [entry.set(write_recording(recording)) if recording else entry.remove()]
            if before:
                actions.append(LineRow.replaced[before.sid].set(write_moment(now)))
            as_seen: Condition = entry["sid"] == before.sid if before else entry.does_not_exist()
            return self._change_voice(group, *actions, when=as_seen)

        self._until_settled(look)

    def lose_recording(self, group: str, sid: str) -> None:
        """The carrier has it no more: the synthetic voice says that again, unless another recording says it by now."""
        said = [key for key, kept in self.own_voice(group).recordings.items() if kept.sid == sid]
        for key in said:
            entry = LineRow.recordings[key]
            self._change(LineRow(_voice(group)), entry.remove(), when=entry["sid"] == sid)

    def discard_recording(self, group: str, sid: str, *, now: datetime) -> None:
        """A recording that says nothing: heard, and not kept."""
        since = LineRow.replaced[sid].set(write_moment(now))
        self._until_settled(lambda: self._change_voice(group, since, when=LineRow.recordings.exists()))

    def forget_recordings(self, group: str, sids: Collection[str]) -> None:
        """The carrier has erased these."""
        gone = [LineRow.replaced[sid].remove() for sid in sids]
        if gone:
            self._change_voice(group, *gone, when=LineRow.recordings.exists())

    def _change_voice(self, group: str, *actions: Action, when: Condition) -> bool | None:
        """True: done. None: look again. A path into a map can be set only once the map is there."""
        row = LineRow(_voice(group))
        if self._change(row, *actions, when=LineRow.recordings.exists() & when):
            return True
        empty = (LineRow.recordings.set({}), LineRow.replaced.set({}))
        self._change(LineRow(_voice(group)), *empty, when=LineRow.recordings.does_not_exist())
        return None


def _voice(group: str) -> str:
    return f"voice#{group}"
