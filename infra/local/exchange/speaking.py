"""The line's voice on one leg, word by word, so that a key or a hang-up can fall on any of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, repeat
from typing import TYPE_CHECKING

from infra.local.exchange.speech import Word, pause, plain
from infra.local.exchange.verbs import Pause, Play, Prompt, Say

if TYPE_CHECKING:
    from infra.local.exchange.calls import Call
    from infra.local.exchange.exchange import Exchange
    from infra.local.exchange.timeline import Due

ENDLESS = 1000  # times that loop="0" plays: https://www.twilio.com/docs/voice/twiml/say
SOUND_SECONDS = 3.0  # of a sound whose length the exchange cannot know
_SENTENCE_ENDS = re.compile(r"[.?!:;][\"'”’)]*$")


class Speaker:
    """Says words, then tells that it has finished."""

    def __init__(self, exchange: Exchange, call: Call, words: Iterable[Word], done: Callable[[], None]) -> None:
        self._timeline, self._call, self._done = exchange.timeline, call, done
        self._words = sentences(words)
        self._due: Due | None = None

    def begin(self) -> None:
        """Go on with the next word; a word is heard when it has been said."""
        following = next(self._words, None)
        if following is None:
            self._due = None
            self._done()
            return
        sentence, word = following
        if sentence:
            self._call.announce(sentence)
        self._due = self._timeline.after(word.seconds, lambda: self._said(word))

    def stop(self) -> None:
        """In the middle of a word, if need be."""
        self._timeline.cancel(self._due)
        self._due = None

    def _said(self, word: Word) -> None:
        if word.text:
            self._call.hear(word.text)
        self.begin()


def words_of(exchange: Exchange, prompts: Iterable[Prompt]) -> Iterator[Word]:
    """What these prompts sound like, one after the other."""
    for prompt in prompts:
        match prompt:
            case Say(words=words, loop=loop):
                yield from chain.from_iterable(repeat(words, loop or ENDLESS))
            case Pause(seconds=seconds):
                yield pause(seconds)
            case Play(url=url, loop=loop):
                yield from chain.from_iterable(repeat(_sound(exchange, url), loop or ENDLESS))


def sentences(words: Iterable[Word]) -> Iterator[tuple[str, Word]]:
    """Each word, and before the first word of a sentence the whole sentence; else ""."""
    gathered: list[Word] = []
    for word in words:
        gathered.append(word)
        if not word.text or _SENTENCE_ENDS.search(word.text):
            yield from _sentence(gathered)
            gathered = []
    yield from _sentence(gathered)


def _sentence(words: list[Word]) -> Iterator[tuple[str, Word]]:
    text = " ".join(word.text for word in words if word.text)
    for number, word in enumerate(words):
        yield (text if number == 0 else ""), word


def _sound(exchange: Exchange, url: str) -> tuple[Word, ...]:
    """A recording of the account's says what was recorded; any other sound is named, since nobody here can hear it."""
    recording = exchange.recording_at(url)
    if recording is None:
        return (Word(text=f"(plays {url})", seconds=SOUND_SECONDS),)
    return tuple(plain(recording.words))
