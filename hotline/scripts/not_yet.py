"""The time that was said has come, and nobody has rung: the line rings the resident itself, and says how it is."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from hotline.conversation.call import Call
from hotline.conversation.turns import Ask, Option, Say, Turn
from hotline.effects.news import NONE_LEFT, heard, picked_up
from hotline.effects.unmet import HELD_BY, MORE, NONE, YET, is_anybody_left, why_nobody_rang
from hotline.scripts.news import CANCEL, are_they_sure, one_request
from hotline.scripts.person import honest_of, with_person
from hotline.scripts.would_hear import would_hear

Steps = Generator[Turn, Any, Any]

GO_ON = "go-on"
_MOST = 5  # as many as are asked for at a time from one phone


@with_person
def not_yet(call: Call) -> Steps:
    """Only a key hears it. It goes on, unless they cancel it: whoever hangs up or keys nothing changes nothing.

    Where a neighbour has said yes by then, they hear so, and can be put through. One call tells all that they wait for.
    """
    yield picked_up()
    hears = yield from would_hear()
    if not hears:
        return
    what = yield why_nobody_rang("")
    yield heard()
    if what == NONE:
        yield Say("nothing_to_tell")
    told = 0
    while what != NONE and told < _MOST:
        another = yield from _tell(call, what)
        what = (yield why_nobody_rang(another)) if another else NONE
        told += 1
    yield Say("goodbye")


def _tell(call: Call, what: str) -> Steps:
    """Tell of one of them. Return the call after which another one waits. Empty: that was all."""
    which, errand, request, need, area, when, by, more = what.split("_")
    if which == HELD_BY:
        yield from one_request(call, request)
        return ""
    if which == YET:
        left = yield is_anybody_left(request)
        which = "none_left" if left == NONE_LEFT else YET
    yield Say(f"not_yet.{which}", need=need, area=area, when=when, by=by)
    prompt = "not_yet.choice.more" if more == MORE else (yield from honest_of(request, "not_yet.choice"))
    answer = yield Ask(prompt=prompt, options=(Option(key="5", meaning=CANCEL),), silence=GO_ON)
    if answer == CANCEL:
        yield from are_they_sure(request)
    return errand if more == MORE else ""
