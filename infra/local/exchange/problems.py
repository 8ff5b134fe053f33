"""What can be wrong, and how the exchange tells of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from infra.local.exchange.alerts import BAD_DOCUMENT


class TwimlError(Exception):
    """A document that Twilio would refuse: a sentence that says what is wrong with it, and Twilio's code for that."""

    def __init__(self, sentence: str, *, code: str = BAD_DOCUMENT) -> None:
        super().__init__(sentence)
        self.code = code


class StoryFailed(AssertionError):
    """What the story says did not happen; the message ends with the whole transcript."""


class NobodyListens(StoryFailed):
    """A key was pressed while nothing waited for one."""


@dataclass(frozen=True, kw_only=True)
class Complaint:
    """Something that Twilio would have found fault with, or that a strict exchange does."""

    at: datetime
    sentence: str

    def __str__(self) -> str:
        return f"{self.at:%H:%M:%S} {self.sentence}"
