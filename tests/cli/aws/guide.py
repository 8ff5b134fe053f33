"""The commands that docs/aws.md has an operator type, by section."""

from __future__ import annotations

import shlex
from pathlib import Path

PAGE = Path(__file__).parents[3] / "docs/aws.md"
_PROGRAM = ".venv/bin/hotline"


def typed(section: str) -> list[list[str]]:
    """The words after `hotline` of each command in the section whose heading ends so."""
    return _commands(words_of(section))


def words_of(section: str) -> str:
    """The section whose heading ends so."""
    (found,) = [part for part in _sections() if part.partition("\n")[0].endswith(section)]
    return found


def steps() -> list[list[str]]:
    """Return the same of the numbered sections up to `Connect`: from nothing to a line that answers."""
    return [words for part in _sections() if part[0] in "123456" for words in _commands(part)]


def _sections() -> list[str]:
    return PAGE.read_text(encoding="utf-8").split("\n## ")[1:]


def _commands(section: str) -> list[list[str]]:
    lines = [line.strip() for line in section.splitlines() if line.startswith("    ")]
    return [shlex.split(line)[1:] for line in lines if line.startswith(f"{_PROGRAM} ")]
