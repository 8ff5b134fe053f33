"""The states of a call, and who is told of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """https://www.twilio.com/docs/voice/api/call-resource#call-status-values."""

    QUEUED = "queued"
    INITIATED = "initiated"
    RINGING = "ringing"
    IN_PROGRESS = "in-progress"
    COMPLETED = "completed"
    BUSY = "busy"
    NO_ANSWER = "no-answer"
    FAILED = "failed"
    CANCELED = "canceled"


ENDED = frozenset({Status.COMPLETED, Status.BUSY, Status.NO_ANSWER, Status.FAILED, Status.CANCELED})
EVENTS = {Status.INITIATED: "initiated", Status.RINGING: "ringing", Status.IN_PROGRESS: "answered"}


# Seconds that Twilio adds to the time that a phone may ring: always in <Dial>, and to a placed call "for some flows".
# https://www.twilio.com/docs/voice/twiml/dial#timeout and /docs/voice/api/call-resource (Timeout). Here it always does.
BUFFER = 5


class Direction(StrEnum):
    """Who made the call."""

    INBOUND = "inbound"
    OUTBOUND_API = "outbound-api"
    OUTBOUND_DIAL = "outbound-dial"


@dataclass(frozen=True, kw_only=True)
class Hook:
    """A URL to tell or to ask, and how."""

    url: str
    method: str = "POST"


@dataclass(frozen=True, kw_only=True)
class Progress:
    """Who is told how a call gets on, and of which events; `completed` stands for every end."""

    hook: Hook
    events: tuple[str, ...] = ("completed",)
