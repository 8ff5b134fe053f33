"""The two words by which a neighbour is known, on the phone and at the door."""

from __future__ import annotations

import hashlib
import tomllib
from functools import cache
from pathlib import Path


def two_words(seed: str) -> str:
    """Always the same for one seed: `blue-kettle`, out of 40,000."""
    adjectives, nouns = _lists()
    digest = hashlib.sha256(seed.encode()).digest()
    return f"{_pick(adjectives, digest[:8])}-{_pick(nouns, digest[8:16])}"


def _pick(words: list[str], by: bytes) -> str:
    return words[int.from_bytes(by) % len(words)]


@cache
def _lists() -> tuple[list[str], list[str]]:
    """Read when the first request is written down: no greeting needs them."""
    lists = tomllib.loads((Path(__file__).parent / "words.en.toml").read_text(encoding="utf-8"))
    return lists["adjectives"], lists["nouns"]
