"""Waiting on the line: the resident stays, hears how it goes, and is put through the moment a neighbour says yes.

Twilio lets them wait in a queue of their own. What they hear there is a script by itself (`waiting`), in which only a
few verbs are allowed: nought and `rung back instead` leave the queue, and `wait_on_the_line` goes on from there.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from hotline.conversation.call import Call, PersonWanted
from hotline.conversation.replay import HUNG_UP, JOINED
from hotline.conversation.turns import Ask, Join, Leave, Option, Say, Turn, Wait
from hotline.effects.logging import SOMEBODY_NOW, write_down
from hotline.effects.person import ask_for_person
from hotline.effects.waiting import (
    CLOSED,
    OVER,
    PERSON,
    RINGS,
    TAKEN,
    THROUGH,
    WAITS,
    YES,
    begin_to_wait,
    how_it_goes,
    put_through_now,
    stop_waiting,
)
from hotline.groups import Group
from hotline.records import Reason
from hotline.scripts.person import a_person, honest, in_time

Steps = Generator[Turn, Any, Any]

WAIT, STILL, RING_BACK = "wait", "still", "ring-back"
RUNG_BACK, PHONE_BACK, A_PERSON = "rung-back", "phone-back", "person"  # what becomes of who has waited in vain
_DONE = "done"
_SENTENCES = 3  # of each kind, so that no two news in a row sound the same


def offer_to_wait(anybody: str) -> tuple[Option, ...]:
    """The key for it, if a neighbour can be asked this minute."""
    return (Option(key="6", meaning=WAIT, prompt="option.wait"),) if anybody == SOMEBODY_NOW else ()


def wait_on_the_line(call: Call, request: str, by: str, *, otherwise: str = RUNG_BACK) -> Steps:
    """Until a neighbour is put through and they have talked, or they leave; the promise that was made stands.

    Who left no number cannot be rung back: they phone back with a code (`otherwise`), or a person is found for them.
    """
    left = yield begin_to_wait(request)
    outcome = ""
    if left == WAITS:
        outcome = yield Wait(queue=request, hold="waiting")
        left = yield stop_waiting(request)
    if outcome == JOINED:
        yield Say("talk_over")
    elif outcome != HUNG_UP:
        yield from _without_a_talk(call, left, by, otherwise)
    return _DONE


def without_a_number(call: Call, request: str, area: str, when: str) -> Steps:
    """Nobody is turned away: they wait on the line, if a neighbour can be asked now; else a person is found."""
    written = yield from in_time(write_down(request, area, when))
    by, words, anybody = written.split("_")
    if anybody != SOMEBODY_NOW:
        return (yield from a_person(call, Reason.ASKED))
    yield Ask(prompt="wait_instead", values={"words": words}, options=(Option(key="1", meaning=WAIT),), silence=WAIT)
    return (yield from wait_on_the_line(call, request, by, otherwise=A_PERSON))


def waiting(call: Call) -> Steps:
    """What they hear meanwhile: something new and true as often as the group says, but only for so long."""
    nth, yes, rings = 1, False, RINGS
    try:
        while nth <= _how_often(call.group):
            told = yield how_it_goes()
            goes, count, rings = told.split("_")
            if goes in (THROUGH, CLOSED, OVER) or (goes == YES and yes):
                yield Say(_to(rings, "waiting.enough") if goes in (THROUGH, CLOSED) else "waiting.over")
                break
            yes = goes == YES
            if nth == 1:
                yield Say(_to(rings, "waiting.begin" if call.group.at_once is None else "waiting.begin.few"))
            answer = yield from _news(nth, goes, count, rings)
            if answer == RING_BACK:
                break
            nth += 1
        else:
            yield Say(_to(rings, "waiting.enough"))
    except PersonWanted:
        yield ask_for_person(Reason.ASKED, "")
    yield Leave()


def _to(rings: str, prompt: str) -> str:
    """That neighbours are asked after they have hung up is said only to whoever can be rung."""
    return prompt if rings == RINGS else f"{prompt}.no_number"


def whisper_waiting(call: Call) -> Steps:
    """What the resident hears first, within two seconds: who is put through to them."""
    yield put_through_now()
    yield Say("whisper_waiting")
    yield Join()


def _news(nth: int, goes: str, count: str, rings: str) -> Steps:
    """One sentence, and time to press a key: none is needed."""
    sentence = "" if goes == YES else f".{(nth - 1) % _SENTENCES + 1}"
    ring_back = Option(key="1", meaning=RING_BACK, prompt="option.ring_back")
    return (
        yield Ask(
            prompt=f"waiting.{goes}{sentence}",
            values={"count": count},
            options=(ring_back,) if rings == RINGS else (),
            silence=STILL,
            holds=True,
        )
    )


def _without_a_talk(call: Call, left: str, by: str, otherwise: str) -> Steps:
    if left == PERSON or otherwise == A_PERSON:
        yield from a_person(call, Reason.ASKED)
    elif otherwise == PHONE_BACK:
        yield Say("phone_back_instead")
    elif left == TAKEN:
        yield Say("they_ring_you")
    elif left != OVER:
        prompt = yield from honest("rung_back_instead", by=by)
        yield Say(prompt, by=by)


def _how_often(group: Group) -> int:
    return max(1, group.policy.wait_longest // group.policy.wait_news)
