"""Tell the group something: a recording for its next meeting."""

from __future__ import annotations

from hotline.conversation.call import Call
from hotline.conversation.turns import Given, effect
from hotline.hours import local_day
from hotline.world import World


@effect("kept", final=True)
def keep_for_meeting(world: World, call: Call, words: Given) -> str:
    """The recording's id and the day, and nothing of who said it: whoever shows a number may not even have it."""
    from hotline.store.meeting import Told  # with the store, half a second

    if words.secret:
        day = local_day(world.now(), call.group.zone)
        world.store.tell_meeting(call.group.slug, Told(day=day, recording=words.secret))
    return "kept"
