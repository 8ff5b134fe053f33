"""A group's file as one would write it, with a change."""

from __future__ import annotations

from pathlib import Path

from hotline.groups import Group, load
from hotline.prompts import prompt_ids

ROOT = Path(__file__).parents[2]

SMALLEST = """
name = "Ongar Mutual Aid"
numbers = ["+442079460001"]
keepers = ["Gwen Rees", "Tom Hale"]
needs = ["shopping", "other"]
"""
AREAS = '[areas]\nongar = "Ongar"\n'


def written(
    folder: Path, more: str = "", *, name: str = "ongar.toml", areas: str = AREAS, text: str = SMALLEST
) -> Path:
    """One file; `more` are lines before its tables or more of them, as they begin with a bracket."""
    file = folder / name
    top, tables = ("", more) if more.lstrip().startswith("[") else (more, "")
    file.write_text(f"{text}{top}\n{areas}{tables}\n", encoding="utf-8")
    return file


def read(folder: Path, more: str = "") -> Group:
    written(folder, more)
    return load(folder, prompts=prompt_ids())["ongar"]
