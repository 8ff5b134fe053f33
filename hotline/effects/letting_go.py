"""Whoever stops, rests or leaves lets go of what they can no longer be rung about: stored here, and told on that call.

The store makes it due as it changes the volunteer, and the dispatcher hands it on (`rotation.watch.may_keep`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline.conversation.call import Call
from hotline.effects.standing import OVER
from hotline.rotation.watch import let_go
from hotline.world import World

if TYPE_CHECKING:
    from hotline.store.volunteers import VolunteerChanges

KEPT, HANDED_ON = "kept", "handed-on"


def change_and_let_go(world: World, call: Call, volunteer_id: str, changes: VolunteerChanges) -> str:
    """Change a volunteer. Tell whether something that they hold goes to somebody else; OVER: they have left."""
    volunteer = world.store.change_volunteer(call.group.slug, volunteer_id, **changes)
    if volunteer is None:
        return OVER
    held = world.store.requests_held_by(call.group.slug, volunteer_id)
    return HANDED_ON if let_go(held, volunteer, call.group, world.now()) else KEPT
