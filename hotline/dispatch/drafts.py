"""A draft opens, and phones begin to ring, when its call is over: never while its caller is still on the line."""

from __future__ import annotations

from collections.abc import Collection

from hotline.dispatch.queues import wait_no_more
from hotline.dispatch.request_end import end_request
from hotline.dispatch.ring import Line, look_again_later
from hotline.dispatch.under_way import is_over
from hotline.numbers import opaque
from hotline.records import Reason, Request, RequestState
from hotline.rotation.pace import due, promise
from hotline.world import World

_UNSURE = 5  # times `draft_opens` since the caller was last heard of, where the carrier cannot say


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


def open_unless_call_goes_on(line: Line, request: Request) -> None:
    """Open a draft to which nothing was added for a while, unless the carrier says that its call goes on.

    A caller who presses star, leaves a long recording or talks with somebody writes nothing meanwhile. When the carrier
    cannot say, the draft opens some time after the caller was last heard of; in any case after `draft_longest`.
    """
    policy = line.group.policy
    latest = request.made_at + policy.draft_longest
    if request.call is None or line.now >= latest:  # rows of earlier code name no call
        open_draft(line.world, request)
        return
    goes_on = line.world.carrier.goes_on(request.call)
    seen_at = line.now if goes_on else request.call_seen_at
    if goes_on is None:
        latest = min(latest, (seen_at or request.made_at) + _UNSURE * policy.draft_opens)
    if goes_on is False:
        is_over(line.world, line.group, request.call)
    if goes_on is False or line.now >= latest:
        open_draft(line.world, request)
    else:
        look_again_later(line, request, min(line.now + policy.draft_opens, latest), call_seen_at=seen_at)


def open_draft(world: World, request: Request) -> None:
    """draft → open, with what was not keyed filled in: as soon as possible, anywhere. What asks for nothing ends.

    Whom its phone is kept apart from is read once, here, so that picking somebody costs nothing more. One out of a
    backup, wanted long ago, has opened then: its time is over, and a person is asked first.
    """
    group, opened = world.groups[request.group], request.opened_at or world.now()
    if request.reason is Reason.NOTHING:
        end_request(world, request.group, request.id, state=RequestState.DONE)
        return
    world.store.open_request(
        request.group,
        request.id,
        world.store.apart_from(request),
        opened_at=opened,
        due_at=request.due_at or due(request.when, group, opened),
        promised_at=request.promised_at or promise(group, opened),
    )
