"""Rung straight back: whoever phones in hears nothing; on this call, after a key, they hear the truth."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from hotline.conversation.call import Call
from hotline.conversation.turns import Ask, Option, Say, Turn
from hotline.effects.news import BOTH, NOBODY, NONE, RESIDENT, VOLUNTEER, heard, picked_up
from hotline.effects.standing import MINE, Standing
from hotline.effects.telling import THEIR_WORD, WEEKLY, next_to_tell, was_heard, what_is_told
from hotline.scripts.for_somebody import RING_THEM
from hotline.scripts.hand_over import JOIN_KEY, LATER, LATER_KEY, NOW, arranged, joined
from hotline.scripts.news import news
from hotline.scripts.person import with_person
from hotline.scripts.rule import what_changed
from hotline.scripts.volunteer import volunteers
from hotline.scripts.weekly import what_recurs
from hotline.scripts.would_hear import that_was_it, would_hear

Steps = Generator[Turn, Any, Any]

A_WORD = "a-word"
_WORDS = frozenset({A_WORD, THEIR_WORD})
_MOST_TOLD = 3
_ABOUT_THEM = frozenset({"no-doors", "chats-only", "until-meeting"})  # they may like to speak to one of us about it


@with_person
def back(call: Call) -> Steps:
    """The call that was asked for: voicemail presses nothing, and hears nothing that is about anyone."""
    yield picked_up()
    if not (yield from would_hear("ringing_you_back")):
        return
    whose = yield heard()
    yield from what_waits_to_be_told()
    if whose == BOTH:
        whose = yield Ask(
            prompt="which_of_both",
            options=(Option(key="1", meaning=RESIDENT), Option(key="2", meaning=VOLUNTEER)),
        )
    if whose == VOLUNTEER:
        yield from volunteers(call)
        return
    if whose == RESIDENT:
        yield from news(call)
    else:
        yield Say("nothing_asked" if whose == NOBODY else "none_chosen")
    yield Say("goodbye")


def what_waits_to_be_told() -> Steps:
    """What they were rung about, and did not hear, comes first: one thing after the other, and nought is a person.

    No more than a few on one call, since they have phoned for something: they are rung about the others, as before.
    """
    told_so_far = 0
    waits = yield next_to_tell("")
    while waits != NONE:
        how, errand = waits.split("_")
        if how == WEEKLY:
            yield from what_recurs(errand)
        else:
            what = yield what_is_told()
            if what == NONE:
                yield Say("nothing_to_tell")
            else:
                yield from say_what_became(what)
            yield from that_was_it(errand)
        told_so_far += 1
        if told_so_far == _MOST_TOLD:
            return
        waits = yield next_to_tell(errand)


@with_person
def told(call: Call) -> Steps:
    """A volunteer is told what has become of something that they said yes to."""
    yield picked_up()
    if not (yield from would_hear()):
        return
    yield from what_became_of_it()


def what_became_of_it() -> Steps:
    """Cancelled, changed, handed on; or their resident would like a word, and they can be joined at once."""
    what = yield what_is_told()
    if what == NONE:
        yield was_heard("")
        yield Say("nothing_to_tell")
        yield from what_changed()
        yield Say("goodbye")
        return
    reason, request, need, area, when, words = what.split("_")
    if reason not in _WORDS:
        if reason in _ABOUT_THEM:
            yield from say_what_became(what)
            yield from that_was_it("")
        else:
            yield from that_was_it("", f"told.{reason}", need=need, area=area, when=when, words=words)
        yield from what_changed()
        yield Say("goodbye")
        return
    answer = yield Ask(
        prompt="told.a-word",
        values={"need": need, "area": area, "words": words},
        options=(JOIN_KEY, LATER_KEY),
        silence=LATER,
    )
    yield was_heard("")
    standing = Standing(stands=MINE, request=request, need=need, area=area, when=when, changed=True)
    if answer == NOW and reason == THEIR_WORD:
        yield from arranged(RING_THEM, standing)
    elif answer == NOW:
        yield from joined(standing)
    else:
        yield Say("told.ring-us")
        yield from what_changed()
        yield Say("goodbye")


def say_what_became(what: str) -> Steps:
    """Say it; that a word is wanted, without the keys that only a call about it has."""
    reason, _, need, area, when, words = what.split("_")
    prompt = "told.a-word.waits" if reason in _WORDS else f"told.{reason}"
    yield Say(prompt, need=need, area=area, when=when, words=words)
