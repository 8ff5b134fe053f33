"""One place decides by when an unfinished request is looked at again: read from the source."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.sources import last_name, nodes, sources, where

# The pure rule, and the one function that writes by it.
RULE, ACT = "hotline/rotation/watch.py", "hotline/dispatch/watch.py"

# Settings by which a moment that has to be watched is computed. A series is looked at for its own day.
WATCHED = {"promise_warning", "tell_after", "weekly_tell_ahead"}
COMPUTES = {RULE, "hotline/rotation/pace.py", "hotline/groups/policy.py"}

# Anything but `now` is written as the next look only by these, each for something that is no resident's request with a
# promise: a draft opens by itself, an errand or a series has its own time, and what could not be advanced waits.
OTHERS = {
    "hotline/dispatch/own_voice.py",
    "hotline/dispatch/series.py",
    "hotline/dispatch/restored.py",
    "hotline/effects/joining.py",
    "hotline/effects/logging.py",
    "hotline/cli/invite.py",
}


def test_one_function_writes_when_a_request_is_looked_at_next() -> None:
    """Every other part of the line asks it, so that no path sets a time beyond what has to be watched."""
    assert {where(path, call).partition(":")[0] for path, call in calls("schedule") if is_the_stores(call)} == {ACT}


def test_one_module_computes_the_moments_that_are_watched() -> None:
    """No second place decides when a coordinator is told."""
    found = {
        where(path, node).partition(":")[0]
        for path in sources("hotline")
        for node in nodes(path)
        if isinstance(node, ast.Attribute) and node.attr in WATCHED
    }
    assert found <= COMPUTES


def test_a_next_look_that_is_not_now_has_been_limited() -> None:
    """Where a time is handed to the store, it is this moment, or `next_look` has limited it."""
    loose = [
        where(path, given)
        for path in sources("hotline")
        for call in nodes(path)
        if isinstance(call, ast.Call) and str(where(path, call)).partition(":")[0] not in OTHERS | {ACT}
        for given in call.keywords
        if given.arg == "next_action_at" and not is_limited(path, call, given.value)
    ]
    assert loose == []


def is_limited(path: Path, call: ast.Call, value: ast.expr) -> bool:
    """This moment; what `next_look` has returned; an argument of `ring`, which limits it; or the store's own."""
    if path.parts[-2] in ("store", "dispatch") and last_name(call.func) in {"ring", "_ring", "RequestRow"}:
        return True
    if last_name(value) in {"now", "looked_at", "looks_at", "next_action_at"}:
        return True
    return isinstance(value, ast.Call) and last_name(value.func) == "now"


def calls(name: str) -> Iterator[tuple[Path, ast.Call]]:
    for path in sources("hotline"):
        for node in nodes(path):
            if isinstance(node, ast.Call) and last_name(node.func) == name:
                yield path, node


def is_the_stores(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and last_name(call.func.value) == "store"
