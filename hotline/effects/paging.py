"""A menu of as many as there are: a few at a time, and a key for the others, which comes round to the first again."""

from __future__ import annotations

from collections.abc import Sequence

from hotline.records import Request

MORE = "more"  # the last word of a list that has others


def some_of(requests: Sequence[Request], after: str, at_once: int) -> list[Request]:
    """Return those that follow the one with that id; after the last of them, or after none of them, the first ones."""
    begins = next((nth for nth, one in enumerate(requests, start=1) if one.id == after), 0)
    return list(requests[begins : begins + at_once] or requests[:at_once])
