"""Who watches a request: what a coordinator is told of, by when it is looked at again, and who may keep a yes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.hours import Hours
from hotline.records import Need, OfferKind, Reason, Request, RequestState
from hotline.rotation.watch import (
    have_they_spoken_at,
    is_in_time,
    may_keep,
    next_look,
    promised_by,
    tellings,
    told_anew_by,
)
from tests.rotation.cast import BRENTWOOD, DAY, HOUR, MINUTE, NOW, phones, request, ringing, volunteer

BEN = volunteer(1)
BY = NOW + 2 * HOUR
FAR = NOW + 40 * HOUR
WITHIN, WARNING = BRENTWOOD.policy.spoken_within, BRENTWOOD.policy.promise_warning
STATES = (RequestState.OPEN, RequestState.ACCEPTED, RequestState.SPOKEN, RequestState.REPORTED_DONE)


def accepted(**changes: Any) -> Request:
    """Ben said yes just now; by one o'clock a neighbour rings."""
    yes = {"state": RequestState.ACCEPTED, "taken_by": BEN.id, "taken_at": NOW, "promised_at": BY}
    return request(**{**yes, **changes})


@pytest.mark.parametrize("state", STATES)
def test_what_was_said_aloud_is_watched_until_the_two_are_joined(state: RequestState) -> None:
    """Also after a yes, and where it is arranged, or done, on the volunteer's word alone."""
    assert promised_by(accepted(state=state), BRENTWOOD) == BY
    if state is not RequestState.OPEN:
        assert promised_by(accepted(state=state, joined_at=NOW), BRENTWOOD) is None


def test_where_no_time_was_said_the_rule_holds() -> None:
    """The line reads it to anybody: whoever asks for help is rung within two hours."""
    again = accepted(promised_at=None, opened_at=NOW)
    assert promised_by(again, BRENTWOOD) == NOW + BRENTWOOD.policy.promise
    assert Reason.NOT_YET in tellings(again, BRENTWOOD, NOW)


@pytest.mark.parametrize(
    ("opened", "by"),
    [
        (NOW + 8 * HOUR, NOW + 9 * HOUR),  # at seven: today, before phones fall silent
        (NOW + 8 * HOUR + 50 * MINUTE, NOW + DAY),  # at ten to eight nobody could be asked any more
        (NOW + 10 * HOUR, NOW + DAY),  # by night
    ],
)
def test_that_nobody_comes_who_was_to_come_is_told_today(opened: datetime, by: datetime) -> None:
    """It may be today that they wait for somebody."""
    assert told_anew_by(request(promised_at=None, opened_at=opened), BRENTWOOD) == by


def test_of_one_week_it_is_told_before_its_time_is_over() -> None:
    """After that it would be told of twice."""
    week = request(promised_at=None, opened_at=NOW, made_for="2026-11-24", due_at=NOW + HOUR)
    assert told_anew_by(week, BRENTWOOD) == NOW + HOUR
    late = request(promised_at=None, opened_at=NOW, made_for="2026-11-24", due_at=NOW + MINUTE)
    assert told_anew_by(late, BRENTWOOD) == BY


@pytest.mark.parametrize(
    "over",
    [
        {"number": None},
        {"cancelled_at": NOW},
        {"told_at": NOW},
        {"state": RequestState.REPORTED_DONE, "joined_at": NOW},
        {"state": RequestState.REPORTED_DONE, "heard_at": NOW},
        {"need": Need.PERSON, "reason": Reason.ASKED},
    ],
)
def test_nobody_is_told_of_a_promise_that_is_none(over: dict[str, Any]) -> None:
    """No phone to ring, no longer wanted, told by a person, done by their neighbour or their word."""
    assert Reason.PROMISE not in tellings(accepted(**over), BRENTWOOD, NOW)


def test_while_they_are_on_the_phone_about_it_the_promise_is_waited_for() -> None:
    """They may be talking: a coordinator is told only when the promised time itself has come."""
    talks = phones(ringing(1, kind=OfferKind.CHECK, answered_at=NOW, deadline=NOW + HOUR))
    assert tellings(accepted(), BRENTWOOD, NOW)[Reason.PROMISE] == BY - WARNING
    assert tellings(accepted(ringing=talks), BRENTWOOD, NOW)[Reason.PROMISE] == BY


def test_what_was_told_is_not_told_again() -> None:
    """Nor is anything looked at for it."""
    told = accepted(told=frozenset({Reason.PROMISE, Reason.NOT_YET, Reason.WAITING}))
    assert tellings(told, BRENTWOOD, NOW) == {}


@given(
    state=st.sampled_from(STATES),
    wish=st.integers(-60, 5000).map(lambda minutes: NOW + minutes * MINUTE),
    promised=st.integers(-60, 2000).map(lambda minutes: NOW + minutes * MINUTE),
    joined=st.booleans(),
)
def test_no_wish_sets_a_look_beyond_what_is_watched(
    *, state: RequestState, wish: datetime, promised: datetime, joined: bool
) -> None:
    """Never in the past, within a day, within a quarter of an hour of a yes, and by when a coordinator is told."""
    seen = accepted(state=state, promised_at=promised, joined_at=NOW if joined else None)
    at = next_look(seen, BRENTWOOD, NOW, wish)
    assert NOW <= at <= NOW + DAY
    if state is RequestState.ACCEPTED:
        assert at <= NOW + WITHIN
    if not joined:
        assert at <= max(promised - WARNING, NOW + BRENTWOOD.policy.sweep)


