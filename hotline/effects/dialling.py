"""Another phone, dialled from a call: whose it is, whether it may ring now, and that nothing else rings it then.

Each effect that is about to dial asks here whether it may, at the moment at which it dials: a menu may have been told
an hour before. Who is rung as a resident is rung in the group's hours, also if they help as well.
"""

from __future__ import annotations

from datetime import datetime

from hotline.conversation.call import Call
from hotline.effects.placed import volunteer_rung
from hotline.groups import Group
from hotline.prompts.times import time_code
from hotline.records import HELD, Offer, Request, Volunteer
from hotline.rotation.phone import may_ring, may_ring_from, phones_ring_from
from hotline.world import World

BUSY = "busy"  # the line itself rings, or talks to, the phone that is to be dialled
UNTIL = "until"  # it may not ring before the time that follows
NEVER = "never"  # not in a fortnight: their hours do not meet the group's, or they want no call at all


def held_by(world: World, group: str, request_id: str) -> tuple[Request, Volunteer] | None:
    """A request, and the volunteer who has said yes to it. None: nobody has it now."""
    request = world.store.request(group, request_id)
    holder = world.store.volunteer(group, request.taken_by) if request and request.taken_by else None
    return (request, holder) if request and holder and request.state in HELD else None


def not_before(whose: Volunteer | None, group: Group, now: datetime, *, as_resident: bool = False) -> str | None:
    """Return `until_` and from when this phone may ring, or `never`. None: now (promise 2)."""
    begins = may_ring_from(None if as_resident else whose, group, now)
    if begins is None:
        return NEVER
    return f"{UNTIL}_{time_code(begins, now, group.zone)}" if begins > now else None


def too_late(world: World, call: Call) -> str | None:
    """Return `until_` and from when the volunteer on this call can be joined with a resident. None: now (promise 2)."""
    now = world.now()
    begins = joined_from(world, call, now)
    return None if begins <= now else f"{UNTIL}_{time_code(begins, now, call.group.zone)}"


def joined_from(world: World, call: Call, now: datetime) -> datetime:
    """Return from when they can be joined: when the line may ring the volunteer again, and then the resident.

    The same `now` that the caller compares it with: the clock goes on between two looks.
    """
    group = call.group
    if may_ring(None, group, now):
        return now
    return may_ring_from(volunteer_rung(world, call), group, now) or phones_ring_from(group, now)


def dials(world: World, call: Call, offer: Offer, request: Request, phone: str | None) -> bool:
    """The call of this offer is about to dial that phone, if any: neither rings for anything else while they talk.

    One after the other: what it has dialled before is free again. False: that phone rings or talks for us just now.
    """
    now = world.now()
    until = now + call.group.policy.longest_talk
    hold(world, offer, request, until=until)
    if phone is None:
        return True
    if offer.dialled and offer.dialled != phone:
        world.store.unlock_dialled(offer.id, offer.dialled)
    return world.store.dial_phone(offer, phone, now=now, until=until)


def hold(world: World, offer: Offer, request: Request, *, until: datetime) -> None:
    """Keep the phone that this call has rung from being rung by another, also once a key has ended its offer."""
    if not world.store.hold_phone(offer, request, until=until):
        world.store.lock_rung_phone(offer, now=world.now(), until=until)


def has_dialled(world: World, call: Call, phone: str) -> None:
    """That phone was put down, or not picked up."""
    world.store.unlock_dialled(call.about, phone)
