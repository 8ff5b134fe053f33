"""The same need asked twice from one phone: that phone is asked, on the call that we placed to it (faults 41, 45)."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from hotline.conversation.turns import Ask, Option, Say, Turn
from hotline.effects.one_phone import NONE, asked_twice, keep_both, one_is_enough

BOTH, ONE, LEAVE_IT = "both", "one", "leave"


def one_or_two() -> Generator[Turn, Any, None]:
    """Is each wanted, or is one enough? Asked once; silence leaves both as they are, to be asked another time."""
    need = yield asked_twice()
    if need == NONE:
        return
    answer = yield Ask(
        prompt="asked_twice",
        values={"need": need},
        options=(Option(key="1", meaning=BOTH), Option(key="5", meaning=ONE)),
        silence=LEAVE_IT,
    )
    if answer == BOTH:
        yield keep_both(need)
        yield Say("asked_twice.both")
    elif answer == ONE:
        yield one_is_enough(need)
        yield Say("asked_twice.one")
