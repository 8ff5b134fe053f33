"""One way for a key to change a request while others are at work on it: look, decide, write as seen, or look again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from hotline.dispatch.watch import look_at
from hotline.errors import Busy
from hotline.records import ENDED_REQUEST, Request
from hotline.world import World

Decide = Callable[[Request], Mapping[str, object] | None]
SO_ALREADY: Mapping[str, object] = {}
LOOKS = 20  # each look that was in vain means that another's write went through


def change(world: World, seen: Request | None, decide: Decide) -> tuple[Request | None, bool]:
    """Change a request by what `decide` makes of it: what `store.schedule` takes, but that a due time can be left out.

    `SO_ALREADY`: nothing has to be written. None: it is not to be changed, or not any more; nor is what has ended.
    Return the request as it was last seen, before the change, and whether it is now as was wanted. Raises Busy when
    others have changed the request each time: the caller hears `one moment`, and the webhook comes again.
    """
    for _ in range(LOOKS):
        if seen is None or seen.state in ENDED_REQUEST:
            return seen, False
        changes = decide(seen)
        if changes is None:
            return seen, False
        if not changes or _write(world, seen, changes):
            return seen, True
        seen = world.store.request(seen.group, seen.id)
    raise Busy("Too many are changing this request at once: nothing is lost, try again in a moment.")


def _write(world: World, seen: Request, changes: Mapping[str, Any]) -> bool:
    noted = {"next_action_at": seen.next_action_at or world.now(), **changes}
    return look_at(world, seen, noted.pop("next_action_at"), **noted)
