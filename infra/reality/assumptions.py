"""The table of assumptions, read and checked."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

TABLE = Path(__file__).parent / "table"
_KEYS = {"fact", "source", "sure", "step", "untested"}


class RecordError(ValueError):
    """A row of the table has a mistake: one line that names file, row and key."""


class Sure(StrEnum):
    """The degree to which an assumption can be relied on."""

    SURE = "sure"  # the provider's own text says so
    LIKELY = "likely"  # reports from the field agree
    TO_CHECK = "to check"  # only a call or a deployment can tell


@dataclass(frozen=True, kw_only=True)
class Assumption:
    """One row."""

    name: str
    topic: str  # the file that it stands in
    fact: str
    source: str
    sure: Sure
    step: str = ""  # of the rehearsal; "": none can settle it
    untested: str = ""  # why no test holds it


def read(folder: Path = TABLE) -> dict[str, Assumption]:
    """Every row by its name. Raises RecordError for the first mistake."""
    rows: dict[str, Assumption] = {}
    for file in sorted(folder.glob("*.toml")):
        for name, row in tomllib.loads(file.read_text(encoding="utf-8")).items():
            if name in rows:
                raise RecordError(f"{file.name}: [{name}] is a row of {rows[name].topic}.toml already")
            rows[name] = _row(file, name, row)
    return rows


def _row(file: Path, name: str, row: Mapping[str, Any]) -> Assumption:
    where = f"{file.name}: [{name}]"
    unknown = sorted(row.keys() - _KEYS)
    if unknown:
        raise RecordError(f"{where} {unknown[0]}: there is no such key; there are {', '.join(sorted(_KEYS))}")
    for key in ("fact", "source", "sure"):
        if not str(row.get(key, "")).strip():
            raise RecordError(f"{where} {key}: it is missing")
    if row["sure"] not in list(Sure):
        raise RecordError(f"{where} sure: write one of {', '.join(Sure)}")
    if not row["source"].startswith("https://"):
        raise RecordError(f"{where} source: the URL of a page that says so")
    return Assumption(
        name=name,
        topic=file.stem,
        fact=row["fact"],
        source=row["source"],
        sure=Sure(row["sure"]),
        step=row.get("step", ""),
        untested=row.get("untested", ""),
    )
