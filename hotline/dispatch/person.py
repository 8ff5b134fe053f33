"""Finding a person for somebody who waits on the line: coordinators, one after the other."""

from __future__ import annotations

from hotline.conversation.call import Call
from hotline.conversation.turns import effect
from hotline.dispatch.logging import call_id, draft, keep, open_draft
from hotline.records import Need, Reason, RequestState, Volunteer
from hotline.world import World

NOBODY = "nobody"
_PAGE = 16  # coordinators looked at: a group has two or three


@effect("request-p_ring", "request-p_ask")
def ask_for_person(world: World, call: Call, reason: str) -> str:
    """Keep, as a draft, that a person is wanted: if none can be found now, one rings back."""
    offer = world.store.offer(call.group.slug, call.about) if call.about != "-" else None
    about = offer.request if offer else None
    item = draft(world, call, f"{call_id(call)}-p", Need.PERSON, reason=Reason(reason), about=about)
    return keep(world, call, item)


@effect("volunteer", NOBODY)
def next_coordinator(world: World, call: Call, tried: int) -> str:
    """The coordinator to ring now, after `tried` others. Who is first differs from call to call, so that it is shared.

    Not in their turn, since somebody is waiting: rest and cap do not count, hours and pauses do.
    """
    places = world.store.places(call.group.slug, Need.PERSON, limit=_PAGE)
    found = world.store.volunteers_by_id(call.group.slug, [place.volunteer for place in places])
    there = sorted(volunteer.id for volunteer in found.values() if _can_pick_up(world, call, volunteer))
    if tried >= len(there):
        return NOBODY
    return there[(tried + sum(call.sid.encode())) % len(there)]


@effect("taken")
def take_caller(world: World, call: Call) -> str:
    """A coordinator takes the waiting caller: it is theirs, and they are asked about it if it comes to nothing."""
    item = world.store.request(call.group.slug, call.about)
    if item and call.other_end:
        if item.state == RequestState.DRAFT:
            open_draft(world, item)
        world.store.accept(
            item.group, item.id, offer=f"{item.id}-live", volunteer=call.other_end.opaque, now=world.now()
        )
    return "taken"


@effect("found")
def person_found(world: World, call: Call, item: str) -> str:
    """They have been joined: nothing is left to do."""
    world.store.end_request(call.group.slug, item, state=RequestState.DONE, now=world.now())
    return "found"


def _can_pick_up(world: World, call: Call, volunteer: Volunteer) -> bool:
    now = world.now()
    if volunteer.stopped or volunteer.number == call.other_end:
        return False
    if volunteer.paused_until and volunteer.paused_until > now:
        return False
    return volunteer.hours.open_at(now, call.group.zone)
