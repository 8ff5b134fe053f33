"""<Gather> at work: https://www.twilio.com/docs/voice/twiml/gather."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra.local.exchange.act import Act
from infra.local.exchange.speaking import Speaker
from infra.local.exchange.states import Hook
from infra.local.exchange.verbs import Gather

if TYPE_CHECKING:
    from infra.local.exchange.performer import Performer
    from infra.local.exchange.timeline import Due


class Gathering(Act):
    """Listens from its first word on: a key cuts speech short. Waits as long after each key as after the last word."""

    def __init__(self, performer: Performer, gather: Gather) -> None:
        super().__init__(performer)
        self._gather, self._digits = gather, ""
        self._speaker = Speaker(performer, gather.prompts, self._wait)
        self._timer: Due | None = None

    def begin(self) -> None:
        self._speaker.begin()

    def stop(self) -> None:
        self._speaker.stop()
        self.exchange.timeline.cancel(self._timer)

    def hung_up(self) -> None:
        """Perhaps the action is told of an empty result, of a call that is over."""
        self.stop()
        if self.exchange.otherwise.gathers_at_hang_up and self._gather.action_on_empty_result and not self._digits:
            self.exchange.webhooks.tell(self.call, self._action, {"Digits": ""})

    def key(self, key: str) -> bool:
        """A key that finishes is no digit; the last digit wanted finishes too."""
        self.stop()
        if key in self._gather.finish_on_key:
            self._finish()
            return True
        self._digits += key
        if len(self._digits) == self._gather.num_digits:
            self._finish()
        else:
            self._wait()
        return True

    def _wait(self) -> None:
        self._timer = self.exchange.timeline.after(self._gather.timeout, self._finish)

    def _finish(self) -> None:
        """To the action with what was keyed; nothing keyed falls through, unless an empty result is wanted too."""
        if not self._digits and not self._gather.action_on_empty_result:
            self.performer.next()
            return
        self.performer.fetch(self._action, {"Digits": self._digits})

    @property
    def _action(self) -> Hook:
        return Hook(url=self._gather.action, method=self._gather.method)
