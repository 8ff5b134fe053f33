"""Something is wrong with the line itself: the coordinators are told by phone, in their turn, like of anything else."""

from __future__ import annotations

import logging

from hotline.dispatch.advance import advance
from hotline.dispatch.items import item
from hotline.groups import Group
from hotline.records import Reason
from hotline.rotation.phone import phones_ring_from
from hotline.world import World

log = logging.getLogger(__name__)


def tell_coordinators(world: World, alarm: str) -> None:
    """Ask one coordinator of each group to hear of this alarm: once an hour, and once for all the night's.

    The first phone is rung from here: what is broken may be the stream, or the clock. A group that fails does not keep
    the others from being told; the failure is raised at the end, so that AWS gives the alarm again.
    """
    failed: Exception | None = None
    for group in world.groups.values():
        try:
            _tell(world, group, alarm)
        except Exception as why:
            log.exception("the coordinators of %s could not be told of an alarm", group.slug)
            failed = why
    if failed:
        raise failed


def _tell(world: World, group: Group, alarm: str) -> None:
    when_rung = phones_ring_from(group, world.now())
    told = item(world, group.slug, Reason.ALARM, name=f"{group.slug} {alarm} {when_rung:%Y-%m-%dT%H}")
    if world.store.add_item(told):
        advance(world, group.slug, told.id)
