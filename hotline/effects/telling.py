"""What somebody has still to be told is told on the call that rings them straight back (`dispatch.telling`)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from hotline.conversation.call import Call
from hotline.conversation.turns import effect
from hotline.effects.changing import SO_ALREADY, change
from hotline.effects.placed import errand_of
from hotline.records import ABOUT_EVERY_WEEK, TELLS, Request, RequestState
from hotline.world import World

NONE = "none"
TOLD, WEEKLY = "told", "weekly"  # by which script


@effect(NONE, f"{TOLD}_errand-1", f"{WEEKLY}_errand-2")
def next_to_tell(world: World, call: Call, after: str) -> str:
    """Turn this call to the oldest thing that they have still to be told, after that one (empty: of all).

    They hear it now, also when this webhook comes twice: what was heard on this very call counts as not heard yet.
    It counts as heard only after it was said (`was_heard`).
    """
    errand = errand_of(world, call)
    if errand is None or errand.number is None:
        return NONE
    last = world.store.request(errand.group, after) if after else None
    waits = (each for each in world.store.requests_of_phone(errand.group, errand.number) if _waits(call, each))
    found = next((each for each in waits if last is None or each.age > last.age), None)
    if found is None:
        return NONE
    turned = change(world, errand, lambda seen: SO_ALREADY if seen.about == found.id else {"about": found.id})[1]
    if not turned:
        return NONE  # this call is over
    return f"{WEEKLY if found.reason in ABOUT_EVERY_WEEK else TOLD}_{found.id}"


@effect("heard")
def was_heard(world: World, call: Call, errand: str) -> str:
    """It was said, and an answer came after it: they are rung about it no more. Empty: what this call is for.

    Not before: an answer of ours that never arrives, or comes when the call is over, has said nothing to anybody.
    """
    now = world.now()
    told = world.store.request(call.group.slug, errand) if errand else errand_of(world, call)
    change(world, told, lambda seen: _heard(call, seen, now))
    return "heard"


def _waits(call: Call, request: Request) -> bool:
    if request.reason not in TELLS or request.state is not RequestState.OPEN:
        return False
    return request.heard_at is None or request.told_on == call.about


def _heard(call: Call, seen: Request, now: datetime) -> Mapping[str, object]:
    return SO_ALREADY if seen.heard_at else {"heard_at": now, "told_on": call.about}
