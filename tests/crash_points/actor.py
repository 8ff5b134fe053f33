"""Somebody with habits in a scene: what they do at each sentence, and how they meet each ring."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from random import Random

from infra.local.exchange import Exchange, LetsItRing, PicksUp, Voicemail
from infra.local.exchange.reactions import Reaction
from tests.year.somebody import NOTHING, Mind, Somebody


class Actor(Somebody):
    """Picks up after some seconds (None: lets it ring), unless the next of `reactions` says otherwise."""

    def __init__(
        self, exchange: Exchange, number: str, name: str, habits: Mind, *, picks_up: float | None = 3.0
    ) -> None:
        super().__init__(exchange, number, name, Random(number))  # noqa: S311 -- a scene that can be lived again
        self.habits, self.picks_up = habits, picks_up
        self.reactions: list[Reaction] = []  # to the first rings
        self.says_goodbye_first = False
        self.when_joined: Callable[[], None] | None = None
        self.talked = 0

    def is_rung(self) -> None:
        if not self.reactions:
            super().is_rung()
            return
        reaction = self.reactions.pop(0)
        self._machine = isinstance(reaction, Voicemail)
        reaction.rung(self)

    def reacts(self) -> Reaction:
        return LetsItRing() if self.picks_up is None else PicksUp(after=self.picks_up)

    def talks(self, other: Somebody) -> None:  # noqa: ARG002 -- Somebody's own names
        self.talked += 1
        if self.when_joined:
            self.when_joined()
        elif self.says_goodbye_first:
            self.says_goodbye_in_a_while()

    def phones_withheld(self, line: str, wish: Mind) -> None:
        """Phone without showing the number, unless they are on the phone."""
        if self.call is None:
            self._wish, self._wished_at = wish, self.timeline.now()
            self.dial(line, withheld="anonymous")

    def keys(self, digits: str, *, after: float = 0.5) -> str:
        """Key a number slowly; at the sentence itself there is nothing to press."""
        for place, digit in enumerate(digits):
            self.timeline.after(after + 0.3 * place, partial(self._key, digit))
        return NOTHING

    def speaks(self, words: str, *, after: float, ends_with: float) -> str:
        """Say something for a while, so many seconds after a sentence has begun, and then press hash."""
        self.timeline.after(after, lambda: self.say(words, seconds=ends_with - after - 1) if self.call else None)
        self.timeline.after(ends_with, lambda: self._key("#"))
        return NOTHING

    def _key(self, key: str) -> None:
        if self.call:
            self.fumble(key)
