"""The number that a call is about: the one that was keyed on it last, else the one that its phone shows."""

from __future__ import annotations

from hotline.groups import Group
from hotline.numbers import PhoneNumber, opaque
from hotline.world import World


def number_of_call(
    world: World, group: Group, call_sid: str, *, shown: PhoneNumber | None, but: str = ""
) -> PhoneNumber | None:
    """Return the number that whatever this call asks for is for. None: it has none that the group can ring.

    Each thing that a call asks for is kept with its number, in a row of the call's own: so the newest of those rows
    (`but` for the one that is kept now) has the number that was keyed last.
    """
    rows = world.store.requests_of_call(group.slug, opaque(call_sid))
    newest_first = sorted(rows, key=lambda row: row.age, reverse=True)
    kept = next((row.number for row in newest_first if row.number and row.id != but), None)
    return kept or number_shown(group, shown)


def number_shown(group: Group, shown: PhoneNumber | None) -> PhoneNumber | None:
    """Return the number that a phone shows, if the group can ring it.

    Not one that would bill it into ruin (fault 23), nor the line's own.
    """
    return shown if shown and group.may_ring(shown) else None
