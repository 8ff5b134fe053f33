"""What people in the scenes do when they hear a sentence: the first whose words are said counts."""

from __future__ import annotations

from collections.abc import Callable

from tests.year.somebody import HANGS_UP, NAMED, NOTHING, Mind

_BROKEN: Mind = {"our line is broken": HANGS_UP, "something broke": HANGS_UP, "application error": HANGS_UP}
HELPER: Mind = {
    **_BROKEN,
    "which day have you agreed": "4",
    "in the morning, press 1": "1",
    "would you come again": "1",
    "is it arranged?": "2",
    "will you?": "1",
    "to go on, press 1": "1",
    "is it done?": "1",
    "yes, press 1": "1",
    "to take it": NAMED,
    "you have heard it": "1",
    "to ring": NAMED,
    "to hear it and ring them": NAMED,
    "to speak to them": NAMED,
    "press 1 to hear": NAMED,
    "to be joined": NAMED,
    "if that is right": NAMED,
}
# Nobody rings afterwards who wished for a person.
COORDINATOR: Mind = {**HELPER, "is it arranged?": "1", "told them how it stands?": "1"}
RESIDENT: Mind = {
    **_BROKEN,
    "do you still need something?": "2",
    "which day?": "4",
    "in the morning, press 1": "1",
    "for the neighbour of last time": "1",
    "press 1 to hear": NAMED,
    "may we remember": NOTHING,
}

# What somebody phones for.
ASK: Mind = {"for shopping": NAMED, "ongar, press": NAMED, "for today, press": NAMED, "if that is right": NAMED}
WEEKLY: Mind = {"for shopping": NAMED, "ongar, press": NAMED, "every week, press": NAMED, "if that is right": NAMED}
BACK: Mind = {"for anything else": NAMED, "for news of": NAMED, "press 1 to hear": NAMED}
CANCEL: Mind = {**BACK, "to change or cancel": NAMED, "to cancel it, press 5": NAMED}
AS_A_VOLUNTEER: Mind = {**BACK, "to be joined": NOTHING}


def in_turn(*answers: str) -> Callable[[], str]:
    """Give these answers one after the other, and from then on the last."""
    left = list(answers)
    return lambda: left.pop(0) if len(left) > 1 else left[0]


def later_once() -> Mind:
    """Whoever has said yes would ring in a quarter of an hour; rung again, they would be joined."""
    return {"to be joined": in_turn(NOTHING, NAMED), "in a quarter of an hour, 3": "3"}


def but(base: Mind, first: Mind) -> Mind:
    """Return the same habits, with these sentences before all others."""
    return {**first, **{words: answer for words, answer in base.items() if words not in first}}
