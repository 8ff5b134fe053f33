"""What people, and machines, do when a phone rings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, Protocol

from infra.local.exchange.calls import Call
from infra.local.exchange.phones import Phone
from infra.local.exchange.states import Status

DECIDES_SECONDS = 3.0  # to look at a display and press the red button


class Reaction(Protocol):
    """What happens at a ring."""

    @property
    def refusal(self) -> Status | None:
        """How the call ends before the phone could ring; None: it rings."""

    def rung(self, phone: Phone) -> None:
        """The phone rings."""


@dataclass(frozen=True, kw_only=True)
class LetsItRing:
    """Nobody hears it."""

    refusal: ClassVar[Status | None] = None

    def rung(self, phone: Phone) -> None:
        """Until the exchange gives up."""


@dataclass(frozen=True, kw_only=True)
class Busy:
    """On another call, that has nothing to do with us."""

    refusal: ClassVar[Status | None] = Status.BUSY

    def rung(self, phone: Phone) -> None:
        """It never comes to that."""


@dataclass(frozen=True, kw_only=True)
class Unreachable:
    """The carrier cannot put the call through, and says by SIP's code why: 404 for a number that nobody has."""

    sip: str = "503"
    refusal: ClassVar[Status | None] = Status.FAILED

    def rung(self, phone: Phone) -> None:
        """It never comes to that."""


@dataclass(frozen=True, kw_only=True)
class Rejects:
    """Looks at the display and presses the red button."""

    refusal: ClassVar[Status | None] = None

    def rung(self, phone: Phone) -> None:
        _unless_over(phone, DECIDES_SECONDS, phone.reject)


@dataclass(frozen=True, kw_only=True)
class PicksUp:
    """Answers after some seconds, and listens."""

    after: float = 4.0
    refusal: ClassVar[Status | None] = None

    def rung(self, phone: Phone) -> None:
        _unless_over(phone, self.after, phone.answer)


@dataclass(frozen=True, kw_only=True)
class Voicemail:
    """A machine: answers, talks over whatever the line says, beeps, records, presses nothing, and hangs up at last."""

    after: float = 18.0
    says: str = "I cannot come to the phone. Please leave a message."
    greeting_seconds: float = 6.0
    records_seconds: float = 30.0
    refusal: ClassVar[Status | None] = None

    def rung(self, phone: Phone) -> None:
        call = phone.call

        def answer() -> None:
            phone.answer()
            phone.say(self.says, seconds=self.greeting_seconds)
            _while_on(phone, call, self.greeting_seconds, lambda: phone.say("(beep)", seconds=1.0))
            _while_on(phone, call, self.greeting_seconds + self.records_seconds, phone.hang_up)

        _unless_over(phone, self.after, answer)


def _unless_over(phone: Phone, seconds: float, act: Callable[[], None]) -> None:
    """After so long, if it still rings with the same call."""
    call = phone.call
    _while_on(phone, call, seconds, lambda: act() if phone.ringing else None)


def _while_on(phone: Phone, call: Call | None, seconds: float, act: Callable[[], None]) -> None:
    phone.exchange.timeline.after(seconds, lambda: act() if phone.call is call else None)
