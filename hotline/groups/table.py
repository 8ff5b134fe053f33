"""One table of a group's file, read key by key: each fault is one line that names file, table and key."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, Self

from hotline.errors import HotlineError
from hotline.groups.durations import duration_text, parse_duration

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_A_NUMBER = re.compile(r"\d[\d ()-]{5,}\d")
_A_SECOND = timedelta(seconds=1)


class GroupFileError(HotlineError):
    """A group's file has a mistake: one line that names file and key and says how to mend it."""


class Table:
    """The keys of one table and their values. What reads a key raises GroupFileError for a value that is not of it."""

    def __init__(self, where: str, entries: Mapping[str, object], *, known: Collection[str], name: str = "") -> None:
        """`where` is the file as a fault names it, `known` the keys that there may be (none at all: any)."""
        self._where = where
        self._entries = entries
        self._name = name
        for key in entries:
            if known and key not in known:
                raise self.fault(key, f"there is no such setting{_nearest(key, known)}")

    def __contains__(self, key: str) -> bool:
        return key in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def fault(self, key: str, why: str) -> GroupFileError:
        """A fault of this key, as the one line that an operator sees."""
        table = f"[{self._name}] " if self._name else ""
        return GroupFileError(f"{self._where}: {table}{_written(key)}: {why}")

    def text(self, key: str, *, like: str) -> str:
        """A text that is not blank; `like` is what one looks like."""
        value = self._value(key, like=f'"{like}"')
        if not isinstance(value, str) or not value.strip():
            raise self.fault(key, f'{_shown(value)} is not a text; write it like "{like}"')
        return value

    def texts(self, key: str, *, like: str) -> tuple[str, ...]:
        """A list of texts, each once, at least one."""
        value = self._value(key, like=like)
        if not isinstance(value, list) or not value or not all(isinstance(each, str) and each for each in value):
            raise self.fault(key, f"{_shown(value)} is not a list of texts; write it like {like}")
        twice = next((each for each in value if value.count(each) > 1), None)
        if twice is not None:
            raise self.fault(key, f"{_shown(twice)} is there twice; once is enough")
        return tuple(value)

    def text_or_texts(self, key: str, *, like: str) -> tuple[str, ...]:
        """One text, or a list of them."""
        value = self._value(key, like=like)
        return (value,) if isinstance(value, str) else self.texts(key, like=like)

    def flag(self, key: str) -> bool:
        """True or false."""
        value = self._value(key, like="true")
        if not isinstance(value, bool):
            raise self.fault(key, f"{_shown(value)} is neither true nor false")
        return value

    def count(self, key: str, *, most: int | None = None) -> int:
        """A whole number of at least one."""
        value = self._value(key, like="3")
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise self.fault(key, f"{_shown(value)} is not a count; write a whole number of at least 1")
        if most is not None and value > most:
            raise self.fault(key, f"{value} is too many; write at most {most}")
        return value

    def duration(self, key: str, *, least: timedelta = _A_SECOND, most: timedelta | None = None) -> timedelta:
        """A duration, at least a second where nothing at all makes no sense."""
        duration = self._duration(key, self._value(key, like='"20s"'), least=least)
        if most is not None and duration > most:
            raise self.fault(key, f'"{duration_text(duration)}" is too long; write at most "{duration_text(most)}"')
        return duration

    def durations(self, key: str) -> tuple[timedelta, ...]:
        """A list of durations, at least one, each of at least a second."""
        like = '["15m", "1h"]'
        value = self._value(key, like=like)
        if not isinstance(value, list) or not value:
            raise self.fault(key, f"{_shown(value)} is not a list of durations; write it like {like}")
        return tuple(self._duration(key, each, least=_A_SECOND) for each in value)

    def table(self, key: str, *, known: Collection[str] = (), like: str) -> Self:
        """The table of that name inside this one; `like` is a line of it. Not there: empty."""
        value = self._entries.get(key, {})
        if not isinstance(value, dict):
            raise self.fault(key, f"{_shown(value)} is not a table; write [{key}] and under it {like}")
        return type(self)(self._where, value, known=known, name=key)

    def _value(self, key: str, *, like: str) -> object:
        if key not in self._entries:
            raise self.fault(key, f"it is missing; write {key} = {like}")
        return self._entries[key]

    def _duration(self, key: str, value: object, *, least: timedelta) -> timedelta:
        if not isinstance(value, str):
            raise self.fault(key, f'{_shown(value)} is not a duration; write it like "20s", "5m" or "1h30m"')
        try:
            duration = parse_duration(value)
        except ValueError as why:
            raise self.fault(key, str(why)) from None
        if duration < least:
            raise self.fault(key, f'{_shown(value)} is too short; write at least "{duration_text(least)}"')
        return duration


def parsed(file: Path) -> dict[str, Any]:
    """What this TOML file holds. Raises GroupFileError, in one line, if it is none."""
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as why:
        raise GroupFileError(f"{file}: it cannot be read: {why.strerror}") from None
    except UnicodeDecodeError:
        raise GroupFileError(f"{file}: it is not written in UTF-8; save it as plain UTF-8 text") from None
    except tomllib.TOMLDecodeError as why:
        raise GroupFileError(f"{file}: it is not TOML: {why}") from None


def _nearest(key: str, known: Collection[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(key, known, n=1)
    return f'; did you mean "{near[0]}"?' if near else f"; there are {', '.join(known)}"


def _written(key: str) -> str:
    return key if _BARE_KEY.fullmatch(key) else json.dumps(key, ensure_ascii=False)


def _shown(value: object) -> str:
    """A value much as TOML writes it, on one line; what may be a phone number is left out of it (promise 6)."""
    return _A_NUMBER.sub("…", json.dumps(value, ensure_ascii=False, default=str))
