"""What a suspended generator can still read."""

from __future__ import annotations

import ast
from collections.abc import Callable, Generator
from typing import Any

import pytest

from hotline.conversation.liveness import live_at
from tests.sources import nodes, sources, where

Steps = Generator[str, str, object]


def forgets() -> Steps:
    asked = yield "first"
    return (yield asked)


def remembers() -> Steps:
    asked = yield "first"
    yield "second"
    return asked


def writes_over() -> Steps:
    asked = yield "first"
    yield asked
    asked = yield "third"
    return asked


def goes_round() -> Steps:
    tries, said = 0, ""
    while tries < 3:
        said = yield said
        tries += 1
    return said


def catches() -> Steps:
    asked = yield "first"
    try:
        yield "second"
    except ValueError:
        return asked
    return None


def hands_on() -> Steps:
    first = yield "first"
    second = yield from remembers()
    return first, second


def shares() -> Steps:
    asked = yield "first"
    yield from (asked for _ in "ab")
    return None


@pytest.mark.parametrize(
    ("script", "live"),
    [
        (forgets, set()),
        (remembers, {"asked"}),
        (writes_over, set()),
        (goes_round, {"tries"}),
        (catches, {"asked"}),
        (hands_on, {"first"}),
        (shares, {"asked"}),
    ],
)
def test_what_some_way_on_reads_before_it_is_written_is_live(script: Callable[[], Steps], live: set[str]) -> None:
    """At the second `yield` of each; what an exception leads to counts, and so does what another function shares."""
    running: Any = script()
    next(running)
    running.send("answer")
    assert live_at(running.gi_code, running.gi_frame.f_lasti) == live


def test_scripts_keep_everything_in_plain_local_variables() -> None:
    """A yield in a `for` or amid an expression would leave values where the walker does not look: there is none."""
    hidden = [
        where(path, node)
        for path in sources("hotline/scripts")
        for function in nodes(path)
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if _hides(node) and any(isinstance(below, ast.Yield | ast.YieldFrom) for below in ast.walk(node))
    ]
    assert hidden == []


def _hides(node: ast.AST) -> bool:
    many = ast.For | ast.With | ast.Call | ast.Compare | ast.BinOp | ast.Dict | ast.List | ast.Tuple | ast.JoinedStr
    return isinstance(node, many)
