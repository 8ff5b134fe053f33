"""One key before the line says a word about anyone: voicemail, or whoever else picks up, hears the group's name."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from hotline.conversation.turns import Ask, Option, Say, Turn

HEAR = "hear"


def would_hear(prompt: str = "something_to_tell") -> Generator[Turn, Any, bool]:
    """Say who rings, and wait for a 1. False: no key came, and all that was said besides is goodbye.

    Every call that the line places begins with this, but for the ask, whose twelve seconds say the need and the area,
    and the question whether somebody would help, which is about nobody else.
    """
    answer = yield Ask(prompt=prompt, options=(Option(key="1", meaning=HEAR),))
    if answer != HEAR:
        yield Say("goodbye")
    return bool(answer == HEAR)
