"""Not yet: whoever said yes hears when they are rung about it again."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from hotline.conversation.turns import Say, Turn
from hotline.effects.later import ELSE, LATER, try_later
from hotline.effects.standing import Standing
from hotline.scripts.person import still
from hotline.scripts.rule import news_of_the_rule

Steps = Generator[Turn, Any, Any]


def later(standing: Standing, answer: str) -> Steps:
    """Say when they are rung again: in a quarter of an hour, or when their phone may ring after that.

    Whoever has no phone phones us when they can: that is asked about another day.
    If that is not in time for whoever waits, somebody else is asked, and they hear so.
    """
    at = yield from still(try_later(answer))
    yield from news_of_the_rule(standing)
    if at != ELSE and standing.code and not standing.calls_back:
        yield Say("follow_up.more_time")
    else:
        yield from rung_again(at)


def rung_again(at: str) -> Steps:
    """Say at what time, as `try_later` told it."""
    if at == LATER:
        yield Say("we_ring_you_later")
    elif at == ELSE:
        yield Say("not_in_time")
    else:
        yield Say("we_ring_you_at", by=at)
