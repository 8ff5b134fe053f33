"""<Dial> of numbers at work: https://www.twilio.com/docs/voice/twiml/dial and /number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra.local.exchange.act import Act
from infra.local.exchange.calls import Call
from infra.local.exchange.performer import Performer
from infra.local.exchange.places import WHISPER
from infra.local.exchange.silence import Silence
from infra.local.exchange.states import Direction, Hook, Progress, Status
from infra.local.exchange.verbs import Dial, Number

if TYPE_CHECKING:
    from infra.local.exchange.timeline import Due


class DialNumbers(Act):
    """All numbers ring at once. The first to answer, and to hear its document to the end, is joined; the rest stop."""

    def __init__(self, performer: Performer, dial: Dial) -> None:
        super().__init__(performer)
        self._dial = dial
        self._legs: dict[Call, Number] = {}
        self._talking: Call | None = None
        self._limit: Due | None = None
        self._over = False
        self._silence = Silence(self.call)

    def begin(self) -> None:
        self._goes_on_ringing = _goes_on_ringing(self._dial, self.call)
        shown = self._dial.caller_id or _other_end(self.call)
        if not self._may_show(shown):
            self.exchange.complain(f"<Dial callerId={shown!r}> is neither this account's number nor the caller's own")
            self._finish(None, Status.FAILED)
            return
        for number in self._dial.numbers:
            leg = Call(
                self.exchange,
                to=number.to,
                shown=shown,
                direction=Direction.OUTBOUND_DIAL,
                parent=self.call,
                progress=_progress(number),
            )
            self._legs[leg] = number
            self._watch(leg)
        for leg in list(self._legs):
            self.exchange.ring(leg, self._dial.timeout)

    def stop(self) -> None:
        self._over = True
        self._silence.end()
        self.exchange.timeline.cancel(self._limit)
        for leg in self._legs:
            leg.end(_cut_short(leg))

    def hung_up(self) -> None:
        """The caller has gone: the other phone stops, and the action is told, though nobody hears its answer."""
        last = self._talking or next(reversed(self._legs), None)
        self.stop()
        if self._dial.action:
            hook = Hook(url=self._dial.action, method=self._dial.method)
            self.exchange.webhooks.tell(self.call, hook, self._outcome(last, last.status if last else Status.FAILED))

    def key(self, key: str) -> bool:
        """Star leaves the other party, where that was asked for."""
        if key != "*" or not self._dial.hangup_on_star or not self._talking:
            return False
        self._talking.hang_up()
        return True

    def _may_show(self, shown: str) -> bool:
        return shown in {self.call.shown, self.call.to} or shown in self.exchange.numbers

    def _watch(self, leg: Call) -> None:
        leg.on_answer = lambda: self._answered(leg)
        leg.on_end = lambda: self._ended(leg)

    def _answered(self, leg: Call) -> None:
        number = self._legs[leg]
        if number.url is None:
            self._join(leg)
            return
        if not self._goes_on_ringing:
            self._silence.begin()
        whisper = Performer(self.exchange, leg, at_end=lambda: self._join(leg), place=WHISPER)
        if self.exchange.otherwise.joins_broken_whispers:
            whisper.on_failure = lambda: self._join(leg)
        leg.perform_with(whisper).fetch(Hook(url=number.url, method=number.method))

    def _join(self, leg: Call) -> None:
        if self._over or self._talking:
            return
        self._silence.end()
        leg.performer = None
        self._talking = leg
        for other in self._legs:
            if other is not leg:
                other.end(_cut_short(other))
        self._limit = self.exchange.timeline.after(self._dial.time_limit, leg.hang_up)
        self.call.join(leg)

    def _ended(self, leg: Call) -> None:
        if self._over or (self._talking and leg is not self._talking):
            return
        self._silence.end()
        if all(other.is_over for other in self._legs):
            answered = [other for other in self._legs if other.answered]
            chosen = self._talking or (answered or [leg])[-1]
            self._finish(chosen, chosen.status)

    def _finish(self, leg: Call | None, status: Status) -> None:
        self._over = True
        self.exchange.timeline.cancel(self._limit)
        if self._dial.action is None:
            self.performer.next()
            return
        self.performer.fetch(Hook(url=self._dial.action, method=self._dial.method), self._outcome(leg, status))

    def _outcome(self, leg: Call | None, status: Status) -> dict[str, str]:
        """`completed` only says that somebody, or a machine, answered; DialBridged says whether they were joined."""
        about = {"DialCallStatus": str(status), "DialBridged": str(self._talking is not None).lower()}
        if leg:
            about["DialCallSid"] = leg.sid
        if leg and leg.answered:
            about["DialCallDuration"] = str(leg.seconds)
        return about


def _goes_on_ringing(dial: Dial, caller: Call) -> bool:
    """Tell whether the caller hears it ring while the other phone hears its document, and not silence.

    https://www.twilio.com/docs/voice/twiml/number#url (answerOnBridge), and on a call that was answered before only
    with a tone of its own: https://www.twilio.com/docs/voice/twiml/dial#ringtone.
    """
    return dial.answer_on_bridge and (not caller.is_answered or dial.ring_tone is not None)


def _progress(number: Number) -> Progress | None:
    if number.status_url is None:
        return None
    return Progress(hook=Hook(url=number.status_url, method=number.status_method), events=number.status_events)


def _other_end(call: Call) -> str:
    """The number of the phone that is on this leg: what a dialled phone shows unless another was named."""
    return call.shown if call.direction is Direction.INBOUND else call.to


def _cut_short(leg: Call) -> Status:
    return Status.COMPLETED if leg.is_answered else Status.NO_ANSWER
