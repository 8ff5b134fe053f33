"""The dispatcher's one act: read a request afresh, do the one next thing that is due, or nothing.

The stream calls it at once for a row that changed, the clock each minute for every row whose moment has come. Each
change is conditional on the row being as it was read: whoever loses that race does nothing, and the winner's own
change calls the dispatcher again.
"""

from __future__ import annotations

import logging
from datetime import datetime

from hotline.dispatch import accepted, cancelled, done, seek, series, texts, unmet
from hotline.dispatch.drafts import open_unless_call_goes_on
from hotline.dispatch.items import item
from hotline.dispatch.ring import Line
from hotline.errors import Busy
from hotline.hours import local_day
from hotline.records import Reason, Request, RequestState
from hotline.world import World

log = logging.getLogger(__name__)

_TELLS_AT = 3  # failures in a row: a coordinator hears that the line has a fault


def advance(world: World, group: str, request_id: str) -> None:
    """Do what is due for this request now. Safe to call twice, late, at once from two places, or for nothing."""
    request = world.store.request(group, request_id)
    if request is None or group not in world.groups:
        return
    line = Line(world=world, group=world.groups[group], now=world.now())
    if texts.see_to(line, request) or not is_due(request, line.now):
        return
    _do_what_is_due(line, request)
    if request.failures:
        world.store.works_again(group, request_id)


def try_to_advance(world: World, group: str, request_id: str) -> None:
    """Advance a request; one that fails is put off, so that it holds up no other (fault 37).

    Its pauses grow to an hour. It is logged once, by its id, and a coordinator is told when it has failed three times.
    Raises Busy, which is no fault of this request: it stays due.
    """
    try:
        advance(world, group, request_id)
    except Busy:
        raise
    except Exception:
        failures = world.store.put_off(group, request_id, now=world.now())
        if failures == 1:
            log.exception("request %s could not be advanced: it is tried again, after pauses that grow", request_id)
        if failures >= _TELLS_AT:
            _tell_of_a_fault(world, group)


def _do_what_is_due(line: Line, request: Request) -> None:
    if request.cancelled_at:
        (series if request.reason is Reason.SERIES else cancelled).end(line, request)
        return
    if request.reason is Reason.SERIES:
        series.see_to(line, request)
        return
    if request.reason is Reason.UNMET and unmet.is_the_lines_now(line, request):
        return
    match request.state:
        case RequestState.DRAFT:
            open_unless_call_goes_on(line, request)
        case RequestState.OPEN:
            seek.seek(line, request)
        case RequestState.ACCEPTED:
            accepted.see_to(line, request)
        case RequestState.SPOKEN | RequestState.REPORTED_DONE:
            done.see_to(line, request)


def _tell_of_a_fault(world: World, group: str) -> None:
    """Once a day, for as long as something cannot be advanced."""
    day = local_day(world.now(), world.groups[group].zone)
    world.store.add_item(item(world, group, Reason.ALARM, name=f"{group} cannot be advanced {day}"))


def is_due(request: Request, now: datetime) -> bool:
    """Unfinished, and its moment has come."""
    return request.next_action_at is not None and request.next_action_at <= now
