"""The same need asked twice from one phone: the same again, or two people's? Only that phone says so."""

from __future__ import annotations

from hotline.conversation.call import Call
from hotline.conversation.turns import effect
from hotline.effects.changing import change
from hotline.records import Need, Repeat, Request
from hotline.world import World

NONE = "none"


@effect(NONE, Need.SHOPPING)
def asked_twice(world: World, call: Call) -> str:
    """A need that was asked more than once from this phone, for the same one; they have not said what it is."""
    return next((str(request.need) for request in _perhaps_the_same(world, call)), NONE)


@effect("kept")
def keep_both(world: World, call: Call, need: str) -> str:
    """Each is wanted: they are two people, or need it twice. It is not asked again, nor is a volunteer told."""
    for request in _same(world, call, need):
        change(world, request, lambda _: {"repeat": Repeat.APART})
    return "kept"


@effect("cancelled")
def one_is_enough(world: World, call: Call, need: str) -> str:
    """The same again: one stays, the others are cancelled and counted apart.

    What a neighbour has said yes to stays rather than what still waits, and of two alike the one that was asked first.
    """
    same = _same(world, call, need)
    others_stay = any(one.repeat is not Repeat.MAYBE for one in _asked(world, call) if _is_like(one, *same[:1]))
    in_order = sorted(same, key=lambda request: (request.taken_by is None, request.made_at, request.id))
    now = world.now()
    double = {"next_action_at": now, "cancelled_at": now, "repeat": Repeat.DOUBLE}
    stays = [] if others_stay else in_order[:1]
    for request in in_order[len(stays) :]:
        change(world, request, lambda _: double)
    for request in stays:
        change(world, request, lambda _: {"repeat": Repeat.APART})
    return "cancelled"


def _asked(world: World, call: Call) -> list[Request]:
    """What was asked from this phone, said to the end, and is not over."""
    asked = world.store.requests_of_phone(call.group.slug, call.other_end) if call.other_end else []
    return [one for one in asked if one.reason is None and not one.cancelled_at]


def _same(world: World, call: Call, need: str) -> list[Request]:
    """Those of this need, all for the same one as the first of them."""
    found = [request for request in _perhaps_the_same(world, call) if request.need == need]
    return [request for request in found if _is_like(request, found[0])]


def _perhaps_the_same(world: World, call: Call) -> list[Request]:
    """What may be one wish said twice. What the one it is for has said yes to is for them to cancel."""
    asked = _asked(world, call)
    marked = [one for one in asked if one.repeat is Repeat.MAYBE and not one.agreed_at]
    return [one for one in marked if any(_is_like(other, one) and other.id != one.id for other in asked)]


def _is_like(one: Request, *other: Request) -> bool:
    return any((one.need, one.for_number) == (each.need, each.for_number) for each in other)
