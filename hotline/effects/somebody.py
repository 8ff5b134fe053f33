"""Whether there is a person to be told: the line promises a coordinator only where one can be rung in time."""

from __future__ import annotations

from datetime import datetime

from hotline.conversation.call import Call
from hotline.conversation.turns import effect
from hotline.dispatch.items import item
from hotline.dispatch.one_of_us import can_one_of_us, those_of_us
from hotline.effects.placed import placed_for
from hotline.prompts.times import moment_of
from hotline.records import Reason, Request
from hotline.world import World

THERE, ONE, ALONE = "there", "one", "alone"


@effect(THERE, ONE, ALONE)
def is_there_a_person(world: World, call: Call, by: str) -> str:
    """Tell whether coordinators' phones may ring in time for what is promised by then; empty: soon.

    Soon is as soon as an ordinary promise is kept: who hears that a person rings does not wait for days.

    Whose number is shown or keyed makes no difference: it may be forged, and whoever does so would learn that it is a
    coordinator's (fault 31). So the only `one` may be the caller, or kept apart from them, and no ring is certain.
    """
    there = len(those_of_us(world, call.group, by=_moment(world, call, by), soon=not by))
    return ALONE if not there else ONE if there == 1 else THERE


@effect(THERE, ALONE)
def is_there_a_person_for(world: World, call: Call, request: str, by: str) -> str:
    """Tell the same of a request whose resident is certain: they were rung, or have keyed a code.

    Empty: the request for which this call was placed, or which its task is about.
    """
    about = world.store.request(call.group.slug, request) if request else _placed_for(world, call)
    if about is None:
        return ALONE
    task = item(world, about.group, Reason.PROMISE, name=about.id, about=about)
    in_time = can_one_of_us(world, call.group, task, by=_moment(world, call, by), soon=not by)
    return THERE if in_time else ALONE


def _placed_for(world: World, call: Call) -> Request | None:
    placed = placed_for(world, call)
    if placed and placed[1].about:
        return world.store.request(call.group.slug, placed[1].about)
    return placed[1] if placed else None


def _moment(world: World, call: Call, by: str) -> datetime | None:
    return moment_of(by, world.now(), call.group.zone) if by else None
