"""Being remembered: by one key on a call that we have placed, for so long; then the same as last time takes two keys.

To whoever phones in it makes no difference that can be heard: everybody is offered `as last time`, and hears the same.
"""

from __future__ import annotations

from hotline.conversation.call import Call
from hotline.conversation.turns import effect
from hotline.effects.logging import LATE, anybody_for, note_down
from hotline.effects.news import is_for
from hotline.effects.offered import ANYWHERE
from hotline.effects.placed import errand_of
from hotline.records import Need, Remembered, Request, When
from hotline.world import World

YES, NO = "yes", "no"
SHOWN, KEYED = "shown", "keyed"  # the number to ring is that of the phone, or it may be another


@effect("kept", final=True)
def remember(world: World, call: Call, request_id: str) -> str:
    """Need, area and day of this request (empty: of the one that this call is about), by the phone that was rung."""
    request = _request(world, call, request_id)
    if request and call.other_end:
        until = world.now() + call.group.policy.remember_for
        what = Remembered(area=request.area, when=request.when, until=until)
        world.store.remember(call.group.slug, call.other_end.opaque, request.need, what)
    return "kept"


@effect(YES, NO)
def is_their_own(world: World, call: Call, request_id: str) -> str:
    """Whether this request (empty: the one that this call is about) was asked for whoever has the phone that was rung.

    What was asked for somebody else is not remembered: `as last time` asks for whoever phones.
    """
    request = _request(world, call, request_id)
    return NO if request and request.for_number and not is_for(call, request) else YES


@effect(YES, NO)
def is_remembered(world: World, call: Call) -> str:
    """Asked only on a call that was placed to this phone."""
    held = world.store.remembered(call.group.slug, call.other_end.opaque, world.now()) if call.other_end else {}
    return YES if held else NO


@effect("forgotten", final=True)
def forget(world: World, call: Call) -> str:
    """A stranger again."""
    if call.other_end:
        world.store.forget(call.group.slug, call.other_end.opaque, now=world.now())
    return "forgotten"


@effect("1300_blue-kettle_somebody", "1300_blue-kettle_nobody", LATE)
def write_down_as_last(world: World, call: Call, request_id: str, need: str, number: str) -> str:
    """The same as last time, if this phone is remembered for this need; else anywhere, and today.

    What recurs comes by itself: of what was wanted every week one more is asked for, in the next few days.
    What it tells is the same in either case, since the number that is shown may be forged (fault 31). What is for
    another number than the phone shows is nobody's last time; the request is read only where one may have been keyed.
    """
    phone = call.other_end
    if number == KEYED:
        asked = world.store.request(call.group.slug, request_id)
        phone = phone if asked and asked.number == phone else None
    held = world.store.remembered(call.group.slug, phone.opaque, world.now()) if phone else {}
    last = held.get(Need(need))
    area, when = (last.area or ANYWHERE, last.when) if last else (ANYWHERE, When.TODAY)
    when = When.SOON if when is When.WEEKLY else when
    there = area if area in call.group.areas else ANYWHERE  # the group may have given it up
    told = note_down(world, call, request_id, there, when)
    return LATE if told == LATE else f"{told}_{anybody_for(world, call, Need(need))}"


def _request(world: World, call: Call, request_id: str) -> Request | None:
    return world.store.request(call.group.slug, request_id) if request_id else errand_of(world, call)
