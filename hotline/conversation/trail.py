"""The trail: the answers of a call so far, as meanings, and how they travel in the callback URL."""

from __future__ import annotations

import re
from dataclasses import field, replace

from hotline.values import dataclass

Trail = tuple[str, ...]

# What the line writes into the trail besides the meanings that a script names.
PERSON, UNHEARD, GIVEN = "person", "unheard", "given"
ANSWERS_OF_OURS = frozenset({PERSON, UNHEARD, GIVEN})

LONGEST = 1500  # characters of trail; past it the caller gets a person
UNCHECKED = "-"  # instead of a fingerprint: nothing has been asked yet, or an answer waits for its effect

# Unreserved characters only (RFC 3986): API Gateway hands Lambda a decoded URL, and Twilio signs the one it was given.
_WORD = re.compile(r"[A-Za-z0-9_-]+")
_EMPTY = "~"
HABIT = "~"  # instead of the answer that hash took back


class NotOurs(ValueError):
    """A trail, or a place in a call, that this line did not write."""


@dataclass(frozen=True, kw_only=True)
class Spot:
    """Where a call stands: everything in a callback URL after the group."""

    script: str
    about: str = "-"
    fingerprint: str = UNCHECKED
    tries: int = 0  # how often this question was not understood
    slow: bool = False
    undone: str = ""  # the answer that hash took back last; HABIT: hash means nothing to this caller
    trail: Trail = field(default=())

    @property
    def path(self) -> str:
        pace = f"{self.tries}{'s' if self.slow else ''}{f'~{self.undone}' if self.undone else ''}"
        return f"{self.script}/{self.about}/{self.fingerprint}/{pace}/{encode(self.trail)}"

    @classmethod
    def parse(cls, script: str, about: str, fingerprint: str, pace: str, trail: str) -> Spot:
        """Raise NotOurs for anything that `path` cannot have written."""
        match = re.fullmatch(r"(\d)(s?)(?:~([A-Za-z0-9_-]+|~))?", pace)
        if not match:
            raise NotOurs("the pace of a call is a digit, perhaps an s, and perhaps what was taken back")
        return cls(
            script=script,
            about=about,
            fingerprint=fingerprint,
            tries=int(match[1]),
            slow=bool(match[2]),
            undone=match[3] or "",
            trail=decode(trail),
        )

    def start(self) -> Spot:
        """The same call, from the start of its script."""
        return replace(self, fingerprint=UNCHECKED, tries=0, slow=False, undone="", trail=())


def encode(trail: Trail) -> str:
    return ".".join(trail) or _EMPTY


def decode(text: str) -> Trail:
    """Raise NotOurs unless `encode` can have written it."""
    if text == _EMPTY:
        return ()
    words = tuple(text.split("."))
    if not all(map(_WORD.fullmatch, words)):
        raise NotOurs("a trail is words of letters, digits, dashes and underscores between dots")
    return words
