"""Joining: who wished it, or is on a list, is rung, and only a 1 pressed on that phone joins."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from hotline.conversation.call import Call
from hotline.conversation.trail import UNHEARD
from hotline.conversation.turns import Ask, Option, Say, Turn
from hotline.effects.joining import AWAY, ask_no_more, become_volunteer
from hotline.effects.news import heard, picked_up
from hotline.effects.volunteering import be_back
from hotline.scripts.person import still, with_person

Steps = Generator[Turn, Any, Any]

YES, NO, MORE = "yes", "no", "more"

_WOULD_YOU = (Option(key="1", meaning=YES), Option(key="2", meaning=NO), Option(key="3", meaning=MORE))


@with_person
def join(call: Call) -> Steps:
    """Would you? Voicemail presses nothing, and nobody is added."""
    yield picked_up()
    answer = yield from would_you(call)
    if answer == UNHEARD:
        yield Say("join.unheard")
    elif answer == NO:
        yield from answered()
        yield Say("join.no_thanks")
    else:
        yield from welcome()
    yield Say("goodbye")


def would_you(call: Call) -> Steps:
    """The question, and once more after each `more`."""
    answer = yield Ask(prompt="join", options=_WOULD_YOU)
    while answer == MORE:
        policy = call.group.policy
        yield Say("join.more" if policy.rest else "join.more.no_rest", count=str(policy.daily_cap))
        answer = yield Ask(prompt="join.again", options=_WOULD_YOU)
    return answer


def answered() -> Steps:
    """Yes or no: this call was heard, and nothing else asks them."""
    yield heard()
    yield ask_no_more()


def welcome() -> Steps:
    """They said yes: kept before this call counts as heard, so that no yes is lost between the two."""
    joined = yield become_volunteer()
    yield from answered()
    if joined == AWAY:
        yield from still(be_back())
        yield Say("you_are_back")
    else:
        yield Say(f"join.{joined}")
