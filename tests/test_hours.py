"""Calling hours, on ordinary days and on the two nights on which the clocks change."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hotline.hours import Hours

LONDON = "Europe/London"
SPRING, AUTUMN = (
    datetime(2026, 3, 29, tzinfo=UTC),
    datetime(2026, 10, 25, tzinfo=UTC),
)  # 1 o'clock UTC: the clocks change
MINUTE = timedelta(minutes=1)


@st.composite
def weeks(draw: st.DrawFn) -> Hours:
    """Up to three windows a day, on some days none, at least one in all."""
    days = []
    for _ in range(7):
        marks = sorted(draw(st.sets(st.integers(0, 24 * 12), max_size=6)))
        marks = marks[: len(marks) // 2 * 2]
        clock = [time(mark // 12 % 24, mark % 12 * 5) for mark in marks]
        days.append(tuple(zip(clock[::2], clock[1::2], strict=True)))
    return Hours(windows=tuple(days)) if any(days) else Hours.parse("sun 00:30-02:30")


zones = st.sampled_from([LONDON, "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "America/Havana", "UTC"])
near_a_change = st.sampled_from([SPRING, AUTUMN]).flatmap(
    lambda night: st.integers(-48 * 60, 48 * 60).map(lambda minutes: night + minutes * MINUTE)
)
moments = near_a_change | st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("text", "monday", "saturday"),
    [
        ("mon-fri 09:00-20:00, sat-sun 10:00-18:00", [(9, 20)], [(10, 18)]),
        ("every day 09:00-20:00", [(9, 20)], [(9, 20)]),
        ("mon 09:00-12:00, mon 14:00-17:00", [(9, 12), (14, 17)], []),
        ("every day 14:00-20:00, 09:00-12:00", [(9, 12), (14, 20)], [(9, 12), (14, 20)]),
        ("fri-mon 9:00-10:00", [(9, 10)], [(9, 10)]),
        ("  SAT   10:00 - 18:00  ", [], [(10, 18)]),
        ("every day 00:00-24:00", [(0, 0)], [(0, 0)]),
    ],
)
def test_hours_are_written_as_people_write_them(
    text: str, monday: list[tuple[int, int]], saturday: list[tuple[int, int]]
) -> None:
    """Days, runs of days, and several windows a day; midnight ends a day as 24:00."""
    hours = Hours.parse(text)
    for day, windows in ((0, monday), (5, saturday)):
        assert hours.windows[day] == tuple((time(begin), time(end)) for begin, end in windows)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "is not a day and its hours"),
        ("always", "is not a day and its hours"),
        ("09:00-12:00", "does not say on which days"),
        ("monday 09:00-12:00", '"monday" is not a day; the days are mon, tue'),
        ("mon-funday 09:00-12:00", '"funday" is not a day'),
        ("mon 20:00-09:00", "20:00-09:00 ends before it begins"),
        ("mon 09:00-09:00", "09:00-09:00 ends before it begins"),
        ("mon 09:00-24:30", '"24:30" is not a time of day'),
        ("mon 09:60-10:00", '"09:60" is not a time of day'),
        ("mon 09:00-12:00, 11:00-13:00", "on mon, 09:00-12:00 and 11:00-13:00 overlap"),
        ("mon 09:00-12:00, 12:00-13:00", "overlap or touch; write them as one window"),
        ("mon 09:00-24:00, 10:00-11:00", "on mon, 09:00-24:00 and 10:00-11:00 overlap"),
    ],
)
def test_what_is_wrong_is_a_sentence(text: str, fault: str) -> None:
    """Unknown days, times and ends before beginnings; nothing is guessed."""
    with pytest.raises(ValueError, match=fault):
        Hours.parse(text)


@given(weeks())
def test_hours_have_one_text_and_it_is_read_back(hours: Hours) -> None:
    """parse∘text is the identity."""
    assert Hours.parse(hours.text()) == hours


def test_runs_of_days_are_written_as_runs() -> None:
    """Not seven times the same."""
    for text in ("every day 09:00-20:00", "mon-fri 09:00-12:00, 14:00-20:00, sat 10:00-18:00"):
        assert Hours.parse(text).text() == text


def test_a_window_ends_before_its_last_minute() -> None:
    """At 20:00 it is closed; a volunteer whose hours begin then is open."""
    hours = Hours.parse("every day 09:00-20:00")
    day = datetime(2026, 11, 24, tzinfo=ZoneInfo(LONDON))
    for hour, minute, is_open in ((8, 59, False), (9, 0, True), (19, 59, True), (20, 0, False)):
        assert hours.open_at(day.replace(hour=hour, minute=minute), LONDON) is is_open


@given(weeks(), moments, zones)
@example(Hours.parse("sun 01:00-02:00"), SPRING, LONDON)
@example(Hours.parse("sun 01:30-02:30"), SPRING, LONDON)
@example(Hours.parse("sun 01:00-01:30"), AUTUMN, LONDON)
def test_it_is_open_at_the_next_opening_and_not_before(hours: Hours, moment: datetime, zone: str) -> None:
    """`open_at`, `next_open` and `close_of` agree, to the minute, whatever the clocks do."""
    opens, closes = hours.next_open(moment, zone), hours.close_of(moment, zone)
    assert moment <= opens < closes
    assert hours.open_at(opens, zone)
    assert (opens == moment) == hours.open_at(moment, zone)
    assert not hours.open_at(closes, zone)
    assert hours.open_at(closes - MINUTE / 60, zone)
    between = min(int((opens - moment) / MINUTE), 24 * 60)
    assert not any(hours.open_at(opens - minutes * MINUTE, zone) for minutes in range(1, between + 1, 7))
    within = int((closes - opens) / MINUTE)
    assert all(hours.open_at(opens + minutes * MINUTE, zone) for minutes in range(0, within, 7))


@pytest.mark.parametrize(
    ("hours", "closes"),
    [
        ("every day 09:00-20:00", "24 20:00"),
        ("every day 09:00-12:00, 14:00-18:00", "24 18:00"),
        ("every day 09:00-24:00", "25 00:00"),
        ("every day 00:00-02:00, 09:00-24:00", "25 02:00"),
    ],
)
def test_phones_fall_silent_that_day_also_at_midnight(hours: str, closes: str) -> None:
    """The last of a day's windows, and none of the day after."""
    morning = datetime(2026, 11, 24, 11, tzinfo=UTC)
    assert f"{Hours.parse(hours).last_close_of(morning, LONDON):%d %H:%M}" == closes


