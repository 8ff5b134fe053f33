"""The same need asked twice from one phone: the same again, or two people's? Only that phone says so."""

from __future__ import annotations

from hotline.conversation.call import Call
from hotline.conversation.turns import effect
from hotline.dispatch.one_phone import may_be_one_wish
from hotline.effects.changing import LOOKS, change
from hotline.errors import Busy
from hotline.groups import Group
from hotline.records import Need, Repeat, Request
from hotline.rotation.pace import is_past
from hotline.world import World

NONE = "none"
MOST_AT_ONCE = 24  # rows that are cancelled in one transaction


@effect(NONE, Need.SHOPPING)
def asked_twice(world: World, call: Call) -> str:
    """A need that was asked more than once from this phone, and may be one wish; they have not said what it is."""
    return next((str(request.need) for request in _perhaps_the_same(_asked(world, call), call.group)), NONE)


@effect("kept", final=True)
def keep_both(world: World, call: Call, need: str) -> str:
    """Each is wanted: they are two people, or need it twice. It is not asked again, nor is a volunteer told."""
    for request in _same(_asked(world, call), need, call.group):
        change(world, request, lambda _: {"repeat": Repeat.APART})
    return "kept"


@effect("cancelled", final=True)
def one_is_enough(world: World, call: Call, need: str) -> str:
    """The same again: one stays, the others are cancelled and counted apart, in one transaction.

    What a neighbour has said yes to stays rather than what still waits, that rather than what nobody is asked for any
    more, and of two alike the one that was asked first.
    Done twice, even at once, it is done once: each is cancelled only as it was seen, beside one that stays.
    """
    now, group = world.now(), call.group
    for _ in range(LOOKS):
        asked = _asked(world, call)
        same = _same(asked, need, group)
        if not same:
            return "cancelled"
        others = [one for one in asked if may_be_one_wish(one, same[0], group) and one.repeat is not Repeat.MAYBE]
        stays = min(others or same, key=lambda one: (one.taken_by is None, is_past(one, group, now), one.age))
        doubles = [one for one in same if one.id != stays.id][:MOST_AT_ONCE]
        if world.store.keep_one(stays, doubles, now=now) and len(same) <= MOST_AT_ONCE:
            return "cancelled"
    raise Busy("Too many are changing these requests at once: nothing is lost, try again in a moment.")


def _asked(world: World, call: Call) -> list[Request]:
    """What was asked from this phone, said to the end, and is not over."""
    asked = world.store.requests_of_phone(call.group.slug, call.other_end) if call.other_end else []
    return [one for one in asked if one.reason is None and not one.cancelled_at]


def _same(asked: list[Request], need: str, group: Group) -> list[Request]:
    """Return those of this need that may be one wish with the first of them."""
    found = [request for request in _perhaps_the_same(asked, group) if request.need == need]
    return [request for request in found if may_be_one_wish(request, found[0], group)]


def _perhaps_the_same(asked: list[Request], group: Group) -> list[Request]:
    """Return what may be one wish said twice. What the one it is for has said yes to is for them to cancel."""
    marked = [one for one in asked if one.repeat is Repeat.MAYBE and not one.agreed_at]
    return [one for one in marked if any(may_be_one_wish(other, one, group) and other.id != one.id for other in asked)]
