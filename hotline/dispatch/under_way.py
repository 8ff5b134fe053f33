"""How many calls the whole line has under way, where its account may have only a few at once (`[line] at_once`).

One is kept free for whoever phones in: no phone is rung with the last one. Where the settings say nothing, all of this
does nothing. A talk is two calls: the second leg of a call has a name of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from hotline.groups import Group
from hotline.world import World

KEPT_FREE = 1
_LASTS = timedelta(minutes=15)  # what a call counts for, unless more is heard of it
_SOON = timedelta(minutes=5)


def most_calls(group: Group) -> int | None:
    """Return how many calls there may be when a phone is rung, that ring left out. None: as many as there are."""
    return None if group.at_once is None else group.at_once - KEPT_FREE


def leg_of(call: str) -> str:
    """Return the name of the other phone that a call has dialled."""
    return f"{call}-leg"


def goes_on(world: World, group: Group, call: str, *, until: datetime | None = None, dials: bool = False) -> None:
    """Count this call until then, or for some minutes more; with `dials`, count the leg that it dials too."""
    if group.at_once is None:
        return
    now = world.now()
    names = (call, leg_of(call)) if dials else (call,)
    if until:
        world.store.count_call(*names, now=now, until=until)
    else:
        world.store.count_call(*names, now=now, until=now + _LASTS, unless=now + _SOON)


def is_over(world: World, group: Group, *call: str | None) -> None:
    """Count this call no more, by any of its names, nor the leg that it had dialled: it is certainly over."""
    names = tuple(name for name in call if name)
    _end(world, group, *names, *map(leg_of, names), told=names)


def counts_no_more(world: World, group: Group, *call: str | None) -> None:
    """Count this call no more, though its end is not certain: it counts again as soon as more is heard of it."""
    names = [name for name in call if name]
    _end(world, group, *names, *map(leg_of, names))


def leg_is_over(world: World, group: Group, call: str) -> None:
    """Count the dialled leg no more. The call that dialled it is a talk no more, and counts as any call."""
    _end(world, group, leg_of(call), at_most={call: world.now() + _LASTS})


def may_ring_beside(world: World, group: Group, *call: str) -> bool:
    """Tell whether a phone could be rung now while this call, by any of its names, waits, and one be kept free."""
    most = most_calls(group)
    return most is None or _beside(world, *call) + 1 < most


def may_dial(world: World, group: Group, call: str, *, uncounted: int = 0) -> bool:
    """Tell whether this call can dial another phone now: a talk may take the last call there is.

    `uncounted`: so many more may be under way, as of those who hear the greeting.
    """
    return group.at_once is None or _beside(world, call) + uncounted + 1 < group.at_once


def _end(
    world: World, group: Group, *names: str, told: tuple[str, ...] = (), at_most: Mapping[str, datetime] | None = None
) -> None:
    """What waits for a call to be free is looked at now: it need not wait for the clock."""
    if group.at_once is None:
        return
    for slug, request in world.store.end_calls(*names, now=world.now(), told=told, at_most=at_most):
        world.store.wake(slug, request, now=world.now())


def _beside(world: World, *call: str) -> int:
    return len(world.store.calls_under_way(now=world.now()).difference(call, map(leg_of, call)))
