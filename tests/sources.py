"""The project's own source, for the tests that read it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
SHIPPED = ("app.py", "chalicelib", "hotline", "infra")
ALL = (*SHIPPED, "benchmarks", "tests")


def sources(*names: str) -> Iterator[Path]:
    """Every Python file of these files and folders, in order."""
    for name in names:
        path = ROOT / name
        yield from sorted(path.rglob("*.py")) if path.is_dir() else [path]


def nodes(path: Path) -> Iterator[ast.AST]:
    """Everything that is written in this file, also inside functions."""
    yield from ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def where(path: Path, node: ast.AST) -> str:
    """Such as `hotline/numbers.py:12`, which an editor can open."""
    return f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 1)}"


def last_name(node: ast.AST) -> str:
    """The last word of a dotted name: `now` of `datetime.now`; "" for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    return node.attr if isinstance(node, ast.Attribute) else ""
