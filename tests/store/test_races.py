"""Twenty at once, each in a process of its own with a client of its own: only one wins. On DynamoDB Local alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from hotline.errors import Busy, PhoneBusy
from hotline.records import Need, Offer, Request, Volunteer
from hotline.store import Store
from hotline.store.convert import to_row
from hotline.store.models import OfferRow
from tests.store.cast import (
    ALI,
    BEN,
    GROUP,
    MINUTE,
    NOW,
    PRIYA,
    TODAY,
    now_is,
    offer_to,
    opened,
    order,
    person,
    reserve,
    unanswered,
)
from tests.store.racers import Racers

RACERS = 20
ROUNDS = 100


def says_yes(store: Store, offer: Offer) -> str | None:
    won = store.accept(GROUP, offer.request, offer=offer.id, volunteer=offer.volunteer, now=NOW)
    return won.taken_by if won else None


def is_rung(store: Store, asked: tuple[Request, Volunteer]) -> str:
    seen, volunteer = asked
    try:
        return "rung" if reserve(store, seen, volunteer) else "somebody was quicker"
    except PhoneBusy:
        return "busy"
    except Busy:
        return "conflict"


def ends(store: Store, offer: Offer) -> bool:
    return unanswered(store, offer, now=NOW + MINUTE)


def test_twenty_say_yes_in_the_same_instant(store: Store, racers: Callable[[int], Racers]) -> None:
    """Fault 8: a hundred times, always one acceptance and nineteen kind words."""
    twenty = racers(RACERS)
    for nth in range(ROUNDS):
        request = opened(store, f"call{nth}-1")
        offers = [
            replace(offer_to(BEN, request), id=f"{request.id}-{number}", volunteer=f"neighbour{number}")
            for number in range(1, RACERS + 1)
        ]
        for offer in offers:
            to_row(OfferRow, offer).save()
        said = twenty.race(says_yes, offers)
        winners = [offer for offer, won in zip(offers, said, strict=True) if won]
        assert (len(winners), said.count(None)) == (1, RACERS - 1)
        now = now_is(store, request.id)
        assert (now.state, now.taken_by, now.taken_offer) == ("accepted", winners[0].volunteer, winners[0].id)


def test_one_yes_twenty_times_at_once(store: Store, racers: Callable[[int], Racers]) -> None:
    """Faults 1 and 9: the same webhook twenty times; whoever it is hears it each time, and it is written once."""
    request = opened(store)
    offer = offer_to(BEN, request)
    assert racers(RACERS).race(says_yes, [offer] * RACERS) == [BEN.id] * RACERS
    assert now_is(store).step == request.step + 1


def test_one_phone_for_four_requests_at_once(store: Store, racers: Callable[[int], Racers]) -> None:
    """Promise 2: a phone is reserved by one of them, and the others leave no trace."""
    four = racers(4)
    store.add_volunteer(BEN)
    for nth in range(10):
        store.remove_volunteer(GROUP, BEN.id)
        store.add_volunteer(BEN)
        seen = [opened(store, f"call{nth}{letter}-1") for letter in "abcd"]
        outcome = four.race(is_rung, [(request, BEN) for request in seen])
        assert outcome.count("rung") == 1, outcome
        now = [now_is(store, request.id) for request in seen]
        assert [len(request.ringing) for request in now].count(1) == 1
        assert [after for before, after in zip(seen, now, strict=True) if not after.ringing and after != before] == []
        rung = next(request for request in now if request.ringing)
        ends(store, store.offers(GROUP, rung.id)[0])
    assert store.calls_today(GROUP, TODAY[0]) == 10


def test_three_dispatchers_on_one_request_at_once(store: Store, racers: Callable[[int], Racers]) -> None:
    """Fault 32: stream and clock and clock again; one phone rings, and only whose it is was asked."""
    three = racers(3)
    cast = (BEN, ALI, PRIYA)
    for volunteer in cast:
        store.add_volunteer(volunteer)
    for nth in range(10):
        seen = opened(store, f"call{nth}-1")
        before = [person(store, volunteer) for volunteer in cast]
        outcome = three.race(is_rung, [(seen, volunteer) for volunteer in before])
        assert outcome.count("rung") == 1, outcome
        rung = now_is(store, seen.id).ringing[f"{seen.id}-1"].volunteer
        asked = [person(store, volunteer) for volunteer in cast]
        assert [one.id for one, was in zip(asked, before, strict=True) if one != was] == [rung]
        assert sorted(order(store, Need.SHOPPING)) == sorted(volunteer.id for volunteer in cast)
        ends(store, store.offers(GROUP, seen.id)[0])
        for one, was in zip(asked, before, strict=True):
            store.change_volunteer(GROUP, one.id, asked_at=was.asked_at)


def test_an_offer_ends_once_however_many_say_so(store: Store, racers: Callable[[int], Racers]) -> None:
    """Promise 5: sweep and callbacks together count one miss."""
    four = racers(4)
    store.add_volunteer(BEN)
    for nth in range(10):
        seen = opened(store, f"call{nth}-1")
        volunteer = person(store, BEN)
        offer = offer_to(volunteer, seen, reserved_at=NOW + nth * MINUTE, deadline=NOW + 60 * MINUTE)
        assert store.reserve(seen, volunteer, offer, next_action_at=NOW, calls_today=TODAY)
        assert sorted(four.race(ends, [offer] * 4)) == [False, False, False, True]
        now = now_is(store, seen.id)
        assert (now.misses, now.ringing, person(store, BEN).unanswered) == (1, {}, nth + 1)
