"""The volunteer's ringing phone: the ask within twelve seconds, and what each key does."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from hotline.conversation.call import Call
from hotline.conversation.trail import UNHEARD
from hotline.conversation.turns import Ask, Option, Play, Say, Turn
from hotline.effects.acceptance import ON_THE_LINE
from hotline.effects.answers import PASSED, accept, human_there, pass_on, pick_up, stop_asking
from hotline.effects.letting_go import HANDED_ON
from hotline.effects.standing import Standing
from hotline.effects.tasks import NONE, next_task, pass_task_on, take_task
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
        accepted = yield accept()
        yield from yes(call, standing, accepted)
        yield from all_else_that_waits(call, standing)
    elif answer == STOP:
        yield from stop()
    elif answer == UNHEARD:
        yield Say("ask_unheard")
    else:
        passed = yield pass_on(answer)
        if answer != LATER:  # they have no time just now
            yield from news_of_the_rule(standing)
        if answer == NOT_THIS:
            told = yield from all_else_that_waits(call, standing)
            if told:
                return
        if answer == LATER and passed != LATER:
            yield Say("passed.this") if passed in (PASSED, HANDED_ON) else Say("passed.later_at", by=passed)
            return
        if passed == HANDED_ON:
            yield Say("handed_on")
        yield Say(f"passed.{answer}")


def all_else_that_waits(call: Call, standing: Standing) -> Steps:
    """Whoever was rung about a task hears of the others on the same call, one after the other. True: there was one."""
    if not standing.reason:
        return False
    found = yield next_task("")
    if found == NONE:
        return False
    while found != NONE:
        task, _, how = found.partition("_")
        yield Say("another_task")
        answer = yield from one_task(call, task, Standing.parse(how))
        if answer not in (YES, NOT_THIS):
            break
        found = yield next_task(task)
    yield Say("goodbye")
    return True


def one_task(call: Call, task: str, standing: Standing) -> Steps:
    """The same question, and the same keys, as on a phone that was rung for it."""
    answer = yield from the_ask(standing)
    if answer == YES:
        accepted = yield take_task(task)
        yield from yes(call, standing, accepted)
    elif answer == STOP:
        yield from stop()
    elif answer != UNHEARD:
        yield pass_task_on(task, answer)
    return answer


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


def yes(call: Call, standing: Standing, accepted: str) -> Steps:
    """Nobody hears `it's yours` before it is written; whoever is second hears that a neighbour was just before them."""
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
    kept = yield stop_asking()
    if kept == HANDED_ON:
        yield Say("handed_on")
    yield Say("stopped")
