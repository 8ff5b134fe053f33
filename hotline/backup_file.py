"""A backup as a file: a line that says what it is, a line for each row, and a last line with how many there are."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

from hotline.errors import HotlineError

FORMAT = 1
Row = tuple[str, dict[str, Any]]  # the table, and its attributes as DynamoDB's API has them
Keys = Mapping[str, list[str]]  # by table: what its rows are known by


class NoBackup(HotlineError):
    """A file that is no backup, or not a whole one: one line that names it and the line in it."""


@dataclass(frozen=True, kw_only=True)
class Backup:
    """A whole backup, read and checked."""

    taken_at: datetime
    tables: str  # what the names of its tables began with
    rows: list[Row]
    code_secret: str = field(default="", repr=False)  # by which its codes and hidden ids hold; empty: it has none


def write(
    path: Path, rows: Iterable[Row], *, tables: str, keys: Keys, now: datetime, code_secret: str = ""
) -> Iterator[int]:
    """Write them, for this user's eyes alone: how many so far. Whole or not at all, and never over a file."""
    if path.exists():
        raise NoBackup(f"{path} is there already: give another name, or move it away")
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise NoBackup(f"{path} cannot be written: {error.strerror}") from None
    written = 0
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            about = {"format": FORMAT, "version": _version(), "taken_at": now.isoformat(), "tables": tables}
            _line(file, {"hotline": {**about, "keys": keys, "code_secret": code_secret}})
            for table, item in rows:
                _line(file, {"table": table, "row": item})
                written += 1
                yield written
            _line(file, {"rows": written})
        part.rename(path)
    finally:
        part.unlink(missing_ok=True)


def read(path: Path, *, keys: Keys) -> Backup:
    """All of it, before anything is done with it. Raises NoBackup."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise NoBackup(f"{path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise NoBackup(f"{path} is no backup: it is not text") from None
    first, *rows = [_read(path, number, line) for number, line in enumerate(lines, start=1)] or [{}]
    about = _about(path, first, keys)
    if not rows or rows[-1] != {"rows": len(rows) - 1}:
        raise NoBackup(f"{path} is not whole: its last line does not say that it has {max(0, len(rows) - 1)} rows")
    return Backup(
        taken_at=datetime.fromisoformat(about["taken_at"]),
        tables=about["tables"],
        code_secret=about.get("code_secret", ""),  # an older hotline wrote none
        rows=[_row(path, number, row, keys) for number, row in enumerate(rows[:-1], start=2)],
    )


def code_secret_of(first_line: bytes) -> str:
    """Return the secret that this backup's codes were made with. Empty: it has none, or this begins no backup."""
    try:
        return str(json.loads(first_line)["hotline"]["code_secret"])
    except (ValueError, KeyError, TypeError):
        return ""


def _version() -> str | None:
    """Return this hotline's version. A Lambda has our files without their distribution, and does not know it."""
    from importlib.metadata import PackageNotFoundError, version  # a tenth of a second: not for --help

    try:
        return version("hotline")
    except PackageNotFoundError:
        return None


def _about(path: Path, first: Any, keys: Keys) -> dict[str, Any]:
    about = first.get("hotline") if isinstance(first, dict) else None
    if not isinstance(about, dict):
        raise NoBackup(f"{path} is no backup of a hotline: its first line does not say so")
    mend = f"restore it with the hotline that wrote it ({about.get('version') or about.get('taken_at')})"
    if about.get("format") != FORMAT:
        raise NoBackup(f"{path} is of another format: {mend}")
    if about.get("keys") != keys:
        raise NoBackup(f"{path} has tables with other keys: {mend}")
    return about


def _row(path: Path, number: int, row: Any, keys: Keys) -> Row:
    match row:
        case {"table": str(table), "row": dict(item)} if table in keys and item.keys() >= {*keys[table]}:
            return table, item
    raise NoBackup(f"{path}:{number}: this is no row of a hotline's")


def _read(path: Path, number: int, line: str) -> Any:
    try:
        return json.loads(line)
    except ValueError:
        raise NoBackup(f"{path}:{number}: this line is broken, so that the file is not whole") from None


def _line(file: TextIO, value: object) -> None:
    """In ASCII: what somebody typed may hold characters that end a line for some programs, and for others do not."""
    file.write(f"{json.dumps(value, separators=(',', ':'))}\n")