def test_asked_some_time_after_the_call_ended_or_when_they_were_told() -> None:
    """Not while they talk; and the time that was said is the time."""
    assert have_they_spoken_at(accepted(), BRENTWOOD, NOW) == NOW + WITHIN
    ended = accepted(call_ended_at=NOW + 5 * MINUTE)
    assert have_they_spoken_at(ended, BRENTWOOD, NOW) == NOW + 5 * MINUTE + WITHIN
    told = accepted(later={BEN.id: NOW + 3 * HOUR}, call_ended_at=NOW + 5 * MINUTE)
    assert have_they_spoken_at(told, BRENTWOOD, NOW) == NOW + 3 * HOUR


def test_whoever_has_no_phone_is_asked_about_when_the_help_was_due() -> None:
    """And not twice in the same minute."""
    coded = accepted(code="mark")
    assert have_they_spoken_at(coded, BRENTWOOD, NOW) > NOW + DAY
    late = accepted(code="mark", due_at=NOW - DAY, checks=1, call_ended_at=NOW)
    assert have_they_spoken_at(late, BRENTWOOD, NOW) >= NOW + WITHIN


@pytest.mark.parametrize(
    ("changes", "keeps"),
    [
        ({}, True),
        ({"stopped": True}, False),
        ({"hours": Hours.parse("every day 12:30-20:00")}, True),
        ({"hours": Hours.parse("every day 13:30-20:00")}, False),
        ({"hours": Hours.parse("every day 21:00-22:00")}, False),
        ({"paused_until": NOW + HOUR}, True),
        ({"paused_until": NOW + DAY}, False),
        ({"paused_until": NOW + 300 * DAY}, False),
    ],
)
def test_who_cannot_be_rung_before_the_promised_time_does_not_keep_it(changes: dict[str, Any], *, keeps: bool) -> None:
    """Of two who have not spoken: somebody else can be asked meanwhile."""
    assert may_keep(accepted(), volunteer(1, **changes), BRENTWOOD, NOW + WITHIN) is keeps


@pytest.mark.parametrize(
    ("changes", "keeps"),
    [
        ({"hours": Hours.parse("every day 13:30-20:00")}, True),
        ({"stopped": True}, False),
        ({"paused_until": NOW + DAY}, False),
    ],
)
def test_who_has_just_said_yes_outside_their_hours_is_on_the_phone(changes: dict[str, Any], *, keeps: bool) -> None:
    """They can be joined on that call. Whoever stops or rests has said something else since."""
    assert may_keep(accepted(), volunteer(1, **changes), BRENTWOOD, NOW) is keeps


def test_whoever_was_joined_counts_as_having_spoken() -> None:
    """They are asked about it next morning; nobody says that it goes to somebody else."""
    joined = accepted(joined_at=NOW)
    assert may_keep(joined, volunteer(1, paused_until=NOW + DAY), BRENTWOOD, NOW)
    assert not may_keep(joined, volunteer(1, paused_until=NOW + 9 * DAY), BRENTWOOD, NOW)


def test_at_night_nobody_else_could_be_asked_so_they_keep_it() -> None:
    """Phones ring at nine for everybody."""
    night = NOW + 10 * HOUR
    assert may_keep(accepted(taken_at=night), BEN, BRENTWOOD, night)
    assert is_in_time(accepted(), BRENTWOOD, NOW + 22 * HOUR, night)
    assert not may_keep(accepted(), volunteer(1, hours=Hours.parse("every day 14:00-20:00")), BRENTWOOD, night)


def test_a_time_that_they_were_told_they_keep() -> None:
    """It was said aloud: `we ring you at two`."""
    late = volunteer(1, hours=Hours.parse("every day 14:00-20:00"))
    told = accepted(later={BEN.id: NOW + 3 * HOUR})
    assert may_keep(told, late, BRENTWOOD, NOW)


@pytest.mark.parametrize(
    ("changes", "keeps"),
    [
        ({}, True),
        ({"stopped": True}, False),
        ({"paused_until": NOW + DAY}, True),
        ({"paused_until": NOW + 5 * DAY}, False),
        ({"hours": Hours.parse("every day 21:00-22:00")}, True),
    ],
)
def test_what_is_arranged_stays_theirs_unless_they_stop_or_rest_beyond_it(
    changes: dict[str, Any], *, keeps: bool
) -> None:
    """A rest until tomorrow takes nothing from anybody: it is asked about after it."""
    arranged = accepted(state=RequestState.SPOKEN, joined_at=NOW, spoken_at=NOW)
    assert may_keep(arranged, volunteer(1, **changes), BRENTWOOD, NOW) is keeps


def test_nobody_keeps_what_its_holder_left_behind() -> None:
    """They were erased, by whatever way."""
    assert not may_keep(accepted(), None, BRENTWOOD, NOW)
    assert next_look(accepted(), BRENTWOOD, NOW, FAR) == NOW + WITHIN


@pytest.mark.parametrize("said", [{"promised_by": "call-1"}, {"made_at": NOW - HOUR, "opened_at": NOW}])
def test_a_time_of_one_week_is_kept_by_the_line_once_it_was_said(said: dict[str, Any]) -> None:
    """As news, or where it is still needed; not as it is written when that week is made."""
    week = request(promised_at=BY, opened_at=NOW, made_at=NOW, made_for="2026-11-26", series="w", due_at=FAR)
    assert Reason.NOT_YET not in tellings(week, BRENTWOOD, NOW)
    assert Reason.NOT_YET in tellings(replace(week, **said), BRENTWOOD, NOW)
