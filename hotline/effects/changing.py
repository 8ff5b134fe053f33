"""One way for a key to change a request while others are at work on it: look, decide, write as seen, or look again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from hotline.records import ENDED_REQUEST, Request
from hotline.world import World

Decide = Callable[[Request], Mapping[str, object] | None]
SO_ALREADY: Mapping[str, object] = {}


def change(world: World, seen: Request | None, decide: Decide) -> tuple[Request | None, bool]:
    """Change a request by what `decide` makes of it: what `store.schedule` takes, but that a due time can be left out.

    `SO_ALREADY`: nothing has to be written. None: it is not to be changed, or not any more; nor is what has ended.
    Returns the request as it was last seen, before the change, and whether it is now as was wanted.
    """
    while seen and seen.state not in ENDED_REQUEST:
        changes = decide(seen)
        if changes is None:
            break
        if not changes or _write(world, seen, changes):
            return seen, True
        seen = world.store.request(seen.group, seen.id)
    return seen, False


def _write(world: World, seen: Request, changes: Mapping[str, Any]) -> bool:
    due = {"next_action_at": seen.next_action_at or world.now()}
    return world.store.schedule(seen, **{**due, **changes})
