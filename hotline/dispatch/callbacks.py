"""Status callbacks, by which Twilio tells about a call afterwards: late, twice, out of order, or never (promise 5)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from hotline.dispatch import offer_end
from hotline.dispatch.drafts import call_is_over
from hotline.dispatch.ring import Line
from hotline.dispatch.under_way import is_over
from hotline.numbers import caller
from hotline.telephony.ended import Ended
from hotline.telephony.past import OVER
from hotline.world import World

_SEQUENCE = re.compile(r"[0-9]{1,9}")


def inbound_ended(world: World, group: str, form: Mapping[str, str]) -> None:
    """Somebody who phoned us has hung up: what they asked for so far opens (fault 21)."""
    if form.get("CallStatus") in OVER:
        if group in world.groups:  # first, so that whoever is rung for what this call has asked finds a call free
            is_over(world, world.groups[group], form["CallSid"])
        call_is_over(world, group, form["CallSid"])


def offer_status(world: World, group: str, offer_id: str, form: Mapping[str, str]) -> None:
    """A placed call has ended, and never goes back (fault 2). Who picked it up has told of that by what they heard."""
    told = Ended.of(form)
    if group not in world.groups or told.status not in OVER:
        return
    number = form.get("SequenceNumber", "")
    sequence = int(number) if _SEQUENCE.fullmatch(number) else 0
    offer = world.store.heard_status(group, offer_id, sequence=sequence, call_sid=form["CallSid"])
    if offer is None:
        return
    rung = caller(form.get("To", ""))
    offer_end.by_status(
        Line(world=world, group=world.groups[group], now=world.now()),
        offer,
        told,
        phone=offer.volunteer or (rung.opaque if rung else ""),
    )
