"""A group's settings that touch people: what the line tells to whoever asks, and each volunteer once they change."""

from __future__ import annotations

from collections.abc import Mapping

from hotline.groups.durations import duration_text
from hotline.groups.group import Group

_NAMES = "; "  # between those who keep the keys


def touching_people(group: Group) -> dict[str, str]:
    """Each by its name, in the order told, as a short text: a duration, a count, hours, or names."""
    policy = group.policy
    return {
        "hours": group.hours.text(),
        "ring": duration_text(policy.ring),
        "rest": duration_text(policy.rest),
        "cap": str(policy.daily_cap),
        "urgent": duration_text(policy.urgent_within),
        "misses": str(policy.misses_for_two),
        "promise": duration_text(policy.promise),
        "kept": duration_text(policy.keep_after_spoken),
        "calls": str(policy.daily_calls),
        "texts": str(policy.daily_texts),
        "keepers": _NAMES.join(group.keepers),
    }


def rule_text(group: Group) -> str:
    """All of it, as a volunteer's row keeps what they have heard of it: a line for each."""
    return "\n".join(f"{name}={value}" for name, value in touching_people(group).items())


def changed_since(heard: str, group: Group) -> dict[str, str]:
    """The settings that are not as they were heard, with what they were.

    One that was not there then is no change: nobody was told of another.
    """
    before: Mapping[str, str] = dict(_setting(line) for line in heard.splitlines())
    return {name: before[name] for name, now in touching_people(group).items() if before.get(name, now) != now}


def _setting(line: str) -> tuple[str, str]:
    name, _, value = line.partition("=")
    return name, value
