"""Whether there is a person to be told: the line promises a coordinator only where one can be rung."""

from __future__ import annotations

from hotline.conversation.call import Call
from hotline.conversation.turns import effect
from hotline.records import Need
from hotline.rotation.phone import may_ring_from
from hotline.world import World

THERE, ALONE = "there", "alone"
_PAGE = 16  # coordinators looked at: a group has two or three


@effect(THERE, ALONE)
def is_there_a_person(world: World, call: Call) -> str:
    """Tell whether the group has a coordinator whose phone may ring within a fortnight."""
    group, now = call.group, world.now()
    places = world.store.standing_first(group.slug, Need.PERSON, limit=_PAGE)
    found = world.store.volunteers_by_id(group.slug, [place.volunteer for place in places]) if places else {}
    can_be_told = any(may_ring_from(one, group, now) is not None for one in found.values())
    return THERE if can_be_told else ALONE
