"""What waiting on the line writes and reads: a resident stays on it until a neighbour says yes, or they leave."""

from __future__ import annotations

from datetime import datetime, timedelta

from hotline.conversation.call import Call
from hotline.conversation.turns import effect
from hotline.dispatch.drafts import open_drafts_of
from hotline.dispatch.queues import wait_no_more
from hotline.dispatch.ring import calls_are_used_up
from hotline.dispatch.under_way import goes_on
from hotline.effects.person import item_of
from hotline.groups import Group
from hotline.records import AT_WISH, ENDED_REQUEST, HELD, Request, RequestState
from hotline.rotation.pace import somebody_decides
from hotline.rotation.phone import may_ring
from hotline.world import World

WAITS, OVER = "waits", "over"
SOON, RINGING, DECIDING, ASKED = "soon", "ringing", "deciding", "asked"  # nobody has said yes yet
YES = "yes"
THROUGH, CLOSED = "through", "closed"  # nobody is rung for a while
PERSON, TAKEN, LEFT = "person", "taken", "left"
RINGS = "r"  # there is a number to ring back

_MISSED = 3  # news in a row of which we did not hear that they were told: they are taken to have gone


@effect(WAITS, OVER)
def begin_to_wait(world: World, call: Call, request: str) -> str:
    """They stay on the line; it opens now, as all that this call has asked for, and not when the call is over.

    In this order, so that two phones ring from the start.
    """
    group = call.group.slug
    if not world.store.begin_to_wait(group, request, until=_still_there(world, call)):
        return OVER
    open_drafts_of(world, group, call.sid, but=AT_WISH)
    return WAITS


@effect(
    f"{SOON}_0_{RINGS}",
    f"{RINGING}_2_{RINGS}",
    f"{DECIDING}_2_{RINGS}",
    f"{ASKED}_2_{RINGS}",
    f"{ASKED}_2_",
    f"{THROUGH}_2_",
    f"{YES}_2_{RINGS}",
    f"{THROUGH}_2_{RINGS}",
    f"{CLOSED}_2_{RINGS}",
    f"{OVER}_2_{RINGS}",
)
def how_it_goes(world: World, call: Call) -> str:
    """They are still there; what is true at this moment, how many were asked, and whether we can ring them back."""
    request = world.store.wait_on(call.group.slug, call.about, until=_still_there(world, call))
    if request is None:
        return f"{OVER}_0_{RINGS}"
    goes = _goes(request, call.group, world.now())
    if goes in (SOON, ASKED) and calls_are_used_up(world, call.group):
        goes = CLOSED
    return f"{goes}_{request.rings_made}_{RINGS if request.number else ''}"


@effect(PERSON, TAKEN, LEFT, OVER)
def stop_waiting(world: World, call: Call, request: str) -> str:
    """They have left the queue: for a person whom they asked for there, or with a yes, without one; or it is over."""
    group = call.group.slug
    stands = wait_no_more(world, group, request)
    wished = world.store.request(group, item_of(call))
    if wished and wished.state is RequestState.DRAFT:
        return PERSON
    if stands is None or stands.cancelled_at or stands.state in ENDED_REQUEST:
        return OVER
    return TAKEN if stands.state in HELD else LEFT


@effect("talks")
def put_through_now(world: World, call: Call) -> str:
    """A neighbour is put through to them: until they have talked, nothing else rings this phone."""
    until = world.now() + call.group.policy.longest_talk
    world.store.wait_on(call.group.slug, call.about, until=until)
    goes_on(world, call.group, call.sid, until=until)
    return "talks"


@effect("gone")
def not_on_the_line(world: World, call: Call, request: str) -> str:
    """Nobody was in the queue: their phone is rung, as ever."""
    wait_no_more(world, call.group.slug, request)
    return "gone"


def _goes(request: Request, group: Group, now: datetime) -> str:
    if request.state in HELD:
        return YES
    if request.cancelled_at or request.state not in (RequestState.DRAFT, RequestState.OPEN):
        return OVER
    if somebody_decides(request, group, now):
        return DECIDING
    if request.ringing:
        return RINGING
    if not may_ring(None, group, now):
        return CLOSED
    if request.round_at and request.round_at > now:
        return THROUGH
    return ASKED if request.rings_made else SOON


def _still_there(world: World, call: Call) -> datetime:
    """Until when they are taken to be on the line, unless we hear that they are, or are not."""
    return world.now() + max(_MISSED * call.group.policy.wait_news, timedelta(seconds=_MISSED))
