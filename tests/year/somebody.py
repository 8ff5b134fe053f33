"""Somebody who lives through the year: picks up or does not, listens, and presses what they have in mind."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import ClassVar, TypeAlias

from infra.local.exchange import Exchange, LetsItRing, Phone, PicksUp, Voicemail
from infra.local.exchange.events import Ended, Event, Said, Texted
from infra.local.exchange.reactions import Reaction
from infra.local.exchange.states import Status

NAMED = "the key that the sentence names"
NOTHING = ""
HANGS_UP = "the phone is put down"

Answer: TypeAlias = str | Callable[[], str]
Mind: TypeAlias = Mapping[str, Answer]  # by some words of a sentence, in small letters; the first that is said counts

_KEY = re.compile(r"\d(?=\D*$)")
_THINKS = (0.5, 3.0)  # seconds
_A_WISH_LASTS = timedelta(minutes=15)
_BUSY = 600.0  # seconds, until they try again


@dataclass(frozen=True)
class AsTheyAre:
    """A phone that rings is theirs to answer, or not."""

    refusal: ClassVar[Status | None] = None

    def rung(self, phone: Phone) -> None:
        assert isinstance(phone, Somebody)
        phone.is_rung()


class Somebody(Phone):
    """What they do at a sentence is their wish of the hour, or else their habit."""

    def __init__(self, exchange: Exchange, number: str, name: str, chance: Random) -> None:
        super().__init__(exchange, number, name)
        self.chance, self.timeline = chance, exchange.timeline
        self.habits: Mind = {}
        self.when_rung(AsTheyAre())
        self._wish: Mind = {}
        self._wished_at = self.timeline.now() - _A_WISH_LASTS
        self._deciding = self._machine = False

    @property
    def wish(self) -> Mind:
        """What they have just phoned for."""
        return self._wish if self.timeline.now() < self._wished_at + _A_WISH_LASTS else {}

    def phones(self, line: str, wish: Mind) -> None:
        """As soon as their phone is free."""
        if self.call:
            self.timeline.after(_BUSY, lambda: self.phones(line, wish))
            return
        self._wish, self._wished_at = wish, self.timeline.now()
        self.dial(line)

    def is_rung(self) -> None:
        """Whoever has just phoned waits beside the phone. A machine that picks up presses nothing."""
        reaction = PicksUp(after=3) if self.wish else self.reacts()
        self._machine = isinstance(reaction, Voicemail)
        reaction.rung(self)

    def reacts(self) -> Reaction:
        """What they do when their phone rings."""
        return LetsItRing()

    def notices(self, event: Event) -> None:
        """What happens on their phone."""
        if isinstance(event, Said) and event.by == "line":
            self._listens(event.text.casefold())
        elif isinstance(event, Ended):
            self._deciding = self._machine = False
        elif isinstance(event, Texted):
            self.texts.clear()

    def talks(self, other: Somebody) -> None:
        """With whoever is at the other end, until one of the two hangs up."""

    def says_goodbye_in_a_while(self) -> None:
        call = self.call
        self.timeline.after(self.chance.uniform(20, 240), lambda: self.hang_up() if self.call is call else None)

    def by_chance(self, percent: float) -> bool:
        return self.chance.random() * 100 < percent

    def _listens(self, sentence: str) -> None:
        if self._deciding or self._machine or not self.on_call:
            return
        for words, answer in (*self.wish.items(), *self.habits.items()):
            if words in sentence:
                self._does(answer if isinstance(answer, str) else answer(), sentence)
                return

    def _does(self, what: str, sentence: str) -> None:
        named = _KEY.search(sentence)
        key = (named[0] if named else NOTHING) if what == NAMED else what
        if key == NOTHING:
            return
        self._deciding, call = True, self.call

        def acts() -> None:
            self._deciding = False
            if self.call is not call or not self.on_call:
                return
            if key == HANGS_UP:
                self.hang_up()
            else:
                self.press(key)

        self.timeline.after(self.chance.uniform(*_THINKS), acts)
