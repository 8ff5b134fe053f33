"""A phone in use for something that is no offer: the same lock, by another name."""

from __future__ import annotations

import pytest

from hotline.errors import PhoneBusy
from hotline.store import Store
from tests.store.cast import BEN, MINUTE, NOW, opened, reserve

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
