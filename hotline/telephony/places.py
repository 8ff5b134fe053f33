"""The places in which Twilio allows few verbs, and what may be said there when something is wrong.

What somebody hears who waits in a queue, and what they hear as they are taken out of it, are scripts of their own.
Twilio: https://www.twilio.com/docs/voice/twiml/enqueue#waiturl and /queue#url
"""

from __future__ import annotations

from functools import cache

from twilio.twiml.voice_response import VoiceResponse

_WAITS, _IS_TAKEN = "waiting", "whisper_waiting"


@cache
def way_out(script: str) -> str | None:
    """The page that leads out of such a place, whatever has broken there. None: anything may be said in this script.

    Nothing can be recorded here. Whoever waits leaves the queue, and the call goes on behind it; whoever is about to be
    joined is joined, and hears no word before.
    """
    if script not in (_WAITS, _IS_TAKEN):
        return None
    response = VoiceResponse()
    if script == _WAITS:
        response.leave()
    return str(response)
