"""Before a phone rings, all that must be so is so, and all that follows is written; or nothing is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from hotline.errors import LimitReached, PhoneBusy
from hotline.hours import Hours
from hotline.records import Need, No, OfferKind, Reason, RequestState
from hotline.store import Store
from hotline.store.reservation import OUTLASTS
from tests.store.cast import (
    ALI,
    BEN,
    GROUP,
    GWEN,
    MINUTE,
    NOW,
    ROSAS_CALL,
    item_about,
    ledger,
    now_is,
    offer_to,
    opened,
    order,
    person,
    reserve,
    ringing,
    unanswered,
)
from tests.store.conftest import Meanwhile

ID = f"{ROSAS_CALL}-1"
DAY = "2026-11-24"


def test_a_reservation_is_written_everywhere_before_the_phone_rings(store: Store) -> None:
    """The request knows who rings, the volunteer was asked, the ledger has the offer, the day has a call more."""
    offer = ringing(store, BEN)
    now = now_is(store)
    assert (now.offers, now.asked, now.next_action_at) == (1, frozenset({BEN.id}), NOW + MINUTE)
    assert (now.ringing[offer.id].volunteer, now.ringing[offer.id].deadline) == (BEN.id, NOW + MINUTE)
    assert (person(store, BEN).asked_at, person(store, BEN).asks) == (NOW, (NOW,))
    assert (offer.state, offer.asked_before) == ("reserved", BEN.asked_at)
    assert store.calls_today(GROUP, DAY) == 1


def test_who_was_asked_goes_to_the_end_of_every_queue(store: Store) -> None:
    """An ask for shopping moves the place for dogs as well."""
    store.add_volunteer(ALI)
    ringing(store, BEN)
    assert [order(store, need) for need in (Need.SHOPPING, Need.DOG)] == [[ALI.id, BEN.id]] * 2


def test_a_place_that_would_not_move_stays(store: Store) -> None:
    """Asked in the very moment of joining: one item cannot be deleted and put in one transaction."""
    newcomer = replace(BEN, asked_at=NOW)
    ringing(store, newcomer)
    assert order(store, Need.SHOPPING) == [BEN.id]


def test_two_dispatchers_on_one_request(store: Store) -> None:
    """Fault 32: what both have seen, one acts on; the other's volunteer is not asked."""
    store.add_volunteer(BEN)
    store.add_volunteer(ALI)
    seen = opened(store)
    assert reserve(store, seen, BEN)
    assert not reserve(store, seen, ALI)
    assert person(store, ALI) == ALI
    assert list(now_is(store).ringing) == [f"{ID}-1"]


def test_one_phone_for_two_requests(store: Store) -> None:
    """Promise 2: a phone that rings for one request is not rung for another."""
    ringing(store, BEN)
    seen = opened(store, "emilscall-1")
    with pytest.raises(PhoneBusy):
        reserve(store, seen, person(store, BEN))
    assert now_is(store, "emilscall-1") == seen
    assert store.calls_today(GROUP, DAY) == 1


def test_a_phone_is_one_phone_for_all_groups(store: Store) -> None:
    """Ben helps in Ongar too: the lock belongs to the phone, not to the group."""
    ringing(store, BEN)
    store.add_volunteer(replace(BEN, group="ongar"))
    store.add_item(replace(item_about(now_is(store)), group="ongar", need=Need.SHOPPING))
    seen = store.request("ongar", f"{ID}-waiting")
    volunteer = store.volunteer("ongar", BEN.id)
    assert seen is not None
    assert volunteer is not None
    with pytest.raises(PhoneBusy):
        reserve(store, seen, volunteer, group="ongar")


def test_a_lock_that_has_run_out_locks_nothing(store: Store) -> None:
    """Fault 35: the row is still there, and its time is compared. It outlasts the deadline, which is seen to first."""
    offer = ringing(store, BEN)
    seen = opened(store, "emilscall-1")
    at_its_end = offer.deadline + OUTLASTS
    for moment in (offer.deadline + timedelta(seconds=1), at_its_end):
        with pytest.raises(PhoneBusy):
            reserve(store, seen, person(store, BEN), reserved_at=moment, deadline=moment + MINUTE)
    just_after = at_its_end + timedelta(microseconds=1)
    assert reserve(store, seen, person(store, BEN), reserved_at=just_after, deadline=just_after + MINUTE)


