"""How many phones ring, when a round begins again, and what time can be promised aloud."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.groups import Group
from hotline.hours import Hours
from hotline.records import Need, Reason, RequestState, Ringing, When
from hotline.rotation.pace import (
    due,
    how_many_to_ring,
    neighbour_until,
    next_change,
    next_round,
    promise,
    tell_at,
    told_by_us_until,
    wanted_anew,
    was_told,
)
from tests.rotation.cast import BRENTWOOD, DAY, HOUR, MINUTE, NOW, phones, request, ringing, ringing_phones

SECOND = timedelta(seconds=1)
DECIDING = BRENTWOOD.policy.deciding
moments = st.integers(0, 400 * 24 * 60).map(lambda minutes: NOW + minutes * MINUTE)
groups = st.sampled_from(["every day 09:00-20:00", "mon 09:00-10:15", "mon-fri 09:00-12:00, 14:00-20:30"]).map(
    lambda hours: replace(BRENTWOOD, hours=Hours.parse(hours))
)


@pytest.mark.parametrize(
    ("misses", "due_in", "ringing_now", "more"),
    [
        (0, 3 * DAY, phones(), 1),
        (0, 3 * DAY, phones(ringing(1)), 0),
        (2, 3 * DAY, phones(), 1),
        (3, 3 * DAY, phones(), 2),
        (3, 3 * DAY, phones(ringing(1)), 1),
        (3, 3 * DAY, phones(ringing(1), ringing(2)), 0),
        (0, 2 * HOUR, phones(), 2),
        (0, 2 * HOUR + MINUTE, phones(), 1),
        (0, -HOUR, phones(), 2),
    ],
)
def test_one_phone_rings_and_two_when_it_is_urgent(
    misses: int, due_in: timedelta, ringing_now: dict[str, Ringing], more: int
) -> None:
    """Two when the help is due within two hours, or three asks came to nothing; never more."""
    waiting = request(misses=misses, due_at=NOW + due_in, ringing=ringing_now)
    assert how_many_to_ring(waiting, BRENTWOOD, NOW) == more


@pytest.mark.parametrize(
    ("answered", "keyed", "more"),
    [
        (timedelta(), False, 0),
        (DECIDING - SECOND, False, 0),
        (DECIDING, False, 1),  # voicemail is not a human for long
        (5 * MINUTE, True, 0),
    ],
)
def test_no_new_phone_rings_while_a_human_is_deciding(answered: timedelta, keyed: bool, more: int) -> None:  # noqa: FBT001 -- a column of the table
    """A valid key, or picked up less than 25 seconds ago."""
    waiting = request(ringing=phones(ringing(1, answered_at=NOW - answered, keyed=keyed)))
    assert how_many_to_ring(waiting, BRENTWOOD, NOW) == more


@pytest.mark.parametrize(("left", "more"), [(SECOND, 2), (timedelta(), 1), (-HOUR, 1)])
def test_two_phones_ring_while_the_resident_waits_on_the_line(left: timedelta, more: int) -> None:
    """Until the moment up to which they are taken to be there: no lost word of it makes it last."""
    waiting = request(due_at=NOW + 3 * DAY, waits_until=NOW + left)
    assert how_many_to_ring(waiting, BRENTWOOD, NOW) == more


@given(ringing_phones(), st.integers(0, 9), st.sampled_from([None, NOW, NOW + DAY]))
def test_never_more_than_two_phones(ringing_now: dict[str, Ringing], misses: int, due_at: datetime | None) -> None:
    """With those that ring already; and none at all while somebody decides."""
    more = how_many_to_ring(request(ringing=ringing_now, misses=misses, due_at=due_at), BRENTWOOD, NOW)
    ring = sum(phone.answered_at is None for phone in ringing_now.values())
    assert 0 <= more <= max(0, 2 - ring)
    if any(phone.answered_at and (phone.keyed or NOW - phone.answered_at < DECIDING) for phone in ringing_now.values()):
        assert more == 0


@given(ringing_phones())
def test_the_clock_looks_again_when_something_can_change(ringing_now: dict[str, Ringing]) -> None:
    """Never in the past, and not after a phone's deadline."""
    again = next_change(request(ringing=ringing_now), BRENTWOOD, NOW)
    assert NOW < again <= min((phone.deadline for phone in ringing_now.values()), default=NOW + MINUTE)


