"""One phone call, as a script sees it."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any

from hotline.conversation.turns import Turn
from hotline.groups import Group
from hotline.numbers import PhoneNumber, opaque
from hotline.values import dataclass


@dataclass(frozen=True, kw_only=True)
class Call:
    """What is the same at every webhook of one call. Together with the trail it is all that a script knows."""

    group: Group
    sid: str
    other_end: PhoneNumber | None  # the phone that is not ours; None: withheld, or no number to ring
    about: str = "-"  # the offer that this call was placed for
    place: int = 0  # in the trail: of the effect that is run now

    @property
    def mark(self) -> str:
        """What an effect is known by that must count once: the call, and its place in the trail (DESIGN.md, idea 1)."""
        return f"{opaque(self.sid)}-{self.place}"


Script = Callable[[Call], Generator[Turn, Any, None]]


class TooLate(Exception):
    """Raised by a script where a write was refused: what the caller asked for first has gone out meanwhile."""


class ItIsOver(Exception):
    """Raised by a script where a write was refused: what it was about has ended, or is no longer theirs."""


class PersonWanted(Exception):
    """Raised inside a script, at the question that was answered with nought: it goes on with a person."""
