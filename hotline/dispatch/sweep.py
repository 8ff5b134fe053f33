"""The clock's minute: advance everything whose moment has come, one group after the other and round again."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from hotline.dispatch.advance import try_to_advance
from hotline.errors import Busy
from hotline.world import World

log = logging.getLogger(__name__)

_AT_ONCE = 10  # requests of one group, before the next group has its turn


def sweep(world: World) -> int:
    """Advance all that is due, in every group. Return how many requests were looked at.

    The groups take turns, so that none waits until another is through; a group or a request that fails is left to the
    next minute, and stops no other. After three quarters of a minute no more is begun: the next sweep goes on. Where no
    group at all could be read, it raises why: the clock has failed, and its alarm sounds.
    """
    now = world.now()
    until = now + min(group.policy.sweep for group in world.groups.values()) * 3 / 4
    turns = {group: _due(world, group, now) for group in world.groups}
    swept = 0
    failed: dict[str, Exception] = {}
    while turns:
        for group in tuple(turns):
            some = _next_of(turns[group], group, failed)
            if not some:
                del turns[group]
            for request_id in some:
                if world.now() > until:
                    return swept
                _advance(world, group, request_id)
                swept += 1
    if not swept and failed and failed.keys() == set(world.groups):
        raise next(iter(failed.values()))
    return swept


def _due(world: World, group: str, now: datetime) -> Iterator[str]:
    """Each request once, also where it moves on in the index while that is read."""
    seen: set[str] = set()
    for request_id in world.store.due(group, now):
        if request_id not in seen:
            seen.add(request_id)
            yield request_id


def _next_of(due: Iterator[str], group: str, failed: dict[str, Exception]) -> list[str]:
    try:
        return list(islice(due, _AT_ONCE))
    except Exception as why:
        failed[group] = why
        log.exception("what is due in the group %s could not be read: the next sweep reads it", group)
        return []


def _advance(world: World, group: str, request_id: str) -> None:
    try:
        try_to_advance(world, group, request_id)
    except Busy:
        log.warning("the database is busy: a request stays due")
    except Exception:
        log.exception("request %s could be neither advanced nor put off: it stays due", request_id)
