"""How a volunteer looks in a list."""

from __future__ import annotations

from datetime import datetime

from hotline.cli import fields, show
from hotline.groups import Group, duration_text
from hotline.records import Volunteer
from hotline.rotation.eligibility import out_of_reach
from hotline.rotation.phone import is_paused, is_quiet

TITLES = ("id", "name", "number", "needs", "areas", "hours", "asked", "")


def row(who: Volunteer, group: Group, moment: datetime, *, whole: bool) -> tuple[str, ...]:
    """For people; `whole`: the number, else masked."""
    return (
        who.id,
        who.name,
        who.number.e164 if whole else str(who.number),
        "all" if who.needs == frozenset(group.needs) else ", ".join(sorted(who.needs)),
        ", ".join(sorted(who.areas)) or "anywhere",
        "the group's" if who.hours == group.hours else who.hours.text(),
        "not yet" if who.asked_at == who.joined_at else f"{show.ago(moment - who.asked_at)} ago",
        ", ".join(_notes(who, group, moment)),
    )


def _notes(who: Volunteer, group: Group, moment: datetime) -> list[str]:
    said = {"coordinator": who.coordinator, "may be drawn": who.drawn, "texts": who.texts}
    notes = [note for note, holds in said.items() if holds]
    if who.stopped:
        notes.append("asked not to be rung")
    elif who.paused_until and is_paused(who, moment):
        notes.append(f"paused {until(who.paused_until, group)}")
    elif who.quiet_until and is_quiet(who, moment):
        notes.append(f"not reached, left in peace {until(who.quiet_until, group)}")
    key = out_of_reach(who, group, moment)
    if key:
        notes.append(f"never rung: see {key}")
    return notes


def until(end: datetime, group: Group) -> str:
    """How long a pause lasts, in words."""
    return "until resumed" if end >= fields.FOREVER else f"until {fields.moment(end, group)}"


def record(who: Volunteer, group: Group, moment: datetime, *, whole: bool) -> dict[str, object]:
    """For a program."""
    return {
        "id": who.id,
        "name": who.name,
        "number": who.number.e164 if whole else str(who.number),
        "needs": sorted(who.needs),
        "areas": sorted(who.areas),
        "languages": sorted(who.languages),
        "hours": who.hours.text(),
        "coordinator": who.coordinator,
        "drawn": who.drawn,
        "rest": None if who.rest is None else duration_text(who.rest),
        "daily_cap": who.daily_cap,
        "joined_at": show.iso(who.joined_at),
        "asked_at": show.iso(None if who.asked_at == who.joined_at else who.asked_at),
        "paused_until": fields.texts(who, group, moment)["paused_until"] or None,
        "stopped": who.stopped,
        "texts": who.texts,
    }
