"""Performs TwiML on one leg: verb after verb, until one of them goes on with another document."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from infra.local.exchange.alerts import NO_DOCUMENT
from infra.local.exchange.calls import Call
from infra.local.exchange.messages import HttpResponse
from infra.local.exchange.places import CALL, PLACED, Place
from infra.local.exchange.post import Answer
from infra.local.exchange.problems import TwimlError
from infra.local.exchange.speech import plain
from infra.local.exchange.states import Direction, Hook
from infra.local.exchange.twiml import parse, read
from infra.local.exchange.verbs import Dial, Hangup, Pause, Redirect, Reject, Say, Verb

if TYPE_CHECKING:
    from infra.local.exchange.act import Act
    from infra.local.exchange.exchange import Exchange

APOLOGY = "We are sorry, an application error has occurred. Goodbye."
MOST_AT_ONCE = 50  # documents asked for at one moment


class Performer:
    """What a call is doing. It is told of keys and voices, and of the hang-up."""

    def __init__(
        self,
        exchange: Exchange,
        call: Call,
        *,
        at_end: Callable[[], None] | None = None,
        place: Place | None = None,
        on_leave: Callable[[], None] | None = None,
    ) -> None:
        """`at_end`: what follows the last verb (by default the call ends). `place`: what asks for its documents."""
        self.exchange, self.call = exchange, call
        self.on_leave = on_leave or self.next  # only whoever waits in a queue can leave it
        self.on_failure: Callable[[], None] = self._apologise  # where a document fails, and there is no other
        self._at_end = at_end or call.hang_up
        self._place = place or (CALL if call.direction is Direction.INBOUND else PLACED)  # the call itself
        self._act: Act | None = None
        self._verbs: Iterator[Verb] = iter(())
        self._stopped = False
        self._asked_at, self._asked = call.created, 0
        self._early = ""  # keys that nobody listened for, where they are kept

    def fetch(self, hook: Hook, params: Mapping[str, str] | None = None) -> None:
        """Ask the app for a document, and perform it."""
        self._act = None
        if self._goes_in_circles():
            self.exchange.complain(f"{hook.method} {hook.url}: documents go in circles, and take no time")
            self.call.hang_up()
            return

        def answered(answer: Answer) -> None:
            if not self._stopped:
                self._answered(hook, answer)

        self.exchange.webhooks.ask(self.call, hook, params or {}, answered)

    def perform_text(self, document: str) -> None:
        """A document that came with `Twiml=`, and so has no URL of its own."""
        try:
            self.perform(parse(document, base=None))
        except TwimlError as error:
            self.exchange.complain(f"Twiml= of {self.call.sid}: {error}")
            self._apologise()

    def perform(self, verbs: tuple[Verb, ...]) -> None:
        """Perform these, from the first. Raises TwimlError where one of them is not allowed here."""
        self._place.check(verbs)
        self._verbs = iter(verbs)
        self.next()

    def next(self) -> None:
        """On with the next verb."""
        from infra.local.exchange.acts import act_of

        self._act = None
        verb = next(self._verbs, None)
        if verb is None:
            self._at_end()
            return
        if not _leaves_ringing(verb):
            self.call.answer()
        self._act = act_of(self, verb)
        self._act.begin()
        self._press_early_keys()

    def sound_failed(self, url: str, error: TwimlError) -> None:
        """A <Play> whose sound cannot be had is an error of the document, and is no silence."""
        self._act = None
        self._fall_back(Hook(url=url, method="GET"), error.code, str(error))

    def stop(self) -> None:
        """Something else has the call now."""
        self._stopped = True
        act, self._act = self._act, None
        if act:
            act.stop()

    def hung_up(self) -> None:
        """The call is over. Some verbs have something to tell the app about it."""
        self._stopped = True
        act, self._act = self._act, None
        if act:
            act.hung_up()

    def key(self, key: str) -> bool:
        if self._act is None and self.exchange.otherwise.keeps_keys:
            self._early += key
            return True
        return self._act is not None and self._act.key(key)

    def _press_early_keys(self) -> None:
        while self._early and self._act and self._act.key(self._early[0]):
            self._early = self._early[1:]

    @property
    def records(self) -> bool:
        return self._act is not None and self._act.records

    def voice(self, text: str, seconds: float) -> None:
        if self._act:
            self._act.voice(text, seconds)

    def _answered(self, hook: Hook, answer: Answer) -> None:
        if not isinstance(answer, HttpResponse):
            self._fall_back(hook, NO_DOCUMENT, answer.why)
            return
        try:
            self.perform(read(answer, hook.url))
        except TwimlError as error:
            self._fall_back(hook, error.code, str(error))

    def _goes_in_circles(self) -> bool:
        """A virtual clock would stand still for ever while one document sends the call to the next."""
        now = self.exchange.timeline.now()
        self._asked = self._asked + 1 if now == self._asked_at else 1
        self._asked_at = now
        return self._asked > MOST_AT_ONCE

    def _fall_back(self, failed: Hook, code: str, why: str) -> None:
        """The fallback URL, if there is one and it is not what failed; else an apology."""
        self.exchange.alerts.note(self.call, failed, code, why)
        fallback = self.call.fallback
        if fallback is None or failed == fallback or self.exchange.otherwise.asks_no_fallback:
            self.on_failure()
            return
        self.fetch(fallback, {"ErrorCode": code, "ErrorUrl": failed.url})

    def _apologise(self) -> None:
        """What Twilio says when an app is broken; then it hangs up."""
        self._at_end, self._place = self.call.hang_up, CALL
        self.perform((Say(words=tuple(plain(APOLOGY)), loop=1), Hangup()))


def _leaves_ringing(verb: Verb) -> bool:
    """Verbs that do not yet answer an incoming call.

    A <Pause> before anything else delays the answer: https://www.twilio.com/docs/voice/twiml/pause.
    """
    return isinstance(verb, Reject | Redirect | Pause) or (isinstance(verb, Dial) and verb.answer_on_bridge)
