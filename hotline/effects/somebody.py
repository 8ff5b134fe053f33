"""Whether there is a person to be told: the line promises a coordinator only where one can be rung in time."""

from __future__ import annotations

from hotline.conversation.call import Call
from hotline.conversation.turns import effect
from hotline.prompts.times import moment_of
from hotline.records import Need
from hotline.rotation.watch import can_be_told
from hotline.world import World

THERE, ALONE = "there", "alone"
_PAGE = 16  # coordinators looked at: a group has two or three


@effect(THERE, ALONE)
def is_there_a_person(world: World, call: Call, by: str) -> str:
    """Tell whether a coordinator's phone may ring in time for what is promised by then; empty: within a fortnight."""
    group, now = call.group, world.now()
    places = world.store.standing_first(group.slug, Need.PERSON, limit=_PAGE)
    found = world.store.volunteers_by_id(group.slug, [place.volunteer for place in places]) if places else {}
    until = moment_of(by, now, group.zone) if by else None
    return THERE if any(can_be_told(one, group, now, until) for one in found.values()) else ALONE
