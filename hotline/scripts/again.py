"""Rung again about what they said yes to: `have you two spoken?`, or the ring straight back that they asked for."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from hotline.conversation.call import Call
from hotline.conversation.trail import UNHEARD
from hotline.conversation.turns import Ask, Option, Say, Turn
from hotline.effects.standing import Standing
from hotline.scripts.for_somebody import RING_THEM, THE_ONE
from hotline.scripts.hand_over import (
    ARRANGED,
    ARRANGED_KEY,
    ELSE_KEY,
    JOIN_KEY,
    LATER_KEY,
    LOG,
    NOW,
    WORRIED_KEY,
    arranged,
    joined,
    settled,
    still_theirs,
    their_words,
    they_say_arranged,
)
from hotline.scripts.log_it import on_from
from hotline.scripts.person import with_person
from hotline.scripts.would_hear import would_hear

Steps = Generator[Turn, Any, Any]


@with_person
def again(call: Call) -> Steps:
    """A call to whoever said yes: `have you two spoken?`, or the ring straight back that they asked for."""
    standing = yield from still_theirs()
    if standing is None or not (yield from would_hear()):
        return
    yield from their_words(standing)
    them = (Option(key="5", meaning=THE_ONE, prompt="option.the_one"),) if standing.for_somebody else ()
    options = (
        *((JOIN_KEY,) if standing.rings else ()),
        ARRANGED_KEY,
        LATER_KEY,
        ELSE_KEY,
        WORRIED_KEY,
        *them,
        *((Option(key="5", meaning=LOG, prompt="option.log"),) if standing.is_a_recording else ()),
    )
    values = {**standing.values, "words": standing.words}
    answer = yield Ask(prompt=_prompt(standing), values=values, options=options)
    if standing.is_a_recording and answer in (NOW, LOG):
        yield from on_from(call, standing, answer)
    elif answer == NOW:
        yield from joined(standing)
    elif answer == THE_ONE:
        yield from arranged(RING_THEM, standing)
    elif answer == ARRANGED:
        yield from they_say_arranged(standing, join=standing.rings)
    elif answer == UNHEARD:
        yield Say("again.unheard")
    else:
        yield from settled(answer, standing)


def _prompt(standing: Standing) -> str:
    """Return what is asked; to be joined is offered only where there is a number to ring."""
    prompt = "again.item" if standing.calls_back else "again"
    if standing.rings:
        return prompt
    return "again.code" if standing.code and not standing.calls_back else f"{prompt}.no_number"
