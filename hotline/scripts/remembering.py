"""May we remember this for next time? And to be forgotten again: on calls that we have placed, by one key each."""

from __future__ import annotations

from collections.abc import Generator
from datetime import timedelta
from typing import Any

from hotline.conversation.call import Call
from hotline.conversation.turns import Ask, Option, Say, Turn
from hotline.effects.remembering import YES, forget, is_remembered, is_their_own, remember

Steps = Generator[Turn, Any, Any]

REMEMBER, FORGET, NOT, KEEP = "remember", "forget", "not", "keep"
_A_MONTH = timedelta(days=30)


def may_we_remember(call: Call, request: str = "") -> Steps:
    """Told what is kept and for how long; anything but 1, and nothing is. Not of what was asked for somebody else."""
    theirs = yield is_their_own(request)
    if theirs != YES:
        yield from to_be_forgotten()
        return
    months = str(call.group.policy.remember_for // _A_MONTH)
    answer = yield Ask(
        prompt="may_we_remember",
        values={"count": months},
        options=(Option(key="1", meaning=REMEMBER),),
        silence=NOT,
    )
    if answer == REMEMBER:
        yield remember(request)
        yield Say("remembered")
    else:
        yield Say("not_remembered")


def to_be_forgotten() -> Steps:
    """Offered to whoever is remembered; silence keeps things as they are."""
    known = yield is_remembered()
    if known != YES:
        return
    options = (Option(key="5", meaning=FORGET),)
    answer = yield Ask(prompt="to_be_forgotten", options=options, silence=KEEP, patient=False)
    if answer == FORGET:
        yield forget()
        yield Say("forgotten")
