"""The same need asked twice from one phone: the same again, or two people's? Only that phone says so."""

from __future__ import annotations

from hotline.conversation.call import Call
from hotline.conversation.turns import effect
from hotline.effects.changing import LOOKS, change
from hotline.errors import Busy
from hotline.records import Need, Repeat, Request
from hotline.world import World

NONE = "none"
MOST_AT_ONCE = 24  # rows that are cancelled in one transaction


@effect(NONE, Need.SHOPPING)
def asked_twice(world: World, call: Call) -> str:
    """A need that was asked more than once from this phone, for the same one; they have not said what it is."""
    return next((str(request.need) for request in _perhaps_the_same(_asked(world, call))), NONE)


@effect("kept", final=True)
def keep_both(world: World, call: Call, need: str) -> str:
    """Each is wanted: they are two people, or need it twice. It is not asked again, nor is a volunteer told."""
    for request in _same(_asked(world, call), need):
        change(world, request, lambda _: {"repeat": Repeat.APART})
    return "kept"


@effect("cancelled", final=True)
def one_is_enough(world: World, call: Call, need: str) -> str:
    """The same again: one stays, the others are cancelled and counted apart, in one transaction.

    What a neighbour has said yes to stays rather than what still waits, and of two alike the one that was asked first.
    Done twice, even at once, it is done once: each is cancelled only as it was seen, beside one that stays.
    """
    for _ in range(LOOKS):
        asked = _asked(world, call)
        same = _same(asked, need)
        if not same:
            return "cancelled"
        others = [one for one in asked if _is_like(one, same[0]) and one.repeat is not Repeat.MAYBE]
        in_order = sorted(others or same, key=lambda request: (request.taken_by is None, request.made_at, request.id))
        stays, now = in_order[0], world.now()
        doubles = [one for one in same if one.id != stays.id][:MOST_AT_ONCE]
        if world.store.keep_one(stays, doubles, now=now) and len(same) <= MOST_AT_ONCE:
            return "cancelled"
    raise Busy("Too many are changing these requests at once: nothing is lost, try again in a moment.")


def _asked(world: World, call: Call) -> list[Request]:
    """What was asked from this phone, said to the end, and is not over."""
    asked = world.store.requests_of_phone(call.group.slug, call.other_end) if call.other_end else []
    return [one for one in asked if one.reason is None and not one.cancelled_at]


def _same(asked: list[Request], need: str) -> list[Request]:
    """Return those of this need, all for the same one as the first of them."""
    found = [request for request in _perhaps_the_same(asked) if request.need == need]
    return [request for request in found if _is_like(request, found[0])]


def _perhaps_the_same(asked: list[Request]) -> list[Request]:
    """Return what may be one wish said twice. What the one it is for has said yes to is for them to cancel."""
    marked = [one for one in asked if one.repeat is Repeat.MAYBE and not one.agreed_at]
    return [one for one in marked if any(_is_like(other, one) and other.id != one.id for other in asked)]


def _is_like(one: Request, *other: Request) -> bool:
    return any((one.need, one.for_number) == (each.need, each.for_number) for each in other)
