"""Twilio's voices by the language that they speak, from a table that infra/local/schema.py writes.

Voice and language of a <Say> must fit, or it fails: https://www.twilio.com/docs/voice/twiml/say#language. Basic voices
(`man`, `woman`, `alice`) are not in the table, since they know no SSML, and the line's pauses are SSML:
https://www.twilio.com/docs/api/errors/13513.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from hotline.groups.group import Group
from hotline.groups.table import GroupFileError

_TABLE = Path(__file__).with_name("voices.json")
_MOST_SHOWN = 8  # of the voices that would fit


def check_voice(file: Path, group: Group, language: str) -> None:
    """Look whether the group's voice speaks the language of its words, as Twilio names it. Raises GroupFileError."""
    fitting = _speaking(language)
    if group.voice not in fitting:
        why = f"\"{group.voice}\" is no voice of Twilio's that speaks {language}, as the line's words are"
        raise GroupFileError(f"{file}: voice: {why}; {_instead(group.voice, fitting, language)}")


def voice_of(language: str) -> str | None:
    """Return a voice for a language: a standard one of Amazon's, where there is one. None: nobody speaks it."""
    return min(_speaking(language), key=lambda voice: (not voice.startswith("Polly."), "-" in voice), default=None)


def _instead(voice: str, fitting: Sequence[str], language: str) -> str:
    from difflib import get_close_matches

    if not fitting:
        return f"there is none that speaks {language}"
    named = {each.casefold(): each for each in fitting}
    if near := get_close_matches(voice.casefold(), named, 1, 0.85):
        return f'did you mean "{named[near[0]]}"?'
    first = sorted(fitting, key=lambda each: (not each.startswith("Polly."), "-" in each, each))[:_MOST_SHOWN]
    more = f" (and {len(fitting) - len(first)} more)" if len(fitting) > len(first) else ""
    return f"there are {', '.join(first)}{more}"


def _speaking(language: str) -> tuple[str, ...]:
    return _table().get(language, ())


@cache
def _table() -> dict[str, tuple[str, ...]]:
    told = json.loads(_TABLE.read_bytes())
    return {language: tuple(voices) for language, voices in told["voices"].items()}
