"""How long a phone rings, and what Twilio is told so that it does: Twilio adds five seconds of its own.

A setting is what a person experiences. Nothing rings shorter than these, whatever a group has set.
Twilio: https://www.twilio.com/docs/voice/twiml/dial#timeout (at least five seconds, and five more are always added) and
https://www.twilio.com/docs/voice/api/call-resource#create-a-call-resource (Timeout: five more, in some calls)
"""

from __future__ import annotations

from datetime import timedelta

ADDED = timedelta(seconds=5)
SHORTEST = ADDED + timedelta(seconds=1)  # of a call that we place
SHORTEST_DIALLED = ADDED + timedelta(seconds=5)  # of a phone that is dialled for somebody on a call


def timeout(ring: timedelta, *, shortest: timedelta = SHORTEST) -> int:
    """Return the seconds that Twilio is told, for a phone that is to ring so long."""
    return round((max(ring, shortest) - ADDED).total_seconds())
