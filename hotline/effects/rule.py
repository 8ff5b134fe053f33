"""What a volunteer has heard of the group's settings: told once when one has changed, and only then noted as heard."""

from __future__ import annotations

from base64 import b32decode, b32encode

from hotline.conversation.call import Call
from hotline.conversation.turns import effect
from hotline.effects.placed import volunteer_rung
from hotline.groups.rule import changed_since, rule_text, touching_people
from hotline.records import Volunteer
from hotline.world import World

NONE = "none"
APART = "__"  # between two changes; each is a setting's name, what it is, and what it was


@effect(NONE, "rest_gjua_gfua", "promise_gnua_gjua__cap_gi_gm")
def unheard_changes(world: World, call: Call) -> str:
    """The settings that are not as this volunteer last heard them: one read.

    Who has never heard of any is told of none: today's are what they begin with. Nor is anybody told of a setting that
    was not there before.
    """
    volunteer = volunteer_rung(world, call)
    if volunteer is None or volunteer.rule == rule_text(call.group):
        return NONE
    told = _told(call, volunteer)
    if told == NONE:
        _keep(world, call, volunteer)
    return told


@effect("heard")
def have_heard(world: World, call: Call, told: str) -> str:
    """They have listened to the end. If settings have changed again meanwhile, they hear of it at their next call."""
    volunteer = volunteer_rung(world, call)
    if volunteer and _told(call, volunteer) == told:
        _keep(world, call, volunteer)
    return "heard"


def setting_of(change: str) -> tuple[str, str, str]:
    """A setting's name, what it is, and what it was."""
    name, now, before = change.split("_")
    return name, _decoded(now), _decoded(before)


def _told(call: Call, volunteer: Volunteer) -> str:
    now = touching_people(call.group)
    changes = changed_since(volunteer.rule or "", call.group)
    return APART.join(f"{name}_{_encoded(now[name])}_{_encoded(before)}" for name, before in changes.items()) or NONE


def _keep(world: World, call: Call, volunteer: Volunteer) -> None:
    world.store.hear_rule(volunteer.group, volunteer.id, before=volunteer.rule, rule=rule_text(call.group))


def _encoded(text: str) -> str:
    """In the letters of a trail, whatever a group has written."""
    return b32encode(text.encode()).decode().rstrip("=").lower()


def _decoded(letters: str) -> str:
    return b32decode(letters.upper() + "=" * (-len(letters) % 8)).decode()
