"""A keyed meaning as a need, an area or a time of this group: no other value is ever written to a row."""

from __future__ import annotations

from hotline.conversation.trail import NotOurs
from hotline.groups import Group
from hotline.records import Need, When

ANYWHERE, ELSEWHERE = "anywhere", "elsewhere"  # not said, or in none of the areas
_ALWAYS = frozenset({Need.CHAT, Need.OTHER, Need.PERSON})  # keyed in every group, whatever its settings list


def need_of(group: Group, meaning: str) -> Need:
    """Return the need. Raise NotOurs for one that this group does not offer: the call goes back to its start."""
    for need in (*group.needs, *_ALWAYS):
        if need == meaning:
            return Need(need)
    raise NotOurs(f"{group.slug} offers no need {meaning!r}")


def area_of(group: Group, meaning: str) -> str | None:
    """Return the area; None where it was not said, or is none of the group's. Raise NotOurs for any other."""
    if meaning in {ANYWHERE, ELSEWHERE}:
        return None
    if meaning not in group.areas:
        raise NotOurs(f"{group.slug} has no area {meaning!r}")
    return meaning


def when_of(meaning: str) -> When:
    """Return how soon it is wanted. Raise NotOurs for what is no time."""
    try:
        return When(meaning)
    except ValueError:
        raise NotOurs(f"{meaning!r} is no time to help") from None
