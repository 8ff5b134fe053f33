"""Kinds of races between eight processes: what each does in the same instant, and how many may win."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from hotline.errors import Busy, PhoneBusy
from hotline.records import (
    Need,
    Offer,
    OfferEnd,
    OfferState,
    Part,
    Reason,
    Request,
    RequestState,
    Volunteer,
    When,
)
from hotline.store import Store
from hotline.store.convert import to_row
from hotline.store.models import OfferRow
from tests.store.cast import (
    BEN,
    GROUP,
    MINUTE,
    NOW,
    ROSA,
    TODAY,
    item_about,
    neighbour,
    now_is,
    offer_to,
    opened,
    person,
    reserve,
    rosas_draft,
)
from tests.store.racers import Act

EIGHT = 8
LATER = NOW + 60 * MINUTE
TEXTS = ("2026-11-24", 10_000)

Work = list[tuple[Act, Any]]  # of each racer
Prepare = Callable[[Store, str], Work]
Judge = Callable[[Store, str, list[Any]], bool]


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of race. `prepare` puts what it is about, by a number that no other race has, and gives out the work.

    `judge` gets that number and what each racer got, and says whether there was one winner, and the rows agree.
    """

    name: str
    prepare: Prepare
    judge: Judge


KINDS: list[Kind] = []


def kind(
    judge: Callable[[Store, str, list[Any]], bool],
) -> Callable[[Callable[[Store, str], Work]], Callable[[Store, str], Work]]:
    """Register a kind by the name of the function that prepares it."""

    def register(prepare: Prepare) -> Prepare:
        KINDS.append(Kind(name=prepare.__name__.replace("_", " "), prepare=prepare, judge=judge))
        return prepare

    return register


def one_won(_store: Store, _race: str, got: list[Any]) -> bool:
    """Judge a race in which all want the same."""
    return [bool(each) for each in got].count(True) == 1


def request_of(race: str) -> str:
    return f"race{race}-1"


def all_do(act: Act, given: Any) -> Work:
    return [(act, given)] * EIGHT


def half(act: Act, given: Sequence[Any], other: Act, others: Any) -> Work:
    """Four of the eight do one thing, each with their own, and four the other."""
    return [*((act, each) for each in given), *[(other, others)] * (EIGHT - len(given))]


def offers_of(_store: Store, request: Request, how_many: int = EIGHT) -> list[Offer]:
    """So many neighbours are asked at once."""
    first = offer_to(BEN, request)
    offers = [
        replace(first, id=f"{request.id}-{number}", volunteer=f"neighbour{number}") for number in range(1, how_many + 1)
    ]
    for offer in offers:
        to_row(OfferRow, offer).save()
    return offers


def says_yes(store: Store, offer: Offer) -> str | None:
    won = store.accept(GROUP, offer.request, offer=offer.id, volunteer=offer.volunteer, now=NOW)
    return won.taken_by if won else None


# ---- who has a request


def _one_has_it(store: Store, race: str, got: list[Any]) -> bool:
    now = now_is(store, request_of(race))
    return one_won(store, race, got) and now.taken_by in got and now.state is RequestState.ACCEPTED


@kind(_one_has_it)
def accept_and_accept(store: Store, race: str) -> Work:
    """Eight neighbours say yes."""
    return [(says_yes, offer) for offer in offers_of(store, opened(store, request_of(race)))]


def _ended_once(store: Store, race: str, got: list[Any]) -> bool:
    yes = [each for each in got[:4] if each]
    now = now_is(store, request_of(race))
    return len(yes) <= 1 and got[4:].count(True) == 1 and now.state is RequestState.CANCELLED and now.taken_by is None


@kind(_ended_once)
def accept_and_cancel(store: Store, race: str) -> Work:
    """Four say yes while it is cancelled four times: it ends once, and nobody has it."""
    request = opened(store, request_of(race))
    return half(says_yes, offers_of(store, request, 4), is_cancelled, request.id)


def is_cancelled(store: Store, request_id: str) -> bool:
    return store.end_request(GROUP, request_id, state=RequestState.CANCELLED, now=NOW)


def _handed_back_once(store: Store, race: str, got: list[Any]) -> bool:
    yes = [each for each in got[:4] if each]
    now = now_is(store, request_of(race))
    return len(yes) <= 1 and got[4:].count(True) == 1 and now.taken_by == (yes[0] if yes else None)


@kind(_handed_back_once)
def hand_back_and_accept(store: Store, race: str) -> Work:
    """Whoever has it gives it back four times, while four others say yes: once given back, one may have it."""
    request = opened(store, request_of(race))
    holder, *others = offers_of(store, request, 5)
    assert says_yes(store, holder)
    return half(says_yes, others, gives_back, holder)


