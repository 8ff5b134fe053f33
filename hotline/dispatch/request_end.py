"""The end of a request: first every offer that is still open for it, then its row. Nothing is left ringing."""

from __future__ import annotations

from collections.abc import Collection

from hotline.dispatch import offer_end
from hotline.errors import Busy
from hotline.records import AT_WISH, ENDED_REQUEST, Request, RequestState
from hotline.world import World

_LOOKS = 20  # each look that was in vain means that another's write went through


def end_request(
    world: World,
    group: str,
    request_id: str,
    *,
    state: RequestState,
    decided: Collection[str] = (),
    seen: Request | None = None,
) -> bool:
    """To an ended state, only from an unfinished one. False: it has ended, or never was. As the store's `end_request`.

    With `seen`, on which it was decided, only if nobody has changed it since. False also if something still rang for
    it: that ends now, and the request stays due, so that it is decided afresh.

    A crash in between leaves it unfinished and due, and all of it is done again.
    """
    for _ in range(_LOOKS):
        request = world.store.request(group, request_id)
        if request is None or request.state in ENDED_REQUEST:
            return False
        _end_what_rings(world, request)
        if seen is not None and (request.ringing or request.step != seen.step):
            return False
        if request.reason and request.reason in AT_WISH and request.number:
            world.store.drop_wish(request, request.number.opaque, request.reason, now=world.now())
        if world.store.end_request(group, request_id, state=state, now=world.now(), decided=decided, seen=seen):
            return True
    raise Busy("Too many are changing the same request at once: nothing is lost, try again in a moment.")


def _end_what_rings(world: World, request: Request) -> None:
    from hotline.dispatch.ring import Line  # which itself watches requests, whose tasks end here

    line = Line(world=world, group=world.groups[request.group], now=world.now())
    for ringing in request.ringing.values():
        offer = world.store.offer(request.group, ringing.offer)
        if offer is None:
            world.store.forget_ring(request, ringing.offer, now=line.now)
        else:
            offer_end.with_its_request(line, offer, request)
