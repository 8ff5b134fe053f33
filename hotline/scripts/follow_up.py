"""The last calls: the volunteer is asked whether it is done, then the resident, who agreed to it, how it went."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from hotline.conversation.call import Call
from hotline.conversation.replay import JOINED
from hotline.conversation.trail import UNHEARD
from hotline.conversation.turns import Ask, Option, Say, Turn
from hotline.effects.answers import have_joined
from hotline.effects.finishing import (
    OVER,
    THEIRS,
    ask_once_more,
    leave_as_it_was,
    resident_there,
    say_done,
    take_more_time,
    talk_first,
)
from hotline.effects.news import USED_UP
from hotline.scripts.all_is_well import DID_IT_GO_WELL, STILL_NEEDED, WELL, WRONG, all_is_well
from hotline.scripts.hand_over import ELSE_KEY, NIGHT, WORRIED_KEY, dial, settled, still_theirs
from hotline.scripts.person import honest_of, still, with_person
from hotline.scripts.remembering import may_we_remember
from hotline.scripts.rule import news_of_the_rule
from hotline.scripts.weekly import every_week
from hotline.scripts.would_hear import would_hear
from hotline.scripts.wrong import was_wrong

Steps = Generator[Turn, Any, Any]

DONE, MORE_TIME, TALK = "done", "more-time", "talk"

_IS_IT_DONE = (
    Option(key="1", meaning=DONE),
    Option(key="2", meaning=DONE),  # as where they phone us themselves
    Option(key="3", meaning=MORE_TIME),
    ELSE_KEY,
    Option(key="5", meaning=TALK),
    WORRIED_KEY,
)


@with_person
def follow_up(call: Call) -> Steps:
    """To whoever said yes, when the help was due: is it done? Silence changes nothing at once."""
    standing = yield from still_theirs()
    if standing is None or not (yield from would_hear()):
        return
    options = tuple(option for option in _IS_IT_DONE if option.meaning != TALK or standing.rings)
    prompt = "follow_up" if standing.rings else "follow_up.no_number"
    answer = yield Ask(prompt=prompt, values={**standing.values, "words": standing.words}, options=options)
    while answer == TALK:
        yield from still(talk_first())
        outcome = yield from dial(standing)
        if outcome == JOINED:
            yield have_joined()
        asked = tuple(option for option in _IS_IT_DONE if option.meaning != TALK or outcome != NIGHT)
        answer = yield Ask(prompt=f"follow_up.{outcome}", options=asked)
    if answer == DONE:
        yield from still(say_done())
        yield from every_week(standing.when)
        yield from news_of_the_rule(standing)
        yield Say("follow_up.done")
    elif answer == MORE_TIME:
        yield from still(take_more_time())
        yield from news_of_the_rule(standing)
        yield Say("follow_up.more_time")
    elif answer == UNHEARD:
        yield Say("follow_up.unheard")
    else:
        yield from settled(answer, standing)


@with_person
def well(call: Call) -> Steps:
    """To the resident, who agreed to this call: what it is about is said after a key, whoever picks up."""
    stands = yield resident_there()
    if stands == OVER:
        yield Say("well.over")
        return
    if not (yield from would_hear()):
        return
    stands, need, when, words = stands.split("_")
    values = {"need": need, "when": when, "words": words}
    answer = yield Ask(prompt="well.words" if words else "well", values=values, options=DID_IT_GO_WELL)
    if answer == STILL_NEEDED:
        by = yield ask_once_more("")
        if by == OVER:
            yield Say("well.over")
        elif by == USED_UP:
            yield Say("well.again.used_up")
        else:
            prompt = yield from honest_of("", "well.again_for_somebody" if stands == THEIRS else "well.again", by=by)
            yield Say(prompt, by=by)
    elif answer == WELL:
        yield from all_is_well()
        yield from may_we_remember(call)
        yield Say("goodbye")
    elif answer == WRONG:
        yield from was_wrong()
        yield Say("goodbye")
    else:
        left = yield leave_as_it_was("")
        yield Say("well.over" if left == OVER else "well.unheard")
