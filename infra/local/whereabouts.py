"""Where the line that runs on this machine is: a small file that `hotline serve` leaves, for its user only."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Whereabouts:
    """What another command needs to know of a running line."""

    pid: int
    base_url: str  # where it listens, on this machine
    dynamodb: str | None  # None: AWS's own
    streams: str | None
    groups: str  # the folder of its groups' files
    tables: str  # what the names of its tables begin with
    exchange: bool  # its phones are here, for `hotline call`


def path(environ: Mapping[str, str]) -> Path:
    """`hotline/line.json` in the user's runtime folder, else in their state folder (XDG Base Directory)."""
    state = environ.get("XDG_STATE_HOME") or Path(environ.get("HOME", "~")).expanduser() / ".local" / "state"
    return Path(environ.get("XDG_RUNTIME_DIR") or state) / "hotline" / "line.json"


def leave(line: Whereabouts, where: Path) -> None:
    """Write it whole or not at all, for this user alone. The line that started last is the one that is found."""
    where.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = where.with_suffix(f".{line.pid}")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump(asdict(line), file)
    part.replace(where)


def find(where: Path) -> Whereabouts | None:
    """The line that runs now. None: there is none, or what was left behind is of one that has ended."""
    try:
        line = Whereabouts(**json.loads(where.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    return line if _runs(line.pid) else None


def remove(line: Whereabouts, where: Path) -> None:
    """Take it away, unless a line that started later has left its own."""
    if find(where) == line:
        where.unlink(missing_ok=True)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
