"""The verbs that Twilio performs, by the place that a document is fetched for; a page of Twilio's each."""

from __future__ import annotations

from enum import StrEnum
from xml.etree.ElementTree import Element

_ALL = frozenset({"Connect", "Dial", "Echo", "Enqueue", "Gather", "Hangup", "Leave", "Pause", "Pay", "Play", "Prompt"})
_ALL |= {"Queue", "Record", "Redirect", "Refer", "Reject", "Say", "Sms", "Start", "Stop"}


class Place(StrEnum):
    """What asks for a document."""

    CALL = "the call itself"
    WHISPER = "the phone that <Number url> rings"
    TAKEN = "whoever waits, when <Queue url> takes them"
    WAITING = "whoever waits, while <Enqueue waitUrl> goes on"
    PLACED = "a call that we placed"
    FALLBACK = "the fallback"


# A call's voice URL, the action of a verb, the URL of a call that was placed, and the fallback take every verb
# (https://www.twilio.com/docs/voice/twiml). But <Leave> is for one that waits in a queue (/docs/voice/twiml/leave), and
# <Reject> for a call that has not been answered, as one that we placed has (/docs/voice/twiml/reject).
ALLOWED: dict[Place, frozenset[str]] = {
    Place.CALL: _ALL - {"Leave"},
    Place.FALLBACK: _ALL - {"Leave"},
    Place.PLACED: _ALL - {"Leave", "Reject"},
    # https://www.twilio.com/docs/voice/twiml/number#url: no <Dial>; and no queue, which would be a call of its own.
    Place.WHISPER: frozenset({"Play", "Say", "Gather", "Record", "Redirect", "Pause", "Hangup"}),
    # https://www.twilio.com/docs/voice/twiml/queue#url
    Place.TAKEN: frozenset({"Say", "Play", "Pause", "Redirect"}),
    # https://www.twilio.com/docs/voice/twiml/enqueue#waiturl
    Place.WAITING: frozenset({"Say", "Play", "Pause", "Hangup", "Redirect", "Leave", "Gather"}),
}


def misplaced(document: Element, place: Place) -> list[str]:
    """Return a sentence for each verb that Twilio does not perform there."""
    return [f"<{verb.tag}> is not allowed for {place}" for verb in document if verb.tag not in ALLOWED[place]]
