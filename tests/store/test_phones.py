"""A phone in use for something that is no offer: the same lock, by another name."""

from __future__ import annotations

import pytest

from hotline.errors import PhoneBusy
from hotline.store import Store
from tests.store.cast import BEN, GROUP, MINUTE, NOW, ROSA, opened, reserve, ringing, unanswered

LIVE = "somebodys-call-p-live"


def lock(store: Store, *, by: str = LIVE) -> bool:
    return store.lock_phone(BEN.id, by=by, now=NOW, until=NOW + MINUTE)


def test_whoever_is_on_the_phone_is_not_rung(store: Store) -> None:
    """No offer is reserved while it is locked; it is once it is free again."""
    store.add_volunteer(BEN)
    request = opened(store)
    assert lock(store)
    with pytest.raises(PhoneBusy):
        reserve(store, request, BEN)
    store.unlock_phone(BEN.id, by=LIVE)
    assert reserve(store, request, BEN)


def test_a_phone_that_rings_for_an_offer_cannot_be_locked(store: Store) -> None:
    """Nor is it unlocked by what did not lock it."""
    store.add_volunteer(BEN)
    reserve(store, opened(store), BEN)
    assert not lock(store)
    store.unlock_phone(BEN.id, by=LIVE)
    assert not lock(store)


def test_a_lock_that_has_run_out_is_anybodys(store: Store) -> None:
    """Compared with the time: an expired row may lie there for days (fault 35)."""
    assert lock(store, by="another")
    assert not lock(store)
    assert store.lock_phone(BEN.id, by=LIVE, now=NOW + 2 * MINUTE, until=NOW + 3 * MINUTE)


def test_it_can_be_locked_longer_by_what_has_locked_it(store: Store) -> None:
    """Rung first, then talking."""
    assert lock(store)
    assert store.lock_phone(BEN.id, by=LIVE, now=NOW, until=NOW + 60 * MINUTE)
    assert not store.lock_phone(BEN.id, by="another", now=NOW + 2 * MINUTE, until=NOW + 3 * MINUTE)


def test_a_webhook_that_comes_after_its_calls_end_locks_nothing(store: Store) -> None:
    """Nobody would unlock it: neither the phone that the call has rung nor the one that it was about to dial."""
    offer = ringing(store, BEN)
    store.heard_status(GROUP, offer.id, sequence=0, call_sid="CA1")
    store.release_phone(offer, offer.volunteer, unnamed=False, now=NOW)
    assert not store.dial_phone(offer, ROSA.opaque, now=NOW, until=NOW + 60 * MINUTE)
    assert not store.lock_rung_phone(offer, now=NOW, until=NOW + 60 * MINUTE)
    assert store.lock_phone(ROSA.opaque, by=LIVE, now=NOW, until=NOW + MINUTE)
    assert lock(store)


def test_while_its_call_goes_on_it_locks_both(store: Store) -> None:
    """A key has ended the offer, and they are about to be joined."""
    offer = ringing(store, BEN)
    assert unanswered(store, offer, now=NOW)
    assert store.dial_phone(offer, ROSA.opaque, now=NOW, until=NOW + 60 * MINUTE)
    assert store.lock_rung_phone(offer, now=NOW, until=NOW + 60 * MINUTE)
    assert not store.lock_phone(ROSA.opaque, by=LIVE, now=NOW, until=NOW + MINUTE)
    assert not lock(store)
