"""What the line claims in its sentences, and what must then be so. A new sentence is one more line of a table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.witness.heard import Heard

Check = Callable[[Heard], bool]
Moment = Callable[[Heard], datetime | None]


@dataclass(frozen=True, kw_only=True)
class Claim:
    """Some words of a sentence, in small letters, and what holds of the rows at that moment and afterwards."""

    words: str
    holds: Check
    then: Check | None = None  # so many minutes later
    minutes: float = 0
    due: Moment | None = None  # or so many minutes after this time, which the rows tell
    unless: str = ""  # the same words in a sentence that claims something else

    def is_in(self, sentence: str) -> bool:
        return self.words in sentence and not (self.unless and self.unless in sentence)

    def judged_at(self, heard: Heard) -> datetime:
        """Return when what was promised must have come true."""
        due = self.due(heard) if self.due else None
        return max(due or heard.event.at, heard.event.at) + timedelta(minutes=self.minutes)


def always(_: Heard) -> bool:
    """For a claim that can only be judged later."""
    return True
