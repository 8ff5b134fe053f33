"""The rule, aloud, to whoever asks; and to a volunteer, after what a call is for, what has changed of it."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from hotline.conversation.call import Call
from hotline.conversation.turns import Ask, Option, Say, Turn
from hotline.effects.rule import APART, NONE, have_heard, setting_of, unheard_changes
from hotline.effects.standing import Standing
from hotline.groups import Group
from hotline.groups.rule import touching_people

Steps = Generator[Turn, Any, Any]

ON, END = "on", "end"
_END_KEY = "2"
_KEYS = "123456789"
_ON_OR_END = tuple(Option(key=key, meaning=END if key == _END_KEY else ON) for key in _KEYS)
_ANY_KEY = tuple(Option(key=key, meaning=ON) for key in _KEYS)

# What a setting's prompts name it by. How urgent something is belongs to the rule itself, the rest are told one by one.
_NAMED = {
    "hours": "hours",
    "ring": "duration",
    "rest": "duration",
    "cap": "count",
    "urgent": "duration",
    "misses": "count",
    "promise": "duration",
    "kept": "duration",
    "calls": "count",
    "texts": "count",
    "keepers": "keepers",
}
_IN_THE_RULE = {"urgent", "misses"}


def the_rule(call: Call) -> Steps:
    """Piece by piece: any key goes on, and so does waiting; 2 ends it. It touches no database."""
    nth, answer = 0, ON
    while answer == ON and nth <= len(rule(call.group)):
        said = Say("rule.begin") if nth == 0 else rule(call.group)[nth - 1]
        answer = yield Ask(prompt=said.prompt, values=said.values, options=_ON_OR_END, silence=ON, patient=False)
        nth += 1


def rule(group: Group) -> tuple[Say, ...]:
    """How the rotation works, then what this group has set, then who keeps the keys: also for paper."""
    settings = touching_people(group)
    two = {"count": settings["misses"]}
    urgent = group.policy.urgent_within
    when_two_ring = Say("rule.two", duration=settings["urgent"], **two) if urgent else Say("rule.two.waiting", **two)
    told = (name for name in settings if name not in _IN_THE_RULE)
    return (
        Say("rule.turn"),
        when_two_ring,
        *((Say("rule.few", count=str(group.at_once)),) if group.at_once else ()),
        Say("rule.no"),
        Say("rule.but"),
        *(Say(f"rule.{name}", **{_NAMED[name]: settings[name]}) for name in told),
    )


def news_of_the_rule(standing: Standing) -> Steps:
    """Only where something may have changed, so that no other call reads for it."""
    if standing.changed:
        yield from what_changed()


def what_changed() -> Steps:
    """Each setting that is not as this volunteer last heard it; whoever hangs up before the end hears it next time."""
    told = yield unheard_changes()
    if told == NONE:
        return
    yield Say("changed.begin")
    rest = told
    while rest:
        change, _, rest = rest.partition(APART)
        yield _said(change)
    yield Ask(prompt="changed.end", options=_ANY_KEY, silence=ON, patient=False)
    yield have_heard(told)


def _said(change: str) -> Say:
    name, now, before = setting_of(change)
    named = _NAMED[name]
    return Say(f"changed.{name}", **{named: now, f"{named}_before": before})
