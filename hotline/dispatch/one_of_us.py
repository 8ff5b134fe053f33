"""The one answer to whether one of us can do a task: some coordinator may be asked for it, and may be rung."""

from __future__ import annotations

from datetime import datetime

from hotline.groups import Group
from hotline.records import Need, Request, Volunteer
from hotline.rotation.eligibility import may_have
from hotline.rotation.watch import can_be_rung_soon, can_be_told
from hotline.world import World

_PAGE = 16  # coordinators looked at: a group has two or three


def can_one_of_us(world: World, group: Group, task: Request, *, by: datetime | None = None, soon: bool = False) -> bool:
    """Tell whether a coordinator may be asked to do this, in time for what is promised by then (None: a fortnight).

    `soon`: within the time of an ordinary promise. Nobody rings themselves, nor whoever they are not to be put together
    with.
    """
    return any(may_have(one, task, group) for one in those_of_us(world, group, by=by, soon=soon))


def those_of_us(world: World, group: Group, *, by: datetime | None = None, soon: bool = False) -> list[Volunteer]:
    """Return the coordinators whose phones may ring in time, whoever it is about."""
    now, ours = world.now(), coordinators(world, group.slug)
    if soon:
        return [one for one in ours if can_be_rung_soon(one, group, now)]
    return [one for one in ours if can_be_told(one, group, now, by)]


def coordinators(world: World, group: str) -> list[Volunteer]:
    """Return the coordinators of a group who have not stopped, whether or not they may be rung."""
    places = world.store.standing_first(group, Need.PERSON, limit=_PAGE)
    found = world.store.volunteers_by_id(group, [place.volunteer for place in places]) if places else {}
    return list(found.values())
