"""Manners of this code that no linter knows."""

from __future__ import annotations

import ast

from tests.sources import ALL, last_name, nodes, sources, where

CLOCKS = {"now", "utcnow", "today"}


def test_the_hotline_asks_no_clock_but_the_one_it_is_given() -> None:
    """Nothing in hotline calls datetime.now, utcnow or today (that it does not import time, the arrows hold)."""
    asked = [
        where(path, node)
        for path in sources("hotline")
        for node in nodes(path)
        if isinstance(node, ast.Attribute) and node.attr in CLOCKS and last_name(node.value) in {"datetime", "date"}
    ]
    assert asked == []


def test_nothing_is_patched() -> None:
    """Not one test replaces a name inside the code with a mock: fakes are passed in."""
    patched = [
        where(path, node)
        for path in sources(*ALL)
        for node in nodes(path)
        if (isinstance(node, ast.ImportFrom) and "patch" in {alias.name for alias in node.names})
        or (isinstance(node, ast.Attribute) and node.attr == "patch" and last_name(node.value) in {"mock", "mocker"})
    ]
    assert patched == []


def test_every_test_states_its_rule() -> None:
    """A test's docstring is one line, and says what holds."""
    silent = [
        f"{where(path, node)}: {node.name}"
        for path in sources("tests")
        for node in nodes(path)
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
        if len((ast.get_docstring(node) or "").splitlines()) != 1
    ]
    assert silent == []
