"""What recurs every week: who tells the day, whom the resident would like, and what they change of it."""

from __future__ import annotations

from collections.abc import Iterable

from hotline.conversation.call import Call
from hotline.dispatch.advance import advance
from hotline.dispatch.items import item
from hotline.effects import answers, weekly
from hotline.effects.news import THEIRS
from hotline.effects.which_week import NEXT, STAYS
from hotline.numbers import PhoneNumber
from hotline.records import DAYS, Reason, RequestState, When
from tests.interleavings.case import Running, case, reads, request_is
from tests.interleavings.stage import BEN, GROUP, ROSA, Stage, ident
from tests.interleavings.states import (
    asked,
    call_of,
    heard,
    held,
    next_week_is_due,
    opened,
    reported,
    rung_back,
    weekly_series,
)


def arranged(stage: Stage) -> Running:
    """Ben has talked with Rosa, who wants it every week, and it is arranged; he is on the line."""
    stage.joins(BEN)
    request_id = opened(stage, when=When.WEEKLY)
    call = call_of(stage, held(stage, request_id))
    answers.have_joined.run(stage.world, call)
    answers.settle.run(stage.world, call, "ring-after")
    return Running(call=call, row=request_id)


def one_series(stage: Stage, told: str) -> Iterable[str]:
    """Whoever hears that it is kept has one series."""
    if told != weekly.OVER and len(stage.of_reason(Reason.SERIES)) != 1:
        yield f"they heard {told}, and there are {len(stage.of_reason(Reason.SERIES))} series"


@case(weekly.keep_every_week)
def keep_every_week(stage: Stage) -> Running:
    running = arranged(stage)
    args = ("thu", "morning", weekly.YES)
    return Running(call=running.call, args=args, row=running.row, check=lambda told: one_series(stage, told))


def second_week(stage: Stage) -> tuple[str, Running]:
    """The next week's request; nobody would come again before, and Ben has it."""
    stage.joins(BEN)
    series = weekly_series(stage, again="no")
    next_week_is_due(stage, series)
    advance(stage.world, GROUP, series)
    (week,) = [one for one in stage.store.requests(GROUP) if one.series == series and one.state is RequestState.OPEN]
    (offer,) = asked(stage, week.id)
    call = call_of(stage, offer)
    answers.accept.run(stage.world, call)
    answers.have_joined.run(stage.world, call)
    answers.settle.run(stage.world, call, "arranged")
    return series, Running(call=call, row=week.id)


@case(weekly.keep_again)
def keep_again(stage: Stage) -> Running:
    """He would come again."""
    series, running = second_week(stage)
    check = request_is(stage, series, kept={"first": ident(BEN)})
    return Running(call=running.call, args=(weekly.YES,), row=running.row, check=check)


def rosa_is_told(stage: Stage) -> tuple[Call, str]:
    """The first week is reported done, the day is not known, and she is rung about it."""
    stage.joins(BEN)
    request_id = opened(stage, when=When.WEEKLY)
    reported(stage, request_id)
    about = stage.request(request_id)
    told = item(stage.world, GROUP, Reason.EVERY_WEEK, name=request_id, about=about, number=PhoneNumber(ROSA))
    stage.store.add_item(told)
    return heard(stage, told), told.id


@case(weekly.begin_every_week)
def begin_every_week(stage: Stage) -> Running:
    rosa, errand = rosa_is_told(stage)
    return Running(call=rosa, args=("fri", "morning"), row=errand, check=lambda told: one_series(stage, told))


def about_to_recur(stage: Stage) -> tuple[str, Call]:
    """Rosa, rung back, hears of her series, while the next week's request is about to be made."""
    stage.joins(BEN)
    series = weekly_series(stage)
    rosa = rung_back(stage, ROSA)
    next_week_is_due(stage, series)
    return series, rosa


@case(weekly.keep_same)
def keep_same(stage: Stage) -> Running:
    series, rosa = about_to_recur(stage)
    check = request_is(stage, series, kept={"same": True})
    return Running(call=rosa, args=(weekly.SAME, series), row=series, check=check)


@case(weekly.leave_out_next)
def leave_out_next(stage: Stage) -> Running:
    """The day that she hears is not asked for: it is left out, or cancelled if it was made already."""
    series, rosa = about_to_recur(stage)
    first = {one.id for one in stage.store.requests(GROUP)}

    def check(told: str) -> Iterable[str]:
        made = [one for one in stage.store.requests(GROUP) if one.series == series and one.id not in first]
        for week in made:
            sought = week.state is RequestState.OPEN and not week.cancelled_at
            if told == f"{DAYS[week.weekday or 0]}_{NEXT}" and sought:
                yield f"she heard that {told} is left out, and {week.made_for} is sought"
            if STAYS in told and not sought:
                yield f"she heard {told}, and {week.made_for} is not sought"

    return Running(call=rosa, args=(series,), row=series, check=check)


@case(weekly.another_day)
def another_day(stage: Stage) -> Running:
    series, rosa = about_to_recur(stage)
    return Running(call=rosa, args=(series, "fri", "morning"), row=series)


@case(weekly.stop_every_week)
def stop_every_week(stage: Stage) -> Running:
    series, rosa = about_to_recur(stage)

    def check(told: str) -> Iterable[str]:
        now = stage.request(series)
        if told != THEIRS and not now.cancelled_at and now.state is not RequestState.CANCELLED:
            yield f"she heard {told}, and it recurs"

    return Running(call=rosa, args=(series,), row=series, check=check)


@reads(weekly.how_it_recurs)
def how_it_recurs(stage: Stage) -> Running:
    return Running(call=arranged(stage).call)


@reads(weekly.what_is_weekly)
def what_is_weekly(stage: Stage) -> Running:
    return Running(call=rosa_is_told(stage)[0])


@reads(weekly.how_each_week_is)
def how_each_week_is(stage: Stage) -> Running:
    series, rosa = about_to_recur(stage)
    return Running(call=rosa, args=(series,))
