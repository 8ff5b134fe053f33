"""What is asked for somebody else: the number of the one it is for, and what that one says to it. Theirs is the yes.

Decided here, where the issue is silent:

1. The neighbour is joined to whoever asked, and then, by a key of the neighbour's and one of theirs, to the one it is
   for. Nobody comes to a door before that one has said yes on their own phone (`Request.waits_for_their_yes`): it is
   they who let somebody in. What is done by phone may be arranged with who asked alone: it reaches the one it is for
   only by a ring, and that asks them.
2. Their yes is for the help, whoever brings it, and lasts as long as the request. It can be given without talking, and
   before a neighbour is found: they ring the line, and it rings them back.
3. Their no is 5, twice, like all that cancels, and theirs alone. Silence, voicemail and hanging up are no no.
4. They are rung in the group's hours only, and no oftener in a day than anybody whose number might have been forged.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from hotline.conversation.call import Call
from hotline.conversation.replay import JOINED
from hotline.conversation.turns import Given, effect
from hotline.effects.answers import FIRST, FOR_THEM
from hotline.effects.changing import SO_ALREADY, change
from hotline.effects.dialling import BUSY, UNTIL, dials, has_dialled, too_late
from hotline.effects.logging import KEPT, LATE, REFUSED, SAME, number_keyed
from hotline.effects.news import is_for
from hotline.effects.placed import offer_and_request
from hotline.effects.standing import what_where_when
from hotline.hours import local_day
from hotline.records import Reason, Request, RequestState
from hotline.world import World

FORGOTTEN, DECLINED = "forgotten", "declined"
NOW, ENOUGH = "now", "enough"
TALKED, AGREED, GONE = "talked", "agreed", "gone"
OVER = "over"
_STANDS = (RequestState.OPEN, RequestState.ACCEPTED, RequestState.SPOKEN)


@effect(KEPT, SAME, REFUSED, LATE)
def keep_for_number(world: World, call: Call, request_id: str, keyed: Given) -> str:
    """Keep the number of the one it is for, if the group can ring it. `same`: the phone that is rung anyway."""
    number = number_keyed(world, call, keyed)
    if number is None:
        return REFUSED
    request = world.store.request(call.group.slug, request_id)
    if request and request.number == number:
        return SAME
    apart = world.store.apart_from(replace(request, for_number=number)) if request else frozenset()
    return KEPT if world.store.keep_for_number(call.group.slug, request_id, number, apart) else LATE


@effect(FORGOTTEN, LATE)
def for_nobody_else(world: World, call: Call, request_id: str) -> str:
    """Keyed anew from the start, or no number that can be rung: it is for whoever asks."""
    return FORGOTTEN if world.store.keep_for_number(call.group.slug, request_id, None) else LATE


@effect(NOW, ENOUGH, BUSY, f"{UNTIL}_tomorrow-0900", OVER)
def about_to_ring_them(world: World, call: Call, request_id: str) -> str:
    """Whether their phone may ring now, and else from when. Both are held meanwhile, as for any talk.

    Busy: the line itself rings, or talks to, that phone just now. Over: the two are kept apart by now.
    """
    group, now = call.group, world.now()
    offer, placed = offer_and_request(world, call)
    request = world.store.request(group.slug, request_id)
    if request and offer.volunteer in request.apart:
        return OVER
    later = too_late(world, call)
    if later:
        return later
    phone = request.for_number.opaque if request and request.for_number else None
    if not dials(world, call, offer, placed, phone):
        return BUSY
    today, most = local_day(now, group.zone).isoformat(), group.policy.rings_back
    if phone and not world.store.count_ring(f"for-{phone}", by=call.mark, day=today, limit=most, now=now):
        has_dialled(world, call, phone)  # anybody can key anybody's number
        return ENOUGH
    return NOW


@effect("shopping_ongar_today", OVER)
def what_it_is(world: World, call: Call, request_id: str) -> str:
    """Need, area and time of what was asked for whoever has this phone: told once a key was pressed, to nobody else."""
    request = world.store.request(call.group.slug, request_id)
    return what_where_when(world, request) if request and _is_for(call, request) else OVER


@effect("shopping_ongar_today_blue-kettle", OVER, final=True)
def agree(world: World, call: Call, request_id: str) -> str:
    """The yes of the one it is for, on their own phone; the first time counts. They hear the two words, too."""
    now = world.now()

    def yes(seen: Request) -> Mapping[str, object] | None:
        if not _is_for(call, seen):
            return None
        return SO_ALREADY if seen.agreed_at else {"agreed_at": now}

    request, agreed = change(world, world.store.request(call.group.slug, request_id), yes)
    return f"{what_where_when(world, request)}_{request.words}" if request and agreed else OVER


@effect(DECLINED, OVER, final=True)
def decline(world: World, call: Call, request_id: str) -> str:
    """The no of the one it is for: cancelled at their word. A volunteer who waits on the line hears it first."""
    now = world.now()
    no = {"next_action_at": now + call.group.policy.deciding, "cancelled_at": now, "declined_at": now}
    request = world.store.request(call.group.slug, request_id)
    seen, declined = change(world, request, lambda seen: no if _is_for(call, seen) else None)
    return DECLINED if declined or (seen and seen.declined_at) else OVER


@effect(TALKED, AGREED, FOR_THEM, FIRST, DECLINED, GONE)
def what_they_said(world: World, call: Call, request_id: str, outcome: str) -> str:
    """What came of ringing the one it is for, as the volunteer may know it.

    They have talked; they said yes and did not come to the phone; neither, and what that means for the neighbour; they
    said no; or it is no longer needed, as when whoever asked has cancelled it meanwhile. Of these two the volunteer
    hears now, and so need not be rung about them.
    """
    now = world.now()

    def noted(seen: Request) -> Mapping[str, object]:
        if seen.cancelled_at:
            return {"next_action_at": now, "told": seen.told | {Reason.CANCELLED}}
        return {"talked_at": now} if outcome == JOINED else SO_ALREADY

    request, _ = change(world, world.store.request(call.group.slug, request_id), noted)
    if request is None or request.cancelled_at or request.state not in _STANDS:
        return DECLINED if request and request.declined_at else GONE
    if outcome == JOINED:
        return TALKED
    return AGREED if request.agreed_at else FIRST if request.waits_for_their_yes else FOR_THEM


def _is_for(call: Call, request: Request) -> bool:
    """Only the phone that it is for says yes or no to it."""
    return is_for(call, request) and request.state in _STANDS and not request.cancelled_at