def test_the_clock_looks_again_when_voicemail_can_be_told_from_a_human() -> None:
    """25 seconds after it was picked up, or when `in ten minutes` has come."""
    picked_up = ringing(1, answered_at=NOW - 5 * SECOND, deadline=NOW + HOUR)
    waiting = request(ringing=phones(picked_up))
    assert next_change(waiting, BRENTWOOD, NOW) == NOW + DECIDING - 5 * SECOND
    assert next_change(replace(waiting, later={"ali": NOW + SECOND}), BRENTWOOD, NOW) == NOW + SECOND
    assert next_change(request(), BRENTWOOD, NOW) == NOW + BRENTWOOD.policy.sweep


@pytest.mark.parametrize(("done", "pause"), [(0, 15 * MINUTE), (1, HOUR), (2, HOUR), (9, HOUR)])
def test_a_round_that_is_through_begins_again_later_each_time(done: int, pause: timedelta) -> None:
    """After a quarter of an hour, then an hour, and so on."""
    assert next_round(request(round=done), BRENTWOOD, NOW) == NOW + pause


def test_a_round_waits_for_the_morning() -> None:
    """Inside calling hours."""
    evening = NOW.replace(hour=19, minute=50)
    assert next_round(request(), BRENTWOOD, evening) == evening.replace(hour=9, minute=0) + DAY


@pytest.mark.parametrize(
    ("now", "promised"),
    [
        ("24 11:00", "24 13:00"),
        ("24 11:01", "24 13:30"),
        ("24 10:58", "24 13:00"),
        ("24 17:59", "24 20:00"),
        ("24 18:01", "25 11:00"),  # not after 20:00
        ("24 23:00", "25 11:00"),
        ("25 03:00", "25 11:00"),
    ],
)
def test_a_time_is_promised_that_can_be_kept(now: str, promised: str) -> None:
    """Two hours of calling hours from now, on the half hour."""
    assert promise(BRENTWOOD, at(now)) == at(promised)


def test_a_day_that_is_shorter_than_the_promise_is_promised_whole() -> None:
    """Hours of an hour and a quarter: by their end, if they are still to come; else by the end of the next."""
    short = replace(BRENTWOOD, hours=Hours.parse("tue 09:00-10:15"))
    assert promise(short, at("24 08:59")) == at("24 10:15")
    assert promise(short, at("24 09:00")) == at("24 10:15") + 7 * DAY


@given(groups, moments)
def test_a_promise_lies_in_calling_hours_and_is_not_in_the_past(group: Group, now: datetime) -> None:
    """On the half hour where the group is, or as its hours close; within the opening of the next two."""
    promised, zone = promise(group, now), group.zone
    assert promised > now
    assert group.hours.open_at(promised - SECOND, zone)
    local = promised.astimezone(ZoneInfo(zone))
    assert local.minute in {0, 30} or not group.hours.open_at(promised, zone)
    assert promised - now < 15 * DAY


def test_help_for_today_is_due_when_phones_fall_silent() -> None:
    """By night that is tomorrow evening; soon is three days, and every week begins within one."""
    assert due(When.TODAY, BRENTWOOD, NOW) == at("24 20:00")
    assert due(When.TODAY, BRENTWOOD, at("24 21:00")) == at("25 20:00")
    assert due(When.SOON, BRENTWOOD, NOW) == NOW + 3 * DAY
    assert due(When.WEEKLY, BRENTWOOD, NOW) == NOW + 7 * DAY


