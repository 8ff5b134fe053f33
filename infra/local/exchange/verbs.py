"""The verbs of TwiML that the exchange performs, as values. URLs in them are absolute, defaults are filled in."""

from __future__ import annotations

from dataclasses import dataclass

from infra.local.exchange.speech import Word


@dataclass(frozen=True, kw_only=True)
class Say:
    """Speak."""

    words: tuple[Word, ...]
    loop: int


@dataclass(frozen=True, kw_only=True)
class Play:
    """Play a sound from a URL."""

    url: str
    loop: int


@dataclass(frozen=True, kw_only=True)
class Pause:
    """Say nothing for some seconds."""

    seconds: int


Prompt = Say | Play | Pause


@dataclass(frozen=True, kw_only=True)
class Gather:
    """Wait for keys, and send them to the action."""

    action: str
    method: str
    timeout: int
    num_digits: int | None
    finish_on_key: str  # "": every key is a digit
    action_on_empty_result: bool
    prompts: tuple[Prompt, ...]


@dataclass(frozen=True, kw_only=True)
class Record:
    """Record what the caller says, and send where it is kept to the action."""

    action: str
    method: str
    timeout: int
    max_length: int
    finish_on_key: str
    play_beep: bool
    trim: bool  # silence at both ends does not count
    status_url: str | None
    status_method: str
    status_events: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Number:
    """A phone to ring, inside <Dial>."""

    to: str
    url: str | None
    method: str
    status_url: str | None
    status_method: str
    status_events: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Queue:
    """A queue to take the first of, inside <Dial>."""

    name: str
    url: str | None
    method: str


@dataclass(frozen=True, kw_only=True)
class Dial:
    """Put the caller through: to the first of some numbers to answer, or to the first in a queue."""

    numbers: tuple[Number, ...]
    queue: Queue | None
    action: str | None
    method: str
    timeout: int
    time_limit: int
    caller_id: str | None
    answer_on_bridge: bool
    ring_tone: str | None
    hangup_on_star: bool


@dataclass(frozen=True, kw_only=True)
class Redirect:
    """Go on with another document."""

    url: str
    method: str


@dataclass(frozen=True, kw_only=True)
class Hangup:
    """End the call."""


@dataclass(frozen=True, kw_only=True)
class Reject:
    """Do not answer the call."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class Enqueue:
    """Wait in a queue."""

    name: str
    action: str | None
    method: str
    wait_url: str | None
    wait_method: str


@dataclass(frozen=True, kw_only=True)
class Leave:
    """Leave the queue, and go on behind <Enqueue>."""


Verb = Say | Play | Pause | Gather | Record | Dial | Redirect | Hangup | Reject | Enqueue | Leave
