"""From when a phone may ring: the group's hours, the volunteer's, their pause, and as long as it rings."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.hours import Hours
from hotline.records import Volunteer
from hotline.rotation.phone import may_ring_from
from tests.rotation.cast import BRENTWOOD, DAY, HOUR, MINUTE, NOW, volunteer, volunteers
from tests.sources import last_name, nodes, sources, where

BEN = volunteer()
EIGHT = NOW.replace(hour=20)  # when the group's phones fall silent
LONGEST = BRENTWOOD.policy.longest_ring


def hours(text: str) -> Hours:
    """A week, as a group's file has it."""
    return Hours.parse(text)


@pytest.mark.parametrize(
    ("changes", "begins"),
    [
        ({}, NOW),
        ({"hours": hours("every day 12:00-23:00")}, NOW + HOUR),
        ({"hours": hours("every day 06:00-10:00")}, NOW + 22 * HOUR),
        ({"hours": hours("thu 12:00-13:00")}, NOW + 2 * DAY + HOUR),
        ({"paused_until": NOW + HOUR}, NOW + HOUR),
        ({"paused_until": NOW + 10 * HOUR}, NOW + 22 * HOUR),
        ({"paused_until": NOW - HOUR}, NOW),
        ({"paused_until": datetime(9999, 12, 31, tzinfo=NOW.tzinfo)}, None),
        ({"paused_until": NOW + 15 * DAY}, None),
        ({"stopped": True}, None),
        ({"hours": hours("every day 20:00-22:00")}, None),
        ({"hours": hours("every day 00:00-08:00, 21:00-24:00")}, None),
        ({"hours": replace(BEN.hours, windows=((),) * 7)}, None),
    ],
)
def test_a_volunteers_phone_rings_in_both_hours_and_not_while_they_pause(
    changes: dict[str, Any], begins: datetime | None
) -> None:
    """The first moment at which all of it allows a ring; None where that is never."""
    assert may_ring_from(replace(BEN, **changes), BRENTWOOD, NOW) == begins


def test_a_residents_phone_rings_in_the_groups_hours() -> None:
    """From nine until eight."""
    assert may_ring_from(None, BRENTWOOD, NOW) == NOW
    assert may_ring_from(None, BRENTWOOD, EIGHT) == EIGHT + 13 * HOUR


@pytest.mark.parametrize("whose", [None, BEN], ids=["resident", "volunteer"])
def test_no_ring_begins_that_would_go_on_after_the_hours(whose: Volunteer | None) -> None:
    """The last second at which a phone may begin to ring is a whole ring before they end."""
    last = EIGHT - LONGEST
    assert may_ring_from(whose, BRENTWOOD, last) == last
    assert may_ring_from(whose, BRENTWOOD, last + timedelta(seconds=1)) == EIGHT + 13 * HOUR


def test_hours_that_meet_for_less_than_a_ring_never_meet() -> None:
    """Half a minute of an evening is too short for a phone that rings for 45 seconds."""
    slow = replace(BRENTWOOD, policy=replace(BRENTWOOD.policy, resident_ring=timedelta(seconds=61)))
    assert may_ring_from(replace(BEN, hours=hours("every day 19:59-23:00")), slow, NOW) is None
    assert may_ring_from(replace(BEN, hours=hours("every day 19:59-23:00")), BRENTWOOD, NOW) == EIGHT - MINUTE


def test_a_group_that_is_awake_day_and_night_has_no_silence_at_midnight() -> None:
    """Windows that touch are one."""
    awake = replace(BRENTWOOD, hours=hours("every day 00:00-24:00"))
    midnight = NOW.replace(hour=0) + DAY
    always = replace(BEN, hours=hours("every day 00:00-24:00"))
    assert may_ring_from(always, awake, midnight - timedelta(seconds=1)) == midnight - timedelta(seconds=1)


@given(volunteers(), st.integers(0, 14 * 24 * 60))
def test_it_is_the_first_such_moment(everybody: list[Volunteer], minutes: int) -> None:
    """Allowed from then on for a whole ring; and not at any hour before it."""
    at = NOW + minutes * MINUTE

    def allowed(who: Volunteer, moment: datetime) -> bool:
        paused = who.paused_until is not None and who.paused_until > moment
        both = all(
            each.open_at(moment, BRENTWOOD.zone) and each.open_at(moment + LONGEST - MINUTE / 60, BRENTWOOD.zone)
            for each in (BRENTWOOD.hours, who.hours)
        )
        return both and not paused and not who.stopped

    for who in everybody:
        begins = may_ring_from(who, BRENTWOOD, at)
        tried = begins or at + 7 * DAY
        before = [at + n * HOUR for n in range(0, 7 * 24, 3) if at + n * HOUR < tried]
        assert not any(allowed(who, moment) for moment in before)
        assert begins is None or allowed(who, begins)


# What else asks for hours, and why it decides about no ring.
ASK_HOURS = {
    "hotline/hours.py": "the hours themselves: when the last of a day's windows closes",
    "hotline/rotation/pace.py": "a time that is promised aloud, and the end of `today`",
    "hotline/rotation/weekly.py": "the evening that is promised aloud",
    "hotline/rotation/watch.py": "the time by which they are told that nobody comes after all",
}
# What else compares a pause with a time.
ASK_PAUSES = {
    "hotline/store/reservation.py": "the same question again, in the transaction that reserves a ring",
}
ANSWERS = {"hotline/rotation/phone.py"}
_OF_HOURS = {"open_at", "next_open", "close_of", "last_close_of", "windows_from"}


def _asked() -> Iterator[tuple[str, str, bool]]:
    """Where hours are asked, or a pause is compared; and whether it is a pause."""
    for path in sources("hotline"):
        for node in nodes(path):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _OF_HOURS:
                yield where(path, node).partition(":")[0], where(path, node), False
            compared = (node.left, *node.comparators) if isinstance(node, ast.Compare) else ()
            if "paused_until" in map(last_name, compared):
                yield where(path, node).partition(":")[0], where(path, node), True


def test_nothing_else_decides_about_a_ring() -> None:
    """Hours and pauses are asked in one place; the few exceptions are no rings, and each says why."""
    found = list(_asked())
    elsewhere = [at for file, at, pause in found if file not in ANSWERS | set(ASK_PAUSES if pause else ASK_HOURS)]
    assert elsewhere == []
    assert {file for file, _, _ in found} == {*ANSWERS, *ASK_HOURS, *ASK_PAUSES}