def test_nine_oclock_is_nine_oclock_on_both_nights() -> None:
    """The windows go by the clock on the wall: 8:00 UTC after the spring's night, 9:00 UTC after the autumn's."""
    hours = Hours.parse("every day 09:00-20:00")
    assert hours.next_open(SPRING, LONDON) == SPRING.replace(hour=8)
    assert hours.next_open(AUTUMN, LONDON) == AUTUMN.replace(hour=9)
    assert hours.close_of(SPRING, LONDON) == SPRING.replace(hour=19)
    assert hours.close_of(AUTUMN, LONDON) == AUTUMN.replace(hour=20)


@pytest.mark.parametrize(
    ("text", "opens", "closes"),
    [
        ("sun 01:30-03:00", 60, 120),  # 01:30 does not exist: as soon as the hour that is left out is over
        ("sun 00:30-01:30", 30, 60),
    ],
)
def test_an_hour_that_is_left_out_moves_on(text: str, opens: int, closes: int) -> None:
    """In the night of spring 01:00 to 02:00 does not exist; minutes after midnight UTC."""
    hours = Hours.parse(text)
    assert hours.next_open(SPRING, LONDON) == SPRING + opens * MINUTE
    assert hours.close_of(SPRING, LONDON) == SPRING + closes * MINUTE


def test_a_window_inside_the_hour_that_is_left_out_waits_a_week() -> None:
    """That night it has no minute at all."""
    hours = Hours.parse("sun 01:10-01:50")
    assert hours.next_open(SPRING, LONDON) == SPRING + timedelta(days=7, minutes=10)


def test_an_hour_that_comes_twice_counts_once() -> None:
    """In the night of autumn a time from 01:00 to 02:00 is the first of the two: nobody is rung in the second."""
    hours = Hours.parse("sun 01:00-01:30")
    first, second = AUTUMN + timedelta(minutes=15), AUTUMN + timedelta(minutes=75)
    assert [moment.astimezone(ZoneInfo(LONDON)).time() for moment in (first, second)] == [time(1, 15), time(1, 15)]
    assert not hours.open_at(second, LONDON)
    assert hours.next_open(second, LONDON) == AUTUMN.replace(day=25) + timedelta(days=7, hours=1)


def test_a_week_with_no_window_never_opens() -> None:
    """Said aloud, and not searched for."""
    never = Hours(windows=((),) * 7)
    assert never.text() == ""
    assert not never.open_at(SPRING, LONDON)
    for ask in (never.next_open, never.close_of):
        with pytest.raises(ValueError, match="no window"):
            ask(SPRING, LONDON)
