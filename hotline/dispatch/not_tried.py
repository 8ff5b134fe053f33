"""The one rule for calls that do not count as `their phone has rung`: engaged, or failed on the way.

Whoever was not rung was not tried: it is no day on which they were not reached, nor the one ring of a promised time,
nor one of the rings after which a yes goes to somebody else. They are tried again soon, after a wait that grows. That
has an end on each day, after which one more such call counts: Twilio tells of a red button as it tells of an engaged
phone, and a phone off the hook rings for nobody.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import takewhile
from typing import TYPE_CHECKING

from hotline.hours import local_day
from hotline.records import (
    ABOUT_WHAT_IS_THEIRS,
    AT_WISH,
    ENDED_REQUEST,
    Offer,
    OfferEnd,
    OfferKind,
    Rang,
    Reason,
    Request,
)
from hotline.rotation.watch import next_look

if TYPE_CHECKING:
    from hotline.dispatch.ring import Line

BUSY = "busy"
_WAIT = timedelta(minutes=1)
_LONGER = 3  # times the wait before
_MOST = 5  # in a row, on one day: the last comes two hours after the first
_MOST_IN_A_HURRY = 3  # within a quarter of an hour: somebody waits for that help, or has just put the phone down
_NOTHING_HANGS_ON_IT = frozenset({Reason.LOT, Reason.INVITED})  # the next is drawn; nobody has asked for it


def tried_again_at(line: Line, offer: Offer, request: Request | None, outcome: str | None) -> datetime | None:
    """Return when a phone that did not ring is tried again. None: that call counts, or the rule is not for it."""
    if request is None or request.state in ENDED_REQUEST or not _is_for(offer, request):
        return None
    hurry = offer.kind in ABOUT_WHAT_IS_THEIRS or request.reason in AT_WISH
    ledger = line.world.store.offers(offer.group, offer.request)
    before = [one for one in reversed(ledger) if one.id != offer.id and _is_alike(line, one, offer)]
    in_a_row = len(list(takewhile(lambda one: one.outcome == outcome, before)))
    if in_a_row >= (_MOST_IN_A_HURRY if hurry else _MOST):
        return None
    longer: int = _LONGER**in_a_row
    return line.now + _WAIT * longer


def as_not_tried(line: Line, offer: Offer, request: Request | None, end: OfferEnd, again: datetime | None) -> OfferEnd:
    """No phone rang; `again`: when it is tried again, so that nothing counts it.

    How often one phone is rung in a day at anybody's wish counts an engaged one: it may have been the red button.
    """
    if end.person or request is None or not _is_for(offer, request):
        return end
    if end.outcome == BUSY:
        end = replace(end, rang=Rang.FAILED, at_wish=False)
    if again is None:
        return end
    return replace(end, same_again=True, look_at=next_look(request, line.group, line.now, again))


def _is_for(offer: Offer, request: Request) -> bool:
    """Not for an ask, which goes to the next neighbour."""
    return offer.kind is not OfferKind.ASK and request.reason not in _NOTHING_HANGS_ON_IT


def _is_alike(line: Line, one: Offer, offer: Offer) -> bool:
    """Tell whether this call of the ledger was for the same, on the same day."""
    same_phone = one.volunteer in ("", offer.volunteer)  # whose it was is forgotten of all but volunteers
    same_day = local_day(one.reserved_at, line.group.zone) == local_day(line.now, line.group.zone)
    return one.kind is offer.kind and same_phone and same_day
