"""Why a volunteer cannot be asked now: the published rule, the same for all."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given

from hotline.hours import Hours
from hotline.records import Need, Request, Volunteer, no_of_day
from hotline.rotation.eligibility import Asking, first_chance, out_of_reach, why_not
from tests.rotation.cast import BRENTWOOD, DAY, HOUR, MINUTE, NOW, request, requests, volunteer, volunteers

BEN = volunteer()


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({}, None),
        ({"stopped": True}, "stopped"),
        ({"paused_until": NOW + MINUTE}, "paused"),
        ({"paused_until": NOW}, None),
        ({"hours": Hours.parse("every day 12:00-20:00")}, "hours"),
        ({"languages": frozenset({"pl"})}, "language"),
        ({"areas": frozenset({"brentwood"})}, "area"),
        ({"areas": frozenset({"brentwood", "ongar"})}, None),
        ({"asks": (NOW - 59 * MINUTE,)}, "rest"),
        ({"asks": (NOW - HOUR,)}, None),
        ({"asks": (NOW - 2 * HOUR,), "rest": 3 * HOUR}, "rest"),
        ({"asks": (NOW - MINUTE,), "rest": timedelta()}, None),
        ({"asks": tuple(NOW - hours * HOUR for hours in (3, 2, 1))}, "cap"),
        ({"asks": tuple(NOW - hours * HOUR for hours in (12, 2, 1))}, None),
        ({"asks": (NOW - 2 * HOUR,), "daily_cap": 1}, "cap"),
        ({"asks": tuple(NOW - hours * HOUR for hours in (3, 2, 1)), "daily_cap": 4}, None),
    ],
)
def test_what_a_volunteer_says_of_themselves_holds(changes: dict[str, Any], why: str | None) -> None:
    """Stopped, paused, hours, language, area, rest; and the cap, of the local day."""
    assert why_not(replace(BEN, **changes), request(), BRENTWOOD, NOW) == why


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"passed": frozenset({BEN.id})}, "passed"),
        ({"not_today": frozenset({no_of_day(BEN.id, "2026-11-24")})}, "passed"),
        ({"not_today": frozenset({no_of_day(BEN.id, "2026-11-23")})}, None),
        ({"asked": frozenset({BEN.id})}, "asked"),
        ({"number": BEN.number}, "self"),
        ({"number": None}, None),
        ({"language": "pl"}, "language"),
        ({"later": {BEN.id: NOW + MINUTE}}, "later"),
        ({"later": {BEN.id: NOW}, "asked": frozenset({BEN.id})}, None),
        ({"later": {BEN.id: NOW}, "passed": frozenset({BEN.id})}, "passed"),
    ],
)
def test_what_became_of_this_request_holds(changes: dict[str, Any], why: str | None) -> None:
    """No second ask after a no; one a round; nobody for themselves; `in ten minutes` is kept."""
    assert why_not(BEN, request(**changes), BRENTWOOD, NOW) == why


def test_whoever_asked_to_be_rung_in_ten_minutes_is_rung_despite_rest_and_cap() -> None:
    """They asked for it; their hours and a pause hold all the same."""
    worn = replace(BEN, asks=tuple(NOW - 10 * MINUTE for _ in range(3)))
    promised = request(later={BEN.id: NOW}, asked=frozenset({BEN.id}))
    assert why_not(worn, promised, BRENTWOOD, NOW) is None
    assert why_not(replace(worn, paused_until=NOW + HOUR), promised, BRENTWOOD, NOW) == "paused"


def test_ten_minutes_that_were_hours_ago_are_no_leave_to_ring_without_rest() -> None:
    """A neighbour took it, it is open again, and meanwhile they were asked for something else: rest and cap count."""
    wished = NOW - 2 * HOUR
    again = request(later={BEN.id: wished})
    assert why_not(replace(BEN, asks=(wished + HOUR + MINUTE,)), again, BRENTWOOD, NOW) == "rest"
    assert why_not(replace(BEN, asks=(wished + MINUTE,)), again, BRENTWOOD, NOW) is None
    assert why_not(replace(BEN, asks=(wished - 10 * MINUTE,)), again, BRENTWOOD, NOW) is None


def test_a_person_is_wanted_wherever_they_are() -> None:
    """Areas are for errands, not for coordinators."""
    gwen = replace(BEN, areas=frozenset({"brentwood"}), coordinator=True)
    assert why_not(gwen, request(need=Need.PERSON), BRENTWOOD, NOW) is None


def test_the_cap_goes_by_the_local_day() -> None:
    """Three asks before midnight in London count no more after it, also when it is still yesterday in UTC."""
    midnight = NOW.replace(month=6, hour=23, minute=0)  # of the summer: 00:00 in London
    night = replace(BEN, hours=Hours.parse("every day 00:00-24:00"), rest=timedelta())
    asked = replace(night, asks=tuple(midnight - MINUTE for _ in range(3)))
    awake = replace(BRENTWOOD, hours=night.hours)
    assert why_not(asked, request(), awake, midnight - MINUTE) == "cap"
    assert why_not(asked, request(), awake, midnight) is None


@given(volunteers(), requests)
def test_nobody_is_rung_against_their_word(everybody: list[Volunteer], wanted: Request) -> None:
    """Never while stopped or paused, outside their hours, after a no, over their cap or unrested (promise 2)."""
    local = NOW.astimezone(ZoneInfo(BRENTWOOD.zone))
    for who in everybody:
        if why_not(who, wanted, BRENTWOOD, NOW) is not None:
            continue
        assert not who.stopped
        assert who.paused_until is None or who.paused_until <= NOW
        assert any(begin <= local.time() < end for begin, end in who.hours.windows[local.weekday()])
        assert who.id not in wanted.passed
        assert "en" in who.languages
        if who.id not in wanted.later:
            today = [ask for ask in who.asks if ask.astimezone(ZoneInfo(BRENTWOOD.zone)).date() == local.date()]
            assert len(today) < (who.daily_cap or BRENTWOOD.policy.daily_cap)
            assert all(NOW - ask >= (HOUR if who.rest is None else who.rest) for ask in who.asks)
        assert NOW - who.joined_at < 31 * DAY


def test_a_coordinators_tasks_fall_under_no_rest_and_no_cap_but_a_pause_of_their_own() -> None:
    """Asked three times today and a minute ago: rung about a task all the same, ten minutes after the last one."""
    asked = replace(BEN, coordinator=True, asks=tuple(NOW - MINUTE for _ in range(3)))
    task = request(need=Need.PERSON)
    assert why_not(asked, task, BRENTWOOD, NOW) is None
    rung = replace(asked, tasks_at=NOW - 9 * MINUTE)
    assert why_not(rung, task, BRENTWOOD, NOW) == "rest"
    assert first_chance(rung, task, BRENTWOOD, NOW) == NOW + MINUTE
    assert why_not(rung, task, BRENTWOOD, NOW + MINUTE) is None
    assert why_not(rung, task, BRENTWOOD, NOW, how=Asking.LIVE) is None


def test_a_task_is_no_ask() -> None:
    """Whoever was rung about a task a minute ago can be asked for shopping."""
    assert why_not(replace(BEN, coordinator=True, tasks_at=NOW - MINUTE), request(), BRENTWOOD, NOW) is None


def test_whoever_asks_by_themselves_hears_what_is_theirs_at_any_hour() -> None:
    """Rest, cap, hours, a pause and having stopped do not count; what is not theirs is not."""
    worn = replace(BEN, asks=(NOW,) * 3, stopped=True, paused_until=NOW + HOUR, hours=Hours.parse("mon 09:00-10:00"))
    assert why_not(worn, request(), BRENTWOOD, NOW, how=Asking.BY_THEMSELVES) is None
    others = {
        "need": replace(worn, needs=frozenset({Need.DOG})),
        "area": replace(worn, areas=frozenset({"brentwood"})),
        "language": replace(worn, languages=frozenset({"pl"})),
        "doors": replace(worn, no_doors=frozenset({"complaint-1"})),
    }
    for why, who in others.items():
        assert why_not(who, request(), BRENTWOOD, NOW, how=Asking.BY_THEMSELVES) == why


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({}, None),
        ({"areas": frozenset({"stondon"})}, "areas"),
        ({"areas": frozenset({"stondon", "ongar"})}, None),
        ({"languages": frozenset({"pl"})}, "languages"),
        ({"needs": frozenset()}, "needs"),
        ({"needs": frozenset(), "coordinator": True}, None),
        ({"hours": Hours.parse("every day 20:00-22:00")}, "hours"),
        ({"paused_until": NOW + 400 * DAY}, None),
        ({"number": BRENTWOOD.numbers[0]}, "numbers"),
    ],
)
def test_who_is_never_asked_is_known_by_the_key_that_keeps_them(changes: dict[str, Any], key: str | None) -> None:
    """An area that was renamed, a language given up, hours that never meet: a pause is no such thing."""
    assert out_of_reach(replace(BEN, **changes), BRENTWOOD, NOW) == key
