"""What it costs, in operations sent to DynamoDB (DESIGN.md, budgets)."""

from __future__ import annotations

from collections import Counter

from hotline.records import FOR_GOOD, Need, Offer, OfferEnd, OfferState, Request
from hotline.store import Store
from tests.store.cast import (
    ALI,
    BEN,
    GROUP,
    MINUTE,
    NOW,
    PRIYA,
    accepts,
    offer_to,
    opened,
    reserve,
    ringing,
)


def test_a_request_is_logged_in_three_writes(store: Store, operations: Counter[str]) -> None:
    """Draft, the rest, open."""
    opened(store)
    assert operations == {"UpdateItem": 3, "GetItem": 1}  # the read is this test's own


def test_a_yes_is_one_update(store: Store, operations: Counter[str]) -> None:
    """Of one item, and the request as it then stands comes with it."""
    offer = ringing(store, BEN)
    operations.clear()
    assert accepts(store, offer)
    assert operations == {"UpdateItem": 1}


def test_a_reservation_is_one_transaction(store: Store, operations: Counter[str]) -> None:
    """Six promises, one operation."""
    store.add_volunteer(BEN)
    seen = opened(store)
    operations.clear()
    assert reserve(store, seen, BEN)
    assert operations == {"TransactWriteItems": 1}


def test_a_pick_is_one_query_and_one_batch(store: Store, operations: Counter[str]) -> None:
    """Whatever the size of the group."""
    for volunteer in (BEN, ALI, PRIYA):
        store.add_volunteer(volunteer)
    operations.clear()
    places = store.places(GROUP, Need.SHOPPING, limit=2)
    assert len(store.volunteers_by_id(GROUP, [place.volunteer for place in places])) == 2
    assert operations == {"Query": 1, "BatchGetItem": 1}


def test_an_offer_costs_at_most_eight(store: Store, operations: Counter[str]) -> None:
    """Reserved and placed; found and picked up; found and passed on; heard of, the phone free. A yes is one more."""
    store.add_volunteer(BEN)
    seen = opened(store)
    offer = offer_to(BEN, seen)
    operations.clear()
    reserve(store, seen, BEN)
    store.note_call(GROUP, offer.id, call_sid="CA1")
    store.pick_up(*found(store, offer), call_sid="CA1", now=NOW, deadline=NOW + MINUTE, next_action_at=NOW)
    no = OfferEnd(state=OfferState.PASSED, outcome="this", person=True, missed=True, no=FOR_GOOD)
    assert store.end_offer(*found(store, offer), lambda _, __: no, now=NOW)
    store.heard_status(GROUP, offer.id, sequence=0, call_sid="CA1")
    store.release_phone(offer, offer.volunteer, unnamed=False, now=NOW)
    assert operations == {"TransactWriteItems": 3, "TransactGetItems": 2, "UpdateItem": 3}


def found(store: Store, offer: Offer) -> tuple[Offer, Request]:
    """As each webhook reads it."""
    both = store.offer_and_request(GROUP, offer.id)
    assert both is not None
    return both
