"""What happens on the phones, told as it happens to whoever listens: narrators, terminals, logs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened to one phone."""

    at: datetime
    call_sid: str
    number: str  # of the phone that it happened to
    name: str  # of whoever holds it


@dataclass(frozen=True, kw_only=True)
class Dialled(Event):
    """Somebody dialled a number of the account."""

    to: str


@dataclass(frozen=True, kw_only=True)
class Rang(Event):
    """A phone began to ring."""

    display: str  # the number, or the word, that it shows


@dataclass(frozen=True, kw_only=True)
class Engaged(Event):
    """A phone should have rung, and was already in use."""

    display: str


@dataclass(frozen=True, kw_only=True)
class PickedUp(Event):
    """Somebody answered a ringing phone."""


@dataclass(frozen=True, kw_only=True)
class Said(Event):
    """A sentence begins: the phone hears it from the line (`by` is "line"), or somebody says it into the phone."""

    by: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Pressed(Event):
    """A key was pressed."""

    key: str


@dataclass(frozen=True, kw_only=True)
class Joined(Event):
    """Two phones can talk to each other; it is told of both."""

    other: str  # the name of whoever is at the other end


@dataclass(frozen=True, kw_only=True)
class Texted(Event):
    """A text message arrived; `call_sid` is its own SID."""

    display: str  # whom it is from
    text: str


@dataclass(frozen=True, kw_only=True)
class Ended(Event):
    """A call is over for this phone: completed, busy, no-answer, failed or canceled."""

    status: str
