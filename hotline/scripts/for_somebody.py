"""For somebody else: whose number it is, the neighbour joined to them if both wish, and their own yes or no."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from hotline.conversation.call import Call, PersonWanted
from hotline.conversation.trail import UNHEARD
from hotline.conversation.turns import Ask, Dial, Join, KeyNumber, Option, Say, Turn
from hotline.effects.answers import FOR_THEM, THEMSELVES
from hotline.effects.dialling import BUSY
from hotline.effects.for_somebody import (
    AGREED,
    DECLINED,
    ENOUGH,
    GONE,
    NOW,
    OVER,
    TALKED,
    about_to_ring_them,
    agree,
    decline,
    for_nobody_else,
    keep_for_number,
    what_it_is,
    what_they_said,
)
from hotline.effects.logging import KEPT, REFUSED, SAME, open_requests
from hotline.effects.person import ask_for_person
from hotline.records import Reason
from hotline.scripts.person import ANEW, MOST_NUMBERS, honest, in_time, still

Steps = Generator[Turn, Any, Any]

THE_ONE, RING_THEM, NOT_WANTED = "the-one", "ring-them", "not-wanted"
FOR_ME, FOR_SOMEBODY = "read_back", "read_back.for_somebody"  # how the request is read back
TALK, RATHER_NOT, MAY_COME, NO, LEAVE_IT = "talk", "rather-not", "may-come", "no", "leave"
RIGHT, AGAIN = "right", "again"

_TWO = frozenset({"arranged", "ring-after"})  # what is not offered before their yes


def who_is_it_for(request: str) -> Steps:
    """The number of the one it is for, keyed and read back; and how the request is read back from now on."""
    prompt, tries = "for_somebody.number", 0
    while tries < MOST_NUMBERS:
        keyed = yield KeyNumber(prompt=prompt)
        if keyed == UNHEARD:
            break
        kept = yield from in_time(keep_for_number(request, keyed))
        if kept == SAME:  # their own phone: it is for whoever asks
            break
        prompt = "number_refused" if kept == REFUSED else "key_number_again"
        if kept == KEPT:
            options = (Option(key="1", meaning=RIGHT), Option(key="2", meaning=AGAIN))
            answer = yield Ask(
                prompt="for_somebody.right", values={"number": f"for:{request}"}, options=options, silence=RIGHT
            )
            if answer != AGAIN:
                yield Say("for_somebody.kept")
                return FOR_SOMEBODY
        tries += 1
    yield from in_time(for_nobody_else(request))
    yield Say("for_somebody.not_kept")
    return FOR_ME


def is_it_arranged(stands: str, request: str, outcomes: tuple[Option, ...]) -> Steps:
    """What came of the talk; where it is for somebody else, after the neighbour has spoken to them, too, if both wish.

    `stands` is what `have_joined` told, or RING_THEM: it begins with them. The answer is one of `outcomes`, or
    NOT_WANTED, and then all has been said.
    """
    if stands == THEMSELVES:
        return (yield Ask(prompt="is_it_arranged", options=outcomes))
    answer = THE_ONE
    if stands != RING_THEM:
        answer = yield Ask(prompt=f"for_somebody.ask.{stands}", options=_keys(stands, outcomes))
    while answer == THE_ONE:
        stands = yield from ring_them(request)
        if stands in (DECLINED, GONE):
            yield Say("for_somebody.not_wanted" if stands == DECLINED else "no_longer_needed")
            return NOT_WANTED
        answer = yield Ask(prompt=f"for_somebody.ask.{stands}", options=_keys(stands, outcomes))
    return answer


def ring_them(request: str) -> Steps:
    """The phone of the one it is for, once; what the neighbour hears of it, and how it stands."""
    outcome = may_ring = yield from still(about_to_ring_them(request))
    if may_ring == NOW:
        outcome = yield Dial(
            to=f"for:{request}", prompt="joining", whisper="whisper_somebody", about=request, ring="resident"
        )
    said = yield what_they_said(request, outcome)
    if may_ring == ENOUGH:
        yield Say("for_somebody.enough")
    elif may_ring not in (NOW, BUSY):
        yield Say("too_late_to_ring", by=may_ring.partition("_")[2])
    elif said not in (TALKED, DECLINED, GONE):
        yield Say("for_somebody.agreed" if said == AGREED else "for_somebody.not_reached")
    return FOR_THEM if said in (TALKED, AGREED) else said


def _keys(stands: str, outcomes: tuple[Option, ...]) -> tuple[Option, ...]:
    """Each key where it always is, and 5 for the one it is for; what cannot be before their yes is not offered."""
    offered = outcomes if stands == FOR_THEM else tuple(each for each in outcomes if each.meaning not in _TWO)
    return (*offered, Option(key="5", meaning=THE_ONE))


def whisper_somebody(call: Call) -> Steps:
    """What the one it is for hears: who it is, at once; only a key of theirs joins, and voicemail hears no need.

    Nought is a person here, too: one of us rings them, since nobody can be rung behind this.
    """
    try:
        yield from their_word(call.about)
    except PersonWanted:
        yield ask_for_person(Reason.ASKED, "")
        yield open_requests()
        kept = yield from honest("a_person_will_ring")
        yield Say(kept)


def their_word(request: str) -> Steps:
    """To talk, or rather not: which is no no yet."""
    answer = yield Ask(
        prompt="whisper_somebody",
        options=(Option(key="1", meaning=TALK), Option(key="2", meaning=RATHER_NOT)),
        once=True,
    )
    if answer == RATHER_NOT:
        yield from rather_not(request)
    elif answer == TALK:
        what = yield agree(request)
        if what == OVER:
            yield Say("no_longer_needed")
            return
        need, area, when, words = what.split("_")
        yield Say("for_somebody.about", need=need, area=area, when=when, words=words)
        yield Join()


def rather_not(request: str) -> Steps:
    """They would rather not talk: the neighbour may come all the same, or nobody does, or it is left open."""
    what = yield what_it_is(request)
    if what == OVER:
        yield Say("no_longer_needed")
        return
    yield Say("for_somebody.quite_right")
    yield from yes_or_no(request, what)
    yield Say("goodbye")


def yes_or_no(request: str, what: str) -> Steps:
    """Their yes, their no, which takes a key that cancels, or silence, which changes nothing. Return which.

    ANEW: too late for it.
    """
    need, area, when = what.split("_")
    options = (Option(key="1", meaning=MAY_COME), Option(key="5", meaning=NO))
    values = {"need": need, "area": area, "when": when}
    answer = yield Ask(prompt="for_somebody.may_they", values=values, options=options, silence=LEAVE_IT)
    if answer == MAY_COME:
        agreed = yield agree(request)
        if agreed == OVER:
            yield Say("news.anew")
            return ANEW
        yield Say("for_somebody.yes", words=agreed.split("_")[-1])
        return MAY_COME
    if answer == NO:
        sure = yield Ask(prompt="for_somebody.sure", options=(Option(key="5", meaning=NO),), silence=LEAVE_IT)
        if sure == NO:
            declined = yield decline(request)
            yield Say("for_somebody.no" if declined == DECLINED else "news.anew")
            return NO if declined == DECLINED else ANEW
    yield Say("for_somebody.left_open")
    return LEAVE_IT
