"""The commands that docs/aws.md has an operator type, by section."""

from __future__ import annotations

import shlex
from pathlib import Path

PAGE = Path(__file__).parents[3] / "docs/aws.md"
_PROGRAM = ".venv/bin/hotline"


def typed(section: str) -> list[list[str]]:
    """The words after `hotline` of each command in the section whose heading ends so."""
    text = PAGE.read_text(encoding="utf-8")
    (found,) = [part for part in text.split("\n## ")[1:] if part.partition("\n")[0].endswith(section)]
    lines = [line.strip() for line in found.splitlines() if line.startswith("    ")]
    return [shlex.split(line)[1:] for line in lines if line.startswith(f"{_PROGRAM} ")]
