"""A draft opens when its call is over: phones begin to ring."""

from __future__ import annotations

from collections.abc import Collection

from hotline.dispatch.queues import wait_no_more
from hotline.numbers import opaque
from hotline.records import Reason, Request, RequestState
from hotline.rotation.pace import due, promise
from hotline.world import World


def open_drafts_of(world: World, group: str, call_sid: str, *, but: Collection[Reason] = ()) -> None:
    """Open each draft of a call, at the end of its script, or before its resident begins to wait on the line."""
    for request in world.store.requests_of_call(group, opaque(call_sid)):
        if request.state == RequestState.DRAFT and request.reason not in but:
            open_draft(world, request)


def call_is_over(world: World, group: str, call_sid: str) -> None:
    """Nobody waits on the line any more, whatever else we were told; and each draft opens."""
    for request in world.store.requests_of_call(group, opaque(call_sid)):
        if request.waits_until:
            wait_no_more(world, group, request.id)
        if request.state == RequestState.DRAFT:
            open_draft(world, request)


def open_draft(world: World, request: Request) -> None:
    """draft → open, with what was not keyed filled in: as soon as possible, anywhere.

    Whom its phone is kept apart from is read once, here, so that picking somebody costs nothing more.
    """
    group, now = world.groups[request.group], world.now()
    world.store.open_request(
        request.group,
        request.id,
        world.store.apart_from(request),
        opened_at=now,
        due_at=request.due_at or due(request.when, group, now),
        promised_at=request.promised_at or promise(group, now),
    )
