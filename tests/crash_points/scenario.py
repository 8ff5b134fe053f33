"""One scene whose every crash point is tried, and what must have come of it, wherever the process was stopped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from hotline.groups import Groups
from tests.crash_points.town import SAMPLE, START, Town
from tests.witness.rows import is_need, text

DAY = 86400.0
_GIVEN = frozenset({"done", "reported_done"})


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """A few calls, two days and more of virtual time, and a look at what came of them."""

    name: str
    arrange: Callable[[Town], None]
    outcome: Callable[[Town], list[str]]  # what is not as it must be, a sentence each
    days: float = 3
    start: datetime = START
    groups: Groups = field(default_factory=lambda: SAMPLE)

    @property
    def seconds(self) -> float:
        return self.days * DAY


def help_was_given(town: Town) -> list[str]:
    """Each need that was stored is done, or reported so; else a person has spoken to whoever phoned."""
    needs = [row for row in town.rows("requests") if is_need(row)]
    if needs:
        return [f"a need is {text(row, 'state')} at the end" for row in needs if text(row, "state") not in _GIVEN]
    wishes = {text(row, "reason") for row in town.rows("requests")}
    if not wishes:
        return ["nobody knows that somebody phoned"]
    talked = town.rosa.talked or town.emil.talked or "back" in wishes
    return [] if talked else [f"never rung back, though there is {sorted(wishes)}"]


def states_of(town: Town, *reasons: str) -> list[str]:
    """Return the states of the tasks and calls for these reasons."""
    return [text(row, "state") for row in town.rows("requests") if text(row, "reason") in reasons]


def needs_end(*states: str) -> Callable[[Town], list[str]]:
    """Say that every need ends in one of these states."""

    def outcome(town: Town) -> list[str]:
        found = [text(row, "state") for row in town.rows("requests") if is_need(row)]
        return [f"a need is {state} at the end" for state in found if state not in states]

    return outcome


def all_done(*reasons: str) -> Callable[[Town], list[str]]:
    """Say that every task for these reasons is done."""

    def outcome(town: Town) -> list[str]:
        return [f"{'/'.join(reasons)}: {state}" for state in states_of(town, *reasons) if state != "done"]

    return outcome
