"""The hand-over: the two words, the advice, and the two phones joined, the volunteer on the line first."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from typing import Any

from hotline.conversation.replay import JOINED
from hotline.conversation.trail import UNHEARD
from hotline.conversation.turns import Ask, Dial, Option, Play, Say, Turn
from hotline.effects.acceptance import ON_THE_LINE
from hotline.effects.answers import (
    FIRST,
    NOT_JOINED,
    about_to_join,
    have_joined,
    human_there,
    pick_up,
    settle,
    were_joined,
)
from hotline.effects.dialling import BUSY, UNTIL
from hotline.effects.standing import MINE, Standing
from hotline.effects.unmet import note_not_reached
from hotline.effects.waiting import not_on_the_line
from hotline.scripts.for_somebody import NOT_WANTED, is_it_arranged
from hotline.scripts.later import later
from hotline.scripts.person import still
from hotline.scripts.promised import how_it_stands_was_told
from hotline.scripts.rule import news_of_the_rule
from hotline.scripts.unmet import have_they_heard
from hotline.scripts.weekly import every_week
from hotline.scripts.wrong import worried

Steps = Generator[Turn, Any, Any]

NOW, LATER, ELSE = "now", "later", "else"
ARRANGED, RING_AFTER, WORRIED, LOG = "arranged", "ring-after", "worried", "log"
NO_ANSWER = "no-answer"  # their phone was rung, and nobody came to it
GONE = "gone"  # whoever waited on the line has put the phone down
NIGHT = "night"  # phones are silent by now, and it was said from when they ring

# On every call about what somebody has said yes to a key means one thing: 1 goes on, 2 is arranged or done, 3 is later,
# 4 is someone else, 5 is what else there is, 6 is that something worried them.
JOIN_KEY, ARRANGED_KEY = Option(key="1", meaning=NOW), Option(key="2", meaning=ARRANGED)
LATER_KEY, ELSE_KEY = Option(key="3", meaning=LATER), Option(key="4", meaning=ELSE)
WORRIED_KEY = Option(key="6", meaning=WORRIED)
NOT_REACHED = (JOIN_KEY, LATER_KEY, ELSE_KEY)
_OF_A_TALK = (Option(key="1", meaning=ARRANGED), LATER_KEY, ELSE_KEY, WORRIED_KEY)
_OUTCOMES = (_OF_A_TALK[0], Option(key="2", meaning=RING_AFTER), *_OF_A_TALK[1:])


def still_theirs() -> Steps:
    """How what they said yes to stands, once they have picked up. None: it is theirs no longer, and they hear so."""
    picked = yield pick_up()
    standing = Standing.parse(picked)
    if standing.stands == MINE:
        return standing
    yield Say("no_longer_yours")
    return None


def as_it_is_now(standing: Standing, when: str) -> Steps:
    """Return how it stands. If it is wanted at another time than they were asked for, they hear so: it is theirs."""
    if when == standing.when:
        return standing
    yield Say("hand_over.when", when=when)
    return replace(standing, when=when)


def hand_over(standing: Standing, words: str, *, waits: bool = False) -> Steps:
    """It's yours: the words, the advice, and being joined now or in a quarter of an hour.

    If the resident waits on the line they are joined at once, and the advice comes after the talk.
    """
    if waits:
        yield Say("hand_over.waits", words=words)
        yield from what_to_know(standing)
        yield from joined(standing, advised=False)
        return
    if standing.informs:
        yield settle(ARRANGED)
        yield from news_of_the_rule(standing)
        yield Say("thank_you")
        return
    yield from their_words(standing)
    if standing.code and not standing.calls_back:
        yield Say("no_phone_of_their_own", words=words)
        return
    if not standing.rings:
        yield from no_number(standing)
        return
    yield from what_to_know(standing)
    prompt = "hand_over.item" if standing.calls_back else "hand_over"
    answer = yield Ask(prompt=prompt, values={"words": words}, options=NOT_REACHED)
    if answer == NOW:
        yield from joined(standing)
    else:
        yield from settled(answer, standing)


def their_words(standing: Standing) -> Steps:
    """What somebody said who would like a person, to whoever has it: on each call about it, before any key ends it.

    Nobody logs, settles or erases what they may not have heard through: the call before may have been cut off.
    """
    if standing.calls_back and standing.note:
        yield Say("their_words")
        yield Play(standing.request)


def what_to_know(standing: Standing) -> Steps:
    """Before the two talk: whom they speak to first, and that it may have been asked for twice."""
    if standing.for_somebody:
        yield Say("for_somebody.who_asked_first")
    if standing.repeated:
        yield Say("asked_twice.told")


def no_number(standing: Standing) -> Steps:
    """Nobody to be joined to. Somebody's wish for a person is done with; help that was asked for is not.

    Where there were words to hear, it is only done with by a key: what ends is not played any more.
    Whoever phones us with a code is put through to them then.
    """
    if standing.code and not standing.calls_back:
        yield Say("gone_with_code")
        return
    if standing.calls_back and standing.note:
        answer = yield Ask(prompt="hand_over.item.no_number", options=(ARRANGED_KEY, LATER_KEY, ELSE_KEY))
        yield from settled(answer, standing)
        return
    yield settle(ARRANGED if standing.calls_back else ELSE)
    yield from news_of_the_rule(standing)
    yield Say("no_number" if standing.calls_back else "gone_without_number")


def joined(standing: Standing, *, advised: bool = True) -> Steps:
    """Dial the resident, the line's own number on the display; afterwards: is it arranged? No answer: try again."""
    outcome = yield from dial(standing)
    while outcome != JOINED:
        if outcome == GONE and not standing.rings:
            yield from no_number(standing)
            return
        if standing.tells_that_nobody_could and outcome == NO_ANSWER:
            yield note_not_reached()
        answer = yield Ask(prompt=f"not_reached.{outcome}", options=not_reached(outcome))
        if answer != NOW:
            yield from settled(answer, standing)
            return
        outcome = yield from dial(standing)
    stands = yield have_joined()
    if not advised:
        yield Say("hand_over.advice")
    yield from arranged(stands, standing)


