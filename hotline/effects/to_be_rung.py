"""News for whoever waits for a person: one of us is to ring their phone."""

from __future__ import annotations

from hotline.conversation.call import Call
from hotline.conversation.turns import effect
from hotline.effects.placed import errand_of
from hotline.records import FROM_SOMEBODY, Reason, Request
from hotline.world import World

NONE = "none"
WORDS, PERSON = "words", "person"  # why: words were left, or a person was wanted
YET = "yet"  # none of us has rung in all that time: the line has rung them to say so, or does now


@effect(NONE, f"{WORDS}_task-1", f"{PERSON}_task-1", f"{YET}_task-1")
def who_is_to_ring(world: World, call: Call) -> str:
    """Tell whether one of us is to ring this phone: since words were left on it, or since a person was wanted.

    With the task, of which it is told whether anybody can be rung for it.
    """
    errand = errand_of(world, call)
    waits = waits_for_a_person(world, errand) if errand else []
    words = next((task for task in waits if task.note), None)
    task = words or next(iter(waits), None)
    if task is None:
        return NONE
    what = YET if Reason.UNTOLD in task.told else WORDS if words else PERSON
    return f"{what}_{task.id}"


def waits_for_a_person(world: World, errand: Request) -> list[Request]:
    """What was left on this phone for one of us, who is to ring it."""
    held = world.store.requests_of_phone(errand.group, errand.number) if errand.number else []
    return [task for task in held if task.reason in FROM_SOMEBODY]
