"""A phone that somebody holds: it rings, is picked up, its keys are pressed, and it remembers what was said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from infra.local.exchange.calls import Call
from infra.local.exchange.events import Dialled, Ended, Engaged, PickedUp, Pressed, Rang, Said
from infra.local.exchange.states import Status
from infra.local.exchange.transcript import Transcript, missing

if TYPE_CHECKING:
    from infra.local.exchange.exchange import Exchange
    from infra.local.exchange.reactions import Reaction


IN_USE = "was rung while it was in use"


@dataclass(frozen=True, kw_only=True)
class Habit:
    """What somebody does, without being told again, whenever they hear certain words."""

    words: tuple[str, ...]
    act: Callable[[], None]
    after: float


class Phone:
    """One phone. It has one call at a time; whoever rings meanwhile finds it engaged."""

    def __init__(self, exchange: Exchange, number: str, name: str) -> None:
        self.exchange, self.number, self.name = exchange, number, name
        self.call: Call | None = None
        self.ringing = False
        self.reaction: Reaction | None = None
        self.displays: list[str] = []  # the number that it showed, for each ring
        self.texts: list[str] = []  # received
        self.transcript = Transcript()
        self._habits: list[Habit] = []
        self._done: set[Habit] = set()
        self._unasked: dict[str, tuple[datetime, str]] = {}  # by the call's SID
        exchange.phones[number] = self

    @property
    def on_call(self) -> bool:
        return self.call is not None and not self.ringing

    def when_rung(self, reaction: Reaction | None) -> None:
        """What happens from now on, each time that it rings; None: whoever holds it decides."""
        self.reaction = reaction

    def when_hears(
        self, *words: str, press: str = "", say: str = "", hang_up: bool = False, after: float = 2.0
    ) -> None:
        """Each time that these words have been heard since the last key: press, say or hang up, a little later."""

        def act() -> None:
            if press:
                self.press(press)
            if say:
                self.say(say, seconds=3.0)
            if hang_up:
                self.hang_up()

        self._habits.append(Habit(words=words, act=act, after=after))

    def dial(self, number: str, *, withheld: str | None = None) -> None:
        """Dial a number of the account. `withheld`: the word, or the digits, that it shows instead of its own."""
        if self.call:
            raise ValueError(f"{self.name} is on the phone already")
        self._check_ours(number)
        self._begin_call(f"(dials {number})")
        self.call = self.exchange.incoming(self, number, withheld or self.number)
        self.exchange.emit(Dialled, self.call, to=number)

    def text(self, number: str, words: str) -> None:
        """Send a text message to a number of the account."""
        self._check_ours(number)
        self.note(f"(texts {number}: {words})")
        self.exchange.texting.receive(self, number, words)

    def rung(self, call: Call) -> None:
        """The exchange rings this phone."""
        if self.call:
            self._unasked[call.sid] = (self.exchange.timeline.now(), IN_USE)
            self.exchange.emit_at(Engaged, call, self, display=call.shown)
            call.end(Status.BUSY)
            return
        refusal = self.reaction.refusal if self.reaction else None
        if refusal:
            call.sip = getattr(self.reaction, "sip", "")
            call.end(refusal)
            self.exchange.emit_at(Ended, call, self, status=refusal)
            return
        self._ring(call)

    def answer(self) -> None:
        """Pick up the ringing phone."""
        call = self._ringing_call()
        self.ringing = False
        self.expected(call)
        self.note("(picks up)")
        self.exchange.emit(PickedUp, call)
        call.answer()

    def reject(self) -> None:
        """Press the red button while it rings."""
        call = self._ringing_call()
        self.expected(call)
        call.end(Status.BUSY)

    def press(self, key: str) -> bool:
        """Press one key. False: nobody listens, which is complained of."""
        if self.fumble(key):
            return True
        self.exchange.complain(f"{self.name} presses {key}, and nobody listens")
        return False

    def fumble(self, key: str) -> bool:
        """Press one key, by accident perhaps. False: nobody listens."""
        if self.call is None or self.ringing:
            return False
        self.transcript.pressed(self.exchange.timeline.now(), key)
        self._done.clear()
        self.exchange.emit(Pressed, self.call, key=key)
        return self.call.key(key)

    def say(self, words: str, *, seconds: float) -> None:
        """Speak into the phone: to whoever it is joined with, or onto a recording."""
        if self.call and not self.ringing:
            self.transcript.said(self.exchange.timeline.now(), self.name, words)
            self.exchange.emit(Said, self.call, by=self.name, text=words)
            self.call.voice(words, seconds)

    def hang_up(self) -> None:
        """Put the phone down."""
        if self.call:
            self.note("(hangs up)")
            self.call.hang_up()

    def hear(self, by: str, text: str) -> None:
        """A word in its ear."""
        self.transcript.heard(self.exchange.timeline.now(), by, text)
        self._follow_habits()

    def note(self, text: str) -> None:
        self.transcript.happened(self.exchange.timeline.now(), text)

    def released(self) -> None:
        """The call is over."""
        call, self.call = self.call, None
        self.ringing = False
        if call:
            self.note(f"({call.status})")

    def expected(self, call: Call) -> None:
        """That this call rang it was expected."""
        self._unasked.pop(call.sid, None)

    def found_engaged(self) -> int:
        """How often it was rung while it was in use since this was last asked. Asking makes it expected."""
        engaged = [sid for sid, (_, what) in self._unasked.items() if what == IN_USE]
        for sid in engaged:
            del self._unasked[sid]
        return len(engaged)

    def unexpected(self) -> list[str]:
        """A sentence for each ring that nobody expected, for each that found it in use, and for each text not read."""
        rings = [f"{at:%H:%M:%S} {self.name}'s phone {what}" for at, what in self._unasked.values()]
        return [*rings, *(f"{self.name} got a text that nobody read: {text}" for text in self.texts)]

    def _ring(self, call: Call) -> None:
        self._begin_call(f"(rings, and shows {call.shown})")
        self.call, self.ringing, call.phone = call, True, self
        self.displays.append(call.shown)
        self._unasked[call.sid] = (self.exchange.timeline.now(), "rang, and nobody expected it")
        call.move(Status.RINGING)
        self.exchange.emit(Rang, call, display=call.shown)
        if self.reaction:
            self.expected(call)
            self.reaction.rung(self)

    def _begin_call(self, what: str) -> None:
        self.transcript.begin_call()
        self._done.clear()
        self.note(what)

    def _check_ours(self, number: str) -> None:
        if number not in self.exchange.numbers:
            raise ValueError(f"{number} is not a number of this account")

    def _ringing_call(self) -> Call:
        if self.call is None or not self.ringing:
            raise ValueError(f"{self.name}'s phone is not ringing")
        return self.call

    def _follow_habits(self) -> None:
        for habit in self._habits:
            if habit not in self._done and not missing(habit.words, self.transcript.since_key):
                self._done.add(habit)
                self.exchange.timeline.after(habit.after, habit.act)
