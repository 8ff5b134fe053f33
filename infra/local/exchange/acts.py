"""The verbs at work: those that only speak or change the course of a call here, the others in files of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra.local.exchange.act import Act
from infra.local.exchange.dialling import DialNumbers
from infra.local.exchange.gathering import Gathering
from infra.local.exchange.queueing import DialQueue, Queueing
from infra.local.exchange.recording import Recorder
from infra.local.exchange.speaking import Speaker
from infra.local.exchange.states import Hook, Status
from infra.local.exchange.verbs import (
    Dial,
    Enqueue,
    Gather,
    Hangup,
    Leave,
    Pause,
    Play,
    Prompt,
    Record,
    Redirect,
    Reject,
    Say,
    Verb,
)

if TYPE_CHECKING:
    from infra.local.exchange.performer import Performer


def act_of(performer: Performer, verb: Verb) -> Act:
    """The verb at work on this leg."""
    match verb:
        case Say() | Play() | Pause():
            return Speaking(performer, verb)
        case Gather():
            return Gathering(performer, verb)
        case Record():
            return Recorder(performer, verb)
        case Dial(queue=None):
            return DialNumbers(performer, verb)
        case Dial():
            return DialQueue(performer, verb)
        case Enqueue():
            return Queueing(performer, verb)
        case Redirect() | Hangup() | Reject() | Leave():
            return Turning(performer, verb)


class Speaking(Act):
    """<Say>, <Play> or <Pause> outside a <Gather>: nobody listens for keys."""

    def __init__(self, performer: Performer, prompt: Prompt) -> None:
        super().__init__(performer)
        self._speaker = Speaker(performer, (prompt,), performer.next)

    def begin(self) -> None:
        self._speaker.begin()

    def stop(self) -> None:
        self._speaker.stop()


class Turning(Act):
    """<Redirect>, <Hangup>, <Reject>, <Leave>: done at once."""

    def __init__(self, performer: Performer, verb: Redirect | Hangup | Reject | Leave) -> None:
        super().__init__(performer)
        self._verb = verb

    def begin(self) -> None:
        match self._verb:
            case Redirect(url=url, method=method):
                self.performer.fetch(Hook(url=url, method=method))
            case Hangup():
                self.call.hang_up()
            case Reject(reason=reason):
                self._reject(reason)
            case Leave():
                self.performer.on_leave()

    def _reject(self, reason: str) -> None:
        """Only a call that nobody has answered can be rejected: https://www.twilio.com/docs/voice/twiml/reject."""
        if self.call.is_answered:
            self.exchange.complain("<Reject> came too late: the call was answered")
            self.call.hang_up()
            return
        self.call.end(Status.BUSY if reason == "busy" else Status.NO_ANSWER)
