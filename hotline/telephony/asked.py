"""A question's document: one Gather, with every word inside it."""

from __future__ import annotations

from functools import lru_cache

from twilio.twiml.voice_response import Gather, VoiceResponse

from hotline.telephony.speech import Manner, Spoken, speak
from hotline.telephony.verbs import Patience

_ACTION = "https://action.invalid/"  # stands for the action, which is another for everybody, in what is kept


def asked(said: tuple[Spoken, ...], manner: Manner, wait: Patience, action: str, *, private: bool) -> str:
    """The TwiML of a question. A menu is the same for everybody, and so it is written once, and kept.

    Unless it is `private`: what is said of one request alone is not kept in memory, and would push the menus out.
    """
    document = _write(said, manner, wait) if private else menu(said, manner, wait)
    return document.replace(_ACTION, _in_an_attribute(action))


def _in_an_attribute(text: str) -> str:
    """The library `html` would do this, and brings the names of two thousand letters."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


@lru_cache(maxsize=512)
def menu(said: tuple[Spoken, ...], manner: Manner, wait: Patience) -> str:
    """The document of a question that anybody may hear, without its action."""
    return _write(said, manner, wait)


def _write(said: tuple[Spoken, ...], manner: Manner, wait: Patience) -> str:
    response = VoiceResponse()
    if wait.deaf:
        response.pause(length=wait.deaf)
    gather = Gather(
        action=_ACTION,
        method="POST",
        num_digits=wait.keys,
        finish_on_key=wait.ends,
        timeout=wait.seconds,
        action_on_empty_result=True,
    )
    speak(gather, said, manner)
    response.append(gather)
    return str(response)
