"""A language's prompts, read once a process."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from hotline.prompts.entries import Entry, Piece, PromptError, filled, read_entry, seconds_to_say

FOLDER = Path(__file__).parent
_COMPLETE = "en"  # the language that has every entry
Entries = Mapping[str, Entry | list[Any]]  # by the prompt's id; compiled, until somebody hears it


class Prompts:
    """What a language says. Values arrive as they are to be said: a Speaker makes them from ids, codes and digits."""

    def __init__(self, language: str, entries: Entries, spoken: Mapping[str, Any]) -> None:
        self.language = language
        self.spoken = spoken  # how numbers, keys and times are said
        self._entries = dict(entries)

    @property
    def locale(self) -> str:
        """The language as Twilio names it: `en-GB`."""
        return str(self.spoken["locale"])

    def ids(self) -> frozenset[str]:
        """Every prompt there is."""
        return frozenset(self._entries)

    def in_order(self) -> tuple[str, ...]:
        """The same, as its file has them."""
        return tuple(self._entries)

    def has_words(self, prompt: str) -> bool:
        """Some questions say nothing but their options."""
        return any(isinstance(piece, str) for piece in self._entry(prompt).say)

    def placeholders(self, prompt: str) -> frozenset[str]:
        """What the texts of a prompt name."""
        return self._entry(prompt).placeholders

    def limit(self, prompt: str) -> float:
        """The seconds that a prompt may take."""
        return self._entry(prompt).seconds

    def pieces(self, prompt: str, values: Mapping[str, str], *, simpler: bool = False) -> list[Piece]:
        """What is said: texts, and pauses in seconds. Raises PromptError for a prompt or a value that is not there."""
        entry = self._entry(prompt)
        return filled(self._where(prompt), (*(entry.simpler if simpler else entry.say), *entry.more), values)

    def seconds(self, prompt: str, values: Mapping[str, str], *, simpler: bool = False) -> float:
        """How long it takes to say all that must be heard (so without `more`)."""
        entry = self._entry(prompt)
        return seconds_to_say(filled(self._where(prompt), entry.simpler if simpler else entry.say, values))

    def _entry(self, prompt: str) -> Entry:
        try:
            entry = self._entries[prompt]
        except KeyError:
            raise PromptError(f"{self._where(prompt)}: there is no such prompt; add it") from None
        if not isinstance(entry, Entry):
            self._entries[prompt] = entry = Entry.from_compiled(entry)  # the first words need three of five hundred
        return entry

    def _where(self, prompt: str) -> str:
        return f"hotline/prompts/{self.language}.toml: [{prompt}]"


@cache
def load(language: str) -> Prompts:
    """The prompts of a language; what it lacks is said in English. Raises PromptError for a mistake in its file."""
    return read(FOLDER, language)


def missing(language: str) -> list[str]:
    """The prompts that a language lacks, in the order of their ids."""
    return sorted(load(_COMPLETE).ids() - _language(FOLDER, language)[0].keys())


def prompt_ids() -> frozenset[str]:
    """Every prompt there is, in any language."""
    return load(_COMPLETE).ids()


def read(folder: Path, language: str) -> Prompts:
    """The prompts of a language out of this folder, uncached."""
    entries, spoken = _language(folder, _COMPLETE)
    if language != _COMPLETE:
        its_own, its_spoken = _language(folder, language)
        entries, spoken = {**entries, **its_own}, spoken | its_spoken
    return Prompts(language, entries, spoken)


def compile_prompts(folder: Path) -> list[Path]:
    """Write beside each language's files what `read` makes of them, for it to take as it is; gives the new files.

    For the zip alone: reading and checking five hundred entries at a cold start keeps a caller from the first word.
    Raises PromptError.
    """
    languages = [path.suffixes[0].removeprefix(".") for path in sorted(folder.glob("spoken.*.toml"))]
    made = [folder / f"{language}.json" for language in languages]
    for language, path in zip(languages, made, strict=True):
        compiled = {prompt: entry.compiled() for prompt, entry in _read(folder, language).items()}
        path.write_text(json.dumps([compiled, _table(folder / f"spoken.{language}.toml")]), encoding="utf-8")
    return made


def _language(folder: Path, language: str) -> tuple[Entries, dict[str, Any]]:
    """A language's own entries, and how it says numbers, keys and times."""
    try:
        compiled: tuple[Entries, dict[str, Any]] = json.loads((folder / f"{language}.json").read_bytes())
    except FileNotFoundError:
        return _read(folder, language), _table(folder / f"spoken.{language}.toml")
    return compiled


def _read(folder: Path, language: str) -> dict[str, Entry]:
    path = folder / f"{language}.toml"
    return {key: read_entry(f"hotline/prompts/{path.name}: [{key}]", its) for key, its in _table(path).items()}


def _table(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as wrong:
        raise PromptError(f"hotline/prompts/{path.name}: {wrong}") from None
