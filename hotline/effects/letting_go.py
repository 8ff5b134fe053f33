"""Whoever stops, rests or changes their hours gives back what they can no longer be rung about, and hears so at once.

Which that is, is decided by `rotation.watch`. By a command it is the dispatcher that hands it on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline.conversation.call import Call
from hotline.effects.standing import OVER
from hotline.records import HELD
from hotline.rotation.eligibility import may_have
from hotline.rotation.refusal import for_today
from hotline.rotation.watch import let_go
from hotline.world import World

if TYPE_CHECKING:
    from hotline.store.volunteers import VolunteerChanges

KEPT, HANDED_ON = "kept", "handed-on"
STILL_THEIRS = "still-theirs"


def change_and_let_go(world: World, call: Call, volunteer_id: str, changes: VolunteerChanges) -> str:
    """Change a volunteer, and hand back what they may not keep. Tell whether that is anything; OVER: they have left.

    A webhook that comes twice finds nothing left to hand back: what the first one did is noted, and told again.
    """
    group, now = call.group.slug, world.now()
    held = world.store.requests_held_by(group, volunteer_id)
    volunteer = world.store.change_volunteer(group, volunteer_id, **changes)
    if volunteer is None:
        return OVER
    gone = let_go(held, volunteer, call.group, now)
    if gone and world.store.change_volunteer(group, volunteer_id, let_go_on=call.mark) is None:
        return OVER
    for request in gone:
        world.store.hand_back(group, request.id, volunteer=volunteer_id, now=now, no=for_today(call.group, now))
    return HANDED_ON if gone or volunteer.let_go_on == call.mark else KEPT


def change_what_they_do(world: World, call: Call, volunteer_id: str, changes: VolunteerChanges) -> str:
    """Change what a volunteer is asked for from now on. Tell whether they hold anything else, which stays theirs."""
    volunteer = world.store.change_volunteer(call.group.slug, volunteer_id, **changes)
    if volunteer is None:
        return OVER
    held = world.store.requests_held_by(call.group.slug, volunteer_id)
    theirs = (request for request in held if request.state in HELD and not request.cancelled_at)
    return KEPT if all(may_have(volunteer, request, call.group) for request in theirs) else STILL_THEIRS
