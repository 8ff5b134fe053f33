"""A request and its offers as they were at one moment; and what happened between two such moments, in plain words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from hotline.cli import show, words
from hotline.groups import Group
from hotline.records import ENDED_REQUEST, Offer, Request

if TYPE_CHECKING:
    from hotline.store import Store  # half a second

_PAGE = 100  # that many are read at once


@dataclass(frozen=True, kw_only=True)
class Ledger:
    """What is seen of a request. It holds no number; who was asked is a name."""

    request: Request
    offers: tuple[Offer, ...]
    names: Mapping[str, str] = field(default_factory=dict)  # by volunteer id

    @property
    def over(self) -> bool:
        return self.request.state in ENDED_REQUEST

    def name(self, volunteer: str | None) -> str:
        return self.names.get(volunteer or "", "somebody who is gone")


def read(store: Store, group: str, request_id: str) -> Ledger | None:
    """None: no such request."""
    request = store.request(group, request_id)
    if request is None:
        return None
    offers = tuple(store.offers(group, request_id))
    asked = sorted({offer.volunteer for offer in offers} | ({request.taken_by} if request.taken_by else set()))
    pages = (store.volunteers_by_id(group, asked[first : first + _PAGE]) for first in range(0, len(asked), _PAGE))
    return Ledger(request=request, offers=offers, names={key: one.name for page in pages for key, one in page.items()})


def happened(before: Ledger | None, after: Ledger) -> Iterator[str]:
    """What is new since `before` (None: all of it), a sentence each."""
    was = before.request if before else None
    stood = {offer.id: words.ending(offer) for offer in before.offers} if before else {}
    for offer in after.offers:
        if offer.id not in stood:
            yield f"{after.name(offer.volunteer)} is {words.kind(offer)}"
        if words.ending(offer) != stood.get(offer.id, "ringing"):
            yield f"{after.name(offer.volunteer)}: {words.ending(offer)}"
    if after.request.joined and (was is None or not was.joined):
        yield f"{after.name(after.request.taken_by)} and the resident were put through to each other"
    for reason in sorted(after.request.told - (was.told if was else frozenset())):
        yield f"a coordinator is told: {words.reason(reason)}"
    if was is None or was.state != after.request.state:
        yield _state(after)


def _state(ledger: Ledger) -> str:
    said, holder = words.state(ledger.request.state), ledger.request.taken_by
    return f"{said} ({ledger.name(holder)})" if holder and not ledger.over else said


def summary(request: Request, now: datetime) -> dict[str, object]:
    """A request for a program. No number, and no word that a resident said."""
    return {
        "id": request.id,
        "state": request.state,
        "need": request.need,
        "reason": request.reason,
        "about": request.about,
        "area": request.area,
        "when": request.on,
        "series": request.series,
        "has_number": request.number is not None,
        "has_note": request.note is not None,
        "made_at": show.iso(request.made_at),
        "opened_at": show.iso(request.opened_at),
        "promised_at": show.iso(request.promised_at),
        "due_at": show.iso(request.due_at),
        "next_action_at": show.iso(request.next_action_at),
        "offers": request.offers,
        "ringing": len(request.ringing),
        "taken_by": request.taken_by,
        "joined_at": show.iso(request.joined_at),
        "spoken_at": show.iso(request.spoken_at),
        "told": sorted(request.told),
        "age_seconds": int((now - request.made_at).total_seconds()),
    }


def entry(ledger: Ledger, offer: Offer) -> dict[str, object]:
    """An offer for a program."""
    return {
        "id": offer.id,
        "kind": offer.kind,
        "volunteer": offer.volunteer,
        "name": ledger.name(offer.volunteer),
        "state": offer.state,
        "outcome": offer.outcome,
        "said": words.ending(offer),
        "reserved_at": show.iso(offer.reserved_at),
        "answered_at": show.iso(offer.answered_at),
        "ended_at": show.iso(offer.ended_at),
        "call": offer.call_sid,
    }


def facts(ledger: Ledger, group: Group, now: datetime) -> Iterator[tuple[str, str]]:
    """A request for people, a line each."""
    request = ledger.request
    yield "state", _state(ledger)
    yield "need", words.need(request)
    yield "where", group.areas.get(request.area or "", "anywhere")
    yield "when", request.on
    yield "asked for", f"{show.clock(request.made_at, group.zone, now)} ({show.ago(now - request.made_at)} ago)"
    yield "to ring back", "a number is kept" if request.number else "no number"
    if request.note:
        yield "a recording", "is kept with it"
    if request.promised_at and not ledger.over:
        yield "promised by", show.clock(request.promised_at, group.zone, now)
    if request.next_action_at:
        yield "next looked at", show.clock(request.next_action_at, group.zone, now)
