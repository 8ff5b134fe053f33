"""Every spoken word, by language, outside the code; and how long each takes to say."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from hotline.errors import HotlineError
from hotline.groups import Group
from hotline.numbers import PhoneNumber, opaque, spoken
from hotline.prompts.times import say_time

PAUSE = 0.5  # seconds, for a bar in a text
WORDS_A_MINUTE = 150
SLOWEST = 20.0  # seconds that a prompt may take, unless its entry says otherwise
_COUNTS = ("nobody", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_KEYS = {"0": "nought", "*": "star", "#": "hash"}


class PromptError(HotlineError):
    """A prompt or a word in it that the language's file does not have."""


@cache
def load(language: str = "en") -> Mapping[str, Mapping[str, str | float]]:
    """The entries of a language; a language that has no file speaks English."""
    folder = Path(__file__).parent
    path = folder / f"{language}.toml"
    return tomllib.loads((path if path.exists() else folder / "en.toml").read_text())


def prompt_ids() -> frozenset[str]:
    """Every prompt there is."""
    return frozenset(load())


def pieces(prompt: str, values: Mapping[str, str], group: Group, *, simpler: bool = False) -> list[str]:
    """What is said, a piece between two pauses each. Raises PromptError for a prompt or a word that is not there."""
    entry = load(group.languages[0]).get(prompt)
    if entry is None:
        raise PromptError(f"hotline/prompts/{group.languages[0]}.toml: there is no [{prompt}]; add it")
    text = str(entry["simpler"] if simpler and "simpler" in entry else entry["say"])
    try:
        filled = text.format_map(_fixed(group) | {key: _say(key, value, group) for key, value in values.items()})
    except KeyError as missing:
        raise PromptError(f"hotline/prompts/{group.languages[0]}.toml: [{prompt}]: no value for {missing}") from None
    return [piece.strip() for piece in filled.split("|") if piece.strip()]


def seconds(said: list[str]) -> float:
    """How long these pieces take to say, with a pause after each but the last."""
    words = sum(len(piece.split()) for piece in said)
    return words * 60 / WORDS_A_MINUTE + PAUSE * max(0, len(said) - 1)


def two_words(seed: str) -> str:
    """The two words by which a neighbour is known, always the same for one request: `blue-kettle`."""
    words = tomllib.loads((Path(__file__).parent / "words.en.toml").read_text())
    first, second = (sum(ord(letter) * 31**place for place, letter in enumerate(opaque(seed, part))) for part in "ab")
    return f"{words['first'][first % len(words['first'])]}-{words['second'][second % len(words['second'])]}"


def _fixed(group: Group) -> dict[str, str]:
    """What every prompt may say of its group."""
    listening = group.listening
    return {"group": group.name, "listening": f"{listening.name}, {listening.spoken}" if listening else ""}


def _say(kind: str, value: str, group: Group) -> str:
    match kind:
        case "need" | "when":
            return str(load(group.languages[0])[f"{kind}.{value}"]["say"])
        case "area":
            return group.areas.get(value, "anywhere")
        case "by":
            return say_time(value)
        case "words":
            plain = value.replace("-", " ")
            return f"{plain}. {'. '.join(word.capitalize() for word in plain.split())}"
        case "number":
            return spoken(PhoneNumber(value))
        case "count":
            return _COUNTS[int(value)] if int(value) < len(_COUNTS) else value
        case "key":
            return _KEYS.get(value, value)
        case _:
            return value
