"""A request that its resident has cancelled: phones fall silent, who had it is told, and it is over."""

from __future__ import annotations

from hotline.dispatch.items import add_item, item
from hotline.dispatch.offer_end import silence
from hotline.dispatch.recordings import let_go
from hotline.dispatch.request_end import end_request
from hotline.dispatch.ring import Line
from hotline.records import Reason, Request, RequestState


def end(line: Line, request: Request) -> None:
    """Silence what rings for it (fault 20), tell the volunteer who said yes, then end it.

    In this order, so that whatever crashes in between is done again. Whoever has picked up hears a kind word. Where the
    one it was for said no, so does whoever asked for them: no reason was asked, and none is given.
    """
    _silence(line, request)
    if Reason.CANCELLED not in request.told:  # on the line when it was said, they have heard
        _tell_holder(line, request)
    if request.declined_at and request.number:
        add_item(line.world, request, Reason.NO_LONGER, name=request.id, number=request.number)
    let_go(line.world, request)
    end_request(line.world, request.group, request.id, state=RequestState.CANCELLED)


def _silence(line: Line, request: Request) -> None:
    for ringing in request.ringing.values():
        offer = line.world.store.offer(request.group, ringing.offer)
        if offer and ringing.answered_at is None:
            silence(line, offer)


def _tell_holder(line: Line, request: Request) -> None:
    store = line.world.store
    holder = store.volunteer(request.group, request.taken_by) if request.taken_by else None
    if holder:
        told = item(
            line.world,
            request.group,
            Reason.CANCELLED,
            name=f"{request.id} {request.taken_offer}",
            about=request,
            number=holder.number,
        )
        store.add_item(told)
