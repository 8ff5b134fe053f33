"""A call that Twilio refused to place counts against nobody."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from hotline.dispatch import offer_end
from hotline.dispatch.not_tried import as_not_tried, tried_again_at
from hotline.dispatch.number_fault import is_dead, is_the_carriers, rest_dead_number, tell_carrier, tell_too_many
from hotline.dispatch.offer_end import LONGEST_WAIT, as_not_placed
from hotline.records import FOR_GOOD, Offer, OfferEnd, Reason, Request
from hotline.rotation.watch import next_look
from hotline.telephony.carrier import AccountRefused, NumberRefused, Throttled, TooManyAtOnce, UnclearRefused
from hotline.telephony.refusals import TOO_MANY_AT_ONCE

if TYPE_CHECKING:
    from hotline.dispatch.ring import Line

log = logging.getLogger(__name__)

Refusal = Throttled | NumberRefused | UnclearRefused | AccountRefused


def see_to_refusal(line: Line, offer: Offer, request: Request, why: Refusal) -> None:
    """End an offer whose call was certainly not placed.

    Where nothing is wrong with the number, it is the same phone's turn again, after a wait that grows. A number that is
    refused gives way to the next at once; if a third one in a row is refused alike it was the account after all.
    """
    if isinstance(why, Throttled):
        too_many = isinstance(why, TooManyAtOnce)
        offer_end.by_refusal(
            line, offer, request, as_not_placed(line, request, str(TOO_MANY_AT_ONCE) if too_many else "throttled")
        )
        if too_many:
            tell_too_many(line)
        return
    outcome = str(why.code)
    carriers = isinstance(why, AccountRefused)
    if isinstance(why, UnclearRefused):
        log.warning("a call was not placed: %s", why)
        carriers = is_the_carriers(line, offer, outcome)
    if carriers:
        offer_end.by_refusal(line, offer, request, _as_refused_to_all(line, request, outcome, why))
        tell_carrier(line)
        return
    again = tried_again_at(line, offer, request, outcome) if isinstance(why, UnclearRefused) else None
    told = replace(
        as_not_placed(line, request, outcome),
        faulty=True,
        same_again=False,
        no=FOR_GOOD if request.reason is Reason.LOT else None,
        look_at=None,
    )
    offer_end.by_refusal(line, offer, request, as_not_tried(line, offer, request, told, again))
    if isinstance(why, NumberRefused) or is_dead(line, offer, None):
        rest_dead_number(line, offer)


def _as_refused_to_all(line: Line, request: Request, outcome: str, why: Refusal) -> OfferEnd:
    """Whoever is next would be refused alike: nobody is asked for some minutes."""
    lot = isinstance(why, UnclearRefused) and request.reason is Reason.LOT
    return replace(
        as_not_placed(line, request, outcome),
        same_again=isinstance(why, AccountRefused),
        no=FOR_GOOD if lot else None,
        look_at=next_look(request, line.group, line.now, line.now + LONGEST_WAIT),
    )
