"""Two of us, drawn by lot: would you hear both sides? Then the words, each of them by phone, and what you decide."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from hotline.conversation.call import Call
from hotline.conversation.trail import UNHEARD
from hotline.conversation.turns import Ask, Dial, Join, Option, Play, Say, Turn
from hotline.effects.dialling import BUSY, NEVER, UNTIL
from hotline.effects.hearing import (
    NIGHT,
    NO_OTHER,
    NO_TELLER,
    NOTE,
    OTHER,
    OVER,
    TELLER,
    about_to_ring,
    agree,
    decide,
    drawn_by_lot,
    have_rung,
    not_this_time,
    what_there_is,
)
from hotline.records import Decision
from hotline.scripts.person import with_person
from hotline.scripts.would_hear import would_hear

Steps = Generator[Turn, Any, Any]

YES, NO, DECIDE, LATER, RIGHT = "yes", "no", "decide", "later", "right"

_WILL_YOU = (Option(key="1", meaning=YES), Option(key="2", meaning=NO))
_DECISIONS = tuple(
    Option(key=str(key), meaning=decision, prompt=f"option.decide_{decision}")
    for key, decision in enumerate(Decision, start=1)
)


@with_person
def lot(call: Call) -> Steps:
    """Will you? No is a complete answer; voicemail presses nothing, and hears nothing that is about anyone."""
    drawn = yield drawn_by_lot()
    complaint, _, stands = drawn.partition("_")
    if stands == OVER:
        yield Say("lot.over")
        return
    if not (yield from would_hear()):
        return
    answer = yield Ask(prompt=f"lot.{stands}", options=_WILL_YOU)
    if answer == YES:
        agreed = yield agree(complaint)
        if agreed == OVER:
            yield Say("lot.over")
            return
        yield Say("lot.thanks")
        yield from both_sides(complaint)
    elif answer == NO:
        yield not_this_time(complaint)
        yield Say("lot.no")
    else:
        yield Say("lot.unheard")


def both_sides(complaint: str) -> Steps:
    """The words, the one side, the other, as often as they like; once both were rung, what they decide."""
    there = yield what_there_is(complaint)
    if NOTE in there.split("_"):
        yield Say("lot.their_words")
        yield Play(complaint)
    answer = yield from next_step(there)
    while answer not in (LATER, DECIDE, OVER):
        if answer == NOTE:
            yield Play(complaint)
        else:
            yield from speak_with(complaint, answer)
        there = yield what_there_is(complaint)
        answer = yield from next_step(there)
    if answer == OVER:
        yield Say("lot.over")
    elif answer == LATER:
        yield Say("lot.later")
    else:
        yield from what_they_decide(complaint)


def next_step(there: str) -> Steps:
    """What can be done just now; each has the same key whenever it is offered."""
    flags = tuple(there.split("_"))
    if OVER in flags:
        return OVER
    if NIGHT in flags:
        yield Say("lot.night")
    return (yield Ask(prompt="lot.menu", options=_menu(flags), silence=LATER))


def speak_with(complaint: str, side: str) -> Steps:
    """The line's own number is on their display, and they hear who it is before they are joined.

    Whoever is on the phone with the line itself was not rung, and is still to be heard.
    """
    there = yield about_to_ring(complaint, side)
    if there == OVER:
        return
    if there == BUSY:
        yield Say("lot.busy")
        return
    if there == NEVER:  # who cannot be reached holds up nobody
        yield have_rung(complaint, side)
        yield Say("lot.failed")
        return
    until, _, opens = there.partition("_")
    if until == UNTIL:
        yield Say("lot.until", by=opens)
        return
    outcome = yield Dial(
        to=f"{'resident' if side == TELLER else 'other'}:{complaint}",
        prompt="joining",
        whisper="whisper_lot",
        about=complaint,
        ring="resident",
    )
    yield have_rung(complaint, side)
    yield Say(f"lot.{outcome}")


def what_they_decide(complaint: str) -> Steps:
    """One key, said back, and kept only once they say that it is right."""
    answer = yield Ask(prompt="lot.decide", options=_DECISIONS)
    if answer == UNHEARD:
        yield Say("lot.later")
        return
    yield Say(f"lot.decided_{answer}")
    sure = yield Ask(prompt="lot.is_that_right", options=(Option(key="1", meaning=RIGHT),), silence=LATER)
    if sure == RIGHT:
        yield decide(complaint, answer)
        yield Say("lot.kept")
    else:
        yield Say("lot.later")


def whisper_lot(call: Call) -> Steps:
    """What either side hears first, within two seconds: who is ringing, and nothing of what it is about."""
    yield Say("whisper_lot")
    yield Join()


def _menu(flags: tuple[str, ...]) -> tuple[Option, ...]:
    there = {
        ("1", TELLER): NIGHT not in flags and NO_TELLER not in flags,
        ("2", OTHER): NIGHT not in flags and NO_OTHER not in flags,
        ("3", NOTE): NOTE in flags,
        ("4", DECIDE): TELLER in flags and OTHER in flags,
    }
    offered = [(key, meaning) for (key, meaning), is_there in there.items() if is_there]
    offered.append(("5", LATER))
    return tuple(Option(key=key, meaning=meaning, prompt=f"option.lot_{meaning}") for key, meaning in offered)
