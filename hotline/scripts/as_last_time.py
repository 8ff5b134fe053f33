"""The same as last time: two keys, read back, and a short end. Who is not remembered hears the same words as who is."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from hotline.conversation.turns import Ask, Option, Turn
from hotline.effects.logging import SOMEBODY
from hotline.effects.remembering import write_down_as_last
from hotline.scripts.person import honest, in_time

RIGHT, CHANGE, HEARD = "right", "change", "heard"


def as_last_time(request: str, need: str, number: str) -> Generator[Turn, Any, bool]:
    """Read it back, and end the call. False: it is to be changed.

    No area is named, and no day: the number that is shown may be forged. It may be for another `number`, too.
    """
    promise = yield from in_time(write_down_as_last(request, need, number))
    by, words, anybody = promise.split("_")
    options = (Option(key="1", meaning=RIGHT), Option(key="2", meaning=CHANGE))
    answer = yield Ask(prompt="read_back.as_last", values={"need": need}, options=options, silence=RIGHT)
    if answer == CHANGE:
        return False
    prompt = yield from honest("as_last_time" if anybody == SOMEBODY else "as_last_time.nobody", by=by)
    yield Ask(prompt=prompt, values={"by": by, "words": words}, options=(), silence=HEARD, whole=True)
    return True
