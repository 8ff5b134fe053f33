"""What a volunteer has said yes to, on the call that rings them straight back."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from hotline.conversation.call import Call
from hotline.conversation.replay import JOINED
from hotline.conversation.trail import UNHEARD
from hotline.conversation.turns import Ask, Option, Say, Turn
from hotline.effects.answers import have_joined
from hotline.effects.paging import MORE
from hotline.effects.standing import MINE, Standing
from hotline.effects.volunteering import NONE, NOW, it_is_done, turn_to, what_they_hold
from hotline.records import RequestState
from hotline.scripts.for_somebody import RING_THEM, THE_ONE
from hotline.scripts.hand_over import (
    ARRANGED,
    ELSE,
    LATER,
    LOG,
    NIGHT,
    WORRIED,
    arranged,
    dial,
    joined,
    settled,
    their_words,
    they_say_arranged,
)
from hotline.scripts.hand_over import NOW as JOIN
from hotline.scripts.log_it import on_from
from hotline.scripts.rule import news_of_the_rule

Steps = Generator[Turn, Any, Any]

ANYTHING, DONE = "anything", "done"
SPOKEN = RequestState.SPOKEN


def what_is_held(call: Call, held: str) -> Steps:
    """Which one, if there are several, and what of it; `anything` leads on."""
    request = yield from which(held)
    if request == UNHEARD:
        yield Say("none_chosen")
        yield Say("goodbye")
    if request in (ANYTHING, UNHEARD):
        return request
    return (yield from one_held(call, request))


def which(held: str) -> Steps:
    """Return the id of the one to talk about; the others are told by a key."""
    if "__" not in held:
        return held.partition("_")[0]
    answer = yield Ask(prompt="which_held", options=_which_options(held))
    while answer == MORE:
        held = yield what_they_hold(held.split("__")[-2].partition("_")[0])
        if held == NONE:
            return ANYTHING
        answer = yield Ask(prompt="which_held", options=_which_options(held))
    return answer


def _which_options(held: str) -> tuple[Option, ...]:
    each = [one for one in held.split("__") if one != MORE]
    options = tuple(_held_option(key, one) for key, one in enumerate(each, start=1))
    others = (_option("8", MORE, "the_others"),) if held.endswith(f"__{MORE}") else ()
    return (*options, *others, _option("9", ANYTHING, "else"))


def one_held(call: Call, request: str) -> Steps:
    """What they said yes to, at once, and its keys: what cannot be just now is not offered."""
    told = yield turn_to(request)
    state, may_ring, text = told.split("_", 2)
    standing = Standing.parse(text)
    if standing.stands != MINE:
        yield Say("no_longer_yours")
        return UNHEARD
    join = standing.rings and may_ring == NOW
    if standing.rings and not join:
        yield Say("too_late_to_ring", by=may_ring)
    yield from their_words(standing)
    values = {**standing.values, "words": standing.words}
    options = _held_options(state, join=join, for_somebody=standing.for_somebody, logs=standing.is_a_recording)
    prompt = "you_hold.item" if standing.calls_back else "you_hold"
    answer = yield Ask(prompt=prompt, values=values, options=options)
    while answer == JOIN and state == SPOKEN:
        outcome = yield from dial(standing)
        if outcome == JOINED:
            yield have_joined()
        if outcome == NIGHT:
            options = _held_options(state, join=False, for_somebody=False)
        answer = yield Ask(prompt=f"talked.{outcome}", options=options)
    if answer == DONE:
        reported = yield it_is_done(request)
        yield from news_of_the_rule(standing)
        yield Say("follow_up.done" if reported == "reported" else "no_longer_yours")
    elif answer == UNHEARD:
        yield Say("kept_as_it_was")
        yield Say("goodbye")
    elif standing.is_a_recording and answer in (JOIN, LOG):
        yield from on_from(call, standing, answer)
    elif answer != ANYTHING:
        yield from before_it_is_done(answer, standing, join)
    return answer


def before_it_is_done(answer: str, standing: Standing, join: bool) -> Steps:  # noqa: FBT001 -- as the walker compares it
    """To be joined, arranged, later, or somebody else."""
    if answer == JOIN:
        yield from joined(standing)
    elif answer == THE_ONE:
        yield from arranged(RING_THEM, standing)
    elif answer == ARRANGED:
        yield from they_say_arranged(standing, join=join)
    else:
        yield from settled(answer, standing)


def _held_options(state: str, *, join: bool, for_somebody: bool, logs: bool = False) -> tuple[Option, ...]:
    """The keys of `again`, each where it always is; once the two have spoken it can be done instead of arranged."""
    options = [_option("1", JOIN, "join")] if join else []
    options.append(_option("2", DONE, "done") if state == SPOKEN else _option("2", ARRANGED, "arranged"))
    if join and state != SPOKEN:
        options.append(_option("3", LATER, "quarter"))
    options += [_option("4", ELSE, "hand_on"), _option("5", ANYTHING, "else")]
    if join and for_somebody:
        options.append(_option("7", THE_ONE, "the_one"))
    if logs:
        options.append(_option("7", LOG, "log"))
    options.append(_option("6", WORRIED, "worried"))
    return tuple(options)


def _held_option(key: int, one: str) -> Option:
    request, need, area, words = one.split("_")
    if words == NONE:
        return _option(str(key), request, "for_item")
    values = {"need": need, "area": area, "words": words}
    return Option(key=str(key), meaning=request, prompt="for_need", values=values)


def _option(key: str, meaning: str, prompt: str) -> Option:
    return Option(key=key, meaning=meaning, prompt=f"option.{prompt}")
