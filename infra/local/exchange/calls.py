"""One leg of a call: its states, who is told of them, and what it hears."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from infra.local.exchange.carriers import SIP_OF
from infra.local.exchange.events import Ended, Joined, Said
from infra.local.exchange.states import ENDED, EVENTS, Direction, Hook, Progress, Status

if TYPE_CHECKING:
    from infra.local.exchange.exchange import Exchange
    from infra.local.exchange.performer import Performer
    from infra.local.exchange.phones import Phone
    from infra.local.exchange.timeline import Due


class Call:
    """A leg between the exchange and one phone."""

    def __init__(
        self,
        exchange: Exchange,
        *,
        to: str,
        shown: str,
        direction: Direction,
        parent: Call | None = None,
        progress: Progress | None = None,
    ) -> None:
        self.sid = exchange.sids.next("CA")
        self.to, self.shown, self.direction, self.parent = to, shown, direction, parent
        self.progress = progress
        self.fallback: Hook | None = None  # asked where the app's answer to a request for TwiML is no good
        self.status = Status.QUEUED
        self.created = self.updated = exchange.timeline.now()
        self.begun: datetime | None = None  # dialling began, or the caller's ringing tone
        self.answered: datetime | None = None
        self.ended: datetime | None = None
        self.sip = ""  # the carrier's own code for how it ended
        self.error = ""  # Twilio's code for why it failed
        self.phone: Phone | None = None
        self.performer: Performer | None = None
        self.partner: Call | None = None
        self.on_answer: Callable[[], None] = _nothing
        self.on_end: Callable[[], None] = _nothing
        self.exchange, self._told = exchange, 0
        self._timers: list[Due] = []
        exchange.calls[self.sid] = self

    @property
    def is_over(self) -> bool:
        return self.status in ENDED

    @property
    def is_answered(self) -> bool:
        return self.status is Status.IN_PROGRESS

    @property
    def seconds(self) -> int:
        """How long it has been, or was, in progress."""
        if self.answered is None:
            return 0
        return round(((self.ended or self.exchange.timeline.now()) - self.answered).total_seconds())

    def move(self, status: Status) -> None:
        """On to the next state, before the end."""
        now = self.exchange.timeline.now()
        self.status, self.updated = status, now
        self.begun = self.begun or now
        if status is Status.IN_PROGRESS:
            self.answered = now
        self._tell(EVENTS[status])

    def answer(self) -> None:
        """The phone is picked up, or the exchange takes an incoming call."""
        if self.is_over or self.is_answered:
            return
        self._stop_timers()
        self.move(Status.IN_PROGRESS)
        self.on_answer()

    def end(self, status: Status) -> None:
        """It is over: whatever it was doing stops, and everybody concerned is told. Ended states never go back."""
        if self.is_over:
            return
        self.status, self.sip = status, self.sip or SIP_OF[status]
        self.ended = self.updated = self.exchange.timeline.now()
        self._stop_timers()
        performer, self.performer = self.performer, None
        if performer:
            performer.hung_up()
        self.part()
        if self.begun or self.exchange.otherwise.tells_of_queued:
            self._tell("completed")
        self._let_go()
        self.on_end()

    def fail(self, *, sip: str = "", error: str = "") -> None:
        """It could not be put through: the carrier's code, and Twilio's, where there is one."""
        if not self.is_over:
            self.sip, self.error = sip, error
            self.end(Status.FAILED)

    def end_within(self, seconds: float, status: Status) -> None:
        """It ends so unless something happens first: nobody answers, or the time is up."""
        self._timers.append(self.exchange.timeline.after(seconds, lambda: self.end(status)))

    def hang_up(self) -> None:
        """The line ends the call, or the person does."""
        self.end(Status.COMPLETED if self.is_answered else Status.NO_ANSWER)

    def perform_with(self, performer: Performer) -> Performer:
        """What was performed before stops; this one has the call now."""
        if self.performer:
            self.performer.stop()
        self.performer = performer
        return performer

    def join(self, other: Call) -> None:
        """The two can talk."""
        for one, two in ((self, other), (other, self)):
            one.answer()
            one.partner = two
            if one.phone and two.phone:
                one.phone.note(f"(joined with {two.phone.name})")
                self.exchange.emit(Joined, one, other=two.phone.name)

    def part(self) -> None:
        """They no longer can."""
        if self.partner:
            self.partner.partner = None
            self.partner = None

    def leave_partner(self) -> None:
        """Go on alone with another document; a leg that was dialled for this one ends."""
        partner = self.partner
        self.part()
        if partner and partner.parent is self:
            partner.hang_up()

    def hear(self, text: str) -> None:
        """A word from the line."""
        if self.phone:
            self.phone.hear("line", text)

    def announce(self, sentence: str) -> None:
        """The line begins a sentence."""
        self.exchange.emit(Said, self, by="line", text=sentence)

    def key(self, key: str) -> bool:
        """A key is pressed on this leg. False: nobody listens."""
        return self.performer is not None and self.performer.key(key)

    @property
    def is_heard(self) -> bool:
        """Whether words on this leg reach anybody: whoever it is joined with, or a recording."""
        return self.partner is not None or (self.performer is not None and self.performer.records)

    def voice(self, text: str, seconds: float) -> None:
        """Words are spoken on this leg, and take so long."""
        if self.partner and self.partner.phone and self.phone:
            self.partner.phone.hear(self.phone.name, text)
        elif self.performer:
            self.performer.voice(text, seconds)

    def _tell(self, event: str) -> None:
        if self.progress and event in self.progress.events and not self.exchange.otherwise.tells_no_progress:
            self.exchange.webhooks.progress(self, self.progress.hook, self._told)
            self._told += 1

    def _let_go(self) -> None:
        phone, self.phone = self.phone, None
        if phone:
            phone.released()
            self.exchange.emit_at(Ended, self, phone, status=self.status)

    def _stop_timers(self) -> None:
        for timer in self._timers:
            self.exchange.timeline.cancel(timer)
        self._timers.clear()


def _nothing() -> None:
    """Nobody waits for it."""
