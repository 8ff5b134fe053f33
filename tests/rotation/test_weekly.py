"""What recurs every week: years of it neither drift, nor double, nor lapse."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotline.groups import Group, Holidays, OnHolidays
from hotline.hours import Hours
from hotline.records import Need, Part, Reason, Request, RequestState
from hotline.rotation.weekly import (
    coming,
    ends,
    first_made_for,
    kept_on,
    move,
    next_day,
    promised_for,
    sought_from,
    starts,
    where_it_moves,
)
from tests.rotation.cast import BRENTWOOD

LONDON = ZoneInfo("Europe/London")
A_WEEK = timedelta(days=7)


def series(weekday: int, part: Part = Part.MORNING, made_for: str | None = None) -> Request:
    return Request(
        group=BRENTWOOD.slug,
        id="request-1-w",
        state=RequestState.OPEN,
        need=Need.SHOPPING,
        reason=Reason.SERIES,
        language="en",
        words="",
        made_at=datetime(2026, 1, 1, tzinfo=UTC),
        weekday=weekday,
        part=part,
        made_for=made_for,
    )


def lived_through(one: Request, group: Group, start: datetime, *, steps: list[timedelta]) -> list[date]:
    """The days that are made when the dispatcher looks after each of these steps, as `dispatch.series` does."""
    made, now = [], start
    for step in steps:
        now += step
        day = next_day(one, group, now)
        part = one.part or Part.MORNING
        if now >= sought_from(min(day, kept_on(day, part, group, now) or day), part, group):
            made.append(day)
            one = replace(one, made_for=day.isoformat())
    return made


@settings(max_examples=12)
@given(weekday=st.integers(0, 6), part=st.sampled_from(Part), hour=st.integers(0, 23))
def test_ten_years_of_weeks_each_once_and_on_its_day(weekday: int, part: Part, hour: int) -> None:
    """Looked at once a day for ten years, over twenty clock changes: one each week, seven days after the last."""
    start = datetime(2026, 1, 1, hour, tzinfo=UTC)
    made = lived_through(series(weekday, part), BRENTWOOD, start, steps=[timedelta(hours=23)] * 3800)
    assert {day.weekday() for day in made} == {weekday}
    assert [after - before for before, after in pairwise(made)] == [A_WEEK] * (len(made) - 1)
    assert len(made) >= 519


@given(st.lists(st.integers(1, 24 * 20), min_size=20, max_size=60), st.integers(0, 6))
def test_a_clock_that_stops_for_days_doubles_nothing_and_makes_nothing_too_late(
    pauses: list[int], weekday: int
) -> None:
    """Whatever was missed is missed; each day is made at most once, and only while help can still come."""
    one, now = series(weekday), datetime(2026, 3, 1, tzinfo=UTC)
    made: list[date] = []
    for pause in pauses:
        now += timedelta(hours=pause)
        for day in lived_through(one, BRENTWOOD, now, steps=[timedelta()]):
            assert ends(day, Part.MORNING, BRENTWOOD) > now
            made.append(day)
            one = replace(one, made_for=day.isoformat())
    assert len(set(made)) == len(made)


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
def test_on_the_nights_of_the_clock_changes_the_part_of_the_day_is_local(day: date) -> None:
    """Sunday morning is until noon where the group is, in summer time and in winter time."""
    assert starts(day, Part.MORNING, BRENTWOOD).astimezone(LONDON).hour == 9
    assert ends(day, Part.MORNING, BRENTWOOD).astimezone(LONDON).hour == 12


def test_today_counts_while_that_part_of_it_is_not_over() -> None:
    """On a Thursday at eleven, Thursday morning is today; at one it is in a week."""
    thursday = date(2026, 11, 26)
    at = datetime(2026, 11, 26, 11, tzinfo=UTC)
    assert coming(3, Part.MORNING, BRENTWOOD, at) == thursday
    assert coming(3, Part.MORNING, BRENTWOOD, at + timedelta(hours=2)) == thursday + A_WEEK


@pytest.mark.parametrize(
    ("day", "how", "kept"),
    [
        (date(2026, 12, 25), OnHolidays.BEFORE, date(2026, 12, 24)),
        (date(2026, 12, 26), OnHolidays.BEFORE, date(2026, 12, 24)),
        (date(2026, 12, 25), OnHolidays.AFTER, date(2026, 12, 27)),
        (date(2026, 12, 25), OnHolidays.NONE, None),
        (date(2026, 12, 24), OnHolidays.NONE, date(2026, 12, 24)),
    ],
)
def test_a_holiday_moves_it_or_leaves_it_out(day: date, how: OnHolidays, kept: date | None) -> None:
    """Over two holidays in a row, too."""
    now = datetime(2026, 12, 20, tzinfo=UTC)
    assert kept_on(day, Part.MORNING, replace(BRENTWOOD, holidays=Holidays(help=how)), now) == kept


@pytest.mark.parametrize(("hour", "kept"), [(16, date(2026, 12, 24)), (18, date(2026, 12, 27))])
def test_nothing_is_moved_into_the_past(hour: int, kept: date) -> None:
    """On Christmas Eve, for the afternoon of Christmas Day: that afternoon; once it is over, the next day after."""
    now = datetime(2026, 12, 24, hour, tzinfo=UTC)
    assert kept_on(date(2026, 12, 25), Part.AFTERNOON, BRENTWOOD, now) == kept


def test_a_group_that_rings_on_mondays_only_seeks_a_week_ahead() -> None:
    """For Thursday it must be asked on the Monday before: no later moment would do."""
    mondays = replace(BRENTWOOD, hours=Hours.parse("mon 09:00-20:00"))
    thursday = date(2026, 11, 26)
    assert sought_from(thursday, Part.MORNING, mondays) <= datetime(2026, 11, 23, 9, tzinfo=UTC)


def test_a_neighbour_rings_by_the_evening_before() -> None:
    """Once that evening is over: on the day itself, by when the help is wanted."""
    thursday = date(2026, 11, 26)
    tuesday = datetime(2026, 11, 24, 9, tzinfo=UTC)
    assert promised_for(thursday, Part.MORNING, BRENTWOOD, tuesday) == datetime(2026, 11, 25, 20, tzinfo=UTC)
    late = datetime(2026, 11, 25, 22, tzinfo=UTC)
    assert promised_for(thursday, Part.MORNING, BRENTWOOD, late) == datetime(2026, 11, 26, 12, tzinfo=UTC)


class Weeks:
    """A series as the dispatcher and the resident's keys change it, hour by hour."""

    def __init__(self, now: datetime, weekday: int, part: Part, *, done: bool) -> None:
        self.now = now
        first = first_made_for(weekday, part, BRENTWOOD, now, done=done)
        self.days = [] if done else [first]
        self.one = series(weekday, part, made_for=first.isoformat())

    def waits(self, hours: int) -> None:
        for _ in range(hours):
            self.now += timedelta(hours=1)
            self.looks()

    def looks(self) -> None:
        """As `dispatch.series` does; a week that is left out is seen to as well."""
        day = next_day(self.one, BRENTWOOD, self.now)
        if self.now >= sought_from(day, self.one.part or Part.MORNING, BRENTWOOD):
            self.days.append(day)
            weekday, part = where_it_moves(self.one) or (self.one.weekday, self.one.part)
            self.one = replace(self.one, made_for=day.isoformat(), weekday=weekday, part=part, skip=None, moves_to=None)

    def leaves_one_out(self) -> None:
        """What is sought already is cancelled, which changes nothing in the series."""
        day = next_day(self.one, BRENTWOOD, self.now)
        self.one = replace(self.one, skip=day.isoformat())

    def moves(self, weekday: int, part: Part) -> None:
        skipped = self.one.skip
        self.one = replace(self.one, **move(self.one, weekday, part, BRENTWOOD, self.now))  # type: ignore[arg-type]
        if skipped and not self.one.skip:
            self.days.append(date.fromisoformat(skipped))
        self.looks()


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


