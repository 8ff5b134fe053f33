"""Finding a person for somebody who waits on the line: coordinators, one after the other."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hotline.conversation.call import Call
from hotline.conversation.turns import effect
from hotline.dispatch.drafts import open_draft
from hotline.dispatch.items import never_asked
from hotline.dispatch.one_of_us import coordinators
from hotline.dispatch.request_end import end_request
from hotline.effects.logging import call_id, draft, keep
from hotline.effects.placed import placed_for
from hotline.records import ABOUT_WHAT_IS_THEIRS, AT_WISH, Need, Reason, RequestState
from hotline.rotation.eligibility import Asking, why_not
from hotline.world import World

NOBODY = "nobody"
MOST_PHONES = 3  # coordinators tried while somebody waits


@effect("request-p_ring", "request-p_ask")
def ask_for_person(world: World, call: Call, reason: str, of: str, against: str = "") -> str:
    """Keep, as a draft, that a person is wanted: if none can be found now, one rings back.

    Never the volunteer `against` whom they would speak, nor anybody who is not to be put together with that phone.
    """
    rung = placed_for(world, call) if call.about != "-" else None
    about = rung[1].id if rung else of or None
    if rung:  # a volunteer whom we rang: they may talk for longer than anyone takes to decide
        world.store.hold_phone(*rung, until=world.now() + call.group.policy.longest_talk)
        if rung[0].kind in ABOUT_WHAT_IS_THEIRS:
            world.store.human_there(rung[0])
    item = draft(world, call, item_of(call), Need.PERSON, reason=Reason(reason), about=about)
    worried_about = world.store.request(call.group.slug, of) if of else None
    never = frozenset({against} if against else ()) | world.store.kept_from(*{call.other_end, item.number})
    item = replace(item, apart=never_asked(Reason(reason), worried_about) | never)
    kept = keep(world, call, item)
    _withdraw_others(world, call, item.id)
    return kept


@effect("volunteer", NOBODY)
def next_coordinator(world: World, call: Call, tried: tuple[str, ...]) -> str:
    """Return the coordinator to ring now, whose phone is then locked; the phones of those `tried` are free again.

    Not in their turn, since somebody is waiting: rest and cap do not count, all else does. Whose phone rings or talks
    for us is passed over. Who is first differs from call to call, so that it is shared.
    """
    for before in tried:
        world.store.unlock_phone(before, by=_live(item_of(call)))
    ring = call.group.policy.longest_ring + call.group.policy.decide_within
    free = (
        who
        for who in _who_can_pick_up(world, call)
        if who not in tried and (_in_use(world, who, item_of(call), ring) or _is_rung_back(world, call, who))
    )
    return next(free, NOBODY) if len(tried) < MOST_PHONES else NOBODY


def _who_can_pick_up(world: World, call: Call) -> list[str]:
    """Return the coordinators who may be asked to pick up now, in this call's own order.

    The phone that a caller shows is rung like any other: passed over, it would tell who forges it that it is a
    coordinator's (fault 31). The phone that we have rung is not.
    """
    wish = world.store.request(call.group.slug, item_of(call))
    if wish is None:
        return []
    wish = wish if call.about != "-" else replace(wish, number=None)
    ours = coordinators(world, call.group.slug)
    there = sorted(one.id for one in ours if why_not(one, wish, call.group, world.now(), how=Asking.LIVE) is None)
    first = sum(call.sid.encode()) % len(there) if there else 0
    return there[first:] + there[:first]


def _is_rung_back(world: World, call: Call, who: str) -> bool:
    """The phone that this caller shows rings, since whoever shows it has just asked to be rung straight back.

    It is dialled all the same, and is engaged, as the same wish rings a phone that is no coordinator's (fault 31).
    """
    if call.about != "-" or call.other_end is None or call.other_end.opaque != who:
        return False
    rings = world.store.rings_for(who)
    offer = world.store.offer(call.group.slug, rings) if rings else None
    wish = world.store.request(call.group.slug, offer.request) if offer and offer.answered_at is None else None
    return wish is not None and wish.reason in AT_WISH


@effect("taken")
def take_caller(world: World, call: Call) -> str:
    """A coordinator takes the waiting caller: it is theirs, and they are asked about it if it comes to nothing."""
    item = world.store.request(call.group.slug, call.about)
    if item and call.other_end:
        if item.state == RequestState.DRAFT:
            open_draft(world, item)
        who = call.other_end.opaque
        _in_use(world, who, item.id, call.group.policy.longest_talk)
        world.store.accept(item.group, item.id, offer=_live(item.id), volunteer=who, now=world.now())
    return "taken"


@effect("found")
def person_found(world: World, call: Call, item: str) -> str:
    """They have been joined: nothing is left to do."""
    kept = world.store.request(call.group.slug, item)
    if kept and kept.taken_by:
        world.store.unlock_phone(kept.taken_by, by=_live(item))
    end_request(world, call.group.slug, item, state=RequestState.DONE)
    return "found"


def item_of(call: Call) -> str:
    """The id of the wish for a person of this call."""
    return f"{call_id(call)}-p"


def _live(item: str) -> str:
    """What stands, for a coordinator who was found live, where the offer stands for one who was asked in turn."""
    return f"{item}-live"


def _withdraw_others(world: World, call: Call, item: str) -> None:
    """Who looked for something else and now asks for a person has one wish. One that has gone out stands."""
    for kept in world.store.requests_of_call(call.group.slug, call_id(call)):
        if kept.state is RequestState.DRAFT and kept.reason is Reason.ASKED and kept.id != item:
            _ = world.store.withdraw_draft(kept.group, kept.id)


def _in_use(world: World, volunteer: str, item: str, longest: timedelta) -> bool:
    """The dispatcher rings this phone for nothing else (promise 2). False: it rings or talks for something already."""
    return world.store.lock_phone(volunteer, by=_live(item), now=world.now(), until=world.now() + longest)
