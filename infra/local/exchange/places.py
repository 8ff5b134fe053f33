"""Where TwiML is asked for, and which verbs Twilio allows there. Each place has its page."""

from __future__ import annotations

from dataclasses import dataclass

from infra.local.exchange.problems import TwimlError
from infra.local.exchange.verbs import (
    Dial,
    Enqueue,
    Gather,
    Hangup,
    Leave,
    Pause,
    Play,
    Record,
    Redirect,
    Reject,
    Say,
    Verb,
)

_ANYTHING = frozenset({Say, Play, Pause, Gather, Record, Dial, Redirect, Hangup, Reject, Enqueue})


@dataclass(frozen=True, kw_only=True)
class Place:
    """What asks for a document, as a message names it; and the verbs that the document may have."""

    name: str
    verbs: frozenset[type]

    def check(self, verbs: tuple[Verb, ...]) -> None:
        """Raise TwimlError where one of them is not allowed here."""
        for verb in verbs:
            if type(verb) not in self.verbs:
                raise TwimlError(f"<{type(verb).__name__}> is not allowed in {self.name}")


# A call's own document, its fallback, and all that follows from them: https://www.twilio.com/docs/voice/twiml
CALL = Place(name="the document of a call", verbs=_ANYTHING)
# https://www.twilio.com/docs/voice/twiml/number#url
WHISPER = Place(name="the url of a <Number>", verbs=_ANYTHING - {Dial})
# https://www.twilio.com/docs/voice/twiml/enqueue#waiturl
QUEUE_WAIT = Place(name="a waitUrl", verbs=frozenset({Play, Say, Pause, Hangup, Redirect, Leave, Gather}))
# https://www.twilio.com/docs/voice/twiml/queue#url
QUEUE_JOIN = Place(name="the url of a <Queue>", verbs=frozenset({Play, Say, Pause, Redirect}))
# A status callback is told, and asks for nothing: https://www.twilio.com/docs/voice/api/call-resource#statuscallback
STATUS = Place(name="the answer to a status callback, which nobody performs", verbs=frozenset())
