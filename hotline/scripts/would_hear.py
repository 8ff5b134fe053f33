"""One key before the line says a word about anyone, and what shows that they heard it: a key or silence after it."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from hotline.conversation.call import PersonWanted
from hotline.conversation.turns import Ask, Option, Say, Turn
from hotline.effects.telling import was_heard

HEAR, NO_MORE = "hear", "no-more"


def would_hear(prompt: str = "something_to_tell") -> Generator[Turn, Any, bool]:
    """Say who rings, and wait for a 1. False: no key came, and all that was said besides is goodbye.

    Every call that the line places begins with this, but for the ask, whose twelve seconds say the need and the area,
    and the question whether somebody would help, which is about nobody else.
    """
    answer = yield Ask(prompt=prompt, options=(Option(key="1", meaning=HEAR),))
    if answer != HEAR:
        yield Say("goodbye")
    return bool(answer == HEAR)


def that_was_it(errand: str, prompt: str = "told.a_person", **values: str) -> Generator[Turn, Any, None]:
    """The last words of what they are told, as a question: nought is a person, and silence shows that it was heard.

    Whoever hangs up before is rung once more: nobody knows how much of it they heard. Empty: what this call is for.
    """
    try:
        yield Ask(prompt=prompt, values=values, options=(), silence=NO_MORE, patient=False)
    except PersonWanted:
        yield was_heard(errand)
        raise
    yield was_heard(errand)