def test_the_days_calls_are_counted_and_limited(store: Store) -> None:
    """Fault 40: nothing is reserved past the limit, and whoever asked for it is told so."""
    store.add_volunteer(BEN)
    seen = opened(store)
    offer = offer_to(BEN, seen)
    with pytest.raises(LimitReached):
        store.reserve(seen, BEN, offer, next_action_at=NOW, calls_today=(DAY, 0))
    assert store.reserve(seen, BEN, offer, next_action_at=NOW, calls_today=(DAY, 1))
    store.add_volunteer(ALI)
    with pytest.raises(LimitReached):
        store.reserve(now_is(store), ALI, offer_to(ALI, now_is(store)), next_action_at=NOW, calls_today=(DAY, 1))
    assert (store.calls_today(GROUP, DAY), len(ledger(store))) == (1, 1)


def test_a_busy_phone_past_the_limit_is_past_the_limit(store: Store) -> None:
    """Another volunteer would not help: the limit is what is told."""
    ringing(store, BEN)
    seen = opened(store, "emilscall-1")
    with pytest.raises(LimitReached):
        store.reserve(seen, person(store, BEN), offer_to(BEN, seen), next_action_at=NOW, calls_today=(DAY, 1))


def test_tomorrow_is_another_day(store: Store) -> None:
    """Calls are counted by the day's name."""
    ringing(store, BEN)
    assert store.calls_today(GROUP, "2026-11-25") == 0


def test_who_paused_a_moment_ago_is_not_rung(store: Store) -> None:
    """Promise 2, checked in the transaction itself: paused after being picked, before being rung."""
    store.add_volunteer(BEN)
    store.change_volunteer(GROUP, BEN.id, paused_until=NOW + MINUTE)
    assert not reserve(store, opened(store), BEN)


CHANGES: list[dict[str, Any]] = [
    {"areas": frozenset({"brentwood"})},
    {"areas": frozenset()},
    {"languages": frozenset({"pl"})},
    {"hours": Hours.parse("every day 21:00-22:00")},
    {"rest": timedelta(days=1)},
    {"daily_cap": 0},
    {"needs": frozenset({Need.CHAT})},
]


@pytest.mark.parametrize("changes", CHANGES)
def test_who_has_changed_what_they_were_picked_by_is_picked_anew(store: Store, changes: dict[str, Any]) -> None:
    """Hours, areas, languages, rest, cap or needs, changed by phone between picking and ringing."""
    store.add_volunteer(BEN)
    seen, picked = opened(store), person(store, BEN)
    store.change_volunteer(GROUP, BEN.id, **changes)
    offer = offer_to(picked, seen)
    assert not store.reserve(seen, picked, offer, next_action_at=NOW, calls_today=(DAY, 300))
    assert store.offer(GROUP, offer.id) is None


@pytest.mark.parametrize("changes", CHANGES[:-1])
def test_who_is_as_they_were_picked_is_rung(store: Store, changes: dict[str, Any]) -> None:
    """Whatever they have set; nothing set is compared, too."""
    store.add_volunteer(BEN)
    store.change_volunteer(GROUP, BEN.id, **changes)
    assert reserve(store, opened(store), person(store, BEN))


def test_a_pause_that_is_over_is_over(store: Store) -> None:
    """Paused until now is paused no longer."""
    store.add_volunteer(BEN)
    store.change_volunteer(GROUP, BEN.id, paused_until=NOW)
    assert reserve(store, opened(store), BEN)


def test_who_stopped_a_moment_ago_is_not_rung(store: Store) -> None:
    """Nor is anybody who pressed 8 after being picked."""
    store.add_volunteer(BEN)
    store.change_volunteer(GROUP, BEN.id, stopped=True)
    assert not reserve(store, opened(store), BEN)
    assert order(store, Need.SHOPPING) == []


def test_a_pause_that_was_taken_back_is_over(store: Store) -> None:
    """What is set to nothing is gone, and no condition trips over it."""
    store.add_volunteer(BEN)
    store.change_volunteer(GROUP, BEN.id, paused_until=NOW + MINUTE)
    store.change_volunteer(GROUP, BEN.id, paused_until=None)
    assert reserve(store, opened(store), BEN)


def test_who_has_stopped_is_not_rung(store: Store) -> None:
    """Not even by a dispatcher that has seen it and goes on."""
    stopped = replace(BEN, stopped=True)
    store.add_volunteer(stopped)
    assert not reserve(store, opened(store), stopped)


def test_who_left_a_queue_a_moment_ago_is_not_put_back_into_it(store: Store) -> None:
    """A place is moved only if it is where it was read."""
    store.add_volunteer(BEN)
    seen = opened(store)
    store.change_volunteer(GROUP, BEN.id, needs=frozenset({Need.DOG}))
    assert not reserve(store, seen, BEN)
    assert order(store, Need.SHOPPING) == []


