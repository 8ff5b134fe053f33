"""Whoever said yes cannot be rung about it: it goes round again, and they are told so where that is news to them."""

from __future__ import annotations

from hotline.dispatch.items import item
from hotline.dispatch.ring import Line
from hotline.records import Reason, Request, Volunteer
from hotline.rotation.phone import is_paused
from hotline.rotation.refusal import for_today


def hand_on(line: Line, request: Request, holder: Volunteer | None) -> None:
    """Open it again, and tell who had it, but for somebody who asked not to be rung: they know.

    Nor is a coordinator told that another one is asked to ring somebody back.
    """
    told = None
    if holder and request.reason is None and not holder.stopped and not is_paused(holder, line.now):
        name = f"{request.id} {request.taken_offer}"
        told = item(line.world, request.group, Reason.HANDED_ON, name=name, about=request, number=holder.number)
    line.world.store.hand_on(request, told, no=for_today(line.group, line.now) if holder else None, now=line.now)
