"""A volunteer phones the line, and is rung straight back: what they hold, what is open, rest, settings, leaving."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from typing import Any

from hotline.conversation.call import Call
from hotline.conversation.trail import UNHEARD
from hotline.conversation.turns import Ask, Option, Play, Say, Turn
from hotline.effects.acceptance import BACK, ON_THE_LINE, welcome_back
from hotline.effects.answers import is_it_theirs
from hotline.effects.hearing import what_they_hear
from hotline.effects.letting_go import HANDED_ON
from hotline.effects.standing import MINE, Standing
from hotline.effects.volunteering import (
    APART,
    ASKED,
    CHANGED,
    COORDINATES,
    GONE,
    HEARD,
    HEARS,
    NEVER,
    NONE,
    NOW,
    OPEN,
    PHONE,
    RESTING,
    STOPPED,
    TOMORROW,
    UNASKED,
    WEEK,
    be_back,
    how_they_stand,
    leave,
    next_open,
    rest,
    say_yes,
    turn_to,
    what_they_hold,
)
from hotline.scripts.hand_over import as_it_is_now, hand_over
from hotline.scripts.lot import both_sides
from hotline.scripts.person import still
from hotline.scripts.rule import the_rule, what_changed
from hotline.scripts.volunteer_holds import ANYTHING, what_is_held
from hotline.scripts.volunteer_settings import settings

Steps = Generator[Turn, Any, Any]

HEAR, REST, SETTINGS, RULE, LEAVE = "hear", "rest", "settings", "rule", "leave"
BOTH_SIDES, OWN_VOICE = "both-sides", "own-voice"
YES, NEXT, NOTE, KEEP = "yes", "next", "note", "keep"

_RESTS = tuple(Option(key=str(key), meaning=each) for key, each in enumerate((TOMORROW, WEEK, PHONE), start=1))


def volunteers(call: Call) -> Steps:
    """What they hold comes first, since it is why most of them phone; then all else."""
    held = yield what_they_hold("")
    answer = ANYTHING
    if held != NONE:
        answer = yield from what_is_held(call, held)
    if answer == ANYTHING:
        yield from wishes(call)


def wishes(call: Call) -> Steps:
    """One flat menu; after `I am back` and after the rule once more, with what is open now."""
    answer = BACK
    while answer in (BACK, RULE):
        stands = yield how_they_stand()
        flags = tuple(stands.split("_"))
        if GONE in flags:
            yield Say("goodbye")
            return
        if UNASKED in flags:
            yield Say("not_needed_yet")
        elif never_for := next((key for key, flag in NEVER.items() if flag in flags), ""):
            yield Say(f"never_asked.{never_for}")
        elif RESTING in flags or STOPPED in flags:
            yield Say("we_do_not_ring_you")
        answer = yield Ask(prompt="volunteer_menu", options=_menu(flags))
        if answer == BACK:
            yield from still(be_back())
            yield Say("you_are_back")
        elif answer == RULE:
            yield from the_rule(call)
    if answer == UNHEARD:
        yield Say("none_chosen")
    yield from one_wish(call, answer, CHANGED in flags, RESTING in flags or STOPPED in flags)


def one_wish(call: Call, wish: str, changed: bool, rests: bool) -> Steps:  # noqa: FBT001 -- as the walker compares it
    """What they chose; not understood, and everything stays as it was. Then what has changed since they last heard."""
    if wish == HEAR:
        if rests:
            yield Say("a_yes_ends_your_rest")
        taken = yield from what_is_open()
        if taken:
            return
    elif wish == BOTH_SIDES:
        yield from hearing()
        return
    elif wish == REST:
        yield from resting()
    elif wish == SETTINGS:
        yield from settings(call)
    elif wish == LEAVE:
        yield from leaving()
    elif wish == OWN_VOICE:
        from hotline.scripts.own_voice import own_voice  # no other call needs it

        yield from own_voice(call)
        return
    if changed and wish not in (LEAVE, UNHEARD):
        yield from what_changed()
    yield Say("goodbye")


def hearing() -> Steps:
    """On with what they hear as one of the two."""
    complaint = yield what_they_hear()
    if complaint == NONE:
        yield Say("lot.over")
    else:
        yield from both_sides(complaint)


def what_is_open() -> Steps:
    """One at a time, the oldest first: yes, or the next. Whether they have said yes to one, which is then said."""
    found = yield next_open("")
    while found != NONE:
        request, need, area, when, recording = found.split("_")
        answer = yield from this_one(request, {"need": need, "area": area, "when": when}, recording)
        if answer == YES:
            yield from yes(request, when)
            return True
        if answer != NEXT:
            return (yield from stays_theirs())
        found = yield next_open(request)
    yield Say("nothing_more_is_open")
    return False


def stays_theirs() -> Steps:
    """Nothing is keyed: whoever went one step back from their yes keeps it, hears so, and is rung about it."""
    stands = yield is_it_theirs()
    if stands == MINE:
        yield Say("ask_unheard.yours")
    return stands == MINE


def this_one(request: str, values: dict[str, str], recording: str) -> Steps:
    """Yes, the next, or first the words that were left with it."""
    hear = [_option("3", NOTE, "their_words")] if recording == NOTE else []
    options = (Option(key="1", meaning=YES), Option(key="2", meaning=NEXT), *hear)
    answer = yield Ask(prompt="this_is_open", values=values, options=options)
    while answer == NOTE:
        yield Play(request)
        answer = yield Ask(prompt="this_is_open", values=values, options=options)
    return answer


def yes(request: str, when: str) -> Steps:
    """The same acceptance, and the same kind words, as on a phone that was rung. `when` is what they have heard."""
    said = yield say_yes(request)
    result, _, how = said.partition("_")
    if how.startswith(BACK):
        yield welcome_back()
        yield Say("you_are_back")
    if result != "yours":
        yield Say("too_late" if result == "taken" else "no_longer_needed")
        return
    told = yield turn_to(request)
    _, may_ring, text = told.split("_", 2)
    standing = Standing.parse(text)
    yield from as_it_is_now(replace(standing, when=when), standing.when)
    if may_ring != NOW and standing.rings:
        yield Say("yours_by_night", words=standing.words, by=may_ring)
        yield Say("goodbye")
    else:
        yield from hand_over(standing, standing.words, waits=how.endswith(ON_THE_LINE))


def resting() -> Steps:
    """Until tomorrow, for a week, or until they phone again."""
    until = yield Ask(prompt="how_long_a_rest", options=_RESTS)
    if until == UNHEARD:
        yield Say("kept_as_it_was")
        return
    kept = yield from still(rest(until))
    if kept == HANDED_ON:
        yield Say("handed_on")
    yield Say(f"resting.{until}")


def leaving() -> Steps:
    """Asked twice, since it ends everything; silence keeps things as they are."""
    answer = yield Ask(prompt="leave_sure", options=(Option(key="8", meaning=LEAVE),), silence=KEEP)
    if answer != LEAVE:
        yield Say("kept_as_it_was")
        return
    left = yield leave()
    yield Say("you_have_left")
    if HEARD in left:
        yield Say("you_have_left.heard")
    if APART in left:
        yield Say("you_have_left.apart")
    if ASKED in left:
        yield Say("you_have_left.asked")
    yield Say("you_have_left.thanks")


def _menu(flags: tuple[str, ...]) -> tuple[Option, ...]:
    """The most likely wish has the first key; leaving has a key far from the others."""
    there = {
        BACK: RESTING in flags or STOPPED in flags,
        BOTH_SIDES: HEARS in flags,
        HEAR: OPEN in flags,
        REST: STOPPED not in flags,
        SETTINGS: True,
    }
    offered = [wish for wish, is_there in there.items() if is_there]
    numbered = [_option(str(key), wish, f"volunteer_{wish}") for key, wish in enumerate(offered, start=1)]
    coordinators = [_option("6", OWN_VOICE, "own_voice")] if COORDINATES in flags else []
    rule = Option(key="7", meaning=RULE, prompt="option.rule")
    return (*numbered, *coordinators, rule, _option("8", LEAVE, "volunteer_leave"))


def _option(key: str, meaning: str, prompt: str) -> Option:
    return Option(key=key, meaning=meaning, prompt=f"option.{prompt}")
