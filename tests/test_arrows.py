"""Which part may import which: the arrows of DESIGN.md's layout, read from the source.

Every import counts, also one inside a function or under TYPE_CHECKING: a part knows what it names.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tests.sources import ROOT, SHIPPED, nodes, sources, where

# Each part, and the parts that it may import; itself always. From the ground up: nothing imports what stands below it.
ARROWS: dict[str, set[str]] = {
    "hotline.errors": set(),
    "hotline.values": set(),
    "hotline.codes": set(),
    "hotline.signals": set(),
    "hotline.sounds": {"hotline.values"},
    "hotline.backup_file": {"hotline.errors"},
    "hotline.hours": {"hotline.errors", "hotline.values"},
    "hotline.numbers": {"hotline.errors", "hotline.values"},
    "hotline.records": {"hotline.hours", "hotline.numbers", "hotline.values"},
    "hotline.ears": {"hotline.records"},
    "hotline.groups": {"hotline.errors", "hotline.hours", "hotline.numbers", "hotline.records", "hotline.values"},
    "hotline.prompts": {"hotline.errors", "hotline.groups", "hotline.numbers", "hotline.records", "hotline.values"},
    "hotline.conversation": {
        "hotline.errors",
        "hotline.groups",
        "hotline.numbers",
        "hotline.records",
        "hotline.values",
    },
    "hotline.rotation": {"hotline.groups", "hotline.hours", "hotline.numbers", "hotline.records"},
    "hotline.store": {
        "hotline.backup_file",
        "hotline.errors",
        "hotline.hours",
        "hotline.numbers",
        "hotline.records",
        "hotline.values",
    },
    "hotline.telephony": {
        "hotline.conversation",
        "hotline.errors",
        "hotline.groups",
        "hotline.numbers",
        "hotline.prompts",
        "hotline.records",
        "hotline.values",
    },
    "hotline.world": {
        "hotline.errors",
        "hotline.groups",
        "hotline.numbers",
        "hotline.sounds",
        "hotline.store",
        "hotline.telephony",
    },
    "hotline.dispatch": {
        "hotline.conversation",
        "hotline.errors",
        "hotline.groups",
        "hotline.hours",
        "hotline.numbers",
        "hotline.prompts",
        "hotline.records",
        "hotline.rotation",
        "hotline.signals",
        "hotline.sounds",
        "hotline.store",
        "hotline.telephony",
        "hotline.world",
        "hotline.values",
    },
    "hotline.effects": {
        "hotline.codes",
        "hotline.conversation",
        "hotline.dispatch",
        "hotline.errors",
        "hotline.groups",
        "hotline.hours",
        "hotline.numbers",
        "hotline.prompts",
        "hotline.records",
        "hotline.rotation",
        "hotline.store",
        "hotline.telephony",
        "hotline.values",
        "hotline.world",
    },
    "hotline.scripts": {
        "hotline.codes",
        "hotline.conversation",
        "hotline.effects",
        "hotline.groups",
        "hotline.numbers",
        "hotline.records",
    },
    "hotline.answering": {
        "hotline.codes",
        "hotline.conversation",
        "hotline.dispatch",
        "hotline.ears",
        "hotline.errors",
        "hotline.groups",
        "hotline.numbers",
        "hotline.scripts",
        "hotline.sounds",
        "hotline.telephony",
        "hotline.world",
    },
    "hotline": set(),
    "chalicelib": {"hotline"},
    "app": {"chalicelib"},
    "infra": set(),
    "infra.aws": {"hotline"},
    "infra.reality": set(),
    "infra.local.exchange": set(),  # stands in for Twilio, and so knows nothing of us
    "infra.local": {"app", "chalicelib", "hotline", "infra.aws", "infra.local.exchange"},
    # `hotline demo` and `serve` start the line on one machine, `hotline deploy` and its like look after it at AWS.
    "hotline.cli": {"hotline", "infra.aws", "infra.local", "infra.reality"},
}

# Libraries that reach outside, and the parts that may know them.
LIBRARIES: dict[str, set[str]] = {
    "boto3": {"hotline.store", "infra.aws", "infra.local"},
    "botocore": {"hotline.store", "infra.aws", "infra.local"},
    "pynamodb": {"hotline.store"},
    "twilio": {"hotline.telephony", "infra.local"},
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


@dataclass(frozen=True, kw_only=True)
class Import:
    """One imported name, and where it is written."""

    where: str
    part: str
    name: str

    @property
    def package(self) -> str:
        return self.name.partition(".")[0]

    def __str__(self) -> str:
        return f"{self.where}: {self.part} imports {self.name}"


def test_imports_point_one_way() -> None:
    """A part imports only what the table of arrows allows it."""
    none_of(found for found in IMPORTS if part_of(found.name) and not allowed(found.part, part_of(found.name)))


def test_each_part_is_in_the_table() -> None:
    """A new part of the hotline is given its arrows before it is given code."""
    none_of(found for found in IMPORTS if found.part not in ARROWS)


def test_the_table_has_no_circles() -> None:
    """From the ground up, each part stands only on parts that are named before it."""
    stands = list(ARROWS)
    assert [part for part in stands if any(stands.index(under) >= stands.index(part) for under in ARROWS[part])] == []


def test_each_library_stays_in_its_place() -> None:
    """AWS is known only to the store, Twilio only to telephony, Chalice only to the doors."""
    none_of(found for found in IMPORTS if found.part not in LIBRARIES.get(found.package, {found.part}))


def test_what_is_pure_has_no_clock_network_or_environment() -> None:
    """Scripts, conversation, rotation and groups are functions of what they are given."""
    none_of(found for found in IMPORTS if found.part in PURE and found.package in WORLDLY)


def test_answering_waits_for_no_heavy_library() -> None:
    """To import the app is to be ready to greet: what costs half a second is imported when it is needed."""
    heavy = {"boto3", "botocore", "pynamodb", "twilio.rest", "phonenumbers"}
    assert run(f"import app, sys; print(*({heavy} & set(sys.modules)))") == ""


def test_a_command_is_imported_before_the_tables_are_named() -> None:
    """`--stage` names the tables, and the models take their names at import: no command imports them at its head."""
    assert run("import hotline.cli, sys; print('hotline.store.models' in sys.modules)") == "False"


def test_the_app_needs_no_settings_to_be_imported() -> None:
    """Nothing connects or reads the environment at import: an empty one will do."""
    assert run("import app; print(type(app.app).__name__)") == "Chalice"


def none_of(astray: Iterable[Import]) -> None:
    """Fails with one line for each."""
    lines = [str(found) for found in astray]
    assert not lines, "\n".join(lines)


def run(code: str) -> str:
    """What this code prints in a Python of its own, with an empty environment."""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env={}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def allowed(part: str, other: str) -> bool:
    """Whether the arrow may be drawn; `hotline` in the table stands for all that is in it but its commands."""
    arrows = ARROWS.get(part, set())
    return other in {part, *arrows} or ("hotline" in arrows and other.startswith("hotline.") and other != "hotline.cli")


def part_of(name: str) -> str:
    """The part that a dotted name belongs to: the longest in the table; "" if it is not ours.

    >>> part_of("hotline.store.models.Row"), part_of("boto3.session")
    ('hotline.store', '')
    """
    ours = [part for part in ARROWS if f"{name}.".startswith(f"{part}.")]
    longest = max(ours, key=len, default="")
    top, _, rest = name.partition(".")
    return f"hotline.{rest.partition('.')[0]}" if longest == top == "hotline" and rest else longest


def imports() -> Iterator[Import]:
    """Every import of ours, wherever it is written."""
    for path in sources(*SHIPPED):
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for node in nodes(path):
            yield from (Import(where=where(path, node), part=part_of(module), name=name) for name in names_in(node))


def names_in(node: ast.AST) -> Iterator[str]:
    """The dotted names that this node imports, if it does."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    if isinstance(node, ast.ImportFrom):
        yield from (f"{node.module}.{alias.name}" for alias in node.names)


IMPORTS = list(imports())
