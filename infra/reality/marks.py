"""The tests that hold a row: read from their source, where each carries the names of its rows."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
MARK = "assumes"


@dataclass(frozen=True, kw_only=True)
class Held:
    """A test, and the rows that it holds."""

    test: str  # as pytest names it
    rows: tuple[str, ...]


def held(root: Path = ROOT) -> Iterator[Held]:
    """Every test, with its rows; most have none."""
    for path in sorted((root / "tests").rglob("test_*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                yield Held(test=f"{path.relative_to(root)}::{node.name}", rows=tuple(_rows(node)))


def _rows(test: ast.FunctionDef) -> Iterator[str]:
    for mark in test.decorator_list:
        if isinstance(mark, ast.Call) and isinstance(mark.func, ast.Attribute) and mark.func.attr == MARK:
            yield from (str(each.value) for each in mark.args if isinstance(each, ast.Constant))
