"""What is keyed at this terminal: single keys where it is one, lines where it is a pipe."""

from __future__ import annotations

import os
import select
import sys
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

_TONES = frozenset("0123456789*#")


class Keys:
    """The keys that wait to be pressed. `a` picks up, `h` hangs up; `s` and then words, up to Enter, says them."""

    def __init__(self, *, terminal: bool) -> None:
        self.patient = not terminal  # each key waits until somebody listens: nobody is there to press it again
        self._waiting: deque[str] = deque()
        self._saying: str | None = None
        self.over = False  # no more will come

    def look(self, seconds: float) -> None:
        """Wait this long for something to be keyed."""
        if self.over:
            select.select([], [], [], seconds)
            return
        if select.select([sys.stdin], [], [], seconds)[0]:
            read = os.read(sys.stdin.fileno(), 1024).decode(errors="ignore")
            self.over = not read
            for letter in read:
                self._take(letter)

    def next(self) -> str | None:
        """The first that waits: a tone, `a`, `h`, or words that begin with `s`. It waits on until it is `done`."""
        return self._waiting[0] if self._waiting else None

    def done(self) -> None:
        self._waiting.popleft()

    def _take(self, letter: str) -> None:
        if self._saying is not None:
            self._take_words(letter)
        elif letter in _TONES or letter in "ah":
            self._waiting.append(letter)
        elif letter == "s":
            self._saying = ""
            self._echo("say: ")

    def _take_words(self, letter: str) -> None:
        words = self._saying or ""
        if letter in "\r\n":
            self._echo("\n")
            self._saying = None
            if words.strip():
                self._waiting.append(f"s{words.strip()}")
        elif letter in "\x7f\b":
            self._echo("\b \b" if words else "")
            self._saying = words[:-1]
        else:
            self._echo(letter)
            self._saying = words + letter

    def _echo(self, text: str) -> None:
        if not self.patient:
            sys.stdout.write(text)
            sys.stdout.flush()


@contextmanager
def keys() -> Iterator[Keys]:
    """Keys of standard input; a terminal hands them over one by one, unechoed, until the block ends."""
    if not sys.stdin.isatty():
        yield Keys(terminal=False)
        return
    import termios  # not everywhere
    import tty

    before = termios.tcgetattr(sys.stdin)
    tty.setcbreak(sys.stdin)
    try:
        yield Keys(terminal=True)
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)
