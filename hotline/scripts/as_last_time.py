"""The same as last time: two keys, and a short end. Whoever is not remembered hears the same words as whoever is."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from hotline.conversation.turns import Say, Turn
from hotline.effects.logging import SOMEBODY
from hotline.effects.remembering import write_down_as_last
from hotline.scripts.person import in_time


def as_last_time(request: str, need: str) -> Generator[Turn, Any, None]:
    """No area is named, and no day: the number that is shown may be forged."""
    promise = yield from in_time(write_down_as_last(request, need))
    by, words, anybody = promise.split("_")
    yield Say("as_last_time" if anybody == SOMEBODY else "as_last_time.nobody", by=by, words=words)
