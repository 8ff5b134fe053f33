"""A schedule: in which order two handlers take their steps, with at most two switches between them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

A, B = "A", "B"


def other(handler: str) -> str:
    return B if handler == A else A


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """`A3B2`: A takes three steps, B two, A goes on to its end, and B to its own.

    `A3B`: A takes three, B runs to its end, then A. `A`: A runs to its end, then B. A step is one call to the outside.
    """

    first: str
    steps: int | None = None  # of the first, before the other begins; None: all of them
    then: int | None = None  # of the other, before the first goes on; None: all of them

    def __str__(self) -> str:
        if self.steps is None:
            return self.first
        return f"{self.first}{self.steps}{other(self.first)}{self.then or ''}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what `str` has written. Raises ValueError."""
        match = re.fullmatch(r"([AB])(?:(\d+)([AB])(\d*))?", text)
        if match is None or match[3] == match[1]:
            raise ValueError(f"{text!r} is no schedule: A, A3B and A3B2 are")
        steps, then = (int(number) if number else None for number in (match[2], match[4]))
        return cls(first=match[1], steps=steps, then=then)

    @property
    def turns(self) -> list[tuple[str, int | None]]:
        """Whose turn it is, and for how many steps (None: to the end); then whoever is left."""
        return [(self.first, self.steps), (other(self.first), self.then), (self.first, None)]