def test_a_group_can_say_how_soon_help_is_due() -> None:
    """Today is then no longer than that, counted from when the phones may ring; the others are as the group says."""
    policy = replace(BRENTWOOD.policy, due_today=4 * HOUR, due_soon=2 * DAY, due_weekly=5 * DAY)
    group = replace(BRENTWOOD, policy=policy)
    assert due(When.TODAY, group, NOW) == NOW + 4 * HOUR
    assert due(When.TODAY, group, at("24 18:00")) == at("24 20:00")
    assert due(When.TODAY, group, at("24 21:00")) == at("25 13:00")
    assert due(When.SOON, group, NOW) == NOW + 2 * DAY
    assert due(When.WEEKLY, group, NOW) == NOW + 5 * DAY


def test_how_soon_it_is_wanted_counts_from_when_it_is_said() -> None:
    """The same words on the same day change nothing; on a later day they are another time."""
    evening, soon = at("24 20:00"), NOW + 3 * DAY
    today = request(when=When.TODAY, opened_at=NOW, due_at=evening)
    assert wanted_anew(today, When.TODAY, BRENTWOOD, NOW + HOUR) == {}
    assert wanted_anew(replace(today, promised_at=at("25 11:00")), When.TODAY, BRENTWOOD, at("25 10:30"))[
        "due_at"
    ] == at("25 20:00")
    few_days = replace(today, when=When.SOON, due_at=soon)
    assert wanted_anew(few_days, When.SOON, BRENTWOOD, NOW + DAY)["due_at"] == soon + DAY


@pytest.mark.parametrize(
    ("state", "due_at", "wanted"),
    [
        (RequestState.OPEN, NOW + HOUR, NOW + 7 * DAY),
        (RequestState.SPOKEN, NOW + HOUR, NOW + HOUR),
        (RequestState.SPOKEN, NOW - DAY, NOW.replace(hour=20, minute=0)),
    ],
)
def test_what_is_arranged_keeps_its_first_visit_when_it_is_wanted_every_week(
    state: RequestState, due_at: datetime, wanted: datetime
) -> None:
    """Where its time is over, the first visit is today; one week's of what recurs already stays on its day."""
    seen = request(state=state, opened_at=NOW - HOUR, due_at=due_at, series=None)
    assert wanted_anew(seen, When.WEEKLY, BRENTWOOD, NOW)["due_at"] == wanted
    assert wanted_anew(replace(seen, series="request-1-w"), When.WEEKLY, BRENTWOOD, NOW) == {}


def at(text: str) -> datetime:
    """`24 11:00`, in London in November."""
    return datetime.strptime(f"2026-11-{text} +0000", "%Y-%m-%d %H:%M %z")


NIGHT = NOW.replace(hour=22)
MORNING = (NIGHT + DAY).replace(hour=9)


def test_by_night_nothing_waits_for_a_neighbour() -> None:
    """Durations in which somebody may be asked count from when phones may ring: they are not over before that."""
    policy = BRENTWOOD.policy
    asked = request(opened_at=NIGHT, first="volunteer-1")
    assert tell_at(asked, BRENTWOOD) == MORNING + policy.tell_after
    assert neighbour_until(asked, BRENTWOOD) == MORNING + policy.neighbour_first
    task = request(need=Need.PERSON, reason=Reason.UNMET, made_at=NIGHT)
    assert told_by_us_until(task, BRENTWOOD) == MORNING + policy.tell_unmet


def test_what_is_rung_straight_back_waits_by_night_too() -> None:
    """It rings at any hour, since somebody has just had that phone in their hand."""
    errand = request(need=Need.PERSON, reason=Reason.BACK, opened_at=NIGHT)
    assert tell_at(errand, BRENTWOOD) == NIGHT + BRENTWOOD.policy.tell_after


@pytest.mark.parametrize("of_a_week", [True, False])
def test_told_is_told_when_its_time_is_over(of_a_week: bool) -> None:  # noqa: FBT001 -- a parameter of the test
    """Also of one week of what recurs: a promise that was kept before, as earlier code noted it, is not its end."""
    seen = request(opened_at=NOW, due_at=NOW + DAY, made_for="2026-11-26" if of_a_week else None)
    assert not was_told(seen, BRENTWOOD)
    assert not was_told(replace(seen, told_at=NOW + HOUR), BRENTWOOD)
    assert was_told(replace(seen, told_at=NOW + DAY), BRENTWOOD)
