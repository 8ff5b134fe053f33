"""One of us is asked to ring somebody who does not pick up: when that is over, and as whom they are rung."""

from __future__ import annotations

from hotline.dispatch.ring import Line
from hotline.dispatch.telling import is_moot, is_to_a_resident
from hotline.groups import Group
from hotline.records import Reason, Request, RequestState, Volunteer
from hotline.world import World


def is_over(world: World, group: Group, task: Request) -> bool:
    """Tell whether it was heard, is not so any more, or is for a volunteer who has left, or wants no call at all."""
    if task.about is None:
        return False
    errand = world.store.request(task.group, task.about)
    if errand is None or errand.state is not RequestState.OPEN or errand.heard_at is not None:
        return True
    whose = _told_as_volunteer(world, errand)
    stopped = whose is not None and whose.stopped
    return stopped or is_moot(Line(world=world, group=group, now=world.now()), errand)


def rung_as_volunteer(world: World, task: Request) -> Volunteer | None:
    """The volunteer whom one of us is to ring as such, in their own hours. None: a resident, or another task."""
    if task.reason is not Reason.UNHEARD or task.about is None:
        return None
    errand = world.store.request(task.group, task.about)
    return _told_as_volunteer(world, errand) if errand else None


def _told_as_volunteer(world: World, errand: Request) -> Volunteer | None:
    if errand.number is None or is_to_a_resident(errand):
        return None
    return world.store.volunteer(errand.group, errand.number.opaque)
