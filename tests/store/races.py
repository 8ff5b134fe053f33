"""Kinds of races between eight processes: what each does in the same instant, and how many may win.

Those about phones are in `phone_races`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from hotline.records import (
    FOR_GOOD,
    Offer,
    Part,
    Reason,
    Request,
    RequestState,
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
    item_about,
    now_is,
    offer_to,
    opened,
    rosas_draft,
)
from tests.store.racers import Act

EIGHT = 8
LATER = NOW + 60 * MINUTE
TEXTS = ("2026-11-24", 10_000)
MANY = ("2026-11-24", 100_000)  # calls of the day

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
    return store.hand_back(GROUP, offer.request, volunteer=offer.volunteer, now=NOW, no=FOR_GOOD)


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


@kind(one_won)
def one_code_for_two(store: Store, race: str) -> Work:
    """The same six digits for eight requests: one of them has it."""
    drafts = [rosas_draft(id=f"{request_of(race)}{letter}-1") for letter in "abcdefgh"]
    for draft in drafts:
        assert store.keep_draft(draft)
    return [(has_code, (draft.id, f"mark{race}")) for draft in drafts]


def has_code(store: Store, given: tuple[str, str]) -> bool:
    return store.keep_code(GROUP, given[0], mark=given[1], now=NOW, until=LATER)
