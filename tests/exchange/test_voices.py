"""The tables of voices and languages, and every voice that is named in this project."""

from __future__ import annotations

import json
import re
from pathlib import Path

from infra.local.exchange.voices import voices
from infra.local.schema import VOICES
from infra.local.schema import voices as table


def test_the_hotlines_table_is_made_from_the_same() -> None:
    """Whoever takes a newer package writes both files; the text of neither was changed by hand."""
    source = json.loads(VOICES.read_text(encoding="utf-8"))["source"]
    assert VOICES.read_text(encoding="utf-8") == table(source)


def test_every_voice_that_is_named_anywhere_is_one_of_twilios() -> None:
    """In groups, code, prompts and pages for people; a voice that is wrong on purpose is in a test."""
    root = Path(__file__).parents[2]
    files = [file for part in ("groups", "hotline", "docs", "chalicelib") for file in (root / part).rglob("*.*")]
    texts = [file.read_text(encoding="utf-8") for file in files if file.suffix in {".toml", ".py", ".md"}]
    named = {name for text in texts for name in re.findall(r"\b(?:Polly|Google)\.[A-Z]?[\w-]*[A-Za-zí]\b", text)}
    assert named
    assert named <= voices()
