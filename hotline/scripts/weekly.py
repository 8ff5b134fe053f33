"""Every week: the neighbour tells the day, the resident hears it; leaving one out, another day, an end, by a key."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from hotline.conversation.call import Call
from hotline.conversation.trail import UNHEARD
from hotline.conversation.turns import Ask, Option, Say, Turn
from hotline.effects.news import THEIRS, picked_up
from hotline.effects.telling import was_heard
from hotline.effects.weekly import (
    ANYONE,
    KEPT,
    NEW,
    NO,
    NONE,
    OVER,
    SAME,
    STOPPED,
    YES,
    another_day,
    begin_every_week,
    how_each_week_is,
    how_it_recurs,
    keep_again,
    keep_every_week,
    keep_same,
    leave_out_next,
    stop_every_week,
    what_is_weekly,
)
from hotline.records import DAYS, Part, When
from hotline.scripts.person import still, with_person
from hotline.scripts.would_hear import that_was_it, would_hear

Steps = Generator[Turn, Any, Any]

LEAVE_OUT, ANOTHER_DAY, STOP, KEEP = "leave-out", "another-day", "stop", "keep"

_DAYS = tuple(Option(key=str(key), meaning=day) for key, day in enumerate(DAYS, start=1))
_PARTS = tuple(Option(key=str(key), meaning=part) for key, part in enumerate(Part, start=1))
_AGAIN = (Option(key="1", meaning=YES), Option(key="2", meaning=NO))
_SAME = (Option(key="1", meaning=SAME), Option(key="2", meaning=ANYONE))


def every_week(when: str) -> Steps:
    """To whoever has just arranged help that is wanted every week: the day that they agreed, and would they again?

    Silence leaves it open: the resident is asked themselves when this first time is done.
    """
    if when != When.WEEKLY and "-" not in when:
        return
    recurs = yield how_it_recurs()
    if recurs == NO:
        return
    if recurs != NEW:
        again = yield Ask(prompt="weekly.again", options=_AGAIN)
        if again != UNHEARD:
            asked_first = yield from still(keep_again(again))
            yield Say(f"weekly.again.{asked_first}")
        return
    chosen = yield from which_day("weekly.day")
    if chosen is None:
        yield Say("weekly.unheard")
        return
    again = yield Ask(prompt="weekly.again", options=_AGAIN, silence=NO)
    day, part = chosen.split("-")
    kept = yield keep_every_week(day, part, again)
    if kept == KEPT:
        yield Say(f"weekly.kept.{again}", day=day, part=part)
    elif kept != OVER:
        _, day, part = kept.split("_")
        yield Say("weekly.known", day=day, part=part)


def which_day(prompt: str) -> Steps:
    """A day of the week and a part of it, as one word. None: not understood."""
    day = yield Ask(prompt=prompt, options=_DAYS)
    if day == UNHEARD:
        return None
    part = yield Ask(prompt="weekly.part", values={"day": day}, options=_PARTS)
    return None if part == UNHEARD else f"{day}-{part}"


@with_person
def weekly(call: Call) -> Steps:
    """To the resident: what recurs from now on, whom they would like; or that something is different this week."""
    yield picked_up()
    if not (yield from would_hear()):
        return
    yield from what_recurs("")
    yield Say("goodbye")


def what_recurs(errand: str) -> Steps:
    """What they are rung about, as it stands now. Empty: what this call is for."""
    what = yield what_is_weekly()
    if what == NONE:
        yield Say("nothing_to_tell")
    else:
        yield from what_is_told(errand, *what.split("_"))
    yield from that_was_it(errand)


def what_is_told(errand: str, what: str, need: str, day: str, part: str) -> Steps:
    """Once the day is known: the neighbour of last time, or anyone in turn?"""
    if what == NEW:
        yield Say("weekly.new", need=need)
        chosen = yield from which_day("weekly.which_day")
        if chosen is None:
            yield Say("weekly.not_begun")
            return
        day, part = chosen.split("-")
        kept = yield begin_every_week(day, part)
        if kept == OVER:
            yield Say("nothing_to_tell")
            return
        if kept != KEPT:
            _, day, part = kept.split("_")
            yield Say("weekly.known", day=day, part=part)
    elif what != "every-week":
        yield Say(f"weekly.{what}", need=need, day=day, part=part)
        return
    yield Say("weekly.is", need=need, day=day, part=part)
    wish = yield Ask(prompt="weekly.same", options=_SAME)
    yield was_heard(errand)
    if wish != UNHEARD:
        yield from whom_they_would_like(wish, "")
    yield Say("weekly.to_change")


def each_week(series: str) -> Steps:
    """On the resident's call for news: leave one out, another day, whom they would like, no more of it."""
    stands = yield how_each_week_is(series)
    if stands == NONE:
        yield Say("news.over")
        return
    _, need, day, part, wished = stands.split("_")
    other = ANYONE if wished == SAME else SAME
    yield Say("weekly.is", need=need, day=day, part=part)
    options = tuple(
        Option(key=key, meaning=meaning, prompt=f"option.weekly.{meaning}")
        for key, meaning in (("2", LEAVE_OUT), ("3", ANOTHER_DAY), ("4", other), ("5", STOP))
    )
    answer = yield Ask(prompt="weekly.change", options=options, silence=KEEP)
    if answer == LEAVE_OUT:
        left_out = yield leave_out_next(series)
        if left_out in (NONE, THEIRS):
            yield Say("news.over" if left_out == NONE else "news.theirs_alone")
        else:
            day, _, which = left_out.partition("_")
            yield say_which("weekly.skipped", which, day=day)
    elif answer == ANOTHER_DAY:
        yield from from_now_on(series)
    elif answer == STOP:
        yield from no_more(series)
    elif answer == other:
        yield from whom_they_would_like(answer, series)


def whom_they_would_like(wish: str, series: str) -> Steps:
    """The neighbour of last time, or anyone in turn: who is asked first from now on."""
    asked_first = yield from still(keep_same(wish, series))
    yield Say("news.theirs_alone" if asked_first == THEIRS else f"weekly.same.{asked_first}")


def from_now_on(series: str) -> Steps:
    """Another day of the week."""
    chosen = yield from which_day("weekly.which_day")
    if chosen is None:
        yield Say("kept_as_it_was")
        return
    day, part = chosen.split("-")
    which = yield from still(another_day(series, day, part))
    if which == THEIRS:
        yield Say("news.theirs_alone")
    else:
        yield say_which("weekly.moved_to", which, day=day, part=part)


def no_more(series: str) -> Steps:
    """Asked twice, since it ends something; silence keeps it."""
    sure = yield Ask(prompt="weekly.stop_sure", options=(Option(key="5", meaning=STOP),), silence=KEEP)
    if sure != STOP:
        yield Say("kept_as_it_was")
        return
    stopped = yield stop_every_week(series)
    if stopped == THEIRS:
        yield Say("news.theirs_alone")
    elif stopped == STOPPED:
        yield Say("weekly.stopped")
    else:
        yield say_which("weekly.stopped", stopped)


def say_which(prompt: str, which: str, **values: str) -> Say:
    """What was changed, and from which week on: `stays_thu-morning` names the one that stays as it is."""
    week, _, when = which.partition("_")
    return Say(f"{prompt}.{week}", when=when, **values)
