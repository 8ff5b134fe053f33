"""One of us has rung a resident, since a ring was promised and nobody could yet: what came of it."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from hotline.conversation.turns import Ask, Option, Say, Turn
from hotline.effects.promised import MINE, TOLD, have_rung_them
from hotline.effects.standing import TAKEN, Standing
from hotline.scripts.rule import news_of_the_rule
from hotline.scripts.weekly import every_week

Steps = Generator[Turn, Any, Any]


def how_it_stands_was_told(standing: Standing, others: tuple[Option, ...]) -> Steps:
    """Told, and neighbours are asked on; or theirs, as they have arranged it. Return which of the `others` it was.

    Empty: all has been said.
    """
    options = (Option(key="1", meaning=TOLD), Option(key="2", meaning=MINE), *others)
    answer = yield Ask(prompt="promised.have_told", options=options)
    if answer not in (TOLD, MINE):
        return answer
    result = yield have_rung_them(answer)
    which, _, words = result.partition("_")
    if which == MINE:
        yield Say("promised.mine", words=words)
        yield from every_week(standing.when)
    elif which == TAKEN:
        yield Say("promised.taken")
    yield from news_of_the_rule(standing)
    yield Say("thank_you")
    return ""
