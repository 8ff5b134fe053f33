"""Times as one word of a trail, and as people say them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.prompts import load
from hotline.prompts.times import moment_of, say_time, time_code

TIMES = load("en").spoken["times"]
TUESDAY = datetime(2026, 11, 24, 10, 40, tzinfo=UTC)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("1300", "one o'clock"),
        ("1330", "half past one"),
        ("1215", "quarter past twelve"),
        ("1245", "quarter to one"),
        ("0000", "midnight"),
        ("2335", "twenty-five to twelve"),
        ("0907", "9:07"),
        ("tomorrow-1000", "ten o'clock tomorrow"),
        ("mon-1000", "ten o'clock on Monday"),
        ("sun-1430", "half past two on Sunday"),
        ("tomorrow-0000", "midnight"),
        ("tomorrow-0015", "quarter past midnight"),
        ("tomorrow-0045", "quarter to one tomorrow morning"),
        ("tomorrow-0200", "two o'clock tomorrow morning"),
        ("tomorrow-1830", "half past six tomorrow evening"),
        ("mon-0000", "midnight on Sunday"),
        ("thu-0600", "six o'clock on Thursday morning"),
        ("thu-2000", "eight o'clock on Thursday evening"),
        ("week-sat-1200", "twelve o'clock on Saturday next week"),
        ("week-thu-2000", "eight o'clock on Thursday evening next week"),
        ("afternoon-1300", "one o'clock in the afternoon"),
        ("evening-2030", "half past eight in the evening"),
    ],
)
def test_a_time_is_said_as_people_say_it(code: str, words: str) -> None:
    """Nobody hears `thirteen hundred hours`."""
    assert say_time(code, TIMES) == words


@pytest.mark.parametrize(
    ("ahead", "code"),
    [
        (timedelta(hours=2, minutes=20), "1300"),
        (timedelta(hours=23, minutes=20), "tomorrow-1000"),
        (timedelta(days=2), "thu-1040"),
        (timedelta(days=6), "mon-1040"),
        (timedelta(days=7), "week-tue-1040"),
        (timedelta(days=8), "week-wed-1040"),
        (timedelta(days=-1), "1040"),
    ],
)
def test_a_moment_is_a_time_of_the_coming_fortnight(ahead: timedelta, code: str) -> None:
    """Only the time today (and if it is over), tomorrow as `tomorrow`, then by the day: next week's says so."""
    assert time_code(TUESDAY + ahead, TUESDAY, "Europe/London") == code


@pytest.mark.parametrize(
    ("hour", "then", "code"),
    [(8, 20, "evening-2000"), (1, 14, "afternoon-1400"), (10, 20, "2000"), (0, 9, "0900"), (8, 7, "0700")],
)
def test_a_time_of_today_says_which_of_two_it_is(hour: int, then: int, code: str) -> None:
    """At eight in the morning, `eight o'clock` is not the evening: what is far away needs the part of the day."""
    now, moment = TUESDAY.replace(hour=hour, minute=0), TUESDAY.replace(hour=then, minute=0)
    assert time_code(moment, now, "Europe/London") == code
    assert moment_of(code, now, "Europe/London") == moment


def test_the_group_s_own_clock_counts() -> None:
    """Half past eleven at night in UTC is tomorrow in a British summer."""
    now = datetime(2026, 7, 1, 22, 0, tzinfo=UTC)
    assert time_code(now + timedelta(hours=1, minutes=30), now, "Europe/London") == "tomorrow-0030"
    assert time_code(now, now, "Europe/London") == "2300"


def test_fault_33_a_promise_over_the_night_the_clocks_change() -> None:
    """On the Saturday before they go back, ten on Sunday is 25 hours from nine, and still tomorrow at ten."""
    saturday = datetime(2026, 10, 24, 8, 0, tzinfo=UTC)
    assert time_code(saturday + timedelta(hours=26), saturday, "Europe/London") == "tomorrow-1000"


@given(st.integers(min_value=0, max_value=7 * 48))
def test_every_half_hour_of_the_coming_week_can_be_said(half_hours: int) -> None:
    """What `time_code` writes, `say_time` can say, without a digit in it."""
    moment = TUESDAY.replace(minute=0) + half_hours * timedelta(minutes=30)
    words = say_time(time_code(moment, TUESDAY, "Europe/London"), TIMES)
    assert not any(letter.isdigit() for letter in words)


@pytest.mark.parametrize("code", ["", "noon", "someday-1000", "tomorrow-"])
def test_what_is_no_time_is_refused(code: str) -> None:
    """A code that `time_code` cannot have written is never half said."""
    with pytest.raises(ValueError, match=r".+"):
        say_time(code, TIMES)


@pytest.mark.parametrize("hours", [-1, 0, 1, 9, 13, 30, 50, 100, 150, 167, 170, 200, 320])
def test_a_time_is_read_as_it_was_written(hours: int) -> None:
    """Today, tomorrow, or on a day of the coming fortnight."""
    moment = TUESDAY + timedelta(hours=hours)
    assert moment_of(time_code(moment, TUESDAY, "Europe/London"), TUESDAY, "Europe/London") == moment
