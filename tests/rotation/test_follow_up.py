"""When it is asked whether the help was done."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.groups import Group
from hotline.hours import Hours
from hotline.rotation.follow_up import is_it_done_at
from tests.rotation.cast import BRENTWOOD, DAY, HOUR, MINUTE, NOW, request

EVENING = NOW + 8 * HOUR  # an hour before the phones fall silent
moments = st.integers(0, 400 * 24 * 60).map(lambda minutes: NOW + minutes * MINUTE)
groups = st.sampled_from(["every day 09:00-20:00", "mon 09:00-10:15", "mon-fri 09:00-12:00, 14:00-20:30"]).map(
    lambda hours: replace(BRENTWOOD, hours=Hours.parse(hours))
)


@pytest.mark.parametrize(
    ("due_in", "spoken_in", "asked_in"),
    [
        (3 * DAY, timedelta(), 3 * DAY),  # when it was due
        (9 * HOUR, timedelta(), 8 * HOUR),  # by tonight: an hour before the phones fall silent
        (9 * HOUR, 7.5 * HOUR, 8.5 * HOUR),  # but an hour after they have spoken
        (9 * HOUR, 8.5 * HOUR, 22 * HOUR),  # which may be too late for tonight
        (-HOUR, timedelta(), HOUR),  # it was overdue when they spoke
        (12 * HOUR, timedelta(), 22 * HOUR),  # due by night
    ],
)
def test_when_the_help_was_due_and_an_hour_after_they_have_spoken(
    due_in: timedelta, spoken_in: timedelta, asked_in: timedelta
) -> None:
    """In the group's hours; what is due when the phones fall silent is asked about before they do."""
    arranged = request(due_at=NOW + due_in, spoken_at=NOW + spoken_in)
    assert is_it_done_at(arranged, BRENTWOOD, NOW) == NOW + asked_in


def test_who_asked_to_be_rung_sooner_is() -> None:
    """Only they: what others asked for in their turn does not count."""
    arranged = request(due_at=EVENING, spoken_at=NOW, taken_by="ben", later={"ben": NOW + MINUTE})
    assert is_it_done_at(arranged, BRENTWOOD, NOW) == NOW + MINUTE
    assert is_it_done_at(replace(arranged, taken_by="ali"), BRENTWOOD, NOW) == EVENING


def test_what_nobody_said_by_when_is_asked_about_in_an_hour() -> None:
    """There is always a time (promise 4)."""
    assert is_it_done_at(request(due_at=None), BRENTWOOD, NOW) == NOW + HOUR


@given(group=groups, due_at=moments, spoken_at=moments)
def test_never_by_night_nor_sooner_than_an_hour(group: Group, due_at: datetime, spoken_at: datetime) -> None:
    """Whatever its hours, also across the clock changes."""
    at = is_it_done_at(request(due_at=due_at, spoken_at=spoken_at), group, NOW)
    assert group.hours.open_at(at, group.zone)
    assert at >= spoken_at + group.policy.follow_up
