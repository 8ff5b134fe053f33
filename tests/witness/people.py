"""The people of a group, as its rows have them: coordinators who can be rung, and neighbours who help."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.witness.heard import Heard, need_names
from tests.witness.rows import flag, members, moment, text
from tests.witness.settings import Settings
from tests.year.expressions import Row

_FORTNIGHT = timedelta(days=14)
_STEP = timedelta(minutes=5)


def a_coordinator_can_be_rung(heard: Heard) -> bool:
    """Say whether some coordinator's phone may ring within a fortnight."""
    now = heard.scene.now
    return any(_may_ring_soon(row, heard.group, now) for row in _volunteers(heard) if flag(row, "coordinator"))


def no_coordinator_can_be_rung(heard: Heard) -> bool:
    return not a_coordinator_can_be_rung(heard)


def nobody_helps_with_it(heard: Heard) -> bool:
    """Say whether no volunteer of the group has said yes to the help that was read back last on this call."""
    said = heard.before.partition(",")[0]
    asked = {text(row, "need") for row in heard.touched()} - {"person"}
    needs = {need for need in asked if need_names().get(need) == said} or asked
    helped = {need for row in _volunteers(heard) for need in members(row, "needs")}
    return bool(needs - helped)


def _volunteers(heard: Heard) -> list[Row]:
    """Return the group's volunteers, but for those who have stopped."""
    ours = (row for row in heard.scene.rows("volunteers") if text(row, "group") == heard.group.slug)
    return [row for row in ours if not flag(row, "stopped")]


def _may_ring_soon(volunteer: Row, group: Settings, now: datetime) -> bool:
    hours, at = text(volunteer, "hours"), max(now, moment(volunteer, "paused_until") or now)
    while at <= now + _FORTNIGHT:
        if group.open_at(at) and group.within(hours, at):
            return True
        at += _STEP
    return False
