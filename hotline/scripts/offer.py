"""The volunteer's ringing phone: the ask within twelve seconds, and what each key does."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from hotline.conversation.call import Call
from hotline.conversation.trail import UNHEARD
from hotline.conversation.turns import Ask, Option, Play, Say, Turn
from hotline.effects.acceptance import BACK, ON_THE_LINE, PASSED, welcome_back
from hotline.effects.answers import accept, human_there, is_it_theirs, pass_on, pick_up, stop_asking
from hotline.effects.letting_go import HANDED_ON
from hotline.effects.standing import MINE, TAKEN, Standing
from hotline.effects.tasks import NONE, next_task, pass_task_on, take_task
from hotline.scripts.hand_over import as_it_is_now, hand_over
from hotline.scripts.person import with_person
from hotline.scripts.rule import news_of_the_rule
from hotline.scripts.would_hear import would_hear

Steps = Generator[Turn, Any, Any]

YES, NOT_THIS, NOT_TODAY, LATER, MORE, STOP, KEEP = "yes", "this", "today", "later", "more", "stop", "keep"

_ASK = (
    Option(key="1", meaning=YES),
    Option(key="2", meaning=NOT_THIS),
    Option(key="3", meaning=NOT_TODAY),
    Option(key="4", meaning=LATER),
    Option(key="5", meaning=MORE),
    Option(key="8", meaning=STOP),
)
_NOT_YOURS = {TAKEN: "too_late", PASSED: "said_no"}


@with_person
def offer(call: Call) -> Steps:
    """Say what is asked, wait for one certain key. Voicemail presses nothing, and nothing is accepted."""
    picked = yield pick_up()
    standing = Standing.parse(picked)
    if not standing.open:
        yield Say(standing.gone)
        return
    if not (yield from would_hear_of(standing)):
        return
    answer = yield from the_ask(standing)
    if answer == YES:
        accepted = yield accept()
        yield from yes(call, standing, accepted)
        yield from all_else_that_waits(call, standing)
    elif answer == STOP:
        yield from stopped()
    elif answer == UNHEARD:
        yield from nothing_keyed()
    else:
        yield from no_thanks(call, standing, answer)


def nothing_keyed() -> Steps:
    """Somebody else is asked. Whoever went one step back from their yes keeps it, and is rung about it as always."""
    stands = yield is_it_theirs()
    yield Say("ask_unheard.yours" if stands == MINE else "ask_unheard")


def no_thanks(call: Call, standing: Standing, answer: str) -> Steps:
    """Not this, not today, or later: kept, and told as it was kept, once all else that waits was told."""
    passed = yield pass_on(answer)
    if answer != LATER:  # they have no time just now
        yield from news_of_the_rule(standing)
    if answer == NOT_THIS:
        told = yield from all_else_that_waits(call, standing)
        if told:
            return
    yield from as_it_was_kept(answer, passed)


def as_it_was_kept(answer: str, passed: str) -> Steps:
    """What has become of their no, to its goodbye: also what else was theirs, and goes to somebody else."""
    if answer == LATER and passed != LATER:
        yield Say("passed.this") if passed in (PASSED, HANDED_ON) else Say("passed.later_at", by=passed)
        return
    if passed == HANDED_ON:
        yield Say("handed_on")
    yield Say(f"passed.{answer}")


def would_hear_of(standing: Standing) -> Steps:
    """Wait for a key before a word about a task. An ordinary ask has twelve seconds, and says the need at once."""
    if not standing.reason:
        return True
    heard = yield from would_hear()
    if heard:
        yield human_there()
    return heard


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
        if answer in (NOT_TODAY, LATER, STOP):  # told, and taken leave of
            return True
        found = NONE if answer == UNHEARD else (yield next_task(task))
    yield Say("goodbye")
    return True


def one_task(call: Call, task: str, standing: Standing) -> Steps:
    """The same question, and the same keys, as on a phone that was rung for it."""
    answer = yield from the_ask(standing)
    if answer == YES:
        accepted = yield take_task(task)
        yield from yes(call, standing, accepted)
    elif answer == STOP:
        yield from stopped()
    elif answer != UNHEARD:
        passed = yield pass_task_on(task, answer)
        if answer != NOT_THIS:
            yield from as_it_was_kept(answer, passed)
    return answer


def stopped() -> Steps:
    """They are rung no more; what they had said yes to goes to somebody else, and they hear so."""
    kept = yield stop_asking()
    if kept == HANDED_ON:
        yield Say("handed_on")
    yield Say("stopped")


def the_ask(standing: Standing) -> Steps:
    """The question, and once more after `more`, and after a `stop` that they were not sure of.

    `Stop these calls` is asked twice, since it ends something; silence keeps them, and leads back to the question. A
    coordinator who is asked for no door hears that a neighbour waits, and has no key to take it.
    """
    prompt = f"item.{standing.reason}" if standing.reason else "ask"
    no_door = ".no_door" if standing.no_door else ""
    options = _ASK[1:] if no_door else _ASK
    answer = yield Ask(prompt=f"{prompt}{no_door}", values=standing.values, options=options)
    while answer in (MORE, STOP):
        yield human_there()
        if answer == STOP:
            sure = yield Ask(prompt="stop_sure", options=(Option(key="8", meaning=STOP),), silence=KEEP)
            if sure == STOP:
                return STOP
        else:
            yield Say("more.item" if standing.reason else "more", count=standing.asked)
            if standing.note and not standing.calls_back:  # what a person was to listen to waits for a yes
                yield Play(standing.request)
        answer = yield Ask(prompt=f"ask_again{no_door}", options=options)
    return answer


def yes(call: Call, standing: Standing, accepted: str) -> Steps:
    """Nobody hears `it's yours` before it is written; whoever is second hears that a neighbour was just before them."""
    result, _, how = accepted.partition("_")
    if result != "yours":
        yield Say(_NOT_YOURS.get(result, "no_longer_needed"))
        return
    if BACK in how.split("_"):
        yield welcome_back()
        yield Say("you_are_back")
    if standing.is_a_recording:
        from hotline.scripts.log_it import heard_first  # no other call needs it

        yield from heard_first(call, standing)
        return
    if not standing.calls_back:
        standing = yield from as_it_is_now(standing, how.split("_")[1])
    yield from hand_over(standing, how.partition("_")[0], waits=ON_THE_LINE in how)
