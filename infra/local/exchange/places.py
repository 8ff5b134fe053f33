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

_SPOKEN = frozenset({Say, Play, Pause, Redirect})
_ANYTHING = _SPOKEN | {Gather, Record, Dial, Hangup, Reject, Enqueue}


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


# A call's own document, its fallback, and all that follows from them: https://www.twilio.com/docs/voice/twiml. <Leave>
# is for a call that waits in a queue: https://www.twilio.com/docs/voice/twiml/leave
CALL = Place(name="the document of a call", verbs=_ANYTHING)
# It was answered before: https://www.twilio.com/docs/voice/twiml/reject
PLACED = Place(name="the document of a call that was placed", verbs=_ANYTHING - {Reject})
# No <Dial>, and a call that was dialled waits in no queue: https://www.twilio.com/docs/voice/twiml/number#url
WHISPER = Place(name="the url of a <Number>", verbs=_SPOKEN | {Gather, Record, Hangup})
# https://www.twilio.com/docs/voice/twiml/enqueue#waiturl
QUEUE_WAIT = Place(name="a waitUrl", verbs=_SPOKEN | {Hangup, Leave, Gather})
# https://www.twilio.com/docs/voice/twiml/queue#url
QUEUE_JOIN = Place(name="the url of a <Queue>", verbs=_SPOKEN)
# A status callback is told, and asks for nothing: https://www.twilio.com/docs/voice/api/call-resource#statuscallback
STATUS = Place(name="the answer to a status callback, which nobody performs", verbs=frozenset())
