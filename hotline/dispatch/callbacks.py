"""What Twilio tells about a call afterwards: late, twice, out of order, or never (promise 5)."""

from __future__ import annotations

from collections.abc import Mapping

from hotline.dispatch.logging import open_drafts_of
from hotline.dispatch.ring import Line, rest_dead_number
from hotline.records import ENDED_OFFER, Offer, OfferKind, OfferState
from hotline.world import World

# Twilio: https://www.twilio.com/docs/voice/api/call-resource#call-status-values
_ENDED = frozenset({"completed", "busy", "no-answer", "failed", "canceled"})


def inbound_ended(world: World, group: str, form: Mapping[str, str]) -> None:
    """Somebody who phoned us has hung up: what they asked for so far opens (fault 21)."""
    if form.get("CallStatus") in _ENDED:
        open_drafts_of(world, group, form["CallSid"])


def offer_status(world: World, group: str, offer_id: str, form: Mapping[str, str]) -> None:
    """A placed call has rung, been answered, or ended; ended never goes back (fault 2)."""
    offer = world.store.offer(group, offer_id)
    if offer is None or group not in world.groups:
        return
    fresh = world.store.heard_status(
        group, offer_id, sequence=int(form.get("SequenceNumber") or 0), call_sid=form["CallSid"]
    )
    status = form.get("CallStatus", "")
    if not fresh or status not in _ENDED:
        return
    line = Line(world=world, group=world.groups[group], now=world.now())
    _end(line, offer, status)


def _end(line: Line, offer: Offer, status: str) -> None:
    store = line.world.store
    request = store.request(offer.group, offer.request)
    mine = request is not None and request.taken_offer == offer.id
    state = _state(offer, status, mine=mine)
    ended = store.end_offer(
        offer,
        state=state,
        outcome=status if state != OfferState.UNANSWERED or status != "completed" else "no-key",
        now=line.now,
        give_back=state == OfferState.TOO_LATE,
        missed=offer.kind == OfferKind.ASK and state in (OfferState.UNANSWERED, OfferState.FAILED),
        release=True,
    )
    store.release_phone(offer)
    if not ended:
        return
    if status == "failed":
        rest_dead_number(line, offer.volunteer)
    elif state == OfferState.UNANSWERED:
        _rest_who_never_answers(line, offer)


def _state(offer: Offer, status: str, *, mine: bool) -> OfferState:
    if offer.state in ENDED_OFFER:
        return offer.state
    if mine:
        return OfferState.ACCEPTED
    if status == "canceled":
        return OfferState.TOO_LATE
    return OfferState.FAILED if status == "failed" else OfferState.UNANSWERED


def _rest_who_never_answers(line: Line, offer: Offer) -> None:
    """After five in a row, a week's rest (fault 19)."""
    policy = line.group.policy
    volunteer = line.world.store.volunteer(offer.group, offer.volunteer)
    if volunteer and volunteer.unanswered >= policy.rest_after_unanswered:
        until = line.now + policy.rest_for_unanswered
        line.world.store.change_volunteer(offer.group, offer.volunteer, paused_until=until, unanswered=0)
