"""The dispatcher's one act: read a request afresh, do the one next thing that is due, or nothing.

The stream calls it at once for a row that changed, the clock each minute for every row whose moment has come. Each
change is conditional on the row being as it was read: whoever loses that race does nothing, and the winner's own
change calls the dispatcher again.
"""

from __future__ import annotations

import logging
from datetime import datetime

from hotline.dispatch import accepted, cancelled, done, seek, series, texts
from hotline.dispatch.drafts import open_draft
from hotline.dispatch.ring import Line
from hotline.records import Reason, Request, RequestState
from hotline.world import World

log = logging.getLogger(__name__)


def advance(world: World, group: str, request_id: str) -> None:
    """Do what is due for this request now. Safe to call twice, late, at once from two places, or for nothing."""
    request = world.store.request(group, request_id)
    if request is None or group not in world.groups:
        return
    line = Line(world=world, group=world.groups[group], now=world.now())
    if texts.see_to(line, request) or not is_due(request, line.now):
        return
    if request.cancelled_at:
        cancelled.end(line, request)
        return
    if request.reason is Reason.SERIES:
        series.see_to(line, request)
        return
    match request.state:
        case RequestState.DRAFT:
            open_draft(world, request)
        case RequestState.OPEN:
            seek.seek(line, request)
        case RequestState.ACCEPTED:
            accepted.see_to(line, request)
        case RequestState.SPOKEN | RequestState.REPORTED_DONE:
            done.see_to(line, request)


def sweep(world: World) -> int:
    """The clock's minute: advance everything whose moment has come, in every group. How many there were.

    One that fails is logged, and is due again the next minute; the others do not wait for it (fault 37).
    """
    swept = 0
    for group in world.groups:
        for request_id in world.store.due(group, world.now()):
            _try_to_advance(world, group, request_id)
            swept += 1
    return swept


def _try_to_advance(world: World, group: str, request_id: str) -> None:
    try:
        advance(world, group, request_id)
    except Exception:
        log.exception("a request could not be advanced; the clock tries again in a minute")


def is_due(request: Request, now: datetime) -> bool:
    """Unfinished, and its moment has come."""
    return request.next_action_at is not None and request.next_action_at <= now
