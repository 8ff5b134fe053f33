"""Who is asked next: of those who can be, the one asked longest ago (promise 3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from operator import attrgetter

from hypothesis import given
from hypothesis import strategies as st

from hotline.records import Request, Volunteer
from hotline.rotation.eligibility import why_not
from hotline.rotation.order import next_to_ask
from tests.rotation.cast import BRENTWOOD, HOUR, MINUTE, NOW, request, requests, volunteer, volunteers

in_order = attrgetter("asked_at")


@given(volunteers(), requests)
def test_of_those_eligible_the_one_asked_longest_ago_is_asked(everybody: list[Volunteer], wanted: Request) -> None:
    """Nobody before their turn, and nobody left out who could be asked."""
    eligible = [who for who in everybody if why_not(who, wanted, BRENTWOOD, NOW) is None]
    assert next_to_ask(everybody, wanted, BRENTWOOD, NOW) == min(eligible, key=in_order, default=None)


def test_nobody_eligible_is_nobody() -> None:
    """Rather than somebody who should be left in peace."""
    assert next_to_ask([], request(), BRENTWOOD, NOW) is None
    assert next_to_ask([volunteer(stopped=True)], request(), BRENTWOOD, NOW) is None


@given(st.integers(1, 8), st.lists(st.integers(1, 120), min_size=1, max_size=120))
def test_among_equals_asks_are_spread_evenly(count: int, minutes: list[int]) -> None:
    """However the requests come: the most asked and the least asked differ by one ask at the most."""
    everybody, asks, now = [volunteer(number) for number in range(count)], dict[str, int](), NOW
    for wait in minutes:
        now += wait * MINUTE
        who = next_to_ask(everybody, request(), BRENTWOOD, now)
        if who is not None:
            everybody = sorted((*(each for each in everybody if each != who), asked(who, now)), key=in_order)
            asks[who.id] = asks.get(who.id, 0) + 1
    counts = [asks.get(who.id, 0) for who in everybody]
    assert max(counts) - min(counts) <= 1


def test_who_joins_enters_at_the_end() -> None:
    """Somebody new is not asked before those who wait for their turn."""
    ben, ali = volunteer(1), volunteer(2)
    new = volunteer(3, joined_at=NOW - HOUR, asked_at=NOW - HOUR)
    everybody = sorted([new, ali, ben], key=in_order)
    assert next_to_ask(everybody, request(), BRENTWOOD, NOW) == ben
    assert next_to_ask(everybody, request(asked=frozenset({ben.id, ali.id})), BRENTWOOD, NOW) == new


def asked(who: Volunteer, now: datetime) -> Volunteer:
    return replace(who, asked_at=now, asks=(*who.asks, now)[-24:])
