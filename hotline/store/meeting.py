"""What somebody told the group: recordings for its next meeting, with the day and nothing else."""

from __future__ import annotations

from datetime import date

from hotline.store.base import Base
from hotline.store.models import LineRow
from hotline.values import dataclass


@dataclass(frozen=True, kw_only=True)
class Told:
    """Some words, and the day on which they were said."""

    day: date
    recording: str  # its SID


class Meeting(Base):
    """Kept until they were played."""

    def tell_meeting(self, group: str, told: Told) -> None:
        """Keep it. Twice is once."""
        words = _words(told)
        more = LineRow.waiting.does_not_exist() | ~LineRow.waiting.contains(words)
        self._change(LineRow(_meeting(group)), LineRow.waiting.add(frozenset({words})), when=more)

    def for_meeting(self, group: str) -> list[Told]:
        """What waits to be played, the oldest first."""
        row = self._get(LineRow, _meeting(group))
        parts = (words.partition("#") for words in sorted(row.waiting if row else ()))
        return [Told(day=date.fromisoformat(day), recording=recording) for day, _, recording in parts]

    def was_played(self, group: str, told: Told) -> None:
        """It is kept no longer."""
        over = LineRow.waiting.delete(frozenset({_words(told)}))
        self._change(LineRow(_meeting(group)), over, when=LineRow.id.exists())


def _words(told: Told) -> str:
    return f"{told.day.isoformat()}#{told.recording}"


def _meeting(group: str) -> str:
    return f"meeting#{group}"
