"""The keys of a resident where it was told that it is done: they still need it, all is well, or something was wrong."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from hotline.conversation.turns import Ask, Option, Say, Turn
from hotline.effects.finishing import TELL, THEIRS, all_well, tell_who_asked
from hotline.scripts.person import still

STILL_NEEDED, WELL, WRONG, KEEP = "still", "well", "wrong", "keep"

DID_IT_GO_WELL = (
    Option(key="1", meaning=STILL_NEEDED),
    Option(key="2", meaning=WELL),
    Option(key="4", meaning=WRONG),
)


def all_is_well(request: str = "") -> Generator[Turn, Any, None]:
    """It is over. Where somebody else asked for them, they say whether that one may hear so; silence is no."""
    done = yield from still(all_well(request))
    if done == THEIRS:
        answer = yield Ask(
            prompt="well.may_we_tell",
            options=(Option(key="1", meaning=TELL), Option(key="2", meaning=KEEP)),
            silence=KEEP,
        )
        yield tell_who_asked(answer, request)
    yield Say("well.done")
