"""Kinds of races about phones: which one rings, how often, and for whom; and who joins and leaves."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from hotline.errors import Busy, PhoneBusy, RungEnough
from hotline.records import Need, Offer, OfferEnd, OfferKind, OfferState, Rang, Reason, Request, Volunteer
from hotline.store import Store
from hotline.store.convert import to_row
from hotline.store.models import LineRow, OfferRow
from hotline.store.reservation import rings_of
from tests.store.cast import (
    BEN,
    GROUP,
    MINUTE,
    NOW,
    ROSA,
    item_about,
    neighbour,
    now_is,
    offer_to,
    opened,
    person,
    rosas_draft,
)
from tests.store.races import EIGHT, KINDS, LATER, MANY, Work, all_do, half, kind, one_won, request_of, says_yes

__all__ = ["EIGHT", "KINDS"]


def is_rung(store: Store, asked: tuple[Request, Volunteer]) -> bool:
    seen, volunteer = asked
    try:
        return reserved(store, seen, volunteer)
    except (PhoneBusy, Busy):
        return False


def reserved(store: Store, seen: Request, volunteer: Volunteer) -> bool:
    offer = offer_to(volunteer, seen)
    return store.reserve(seen, volunteer, offer, next_action_at=NOW + MINUTE, calls_today=MANY)


def bens_of(race: str) -> Volunteer:
    """A volunteer for this race alone."""
    return neighbour("Ben", f"+44770090{int(race) % 10000:04d}", asked=timedelta(hours=3))


def _one_rings(store: Store, race: str, got: list[Any]) -> bool:
    ringing = [len(now_is(store, f"{request_of(race)}{letter}-1").ringing) for letter in "abcdefgh"]
    return one_won(store, race, got) and sum(ringing) == 1


@kind(_one_rings)
def reserve_one_phone(store: Store, race: str) -> Work:
    """Eight requests want the same phone."""
    ben = joins_anew(store, race)
    return [(is_rung, (opened(store, f"{request_of(race)}{letter}-1"), ben)) for letter in "abcdefgh"]


def joins_anew(store: Store, race: str) -> Volunteer:
    ben = bens_of(race)
    store.remove_volunteer(GROUP, ben.id)
    store.unlock_phone(ben.id, by=str(store.rings_for(ben.id)))
    assert store.add_volunteer(ben)
    return person(store, ben)


def _as_it_stood(store: Store, race: str, got: list[Any]) -> bool:
    rung = got[:4].count(True)
    now = now_is(store, request_of(race))
    stands = [place for place in store.places(GROUP, Need.DOG, limit=100) if place.volunteer == bens_of(race).id]
    kept = person(store, bens_of(race)).needs == {Need.SHOPPING}
    return rung <= 1 and len(now.ringing) == rung and kept and not [place for place in stands if not place.left]


@kind(_as_it_stood)
def reserve_and_change_settings(store: Store, race: str) -> Work:
    """Four dispatchers ring him while he says four times that he does shopping only: his places follow."""
    ben, request = joins_anew(store, race), opened(store, request_of(race))
    return half(is_rung, [(request, ben)] * 4, does_shopping_only, ben)


def does_shopping_only(store: Store, volunteer: Volunteer) -> bool:
    return store.change_volunteer(GROUP, volunteer.id, needs=frozenset({Need.SHOPPING})) is not None


@kind(one_won)
def end_an_offer(store: Store, race: str) -> Work:
    """Sweep and callbacks end it."""
    ben, request = joins_anew(store, race), opened(store, request_of(race))
    assert reserved(store, request, ben)
    return all_do(ends, store.offers(GROUP, request.id)[0])


def ends(store: Store, offer: Offer) -> bool:
    end = OfferEnd(state=OfferState.UNANSWERED, outcome="no-answer", release=True, missed=True, place_back=True)
    return store.end_offer(offer, None, lambda _offer, _request: end, now=NOW + MINUTE) is not None


@kind(one_won)
def lock_a_phone(_store: Store, race: str) -> Work:
    """Eight calls are about to dial it."""
    return [(locks, (f"phone{race}", f"call{number}")) for number in range(EIGHT)]


def locks(store: Store, given: tuple[str, str]) -> bool:
    return store.lock_phone(given[0], by=given[1], now=NOW, until=LATER)


@kind(one_won)
def count_a_ring_at_its_limit(store: Store, race: str) -> Work:
    """Two of three rings of a day were used."""
    for number in range(2):
        assert rings_once_more(store, (f"phone{race}", f"before{number}"))
    return [(rings_once_more, (f"phone{race}", f"call{number}")) for number in range(EIGHT)]


def rings_once_more(store: Store, given: tuple[str, str]) -> bool:
    return store.count_ring(given[0], by=given[1], day=MANY[0], limit=3, now=NOW)


def _one_more_at_a_wish(store: Store, race: str, got: list[Any]) -> bool:
    ringing = [len(now_is(store, f"{request_of(race)}{letter}-1").ringing) for letter in "abcdefgh"]
    return one_won(store, race, got) and sum(ringing) == 1 and rings_today(race) == 3


@kind(_one_more_at_a_wish)
def ring_a_phone_at_a_wish_at_its_limit(store: Store, race: str) -> Work:
    """Eight wishes to be rung back, from one phone, which was rung twice today, and may be rung once more."""
    for number in range(2):
        before = wish_of(store, f"{request_of(race)}before{number}-1")
        assert is_rung_back(store, (before, race, 3))
        assert never_rang(store, store.offers(GROUP, before.id)[0], rang=Rang.YES)
    return [(is_rung_back, (wish_of(store, f"{request_of(race)}{letter}-1"), race, 3)) for letter in "abcdefgh"]


def _taken_back_once(_store: Store, race: str, got: list[Any]) -> bool:
    rung = got[:4].count(True)
    return rung <= 1 and got[4:].count(True) == 1 and rings_today(race) == rung


@kind(_taken_back_once)
def ring_a_phone_while_a_ring_is_taken_back(store: Store, race: str) -> Work:
    """The one ring of the day was never placed, and is taken back four times while four wishes want to ring."""
    before = wish_of(store, f"{request_of(race)}before-1")
    assert is_rung_back(store, (before, race, 1))
    wishes = [(wish_of(store, f"{request_of(race)}{letter}-1"), race, 1) for letter in "abcd"]
    return half(is_rung_back, wishes, never_rang, store.offers(GROUP, before.id)[0])


def wish_of(store: Store, request_id: str) -> Request:
    """Somebody wishes to be rung straight back."""
    wish = replace(item_about(rosas_draft(), Reason.BACK), id=request_id, about=None, number=ROSA)
    assert store.add_item(wish)
    return wish


def is_rung_back(store: Store, given: tuple[Request, str, int]) -> bool:
    wish, race, most = given
    offer = replace(offer_to(BEN, wish), volunteer=f"rosa{race}", kind=OfferKind.CALL)
    try:
        return store.reserve(wish, None, offer, next_action_at=LATER, calls_today=MANY, rings_most=most)
    except (PhoneBusy, RungEnough, Busy):
        return False


def never_rang(store: Store, offer: Offer, *, rang: Rang = Rang.NEVER) -> bool:
    end = OfferEnd(state=OfferState.FAILED, outcome="", release=True, rang=rang, at_wish=True, day=MANY[0])
    return store.end_offer(offer, None, lambda _offer, _request: end, now=NOW) is not None


def rings_today(race: str) -> int:
    row = LineRow.get(rings_of(f"rosa{race}", MANY[0]).id, consistent_read=True)
    return int(row.calls)


def _gone_and_told_once(store: Store, race: str, got: list[Any]) -> bool:
    yes = [each for each in got[:4] if each]
    ben = person(store, bens_of(race))
    errands = store.request(GROUP, f"{request_of(race)}-left")
    return len({*yes}) <= 1 and ben.stopped and errands is not None and not places_of(store, ben)


def places_of(store: Store, volunteer: Volunteer) -> list[str]:
    queues = (store.places(GROUP, need, limit=100) for need in (Need.SHOPPING, Need.DOG))
    return [place.volunteer for each in queues for place in each if place.volunteer == volunteer.id and not place.left]


@kind(_gone_and_told_once)
def leave_and_accept(store: Store, race: str) -> Work:
    """He leaves for good four times while four of his calls say yes: he stands nowhere, and is erased once."""
    ben, request = joins_anew(store, race), opened(store, request_of(race))
    offer = replace(offer_to(ben, request), id=f"{request.id}-1")
    to_row(OfferRow, offer).save()
    errand = replace(item_about(request, Reason.LEFT), id=f"{request.id}-left")
    return half(says_yes, [offer] * 4, leaves, (ben.id, errand))


def leaves(store: Store, given: tuple[str, Request]) -> None:
    store.leave(GROUP, *given)


@kind(one_won)
def join(store: Store, race: str) -> Work:
    """One phone, and one volunteer."""
    ben = bens_of(race)
    store.remove_volunteer(GROUP, ben.id)
    return all_do(joins, ben)


def joins(store: Store, volunteer: Volunteer) -> bool:
    return store.add_volunteer(volunteer)
