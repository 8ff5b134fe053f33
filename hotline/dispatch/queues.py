"""Whoever has waited on the line waits no more: the queue, which Twilio keeps for each name, is not left behind.

Twilio: https://www.twilio.com/docs/voice/api/queue-resource ("Queues persist").
"""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta

from hotline.dispatch.items import item
from hotline.dispatch.request_end import end_request
from hotline.dispatch.ring import Line, look_again
from hotline.records import Reason, Request, RequestState
from hotline.telephony.carrier import CarrierError
from hotline.world import World

log = logging.getLogger(__name__)

_AGAIN = timedelta(minutes=15)
_A_DAY = timedelta(hours=24)


def wait_no_more(world: World, group: str, request_id: str) -> Request | None:
    """As the store's: they have left the line, or were not there. Their queue is noted first, to be deleted."""
    gone = item(world, group, Reason.QUEUE, name=request_id)
    world.store.add_item(replace(gone, about=request_id))
    return world.store.wait_no_more(group, request_id, now=world.now())


def delete(line: Line, errand: Request) -> None:
    """Due again for a day, if Twilio does not do it; then it stays there, empty, named by an opaque id."""
    try:
        line.world.carrier.delete_queue(errand.about or "")
    except CarrierError as why:
        log.warning("a queue is not deleted yet: %s", why)
        if line.now < errand.made_at + _A_DAY:
            look_again(line, errand, line.now + _AGAIN)
            return
    end_request(line.world, errand.group, errand.id, state=RequestState.DONE)
