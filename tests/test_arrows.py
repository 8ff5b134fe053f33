"""Which part may import which: the arrows of DESIGN.md's layout, read from the source.

Every import counts, also one inside a function or under TYPE_CHECKING: a part knows what it names.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

# Each part, and the parts that it may import; itself always. From the ground up: nothing imports what stands below it.
ARROWS: dict[str, set[str]] = {
    "hotline.errors": set(),
    "hotline.hours": {"hotline.errors"},
    "hotline.numbers": {"hotline.errors"},
    "hotline.records": {"hotline.hours", "hotline.numbers"},
    "hotline.groups": {"hotline.errors", "hotline.hours", "hotline.numbers", "hotline.records"},
    "hotline.prompts": {"hotline.errors", "hotline.groups", "hotline.numbers", "hotline.records"},
    "hotline.conversation": {"hotline.errors", "hotline.groups", "hotline.numbers", "hotline.records"},
    "hotline.rotation": {"hotline.groups", "hotline.hours", "hotline.numbers", "hotline.records"},
    "hotline.store": {"hotline.errors", "hotline.hours", "hotline.numbers", "hotline.records"},
    "hotline.telephony": {
        "hotline.conversation",
        "hotline.errors",
        "hotline.groups",
        "hotline.numbers",
        "hotline.prompts",
        "hotline.records",
    },
    "hotline.world": {"hotline.groups", "hotline.store", "hotline.telephony"},
    "hotline.dispatch": {
        "hotline.conversation",
        "hotline.errors",
        "hotline.groups",
        "hotline.hours",
        "hotline.numbers",
        "hotline.prompts",
        "hotline.records",
        "hotline.rotation",
        "hotline.store",
        "hotline.telephony",
        "hotline.world",
    },
    "hotline.scripts": {
        "hotline.conversation",
        "hotline.dispatch",
        "hotline.groups",
        "hotline.numbers",
        "hotline.records",
    },
    "hotline.answering": {
        "hotline.conversation",
        "hotline.errors",
        "hotline.groups",
        "hotline.numbers",
        "hotline.scripts",
        "hotline.telephony",
        "hotline.world",
    },
    "hotline.cli": {"hotline", "infra.local"},
    "hotline": set(),
    "chalicelib": {"hotline"},
    "app": {"chalicelib"},
    "infra.local.exchange": set(),  # stands in for Twilio, and so knows nothing of us
    "infra.local": {"app", "chalicelib", "hotline", "infra.local.exchange"},
    "infra.aws": {"hotline"},
    "infra": set(),
}

# Libraries that reach outside, and the parts that may know them.
LIBRARIES: dict[str, set[str]] = {
    "boto3": {"hotline.store", "infra.local"},
    "botocore": {"hotline.store", "infra.local"},
    "pynamodb": {"hotline.store"},
    "twilio": {"hotline.telephony"},
    "phonenumbers": {"hotline.numbers"},
    "chalice": {"app", "chalicelib", "infra.local"},
    "click": {"hotline.cli"},
    "rich": {"hotline.cli"},
    "moto": {"infra.local"},
    "werkzeug": {"infra.local"},
    "time": {"chalicelib", "infra.local", "infra.local.exchange"},
}

PURE = {"hotline.conversation", "hotline.groups", "hotline.rotation", "hotline.scripts"}
WORLDLY = {"http", "os", "random", "requests", "secrets", "socket", "subprocess", "threading", "time", "urllib"}
CLOCKS = {"now", "utcnow", "today"}


@dataclass(frozen=True, kw_only=True)
class Import:
    """One imported name, and where it is written."""

    where: str
    part: str
    name: str

    def __str__(self) -> str:
        return f"{self.where}: {self.part} imports {self.name}"


def test_imports_point_one_way() -> None:
    """A part imports only what the table of arrows allows it."""
    ours = [found for found in IMPORTS if part_of(found.name)]
    assert [str(found) for found in ours if not allowed(found.part, part_of(found.name))] == []


def test_each_part_is_in_the_table() -> None:
    """A new part of the hotline is given its arrows before it is given code."""
    assert {found.part for found in IMPORTS if found.part.startswith("hotline")} <= ARROWS.keys()


def test_the_table_has_no_circles() -> None:
    """From the ground up, each part stands only on parts that are named before it."""
    stands = list(ARROWS)
    upwards = [(part, under) for part in stands for under in ARROWS[part] if stands.index(under) > stands.index(part)]
    assert [(part, under) for part, under in upwards if part != "hotline.cli" and under != "infra.local.exchange"] == []


def test_each_library_stays_in_its_place() -> None:
    """AWS is known only to the store, Twilio only to telephony, Chalice only to the doors."""
    astray = [
        str(found)
        for found in IMPORTS
        if found.part not in LIBRARIES.get(found.name.partition(".")[0], {found.part})
    ]
    assert astray == []


def test_what_is_pure_has_no_clock_network_or_environment() -> None:
    """Scripts, conversation, rotation and groups are functions of what they are given."""
    assert [str(found) for found in IMPORTS if found.part in PURE and found.name.partition(".")[0] in WORLDLY] == []


def test_the_hotline_asks_no_clock_but_the_one_it_is_given() -> None:
    """Nothing in hotline calls datetime.now, utcnow or today (that it does not import time is in the table)."""
    asked = [
        f"{path.relative_to(ROOT)}:{call.lineno}: .{call.func.attr}()"
        for path in sorted((ROOT / "hotline").rglob("*.py"))
        for call in ast.walk(parsed(path))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in CLOCKS
        if isinstance(call.func.value, ast.Name | ast.Attribute) and named(call.func.value) in {"datetime", "date"}
    ]
    assert asked == []


def test_nothing_is_patched() -> None:
    """Not one test replaces a name inside the code: fakes are passed in."""
    patched = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sources("app.py", "benchmarks", "chalicelib", "hotline", "infra", "tests")
        for node in ast.walk(parsed(path))
        if (isinstance(node, ast.ImportFrom) and "patch" in {alias.name for alias in node.names})
        or (isinstance(node, ast.Attribute) and node.attr == "patch" and named(node.value) in {"mock", "mocker"})
    ]
    assert patched == []


@pytest.mark.parametrize("library", ["boto3", "botocore", "pynamodb", "twilio.rest", "phonenumbers"])
def test_answering_waits_for_no_heavy_library(library: str) -> None:
    """To import the app is to be ready to greet: what costs half a second is imported when it is needed."""
    answer = run(f"import app, sys; print({library!r} in sys.modules)")
    assert answer == "False"


def test_the_app_needs_no_settings_to_be_imported() -> None:
    """Nothing connects or reads the environment at import: an empty one will do."""
    assert run("import app; print(type(app.app).__name__)") == "Chalice"


def run(code: str) -> str:
    """What this code prints in a Python of its own, with an empty environment."""
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env={}, capture_output=True, text=True, check=True
    ).stdout.strip()


def allowed(part: str, other: str) -> bool:
    """Whether the arrow may be drawn; `hotline` in the table stands for all that is in it."""
    return part == other or bool(ARROWS[part] & {other, other.partition(".")[0]})


def part_of(name: str) -> str:
    """The part that a dotted name belongs to: the longest in the table; "" if it is not ours.

    >>> part_of("hotline.store.models.Row"), part_of("boto3.session")
    ('hotline.store', '')
    """
    ours = [part for part in ARROWS if f"{name}.".startswith(f"{part}.")]
    longest = max(ours, key=len, default="")
    top, _, rest = name.partition(".")
    return f"hotline.{rest.partition('.')[0]}" if longest == top == "hotline" and rest else longest


def sources(*names: str) -> Iterator[Path]:
    for name in names:
        path = ROOT / name
        yield from sorted(path.rglob("*.py")) if path.is_dir() else [path]


def imports() -> Iterator[Import]:
    for path in sources("app.py", "chalicelib", "hotline", "infra"):
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for node in ast.walk(parsed(path)):
            for name in names_in(node):
                where = f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"
                yield Import(where=where, part=part_of(module), name=name)


def names_in(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    if isinstance(node, ast.ImportFrom):
        assert node.level == 0, "imports are absolute, so that they can be read"
        yield from (f"{node.module}.{alias.name}" for alias in node.names)


def named(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


IMPORTS = list(imports())
