"""The ring that was promised to a resident, made by one of us: the line does not ring them about that time as well."""

from __future__ import annotations

from collections.abc import Mapping

from hotline.effects.changing import SO_ALREADY, change
from hotline.records import HELD, Reason, Request
from hotline.world import World


def note_rung(world: World, task: Request) -> None:
    """They were joined: its resident knows how it stands, also where a neighbour says yes later, and gives it back."""
    about, now = _about(world, task), world.now()

    def rung(seen: Request) -> Mapping[str, object]:
        yes = {"yes_heard_at": now} if seen.state in HELD else {}
        kept = {"next_action_at": now, "rung_at": now, "told": seen.told | {Reason.NOT_YET}, **yes}
        return SO_ALREADY if seen.rung_at else kept

    change(world, about, rung)


def note_not_rung(world: World, task: Request) -> None:
    """They would rather try later, or somebody else does: it was a voicemail perhaps, so that the ring is to come."""
    about, now = _about(world, task) if task.joined_at else None, world.now()

    def to_come(seen: Request) -> Mapping[str, object]:
        heard = None if seen.yes_heard_at == seen.rung_at else seen.yes_heard_at
        still = {"next_action_at": now, "rung_at": None, "told": seen.told - {Reason.NOT_YET}, "yes_heard_at": heard}
        return still if seen.rung_at else SO_ALREADY

    change(world, about, to_come)


def _about(world: World, task: Request) -> Request | None:
    """Return the request whose promise this task is to keep. None: it is no such task."""
    if task.reason is not Reason.PROMISE or task.about is None:
        return None
    return world.store.request(task.group, task.about)
