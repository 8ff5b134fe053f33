"""Promise 6: no phone shows, hears or is texted another's number; no line of the log has one, or a resident's words."""

from __future__ import annotations

import logging
import re

from infra.local.exchange.events import Engaged, Event, Rang, Said, Texted
from tests.witness.promise import Promise
from tests.witness.scene import Scene
from tests.year.dynamo import Change

_WHOLE = logging.Formatter()  # with its traceback
_NUMBER = re.compile(r"(?:\+44|0)\d{9,10}|07700 ?900 ?\d{3}|020 ?7946 ?\d{4}")
_SPOKEN = 8  # letters: words as short as a name of a need are the line's own too


class NoNumbers(Promise):
    """Both sides see the group's number, and no other number is said, texted or logged."""

    def happened(self, event: Event) -> None:
        if isinstance(event, Rang | Engaged) and event.display not in self._ours():
            self.scene.breaks("6: a phone showed another number than the line's", event.display)
        if isinstance(event, Said) and event.by == "line" and _NUMBER.search(event.text):
            self.scene.breaks("6: a number was said", event.text)
        if isinstance(event, Texted) and _NUMBER.search(self._without_ours(event.text)):
            self.scene.breaks("6: a number was texted", event.text)

    def logged(self, record: logging.LogRecord) -> None:
        line = _WHOLE.format(record) if record.exc_info else record.getMessage()
        if _NUMBER.search(line):
            self.scene.breaks("6: a number stands in the log", line)

    def _ours(self) -> set[str]:
        return {number for group in self.scene.settings.values() for number in group.numbers}

    def _without_ours(self, words: str) -> str:
        """Leave out the line's own number, as people write it in its country."""
        flat = words.replace(" ", "")
        for number in self._ours():
            flat = flat.replace(number, "").replace(f"0{number[3:]}", "")
        return flat


class NoWords(Promise):
    """A word that somebody says into a phone of ours stands in no log, no text message and no row."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        self._said: set[str] = set()

    def happened(self, event: Event) -> None:
        if isinstance(event, Said) and event.by != "line" and len(event.text) >= _SPOKEN:
            self._said.add(event.text)
        if isinstance(event, Texted):
            self._look_for("a text message", event.text)

    def logged(self, record: logging.LogRecord) -> None:
        if self._said:
            self._look_for("the log", record.getMessage())

    def wrote(self, change: Change) -> None:
        if self._said and change.after:
            self._look_for("a row", str(change.after))

    def _look_for(self, where: str, text: str) -> None:
        for words in self._said:
            if words in text:
                self.scene.breaks(f"6: what somebody said stands in {where}", words)
