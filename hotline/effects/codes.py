"""Codes for those without a phone of their own: one is made for a request, and is what they phone back with.

Whoever keys a right one holds it in their hand, which a forged caller ID does not (promise 7). Guessing is bounded, by
the group and by the phone that is shown: beyond that every code leads to a person, the right ones too.
"""

from __future__ import annotations

from hotline.codes import derive, mark
from hotline.conversation.call import Call
from hotline.conversation.turns import Given, effect
from hotline.dispatch.request_end import end_request
from hotline.effects.dialling import BUSY, NEVER, UNTIL, held_by, not_before
from hotline.effects.logging import call_id
from hotline.groups import Group
from hotline.records import Reason, Request, RequestState
from hotline.world import World

NONE, WRONG, PERSON = "none", "wrong", "person"
OVER = "over"
_MOST_MADE = 5  # two fall on the same one in a million: five times in a row, something is broken


@effect("0", "1", NONE)
def make_code(world: World, call: Call, request_id: str) -> str:
    """A code for this request. Tells only which derivation it is: the digits are found while they are said."""
    now, secret = world.now(), next(iter(world.secrets), "")
    until = now + call.group.policy.code_kept
    for attempt in range(_MOST_MADE if secret else 0):
        its = mark(secret, call.group.slug, derive(secret, request_id, attempt))
        if world.store.keep_code(call.group.slug, request_id, mark=its, now=now, until=until):
            return str(attempt)
    return NONE


@effect("request-1", WRONG, PERSON)
def open_with_code(world: World, call: Call, keyed: Given) -> str:
    """The request that this code is for. Counted first and looked at then, so that many at once are no more tries.

    A webhook that comes twice is one try.
    """
    group, hour = call.group.slug, f"{world.now():%Y-%m-%dT%H}"
    bounds = _bounds(call)
    for whose, limit in bounds.items():
        if not world.store.count_code(group, whose, by=call.mark, hour=hour, limit=limit, now=world.now()):
            return PERSON
    request = _found(world, call.group, keyed.secret or "")
    if request is None:
        return WRONG
    for whose in bounds:
        world.store.uncount_code(group, whose, by=call.mark, hour=hour)
    _ring_nobody_back(world, call)
    return request.id


@effect("volunteer-1", OVER, BUSY, NEVER, f"{UNTIL}_tomorrow-0900")
def who_can_be_rung(world: World, call: Call, request_id: str) -> str:
    """The volunteer to be put through to, whose phone then rings for nothing else; or from when it may ring."""
    held, now = held_by(world, call.group.slug, request_id), world.now()
    if held is None:
        return OVER
    _, holder = held
    later = not_before(holder, call.group, now)
    if later:
        return later
    until = now + call.group.policy.longest_talk
    free = world.store.lock_phone(holder.id, by=_lock(call), now=now, until=until)
    return holder.id if free else BUSY


@effect("talked", final=True)
def have_talked(world: World, call: Call, request_id: str, volunteer: str, outcome: str) -> str:
    """The volunteer's phone is free again; joined, the two have spoken, and it is asked whether it is done."""
    world.store.unlock_phone(volunteer, by=_lock(call))
    if outcome == "joined":
        now, group = world.now(), call.group.slug
        world.store.mark_joined(group, request_id, volunteer=volunteer, now=now)
        world.store.mark_spoken(group, request_id, volunteer=volunteer, now=now, ring_after=False, next_action_at=now)
    return "talked"


def _found(world: World, group: Group, code: str) -> Request | None:
    """By the newest secret or, while Twilio's token is being rotated, by the one before (fault 30)."""
    now, until = world.now(), world.now() + group.policy.code_kept
    marks = (mark(secret, group.slug, code) for secret in world.secrets)
    found = (world.store.request_of_code(group.slug, its, now=now, until=until) for its in marks)
    return next(filter(None, found), None)


def _bounds(call: Call) -> dict[str, int]:
    """Whose wrong codes are counted, and how many there may be in an hour."""
    policy = call.group.policy
    shown = {call.other_end.opaque: policy.wrong_codes_of_phone} if call.other_end else {}
    return {**shown, "all": policy.wrong_codes}


def _ring_nobody_back(world: World, call: Call) -> None:
    """They hear it on this call: whoever's phone they borrow is not rung about what was asked from there."""
    group, wish = call.group.slug, f"{call_id(call)}-b"
    waits = world.store.request(group, wish)
    if waits and waits.state is RequestState.DRAFT and waits.reason is Reason.BACK:
        end_request(world, group, wish, state=RequestState.DONE)


def _lock(call: Call) -> str:
    """What stands, for a volunteer whom a code has rung, where the offer stands for one who was asked."""
    return f"{call_id(call)}-code"
