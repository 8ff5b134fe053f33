"""Somebody who presses anything, at any moment, picks up or not, and puts the phone down at any word."""

from __future__ import annotations

import re
from functools import partial
from random import Random

from infra.local.exchange import Exchange, LetsItRing, PicksUp, Rejects, Voicemail
from infra.local.exchange.calls import Call
from infra.local.exchange.events import Event, Said
from infra.local.exchange.reactions import Reaction
from tests.year.somebody import Somebody

_KEYS = "1111122233344556789900*#"
_PAUSES = (1, 2, 4, 8, 15, 25)  # seconds between two things that they do
_NUMBERS = ("02079460123", "07700900001", "02079460124", "0123456")  # keyed where a number or a code may be asked for
_NOT_SHOWN = ("anonymous", "+266696687")  # what a withheld number looks like to us
_NAMED = re.compile(r"(?:press|,) (\d)")  # "press 1", "not today, 3"


class Anybody(Somebody):
    """Half of what they press is what the line has just offered; the rest is anything."""

    def __init__(self, exchange: Exchange, number: str, name: str, chance: Random) -> None:
        super().__init__(exchange, number, name, chance)
        self.shows = [number] * 8 + [*_NOT_SHOWN]  # what their phone shows, one of these by chance
        self.is_still = False  # from here on they neither phone nor pick up
        self._offered = ""

    def is_rung(self) -> None:
        reaction = self.reacts()
        self._machine = isinstance(reaction, Voicemail)
        reaction.rung(self)
        if isinstance(reaction, PicksUp):
            self._fidgets()

    def reacts(self) -> Reaction:
        roll = self.chance.random()
        if self.is_still or roll > 0.9:
            return LetsItRing()
        if roll < 0.75:
            return PicksUp(after=self.chance.uniform(1, 15))
        return Voicemail(after=self.chance.uniform(5, 18)) if roll < 0.85 else Rejects()

    def phones_up(self, line: str) -> None:
        """Dial, unless they are on the phone, and begin to press."""
        if self.call or self.is_still:
            return
        shown = self.chance.choice(self.shows)
        self.dial(line, withheld=None if shown == self.number else shown)
        self._fidgets()

    def notices(self, event: Event) -> None:
        super().notices(event)
        if isinstance(event, Said) and event.by == "line":
            self._offered = event.text

    def _fidgets(self) -> None:
        self.timeline.after(self.chance.uniform(3, 12), partial(self._acts, self.call))

    def _acts(self, call: Call | None) -> None:
        """Do something on this call, and again in a while, as long as it goes on."""
        if self.call is not call or call is None:
            return
        if self.on_call:
            self._does_anything(call)
        if self.call is call:
            self.timeline.after(self.chance.choice(_PAUSES), partial(self._acts, call))

    def _does_anything(self, call: Call) -> None:
        roll = self.chance.random()
        if roll < (0.3 if call.partner else 0.04):
            self.hang_up()
        elif call.partner:
            return
        elif roll < 0.1:
            self._keys(f"{self.chance.choice(_NUMBERS)}#", call)
        elif roll < 0.14:
            self.say("(words)", seconds=2)
        elif roll < 0.2:
            key = self.chance.choice(_KEYS)
            self._keys(key + key, call)  # doubled, as by an unsteady hand
        else:
            self._keys(self._one_key(), call)

    def _one_key(self) -> str:
        offered = _NAMED.findall(self._offered)
        if offered and self.chance.random() < 0.5:
            return str(self.chance.choice(offered))
        return self.chance.choice(_KEYS)

    def _keys(self, keys: str, call: Call) -> None:
        """The first at once, the others a fifth of a second apart."""
        for place, key in enumerate(keys):
            self.timeline.after(0.2 * place, partial(self._key, key, call))

    def _key(self, key: str, call: Call) -> None:
        if self.call is call:
            self.fumble(key)
