"""Nobody could: the truth, and whether to go on asking; told by one of us, by the line, or as news."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from hotline.conversation.call import Call
from hotline.conversation.trail import UNHEARD
from hotline.conversation.turns import Ask, Option, Say, Turn
from hotline.effects.answers import settle
from hotline.effects.later import try_later
from hotline.effects.news import NONE_LEFT, USED_UP, heard, picked_up
from hotline.effects.unmet import (
    LEFT,
    NONE,
    OVER,
    RING_BACK,
    STILL,
    TOLD,
    WEEK,
    go_on_asking,
    have_told,
    is_anybody_left,
    let_it_end,
    note_not_reached,
    what_nobody_could,
)
from hotline.scripts.later import rung_again
from hotline.scripts.person import ANEW, honest_of, still, with_person
from hotline.scripts.would_hear import that_was_it

Steps = Generator[Turn, Any, Any]

HEAR, GO_ON, END, KEEP = "hear", "go-on", "end", "keep"
NOT_REACHED, ELSE = "not-reached", "else"

_CHOICE = (Option(key="1", meaning=GO_ON), Option(key="5", meaning=END))
_HAVE_TOLD = (
    Option(key="1", meaning=TOLD),
    Option(key="2", meaning=STILL),
    Option(key="3", meaning=NOT_REACHED),
    Option(key="4", meaning=ELSE),
)


@with_person
def untold(call: Call) -> Steps:
    """To the resident, since none of us has told them: only a key hears it. No key: they are rung another day."""
    yield picked_up()
    answer = yield Ask(prompt="something_to_tell", options=(Option(key="1", meaning=HEAR),))
    if answer != HEAR:
        yield Say("goodbye")
        return
    what = yield what_nobody_could()
    if what == NONE:
        yield heard()
        yield Say("nothing_to_tell")
    elif what.startswith(RING_BACK):
        prompt = yield from honest_of("", "unmet.ring_back")
        yield Say(prompt)
        yield from that_was_it("")
    else:
        which, request, need, area, when = what.split("_")
        yield Say(f"unmet.{which}", need=need, area=area, when=when)
        if which == WEEK:
            yield from that_was_it("")
            yield Say("weekly.to_change")
        else:
            chosen = yield from go_on_or_end(request, "unmet.choice.rung")
            if chosen != KEEP:
                yield heard()
            if chosen == ANEW:
                from hotline.scripts.news import one_request  # which itself asks what is asked here

                yield from one_request(call, request)
    yield Say("goodbye")


def go_on_or_end(request: str, prompt: str, *, rings: bool = True) -> Steps:
    """Ask whether it is still wanted; silence changes nothing. ANEW: somebody said yes after all, or it is over.

    Not `rings`: they have a code, and nobody can ring them. Where nobody is left to be asked, nobody is said to be
    asked.
    """
    left = yield is_anybody_left(request)
    none_left = "" if left == LEFT else ".none_left"
    answer = yield Ask(prompt=f"{prompt}{none_left}", options=_CHOICE, silence=KEEP)
    if answer == GO_ON:
        by = yield go_on_asking(request)
        if by == OVER:
            yield Say("news.anew")
            return ANEW
        if by == USED_UP:
            yield Say("unmet.goes_on.used_up" if rings else "unmet.goes_on.code.used_up")
        elif rings:
            prompt = yield from honest_of(request, f"unmet.goes_on{none_left}", by=by)
            yield Say(prompt, by=by)
        else:
            yield Say(f"unmet.goes_on{none_left}.alone" if none_left else "unmet.goes_on.code")
    elif answer == END:
        ended = yield let_it_end(request)
        answer = ANEW if ended == OVER else END
        yield Say("news.anew" if ended == OVER else "unmet.ends")
    else:
        yield Say("kept_as_it_was")
    return answer


def have_they_heard() -> Steps:
    """To a coordinator who was joined with the resident: told, and what the resident wishes."""
    answer = yield Ask(prompt="unmet.have_told", options=_HAVE_TOLD)
    if answer in (TOLD, STILL):
        by = yield have_told(answer)
        if by in (TOLD, OVER):
            yield Say("unmet.told")
        elif by == NONE_LEFT:
            yield Say("unmet.still.none_left")
        else:
            prompt = yield from honest_of("", "unmet.still", by=by)
            yield Say(prompt, by=by)
    elif answer == ELSE:
        yield from still(settle(ELSE))
        yield Say("settled.else")
    else:
        if answer != UNHEARD:
            yield note_not_reached()
        at = yield from still(try_later(answer))
        yield from rung_again(at)
