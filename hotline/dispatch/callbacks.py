"""What Twilio tells about a call afterwards: late, twice, out of order, or never (promise 5)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from hotline.dispatch.drafts import call_is_over
from hotline.dispatch.ring import Line, rest_dead_number, rest_who_never_answers
from hotline.records import ENDED_OFFER, Offer, OfferKind, OfferState, Request
from hotline.telephony.past import OVER
from hotline.world import World

_SEQUENCE = re.compile(r"[0-9]{1,9}")


def inbound_ended(world: World, group: str, form: Mapping[str, str]) -> None:
    """Somebody who phoned us has hung up: what they asked for so far opens (fault 21)."""
    if form.get("CallStatus") in OVER:
        call_is_over(world, group, form["CallSid"])


def offer_status(world: World, group: str, offer_id: str, form: Mapping[str, str]) -> None:
    """A placed call has ended, and never goes back (fault 2). Who picked it up has told of that by what they heard."""
    status = form.get("CallStatus", "")
    if group not in world.groups or status not in OVER:
        return
    number = form.get("SequenceNumber", "")
    sequence = int(number) if _SEQUENCE.fullmatch(number) else 0
    offer = world.store.heard_status(group, offer_id, sequence=sequence, call_sid=form["CallSid"])
    if offer:
        _end(Line(world=world, group=world.groups[group], now=world.now()), offer, status)


def _end(line: Line, offer: Offer, status: str) -> None:
    store = line.world.store
    if offer.dialled:
        store.unlock_dialled(offer.id, offer.dialled)
    if offer.state in ENDED_OFFER:  # by a key; since then they have only been on the line
        store.release_phone(offer)
        return
    request = store.request(offer.group, offer.request)
    state = _state(status, offer, request)
    ended = store.end_offer(
        offer,
        request,
        state=state,
        outcome=_outcome(status, state),
        now=line.now,
        give_back=state == OfferState.TOO_LATE,
        missed=offer.kind == OfferKind.ASK and state in (OfferState.UNANSWERED, OfferState.FAILED),
        release=True,
    )
    if not ended:
        store.release_phone(offer)
    elif status == "failed":
        rest_dead_number(line, offer)
    elif state == OfferState.UNANSWERED:
        rest_who_never_answers(line, offer)


def _outcome(status: str, state: OfferState) -> str:
    if state is OfferState.PASSED:
        return "else"
    return "no-key" if state is OfferState.UNANSWERED and status == "completed" else status


def _state(status: str, offer: Offer, request: Request | None) -> OfferState:
    if request and request.taken_offer == offer.id:
        return OfferState.ACCEPTED
    if request and offer.kind is OfferKind.ASK and offer.volunteer in request.passed:
        return OfferState.PASSED  # a yes that they gave back on the same call: somebody else, please
    if status == "canceled":
        return OfferState.TOO_LATE
    return OfferState.FAILED if status == "failed" else OfferState.UNANSWERED