def arranged(stands: str, standing: Standing) -> Steps:
    """Is it arranged, perhaps after a word with the one it is for? Or have they been told that nobody could?

    A wish for a person is done with when the two have spoken, and whoever left no number cannot be rung: nobody rings
    afterwards, and no key offers it.
    """
    if standing.tells_that_nobody_could or standing.keeps_a_promise:
        yield from what_was_told(standing)
        return
    if standing.calls_back:
        answer = yield Ask(prompt="is_it_arranged.item", options=_OF_A_TALK)
        yield from settled(answer, standing)
        return
    if not standing.rings:
        answer = yield Ask(prompt="is_it_arranged.no_number", options=_OF_A_TALK)
        yield from settled(answer, standing)
        return
    answer = yield from is_it_arranged(stands, standing.request, _OUTCOMES)
    if answer != NOT_WANTED:
        yield from settled(answer, standing)


def what_was_told(standing: Standing) -> Steps:
    """What a coordinator has told a resident, in a question of its own: `arranged` would not say which of two it is."""
    if standing.tells_that_nobody_could:
        yield from have_they_heard()
        return
    answer = yield from how_it_stands_was_told(standing, _OF_A_TALK[1:])
    if answer:
        yield from settled(answer, standing)


def not_reached(outcome: str) -> tuple[Option, ...]:
    """Return the keys after a phone that was not picked up: again now, unless it is night; later; or somebody else."""
    return NOT_REACHED[1:] if outcome == NIGHT else NOT_REACHED


def dial(standing: Standing) -> Steps:
    """Dial the resident's phone, once, or the queue in which they wait on the line.

    Not while it is on another call of ours, nor by night: then it is said from when phones ring.
    """
    there = yield from still(about_to_join())
    until, _, opens = there.partition("_")
    if until == UNTIL:
        yield Say("too_late_to_ring", by=opens)
        return NIGHT
    if there == BUSY:
        return BUSY
    if there == ON_THE_LINE:
        return (yield from take_from_queue(standing.request))
    return (
        yield Dial(
            to=f"resident:{standing.request}",
            prompt="joining",
            whisper="whisper_resident",
            about=standing.request,
            ring="resident",
        )
    )


def take_from_queue(request: str) -> Steps:
    """They are there already; gone: they have just put the phone down, or would rather be rung back."""
    outcome = yield Dial(to=f"queue:{request}", prompt="on_the_line", whisper="whisper_waiting", about=request)
    if outcome == JOINED:
        return JOINED
    yield not_on_the_line(request)
    return GONE


def settled(answer: str, standing: Standing) -> Steps:
    """Do what they chose; if it is wanted every week, note the day that they agreed.

    Not understood: nothing is taken for granted, and we ring again in a quarter of an hour.
    """
    if answer in (LATER, UNHEARD):
        yield from later(standing, answer)
        return
    if answer == WORRIED:
        yield human_there()  # what comes of it shows later: it is no silence
        yield from worried()
        yield Say("goodbye")
        return
    result = yield from still(settle(answer))
    if result == FIRST:
        yield Say("for_somebody.first")
        yield from later(standing, UNHEARD)
        return
    if answer in (ARRANGED, RING_AFTER):
        yield from every_week(standing.when)
    yield from news_of_the_rule(standing)
    yield Say("settled.else.no_number" if answer == ELSE and standing.asks_nobody_else else f"settled.{answer}")


def they_say_arranged(standing: Standing, *, join: bool) -> Steps:
    """It is arranged, they say: asked once more where we have not joined the two, who can `join` now or cannot."""
    answer = ARRANGED
    joined_before = yield were_joined()
    if joined_before == NOT_JOINED:
        options = (
            *((replace(JOIN_KEY, prompt="option.join"),) if join else ()),
            replace(ARRANGED_KEY, prompt="option.arranged"),
            replace(LATER_KEY, prompt="option.quarter"),
            replace(ELSE_KEY, prompt="option.hand_on"),
        )
        answer = yield Ask(prompt="never_joined", options=options)
    if answer == NOW:
        yield from joined(standing)
    elif answer == ARRANGED and (standing.tells_that_nobody_could or standing.keeps_a_promise):
        yield from what_was_told(standing)
    else:
        yield from settled(answer, standing)
