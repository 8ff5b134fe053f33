"""What a phone in the terminal prints: sentences flow on as they are said, and all else has a line of its own."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta

import click

_WIDEST = 100  # columns
_WORD = timedelta(seconds=0.4)  # at 150 words a minute
_SILENCE = timedelta(seconds=3)  # so long after what was said, the next sentence begins a line
_INDENT = "  "


class Paper:
    """One terminal, or whatever its output goes to."""

    def __init__(self) -> None:
        self._width = min(_WIDEST, shutil.get_terminal_size((_WIDEST, 0)).columns)
        self._column = 0
        self._keys = False  # what stands in this line
        self._quiet_from: datetime | None = None

    def flow(self, sentence: str, at: datetime) -> None:
        """Go on with what is said, word by word; after a silence on a new line."""
        if self._keys or (self._quiet_from and at > self._quiet_from + _SILENCE):
            self._fresh()
        words = sentence.split()
        for word in words:
            self._put(word, indent=_INDENT)
        self._quiet_from = at + len(words) * _WORD

    def key(self, key: str) -> None:
        """A key that was pressed, beside the one before if nothing was said between."""
        if not self._keys:
            self._fresh()
        self._put(f"[{key}]", indent=2 * _INDENT)
        self._keys = True

    def line(self, text: str) -> None:
        self._fresh()
        click.echo(text)

    def typed(self, text: str) -> None:
        """A letter as it is typed: it begins on a line of its own, and ends with its own."""
        self._fresh()
        click.echo(text, nl=False)

    def _put(self, word: str, *, indent: str) -> None:
        if self._column + 1 + len(word) > self._width:
            self._fresh()
        text = f" {word}" if self._column else f"{indent}{word}"
        click.echo(text, nl=False)
        self._column += len(text)

    def _fresh(self) -> None:
        if self._column:
            click.echo()
        self._column, self._keys, self._quiet_from = 0, False, None