keys = st.one_of(
    st.just(("leaves_one_out",)),
    st.tuples(st.just("moves"), st.integers(0, 6), st.sampled_from(Part)),
    st.tuples(st.just("waits"), st.integers(1, 24 * 9)),
)


@pytest.mark.long
@settings(max_examples=300)
@given(
    hour=st.integers(0, 24 * 14),
    weekday=st.integers(0, 6),
    part=st.sampled_from(Part),
    done=st.booleans(),
    does=st.lists(keys, max_size=25),
)
def test_each_calendar_week_has_exactly_one_whatever_is_keyed(
    *, hour: int, weekday: int, part: Part, done: bool, does: list[tuple[Any, ...]]
) -> None:
    """Begun before or after the first help, moved and left out in any order: none is skipped, none comes twice."""
    weeks = Weeks(datetime(2026, 3, 16, tzinfo=UTC) + timedelta(hours=hour), weekday, part, done=done)
    began = weeks.now
    for what, *how in does:
        getattr(weeks, what)(*how)
    weeks.waits(24 * 14)
    assert [after - before for before, after in pairwise(map(monday, weeks.days))] == [A_WEEK] * (len(weeks.days) - 1)
    assert monday(weeks.days[0]) <= monday(began.astimezone(LONDON).date()) + A_WEEK
    assert monday(weeks.days[-1]) >= monday(weeks.now.astimezone(LONDON).date()) - A_WEEK


def test_told_when_it_is_done_the_next_such_day_is_the_first() -> None:
    """On a Tuesday: Thursday of this week is sought, Monday is next week's."""
    tuesday = datetime(2026, 12, 1, 12, tzinfo=UTC)
    for weekday, wanted in ((3, date(2026, 12, 3)), (0, date(2026, 12, 7)), (1, date(2026, 12, 8))):
        last = first_made_for(weekday, Part.MORNING, BRENTWOOD, tuesday, done=True)
        assert next_day(series(weekday, made_for=last.isoformat()), BRENTWOOD, tuesday) == wanted


def test_a_day_that_is_over_this_week_moves_the_series_once_this_weeks_is_made() -> None:
    """On a Monday afternoon, from Thursdays to Monday mornings: this Thursday stays."""
    thursdays = series(3, made_for="2026-11-26")
    moved = move(thursdays, 0, Part.MORNING, BRENTWOOD, datetime(2026, 11, 30, 14, tzinfo=UTC))
    assert moved == {"moves_to": "mon-morning"}
