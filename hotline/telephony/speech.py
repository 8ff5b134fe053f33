"""Words and pauses to <Say>: SSML breaks for the pauses, and slower speech for whoever presses star."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from twilio.twiml.voice_response import Gather, SsmlBreak, SsmlProsody, VoiceResponse
from twilio.twiml.voice_response import Say as SayVerb

from hotline.values import dataclass

_SLOWER = "85%"


@dataclass(frozen=True)
class Sound:
    """A recording, by its URL."""

    url: str


Spoken = str | float | Sound


@dataclass(frozen=True)
class Manner:
    """How something is said. Without a voice: in the account's, which is a basic one and may know no pauses."""

    language: str  # as Twilio names it: `en-GB`
    voice: str | None = None
    slow: bool = False


def speak(verb: VoiceResponse | Gather, said: Iterable[Spoken], manner: Manner) -> None:
    """Put words, pauses (in seconds) and recordings into a verb, in their order.

    In as few <Say>s as can be, since the voice takes breath between two of them, and each is fetched by itself. A pause
    after a recording is a <Pause>, of whole seconds.
    """
    words: SayVerb | SsmlProsody | None = None
    before: Spoken | None = None
    for piece in _joined(said):
        after, before = before, piece
        if isinstance(piece, Sound):
            verb.play(piece.url)
            words = None
            continue
        if isinstance(piece, float) and isinstance(after, Sound):
            verb.pause(length=max(1, round(piece)))
            continue
        if words is None:
            say = verb.say(voice=manner.voice, language=manner.language)
            words = say.prosody(rate=_SLOWER) if manner.slow else say
        if isinstance(piece, str):
            words.append(piece)
        else:
            words.append(_break(piece))


@cache
def _break(seconds: float) -> SsmlBreak:
    """One for all pauses of a length: a menu has six, and the library only reads it."""
    return SsmlBreak(time=f"{round(seconds * 1000)}ms")


def _joined(said: Iterable[Spoken]) -> Iterator[Spoken]:
    """Neighbouring texts as one (of several, the library keeps only the last), and neighbouring pauses."""
    before: Spoken | None = None
    for piece in said:
        if isinstance(before, str) and isinstance(piece, str):
            before = f"{before} {piece}"
        elif isinstance(before, float) and isinstance(piece, float):
            before += piece
        else:
            if before is not None:
                yield before
            before = piece
    if before is not None:
        yield before