def test_an_ask_given_back_meanwhile_still_counts(store: Store) -> None:
    """The place is where it was, but the ask counts for rest and cap: what was read before it is out of date."""
    offer = ringing(store, BEN)
    unanswered(store, offer, now=NOW, place_back=True)
    assert person(store, BEN).asked_at == BEN.asked_at
    assert not reserve(store, now_is(store), BEN)
    assert reserve(store, now_is(store), person(store, BEN))


def test_the_last_asks_are_kept_and_no_more(store: Store) -> None:
    """Twenty-four, the newest last."""
    asks = tuple(NOW - timedelta(hours=hours) for hours in range(24, 0, -1))
    ringing(store, replace(BEN, asks=asks))
    assert person(store, BEN).asks == (*asks[1:], NOW)


def test_a_call_to_ask_whether_they_spoke_costs_no_place(store: Store) -> None:
    """Only an ask is an ask: a check moves nobody in the rotation, and is counted on the request."""
    store.add_volunteer(BEN)
    opened(store)
    store.accept(GROUP, ID, offer=f"{ID}-1", volunteer=BEN.id, now=NOW)
    assert reserve(store, now_is(store), BEN, kind=OfferKind.CHECK)
    assert person(store, BEN) == BEN
    assert (now_is(store).checks, now_is(store).asked) == (1, frozenset())


def test_a_check_needs_a_volunteer(store: Store) -> None:
    """Who has been removed is not rung."""
    opened(store)
    assert not reserve(store, now_is(store), BEN, kind=OfferKind.DONE)
    assert ledger(store) == []


def test_ring_me_in_ten_minutes_is_kept_until_it_is_done(store: Store) -> None:
    """Asked again, the wish is off the list."""
    store.add_volunteer(BEN)
    opened(store)
    store.pass_on(GROUP, ID, volunteer=BEN.id, now=NOW, no=No(again_at=NOW + 10 * MINUTE))
    assert now_is(store).later == {BEN.id: NOW + 10 * MINUTE}
    assert reserve(store, now_is(store), BEN)
    assert now_is(store).later == {}


def test_an_ended_request_rings_nobody(store: Store) -> None:
    """Fault 34: an index may still show it; the transaction does not."""
    store.add_volunteer(BEN)
    seen = opened(store)
    store.end_request(GROUP, ID, state=RequestState.CANCELLED, now=NOW)
    assert not reserve(store, seen, BEN)
    assert not reserve(store, now_is(store), BEN)


def test_a_reservation_after_a_lost_race_is_made_afresh(store: Store, meanwhile: Meanwhile) -> None:
    """Ali's phone is reserved just before Ben's: Ben is asked on the next look."""
    store.add_volunteer(BEN)
    store.add_volunteer(ALI)
    seen = opened(store)
    meanwhile("TransactWriteItems", lambda: reserve(store, seen, ALI))
    assert not reserve(store, seen, BEN)
    assert reserve(store, now_is(store), BEN)
    assert [offer.volunteer for offer in ledger(store)] == [ALI.id, BEN.id]


def test_the_ledger_is_in_the_order_of_asking(store: Store) -> None:
    """By number, not by text: the tenth offer comes after the ninth; an item's offers are its own."""
    store.add_volunteer(BEN)
    opened(store)
    for nth in range(11):
        moment = NOW + nth * 4 * MINUTE
        volunteer = person(store, BEN)
        assert reserve(store, now_is(store), volunteer, reserved_at=moment, deadline=moment + MINUTE)
    item = item_about(now_is(store), Reason.WAITING)
    store.add_item(item)
    late = NOW + 60 * MINUTE
    assert reserve(store, item, person(store, BEN), reserved_at=late, deadline=late + MINUTE)
    assert [offer.id for offer in ledger(store)] == [f"{ID}-{nth}" for nth in range(1, 12)]
    assert [offer.id for offer in store.offers(GROUP, item.id)] == [f"{item.id}-1"]


def test_a_task_is_noted_apart_from_asks(store: Store) -> None:
    """A coordinator's place follows, and rest and cap do not; another task at the same time loses."""
    store.add_volunteer(GWEN)
    seen = opened(store)
    task = item_about(seen)
    store.add_item(task)
    before = person(store, GWEN)
    assert reserve(store, task, before)
    rung = person(store, GWEN)
    assert (rung.asks, rung.tasks_at, rung.asked_at) == (before.asks, NOW, NOW)
    assert not reserve(store, replace(seen, need=Need.PERSON), before)
