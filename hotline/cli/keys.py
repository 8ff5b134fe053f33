"""What is keyed at this terminal: single keys where it is one, lines where it is a pipe."""

from __future__ import annotations

import os
import select
import sys
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_TONES = frozenset("0123456789*#")
_ALONE = frozenset("ahd")
_WITH_WORDS = {"s": "  you: ", "t": "  you text: "}  # and what stands before them as they are typed

Echo = Callable[[str], None]


class Keys:
    """The keys that wait to be pressed. `a` picks up, `h` hangs up, `d` dials.

    `s` and then words, up to Enter, says them; `t` texts them.
    """

    def __init__(self, echo: Echo | None) -> None:
        self.patient = echo is None  # each key waits until somebody listens: nobody is there to press it again
        self._echo = echo or _no_echo
        self._waiting: deque[str] = deque()
        self.words: str | None = None  # what is being typed up to Enter, its verb first
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
        """The first that waits: a key, or words after their verb, `s` or `t`. It waits on until it is `done`."""
        return self._waiting[0] if self._waiting else None

    @property
    def more(self) -> bool:
        """Whether something else waits behind the first."""
        return len(self._waiting) > 1

    def done(self) -> None:
        self._waiting.popleft()

    def _take(self, letter: str) -> None:
        if self.words is not None:
            self._take_words(self.words, letter)
        elif letter in _TONES or letter in _ALONE:
            self._waiting.append(letter)
        elif letter in _WITH_WORDS:
            self.words = letter
            self._echo(_WITH_WORDS[letter])

    def _take_words(self, words: str, letter: str) -> None:
        if letter in "\r\n":
            self._echo("\n")
            self.words = None
            if words[1:].strip():
                self._waiting.append(words[0] + words[1:].strip())
        elif letter in "\x7f\b":
            self._echo("\b \b" if words[1:] else "")
            self.words = words[0] + words[1:-1]
        else:
            self._echo(letter)
            self.words = words + letter


def _no_echo(_: str) -> None:
    pass


@contextmanager
def keys(echo: Echo) -> Iterator[Keys]:
    """Keys of standard input; a terminal hands them over one by one until the block ends, words with `echo`."""
    if not sys.stdin.isatty():
        yield Keys(None)
        return
    import termios  # not everywhere
    import tty

    before = termios.tcgetattr(sys.stdin)
    tty.setcbreak(sys.stdin)
    try:
        yield Keys(echo)
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)
