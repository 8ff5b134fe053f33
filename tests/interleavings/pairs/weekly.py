"""What recurs every week: the day is told twice, changed or stopped while the next week's request is made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from hotline.conversation.call import Call
from hotline.dispatch.advance import advance
from hotline.dispatch.items import item
from hotline.effects import weekly
from hotline.effects.news import THEIRS
from hotline.numbers import PhoneNumber
from hotline.records import Reason, RequestState, When
from tests.interleavings.pair import Race, pair
from tests.interleavings.stage import BEN, GROUP, ROSA, Stage
from tests.interleavings.states import call_of, heard, next_week_is_due, opened, reported, rung_back, weekly_series


@pair
def two_day_tellers(stage: Stage) -> Race:
    """Ben tells the day that the two have agreed while Rosa tells another: one series, which has one day."""
    stage.joins(BEN)
    request_id = opened(stage, when=When.WEEKLY)
    reported(stage, request_id)
    about = stage.request(request_id)
    told = item(stage.world, GROUP, Reason.EVERY_WEEK, name=request_id, about=about, number=PhoneNumber(ROSA))
    stage.store.add_item(told)
    rosa = heard(stage, told)
    ben = call_of(stage, stage.offers(request_id)[0])

    def check(_his: object, _hers: object) -> Iterable[str]:
        if (series := len(stage.of_reason(Reason.SERIES))) != 1:
            yield f"{series} series"

    return Race(
        one=lambda: weekly.keep_every_week.run(stage.world, ben, "thu", "morning", weekly.YES),
        other=lambda: weekly.begin_every_week.run(stage.world, rosa, "fri", "morning"),
        check=check,
    )


@pair
def recur_another_day(stage: Stage) -> Race:
    """Another day is chosen while the next week's request is made: no week has two."""
    series, rosa = _about_to_recur(stage)

    def check(_recurs: object, _moved: object) -> Iterable[str]:
        weeks = [one for one in stage.store.requests(GROUP) if one.series == series and one.made_for]
        days = [date.fromisoformat(one.made_for) for one in weeks if one.made_for]
        if [week for week, times in Counter(day.isocalendar()[:2] for day in days).items() if times > 1]:
            yield f"two in one week: {sorted(days)}"

    return Race(
        one=lambda: advance(stage.world, GROUP, series),
        other=lambda: weekly.another_day.run(stage.world, rosa, series, "fri", "morning"),
        check=check,
    )


@pair
def recur_stop(stage: Stage) -> Race:
    """No more of it, while the next week's request is made: the series is over."""
    series, rosa = _about_to_recur(stage)

    def check(_recurs: object, said: object) -> Iterable[str]:
        now = stage.request(series)
        if said != THEIRS and not now.cancelled_at and now.state is not RequestState.CANCELLED:
            yield "she heard that it is stopped, and it recurs"

    return Race(
        one=lambda: advance(stage.world, GROUP, series),
        other=lambda: weekly.stop_every_week.run(stage.world, rosa, series),
        check=check,
    )


def _about_to_recur(stage: Stage) -> tuple[str, Call]:
    stage.joins(BEN)
    series = weekly_series(stage)
    rosa = rung_back(stage, ROSA)
    next_week_is_due(stage, series)
    return series, rosa
