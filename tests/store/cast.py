"""Rosa needs help; Ben, Ali and Priya give it; Gwen coordinates. What they hold before a test begins."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import boto3

from hotline.hours import Hours
from hotline.numbers import PhoneNumber
from hotline.records import (
    Need,
    Offer,
    OfferEnd,
    OfferKind,
    OfferState,
    Reason,
    Request,
    RequestState,
    Volunteer,
    When,
)
from hotline.store import Store

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

GROUP = "brentwood"
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
EVERY_DAY = Hours(windows=(((time(9), time(20)),),) * 7)
ROSAS_CALL = "rosascall"
TODAY = ("2026-11-24", 300)

ROSA = PhoneNumber("+442079460123")
ROSAS_OTHER_PHONE = PhoneNumber("+447700900123")


def dynamodb() -> DynamoDBClient:
    """Not through the store: what lies there, as it lies there."""
    return boto3.Session().client("dynamodb")


def neighbour(name: str, e164: str, *, asked: timedelta = timedelta(), **changes: Any) -> Volunteer:
    """A volunteer who was last asked (or joined) some time before NOW."""
    number = PhoneNumber(e164)
    volunteer = Volunteer(
        group=GROUP,
        id=number.opaque,
        number=number,
        name=name,
        needs=frozenset({Need.SHOPPING, Need.DOG}),
        areas=frozenset({"ongar"}),
        languages=frozenset({"en"}),
        hours=EVERY_DAY,
        joined_at=NOW - timedelta(days=90),
        asked_at=NOW - asked,
    )
    return replace(volunteer, **changes)


BEN = neighbour("Ben", "+447700900001", asked=timedelta(hours=3))
ALI = neighbour("Ali", "+447700900002", asked=timedelta(hours=2))
PRIYA = neighbour("Priya", "+447700900003", asked=timedelta(hours=1))
GWEN = neighbour("Gwen", "+447700900004", asked=timedelta(hours=4), needs=frozenset(), coordinator=True)


def rosas_draft(**changes: Any) -> Request:
    draft = Request(
        group=GROUP,
        id=f"{ROSAS_CALL}-1",
        state=RequestState.DRAFT,
        need=Need.SHOPPING,
        number=ROSA,
        language="en",
        words="blue kettle",
        made_at=NOW,
        next_action_at=NOW + 3 * MINUTE,
    )
    return replace(draft, **changes)


def opened(store: Store, request_id: str = f"{ROSAS_CALL}-1") -> Request:
    """Rosa's request, written down and open."""
    assert store.keep_draft(rosas_draft(id=request_id))
    assert written_down(store, request_id)
    times = {"opened_at": NOW, "due_at": NOW + 60 * MINUTE, "promised_at": NOW + 120 * MINUTE}
    assert store.open_request(GROUP, request_id, **times)
    return now_is(store, request_id)


def written_down(store: Store, request_id: str = f"{ROSAS_CALL}-1") -> bool:
    return store.write_down(
        GROUP,
        request_id,
        area="ongar",
        when=When.TODAY,
        due_at=NOW + 60 * MINUTE,
        promised_at=NOW + 120 * MINUTE,
        next_action_at=NOW + 3 * MINUTE,
    )


def now_is(store: Store, request_id: str = f"{ROSAS_CALL}-1") -> Request:
    """The request as it stands, which it must."""
    request = store.request(GROUP, request_id)
    assert request is not None
    return request


def person(store: Store, volunteer: Volunteer) -> Volunteer:
    """The volunteer as they stand now."""
    found = store.volunteer(GROUP, volunteer.id)
    assert found is not None
    return found


def offer_to(volunteer: Volunteer, request: Request, **changes: Any) -> Offer:
    """The next offer of this request."""
    offer = Offer(
        group=GROUP,
        id=f"{request.id}-{request.offers + 1}",
        request=request.id,
        volunteer=volunteer.id,
        kind=OfferKind.ASK,
        state=OfferState.RESERVED,
        reserved_at=NOW,
        deadline=NOW + MINUTE,
        asked_before=volunteer.asked_at,
    )
    return replace(offer, **changes)


def reserve(store: Store, seen: Request, volunteer: Volunteer, **changes: Any) -> bool:
    offer = offer_to(volunteer, seen, **changes)
    return store.reserve(seen, volunteer, offer, next_action_at=NOW + MINUTE, calls_today=TODAY)


def ringing(store: Store, volunteer: Volunteer, **changes: Any) -> Offer:
    """A volunteer joins, and their phone rings for Rosa's request, which is there or is opened for it."""
    store.add_volunteer(volunteer)
    seen = store.request(GROUP, f"{ROSAS_CALL}-1") or opened(store)
    assert reserve(store, seen, volunteer, **changes)
    return ledger(store)[-1]


def ledger(store: Store) -> list[Offer]:
    return store.offers(GROUP, f"{ROSAS_CALL}-1")


def accepts(store: Store, offer: Offer) -> Request | None:
    return store.accept(GROUP, offer.request, offer=offer.id, volunteer=offer.volunteer, now=NOW)


def ends_as(store: Store, offer: Offer, end: OfferEnd, *, now: datetime = NOW + MINUTE) -> bool:
    """The offer ends so, whatever its request says. False: it had ended."""
    return store.end_offer(offer, None, lambda _, __: end, now=now) is not None


def unanswered(store: Store, offer: Offer, *, now: datetime, place_back: bool = False) -> bool:
    """Nobody answered in time: the offer ends, and the phone is free."""
    end = OfferEnd(state=OfferState.UNANSWERED, outcome="no-answer", missed=True, release=True, place_back=place_back)
    return ends_as(store, offer, end, now=now)


def order(store: Store, need: Need) -> list[str]:
    """Whose turn it is, first to last."""
    return [place.volunteer for place in store.standing_first(GROUP, need)]


def item_about(request: Request, reason: Reason = Reason.WAITING) -> Request:
    return Request(
        group=GROUP,
        id=f"{request.id}-{reason}",
        state=RequestState.OPEN,
        need=Need.PERSON,
        language="en",
        words="red ladder",
        reason=reason,
        about=request.id,
        made_at=NOW,
        opened_at=NOW,
        next_action_at=NOW,
    )
