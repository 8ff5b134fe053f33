"""The volunteer's ringing phone: the ask within twelve seconds, and what each key does."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from hotline.conversation.call import Call
from hotline.conversation.trail import UNHEARD
from hotline.conversation.turns import Ask, Option, Play, Say, Turn
from hotline.effects.answers import ON_THE_LINE, accept, human_there, pass_on, pick_up, stop_asking
from hotline.effects.standing import Standing
from hotline.scripts.hand_over import hand_over
from hotline.scripts.person import with_person
from hotline.scripts.rule import news_of_the_rule

Steps = Generator[Turn, Any, Any]

YES, NOT_THIS, NOT_TODAY, LATER, MORE, STOP = "yes", "this", "today", "later", "more", "stop"

_ASK = (
    Option(key="1", meaning=YES),
    Option(key="2", meaning=NOT_THIS),
    Option(key="3", meaning=NOT_TODAY),
    Option(key="4", meaning=LATER),
    Option(key="5", meaning=MORE),
    Option(key="8", meaning=STOP),
)


@with_person
def offer(call: Call) -> Steps:
    """Say what is asked, wait for one certain key. Voicemail presses nothing, and nothing is accepted."""
    picked = yield pick_up()
    standing = Standing.parse(picked)
    if not standing.open:
        yield Say(standing.gone)
        return
    answer = yield from the_ask(standing)
    if answer == YES:
        yield from yes(call, standing)
    elif answer == STOP:
        yield from stop()
    elif answer == UNHEARD:
        yield Say("ask_unheard")
    else:
        yield pass_on(answer)
        if answer != LATER:  # they have no time just now
            yield from news_of_the_rule(standing)
        yield Say(f"passed.{answer}")


def the_ask(standing: Standing) -> Steps:
    """The question, and once more after `more`."""
    prompt = f"item.{standing.reason}" if standing.reason else "ask"
    answer = yield Ask(prompt=prompt, values=standing.values, options=_ASK)
    while answer == MORE:
        yield human_there()
        yield Say("more.item" if standing.reason else "more", count=standing.asked)
        if standing.note:
            yield Play(standing.request)
        answer = yield Ask(prompt="ask_again", options=_ASK)
    return answer


def yes(call: Call, standing: Standing) -> Steps:
    """Nobody hears `it's yours` before it is written; whoever is second hears that a neighbour was just before them."""
    accepted = yield accept()
    result, *words = accepted.split("_")
    if result != "yours":
        yield Say("too_late" if result == "taken" else "no_longer_needed")
        return
    if standing.is_a_recording:
        from hotline.scripts.log_it import heard_first  # no other call needs it

        yield from heard_first(call, standing)
        return
    yield from hand_over(standing, words[0], waits=ON_THE_LINE in words)


def stop() -> Steps:
    """`Stop these calls` is asked twice, since it ends something; silence keeps things as they are."""
    yield human_there()
    answer = yield Ask(prompt="stop_sure", options=(Option(key="8", meaning=STOP),), silence="keep")
    if answer != STOP:
        yield pass_on(NOT_THIS)
        yield Say("passed.this")
        return
    yield stop_asking()
    yield Say("stopped")
