"""People who hold phones, in the language of a story: `rosa.dials(line).hears("shopping").presses("1")`.

Each step moves the timeline as far as it needs, and fails with the whole transcript if what it says does not happen.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Self

from infra.local.exchange.phones import Phone
from infra.local.exchange.problems import NobodyListens, StoryFailed
from infra.local.exchange.transcript import missing

PATIENCE = 120.0  # seconds that somebody listens for words that they expect
LONGEST_WAIT_FOR_A_RING = 600.0
A_MOMENT = 5.0
BETWEEN_KEYS = 0.25  # seconds, for somebody who knows the number by heart


class Person(Phone):
    """Somebody with a phone in a story."""

    def dials(self, number: str, *, withheld: str | None = None) -> Self:
        """Dial a number of the account. `withheld`: what is shown instead of the number."""
        with self.exchange.timeline.lock:
            self.dial(number, withheld=withheld)
        return self

    def texts_to(self, number: str, body: str) -> Self:
        """Send a text message to a number of the account, and wait a moment."""
        with self.exchange.timeline.lock:
            self.text(number, body)
        return self.waits(A_MOMENT)

    def is_texted(self, *words: str, within: float = PATIENCE) -> Self:
        """Wait for the next text message, in which all these are, and take it as read."""
        self._wait(lambda: bool(self.texts), within, f"{self.name} gets no text message")
        text = self.texts.pop(0)
        lacking = missing(words, text)
        if lacking:
            self._fail(f"{self.name}'s text message has no {lacking!r}: {text}")
        return self

    def is_not_texted(self) -> Self:
        """Every text message that came has been read."""
        if self.texts:
            self._fail(f"{self.name} got a text message: {self.texts[0]}")
        return self

    def picks_up(self, *, within: float = LONGEST_WAIT_FOR_A_RING) -> Self:
        """Wait until the phone rings, and answer it."""
        self.is_rung(within=within)
        with self.exchange.timeline.lock:
            self.answer()
        return self

    def answers(self, *, within: float = LONGEST_WAIT_FOR_A_RING) -> Self:
        """Pick up, and press 1 as soon as the line offers to say what it is about."""
        return self.picks_up(within=within).hears("press 1 to hear").presses("1")

    def is_rung(self, *, within: float = LONGEST_WAIT_FOR_A_RING) -> Self:
        """Wait until the phone rings, and let it ring for now."""
        self._wait(lambda: self.ringing, within, f"{self.name}'s phone does not ring")
        if self.call:
            self.expected(self.call)
        return self

    def hears(self, *words: str) -> Self:
        """Listen until all these have been said since the last key: pieces of text, in any case and order."""
        self._wait(
            lambda: not missing(words, self.transcript.since_key) or not self.on_call,
            PATIENCE,
            f"{self.name} does not hear {words!r} in {PATIENCE:.0f} seconds",
        )
        lacking = missing(words, self.transcript.since_key)
        if lacking:
            self._fail(f"{self.name}'s call is over, and {lacking!r} was not said")
        return self

    def presses(self, keys: str) -> Self:
        """Press keys, a quarter of a second apart. Somebody must be listening for each."""
        for number, key in enumerate(keys):
            if number:
                self.waits(BETWEEN_KEYS)
            with self.exchange.timeline.lock:
                listened = self.press(key)
            if not listened:
                raise NobodyListens(f"{self.name} presses {key}, and nobody listens\n{self.exchange.transcript()}")
        return self

    def fumbles(self, keys: str) -> Self:
        """Press keys by accident, as a pocket does: nobody need be listening."""
        for number, key in enumerate(keys):
            if number:
                self.waits(BETWEEN_KEYS)
            with self.exchange.timeline.lock:
                self.fumble(key)
        return self

    def says(self, words: str, seconds: float = 4.0) -> Self:
        """Speak for so long: to whoever is at the other end, or onto a recording."""
        with self.exchange.timeline.lock:
            if not self.on_call:
                self._fail(f"{self.name} is not on a call")
            self.say(words, seconds=seconds)
        return self.waits(seconds)

    def hangs_up(self) -> Self:
        """Put the phone down, now."""
        with self.exchange.timeline.lock:
            if self.call is None:
                self._fail(f"{self.name} is not on a call")
            self.hang_up()
        return self

    def waits(self, seconds: float) -> Self:
        """Do nothing, while time goes on."""
        timeline = self.exchange.timeline
        timeline.run_until(timeline.now() + timedelta(seconds=seconds))
        return self

    def is_joined_with(self, other: Phone) -> Self:
        """Wait until the two can talk."""
        self._wait(
            lambda: self.call is not None and self.call.partner is not None and self.call.partner is other.call,
            PATIENCE,
            f"{self.name} and {other.name} are not joined",
        )
        return self

    def talks_with(self, other: Person, seconds: float = 30.0) -> Self:
        """The two are joined, and talk for so long."""
        self.is_joined_with(other)
        return self.says("(talks)", seconds).is_joined_with(other)

    def is_hung_up_on(self) -> Self:
        """Wait until the call is over, without putting the phone down."""
        self._wait(lambda: self.call is None, PATIENCE, f"{self.name}'s call goes on")
        return self

    def stops_ringing(self) -> Self:
        """Wait until the phone, which rings, rings no more."""
        self._wait(lambda: not self.ringing, PATIENCE, f"{self.name}'s phone goes on ringing")
        return self

    def hears_nothing_of(self, *words: str) -> Self:
        """None of these has been said in this call, or the last one."""
        heard = [word for word in words if not missing((word,), self.transcript.this_call)]
        if heard:
            self._fail(f"{self.name} heard {heard!r}")
        return self

    def is_not_rung(self, *, for_seconds: float) -> Self:
        """Time goes on, and the phone does not ring."""
        rings = len(self.displays)
        self.waits(for_seconds)
        if len(self.displays) > rings:
            self._fail(f"{self.name}'s phone rang")
        return self

    def is_found_engaged(self) -> Self:
        """The phone was rung while it was in use, and that was meant to be."""
        if not self.found_engaged():
            self._fail(f"{self.name}'s phone was not rung while in use")
        return self

    def _wait(self, until: Callable[[], bool], seconds: float, otherwise: str) -> None:
        if not self.exchange.timeline.run_while(lambda: not until(), seconds):
            self._fail(otherwise)

    def _fail(self, sentence: str) -> None:
        raise StoryFailed(f"{sentence}\n\n{self.exchange.transcript()}")