def gives_back(store: Store, offer: Offer) -> bool:
    return store.hand_back(GROUP, offer.request, volunteer=offer.volunteer, now=NOW, passed=True)


# ---- whose phone rings


def is_rung(store: Store, asked: tuple[Request, Volunteer]) -> bool:
    seen, volunteer = asked
    try:
        return reserve(store, seen, volunteer)
    except (PhoneBusy, Busy):
        return False


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
    assert reserve(store, request, ben)
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
    return store.count_ring(given[0], by=given[1], day=TODAY[0], limit=3, now=NOW)


# ---- what is written once


def _opened_once(store: Store, race: str, got: list[Any]) -> bool:
    return got[:4].count(True) == 1 and now_is(store, request_of(race)).state is RequestState.OPEN


@kind(_opened_once)
def open_and_keep_a_draft(store: Store, race: str) -> Work:
    """It opens once, while it is still being keyed."""
    draft = rosas_draft(id=request_of(race))
    assert store.keep_draft(draft)
    return half(opens, [draft.id] * 4, keeps, draft)


def opens(store: Store, request_id: str) -> bool:
    return store.open_request(GROUP, request_id, opened_at=NOW, due_at=LATER, promised_at=LATER)


def keeps(store: Store, draft: Request) -> object:
    return store.keep_draft(draft)


@kind(one_won)
def tell_a_coordinator(store: Store, race: str) -> Work:
    """It waits too long, and is told of once."""
    request = opened(store, request_of(race))
    return all_do(tells, (request, item_about(request)))


def tells(store: Store, given: tuple[Request, Request]) -> bool:
    return store.tell(*given, next_action_at=NOW)


@kind(one_won)
def put_a_task(_store: Store, race: str) -> Work:
    """The same cause makes it once."""
    return all_do(puts, item_about(rosas_draft(id=request_of(race))))


def puts(store: Store, task: Request) -> bool:
    return store.add_item(task)


def _one_week(store: Store, race: str, got: list[Any]) -> bool:
    return one_won(store, race, got) and store.request(GROUP, f"{request_of(race)}-w-2026-12-03") is not None


@kind(_one_week)
def recur(store: Store, race: str) -> Work:
    """The next week's request is made once."""
    series = replace(opened(store, request_of(race)), id=f"{request_of(race)}-w", reason=Reason.SERIES)
    series = replace(series, when=When.WEEKLY, weekday=3, part=Part.MORNING)
    assert store.add_item(series)
    seen = now_is(store, series.id)
    week = replace(rosas_draft(id=f"{series.id}-2026-12-03"), state=RequestState.OPEN, number=ROSA)
    return all_do(recurs, (seen, week))


def recurs(store: Store, given: tuple[Request, Request]) -> bool:
    seen, week = given
    return store.recur(seen, [week], made_for="2026-12-03", first=None, next_action_at=LATER)


@kind(one_won)
def report_it_done(store: Store, race: str) -> Work:
    """Whoever has it says so eight times."""
    request = opened(store, request_of(race))
    (offer,) = offers_of(store, request, 1)
    assert says_yes(store, offer)
    store.mark_spoken(GROUP, request.id, volunteer=offer.volunteer, now=NOW, ring_after=True, next_action_at=LATER)
    return all_do(is_done, offer)


def is_done(store: Store, offer: Offer) -> bool:
    return store.report_done(GROUP, offer.request, volunteer=offer.volunteer, now=NOW)


@kind(one_won)
def claim_a_text(store: Store, race: str) -> Work:
    """It is sent once."""
    request = opened(store, request_of(race))
    (offer,) = offers_of(store, request, 1)
    store.accept(GROUP, request.id, offer=offer.id, volunteer=offer.volunteer, now=NOW, text=True)
    return all_do(claims, now_is(store, request.id))


def claims(store: Store, seen: Request) -> bool:
    return store.claim_text(seen, now=NOW, today=TEXTS)


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


@kind(one_won)
def one_code_for_two(store: Store, race: str) -> Work:
    """The same six digits for eight requests: one of them has it."""
    drafts = [rosas_draft(id=f"{request_of(race)}{letter}-1") for letter in "abcdefgh"]
    for draft in drafts:
        assert store.keep_draft(draft)
    return [(has_code, (draft.id, f"mark{race}")) for draft in drafts]


def has_code(store: Store, given: tuple[str, str]) -> bool:
    return store.keep_code(GROUP, given[0], mark=given[1], now=NOW, until=LATER)
