"""The line's voice on one leg, word by word, so that a key or a hang-up can fall on any of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, groupby, repeat
from typing import TYPE_CHECKING

from infra.local.exchange.media import heard, sound_request
from infra.local.exchange.problems import TwimlError
from infra.local.exchange.speech import Word, pause
from infra.local.exchange.verbs import Pause, Play, Prompt, Say

if TYPE_CHECKING:
    from infra.local.exchange.performer import Performer
    from infra.local.exchange.post import Answer
    from infra.local.exchange.timeline import Due

ENDLESS = 1000  # times that loop="0" plays: https://www.twilio.com/docs/voice/twiml/say
_SENTENCE_ENDS = re.compile(r"[.?!:;][\"'”’)]*$")


class Speaker:
    """Says words and plays sounds, then tells that it has finished. A sound is fetched once its turn has come.

    One that cannot be played ends the document: the performer goes on at the call's fallback.
    """

    def __init__(self, performer: Performer, prompts: Iterable[Prompt], done: Callable[[], None]) -> None:
        self._performer, self._call, self._done = performer, performer.call, done
        self._exchange, self._timeline = performer.exchange, performer.exchange.timeline
        self._left = iter([(plays, tuple(some)) for plays, some in groupby(prompts, lambda one: isinstance(one, Play))])
        self._sounds: Iterator[Play] = iter(())
        self._words: Iterator[tuple[str, Word]] = iter(())
        self._due: Due | None = None
        self._stopped = False

    def begin(self) -> None:
        """Go on with the next word; a word is heard when it has been said."""
        following = next(self._words, None)
        if following is None:
            self._due = None
            self._next_prompts()
            return
        sentence, word = following
        if sentence:
            self._call.announce(sentence)
        self._due = self._timeline.after(word.seconds, lambda: self._said(word))

    def stop(self) -> None:
        """In the middle of a word, if need be."""
        self._stopped = True
        self._timeline.cancel(self._due)
        self._due = None

    def _said(self, word: Word) -> None:
        if word.text:
            self._call.hear(word.text)
        self.begin()

    def _next_prompts(self) -> None:
        """A sound that is to be played; else all that is said until there is one."""
        sound = next(self._sounds, None)
        if sound:
            self._fetch(sound)
            return
        following = next(self._left, None)
        if following is None:
            self._done()
            return
        plays, prompts = following
        if plays:
            self._sounds = (one for one in prompts if isinstance(one, Play))
        else:
            self._words = sentences(_words_of(prompts))
        self.begin()

    def _fetch(self, sound: Play) -> None:
        def answered(answer: Answer) -> None:
            if not self._stopped:
                self._play(sound, answer)

        ours = self._exchange.media.for_play(sound.url)
        if ours is None:
            self._exchange.post.send(sound_request(sound.url), answered)
        else:
            answered(ours)

    def _play(self, sound: Play, answer: Answer) -> None:
        try:
            words = heard(sound.url, answer)
        except TwimlError as error:
            self._performer.sound_failed(sound.url, error)
            return
        self._words = sentences(chain.from_iterable(repeat(words, sound.loop or ENDLESS)))
        self.begin()


def _words_of(prompts: Iterable[Prompt]) -> Iterator[Word]:
    """What is said and left unsaid, one after the other."""
    for prompt in prompts:
        match prompt:
            case Say(words=words, loop=loop):
                yield from chain.from_iterable(repeat(words, loop or ENDLESS))
            case Pause(seconds=seconds):
                yield pause(seconds)


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
