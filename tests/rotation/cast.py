"""Volunteers and requests of the sample group, and hypothesis's own of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from hotline.groups import load
from hotline.hours import Hours
from hotline.numbers import PhoneNumber
from hotline.prompts import prompt_ids
from hotline.records import Need, OfferKind, Request, RequestState, Ringing, Volunteer, When

BRENTWOOD = load(Path(__file__).parents[2] / "groups", prompts=prompt_ids())["brentwood"]
NOW = datetime(2026, 11, 24, 11, tzinfo=UTC)  # a Tuesday; in winter, so that local time is UTC
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
ROSA = PhoneNumber("+442079460123")


def volunteer(number: int = 1, **changes: Any) -> Volunteer:
    """One who helps with everything, anywhere, by day, and was not asked yet."""
    phone = PhoneNumber(f"+447700900{number:03}")
    joined = NOW - 30 * DAY + number * MINUTE
    ordinary = Volunteer(
        group="brentwood",
        id=phone.opaque,
        number=phone,
        name="Ben",
        needs=frozenset(BRENTWOOD.needs),
        areas=frozenset(),
        languages=frozenset({"en"}),
        hours=Hours.parse("every day 09:00-20:00"),
        joined_at=joined,
        asked_at=joined,
    )
    return replace(ordinary, **changes)


def request(**changes: Any) -> Request:
    """Rosa's, open since ten minutes, for Ongar, due in three days."""
    ordinary = Request(
        group="brentwood",
        id="request-1",
        state=RequestState.OPEN,
        need=Need.SHOPPING,
        area="ongar",
        when=When.SOON,
        number=ROSA,
        language="en",
        words="blue kettle",
        made_at=NOW - 11 * MINUTE,
        opened_at=NOW - 10 * MINUTE,
        due_at=NOW + 3 * DAY,
        next_action_at=NOW,
    )
    return replace(ordinary, **changes)


def ringing(number: int = 1, **changes: Any) -> Ringing:
    """A phone that has begun to ring just now."""
    ordinary = Ringing(
        offer=f"request-1-{number}",
        volunteer=volunteer(number).id,
        kind=OfferKind.ASK,
        deadline=NOW + timedelta(seconds=35),
    )
    return replace(ordinary, **changes)


def phones(*each: Ringing) -> dict[str, Ringing]:
    return {phone.offer: phone for phone in each}


_ago = st.integers(0, 3 * 24 * 60).map(lambda minutes: NOW - minutes * MINUTE)
_IDS = [volunteer(number).id for number in range(1, 9)]


@st.composite
def volunteers(draw: st.DrawFn) -> list[Volunteer]:
    """Up to eight, in the order of their places."""
    found = []
    for number in draw(st.lists(st.integers(1, 8), unique=True)):
        asks = tuple(sorted(draw(st.lists(_ago, max_size=4))))
        who = volunteer(
            number,
            areas=draw(st.sampled_from([frozenset(), frozenset({"ongar"}), frozenset({"brentwood"})])),
            languages=draw(st.sampled_from([frozenset({"en"}), frozenset({"pl"}), frozenset({"en", "pl"})])),
            hours=Hours.parse(draw(st.sampled_from(["every day 09:00-20:00", "tue 12:00-13:00", "mon 09:00-20:00"]))),
            asks=asks,
            rest=draw(st.sampled_from([None, timedelta(), 5 * HOUR])),
            daily_cap=draw(st.sampled_from([None, 1, 2])),
            paused_until=draw(st.sampled_from([None, NOW - HOUR, NOW + HOUR])),
            quiet_until=draw(st.sampled_from([None, NOW - HOUR, NOW + HOUR])),
            tasks_from=draw(st.sampled_from([None, NOW - HOUR, NOW + HOUR])),
            stopped=draw(st.booleans()),
        )
        found.append(replace(who, asked_at=asks[-1] if asks else who.joined_at))
    return sorted(found, key=lambda who: who.asked_at)


requests = st.builds(
    lambda asked, passed, later, area: request(asked=asked, passed=passed, later=later, area=area),
    asked=st.frozensets(st.sampled_from(_IDS), max_size=3),
    passed=st.frozensets(st.sampled_from(_IDS), max_size=3),
    later=st.dictionaries(st.sampled_from(_IDS), st.sampled_from([NOW - MINUTE, NOW + MINUTE]), max_size=2),
    area=st.sampled_from(["ongar", None]),
)


@st.composite
def ringing_phones(draw: st.DrawFn) -> dict[str, Ringing]:
    """Up to three: ringing, or picked up at some time in the last minute, with or without a key."""
    found = []
    for number in range(draw(st.integers(0, 3))):
        answered = draw(st.none() | st.integers(0, 60).map(lambda seconds: NOW - timedelta(seconds=seconds)))
        keyed = answered is not None and draw(st.booleans())
        found.append(ringing(number, answered_at=answered, keyed=keyed))
    return phones(*found)
