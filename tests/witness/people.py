"""The people of a group, as its rows have them: coordinators who can be rung, and neighbours who help."""

from __future__ import annotations

from datetime import datetime, timedelta

from infra.local.exchange.states import Direction
from tests.witness.heard import Heard, need_names
from tests.witness.rows import flag, is_need, members, moment, rests_until, text
from tests.witness.settings import Settings
from tests.year.expressions import Row

_FORTNIGHT = timedelta(days=14)
_STEP = timedelta(minutes=5)


def a_coordinator_can_be_rung(heard: Heard) -> bool:
    """Say whether some coordinator's phone may ring within a fortnight."""
    now = heard.scene.now
    return _a_coordinator_may_ring(heard, now, now + _FORTNIGHT)


def no_coordinator_can_be_rung(heard: Heard) -> bool:
    return not a_coordinator_can_be_rung(heard)


def no_coordinator_rings_soon(heard: Heard) -> bool:
    """Say whether no coordinator's phone may ring within the time of an ordinary promise."""
    return not _a_coordinator_may_ring(heard, heard.scene.now, _soon(heard))


def none_of_us_can_ring_them(heard: Heard) -> bool:
    """Say whether no coordinator's phone may ring about whoever hears this, within the time of an ordinary promise.

    On a call that we placed it is known whose phone it is: nobody rings themselves, nor whom they are kept apart from.
    """
    now, scene = heard.scene.now, heard.scene
    if heard.call.direction is Direction.INBOUND:
        return no_coordinator_rings_soon(heard)
    waits = [row for row in scene.unfinished() if text(row, "number") == heard.number and not is_need(row)]
    others = (row for row in _volunteers(heard) if flag(row, "coordinator") and text(row, "number") != heard.number)
    kept = frozenset.intersection(*(members(each, "apart") for each in waits)) if waits else frozenset()
    free = (row for row in others if text(row, "id") not in kept)
    return not any(_may_ring(row, heard.group, now, _soon(heard)) for row in free)


def a_coordinator_rings_in_time(heard: Heard) -> bool:
    """Say whether some coordinator's phone may ring before the time that is said."""
    now = heard.scene.now
    return _a_coordinator_may_ring(heard, now, max(_times_said(heard), default=now + _FORTNIGHT))


def no_coordinator_rings_in_time(heard: Heard) -> bool:
    """Say whether no coordinator's phone may ring when the time that is said is near."""
    now = heard.scene.now
    by = min(_times_said(heard), default=None)
    if by is None:
        return no_coordinator_can_be_rung(heard)
    return not _a_coordinator_may_ring(heard, max(now, by - heard.group.policy.promise_warning), by - _STEP)


def nobody_helps_with_it(heard: Heard) -> bool:
    """Say whether no volunteer of the group has said yes to the help that was read back last on this call."""
    said = heard.before.partition(",")[0]
    asked = {text(row, "need") for row in heard.touched()} - {"person"}
    needs = {need for need in asked if need_names().get(need) == said} or asked
    helped = {need for row in _volunteers(heard) for need in members(row, "needs")}
    return bool(needs - helped)


def nobody_is_left_to_ask(heard: Heard) -> bool:
    """Say whether all who help with some need that is open have said no to it, rest, or are not to have it."""
    open_ = [row for row in heard.scene.unfinished() if is_need(row) and text(row, "state") == "open"]
    return any(not [each for each in _volunteers(heard) if _is_left(each, row, heard)] for row in open_)


def _is_left(volunteer: Row, request: Row, heard: Heard) -> bool:
    if text(volunteer, "id") in members(request, "passed") | members(request, "apart"):
        return False
    if text(volunteer, "number") in (text(request, "number"), text(request, "for_number")):
        return False
    areas, rests = members(volunteer, "areas"), rests_until(volunteer)
    here = not areas or not text(request, "area") or text(request, "area") in areas
    return text(request, "need") in members(volunteer, "needs") and here and not (rests and rests > heard.scene.now)


def _volunteers(heard: Heard) -> list[Row]:
    """Return the group's volunteers, but for those who have stopped."""
    ours = (row for row in heard.scene.rows("volunteers") if text(row, "group") == heard.group.slug)
    return [row for row in ours if not flag(row, "stopped")]


def _soon(heard: Heard) -> datetime:
    promise: timedelta = heard.group.policy.promise
    return heard.scene.now + promise - _STEP


def _times_said(heard: Heard) -> list[datetime]:
    """Return what was promised to this phone and is said now; if none of it is, all that was promised."""
    promised = [at for row in heard.needs() if (at := moment(row, "promised_at"))]
    return [at for at in promised if heard.says_time(at)] or promised


def _a_coordinator_may_ring(heard: Heard, begins: datetime, ends: datetime) -> bool:
    coordinators = (row for row in _volunteers(heard) if flag(row, "coordinator"))
    return any(_may_ring(row, heard.group, begins, ends) for row in coordinators)


def _may_ring(volunteer: Row, group: Settings, begins: datetime, ends: datetime) -> bool:
    hours, at = text(volunteer, "hours"), max(begins, rests_until(volunteer, task=True) or begins)
    while at <= ends:
        if group.open_at(at) and group.within(hours, at):
            return True
        at += _STEP
    return False
