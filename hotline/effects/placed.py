"""A call that we placed: what it is for, what that is about, and whose phone it has rung."""

from __future__ import annotations

from datetime import timedelta

from hotline.conversation.call import Call
from hotline.errors import NothingHere
from hotline.records import TELLS, Offer, Request, Volunteer
from hotline.rotation.watch import next_look
from hotline.world import World


def placed_for(world: World, call: Call) -> tuple[Offer, Request] | None:
    """The offer of this call, and its request. None: somebody phoned us, or nothing is known of it."""
    return world.store.offer_and_request(call.group.slug, call.about)


def offer_and_request(world: World, call: Call) -> tuple[Offer, Request]:
    """The same of a call that was certainly placed for something. Raises NothingHere."""
    found = placed_for(world, call)
    if found is None:
        raise NothingHere("There is no such offer.")
    return found


def errand_of(world: World, call: Call) -> Request | None:
    """The request whose one phone this call has rung."""
    found = placed_for(world, call)
    return found[1] if found else None


def errand_and_about(world: World, call: Call) -> tuple[Request | None, Request | None]:
    """The same, and the request that it is about, as it stands now.

    On a call that was turned to what they had still to be told, that is what it is for (`effects.telling`).
    """
    errand = errand_of(world, call)
    about = _about(world, errand)
    if about and about.reason in TELLS:
        return about, _about(world, about)
    return errand, about


def _about(world: World, errand: Request | None) -> Request | None:
    return world.store.request(errand.group, errand.about) if errand and errand.about else None


def note_pick_up(
    world: World, call: Call, offer: Offer, request: Request, *, longest: timedelta, look: timedelta | None = None
) -> None:
    """Somebody has picked up: the sweep waits for `longest`, and the dispatcher looks again then, or after `look`."""
    now = world.now()
    looks_at = next_look(request, call.group, now, now + (longest if look is None else look))
    world.store.pick_up(offer, request, call_sid=call.sid, now=now, deadline=now + longest, next_action_at=looks_at)


def whose_phone(call: Call) -> str:
    """The id of whose phone we have rung. Raises NothingHere where there is none."""
    if call.other_end is None:
        raise NothingHere("It was placed to nobody.")
    return call.other_end.opaque


def volunteer_rung(world: World, call: Call) -> Volunteer | None:
    """The volunteer whose phone it is. None: somebody else's, or nobody's."""
    return world.store.volunteer(call.group.slug, call.other_end.opaque) if call.other_end else None
