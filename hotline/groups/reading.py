"""Reading a group's file: every mistake is one line that names file and key, what is wrong and how to mend it."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import fields
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from hotline.errors import HotlineError
from hotline.groups.group import Group, Listening
from hotline.groups.policy import Policy, parse_duration
from hotline.hours import Hours
from hotline.numbers import PhoneNumber
from hotline.records import Need

_SLUG = re.compile(r"[a-z0-9-]+")  # no underscore: it parts the words of an effect's result
_KEYS = ("name", "numbers", "zone", "languages", "areas", "needs", "hours", "listening", "countries", "drama")
_ALL_KEYS = (*_KEYS, "voice", "policy")


class GroupFileError(HotlineError):
    """A mistake in a group's file, in one line."""


class Groups(Mapping[str, Group]):
    """The groups of this deployment, by slug."""

    def __init__(self, groups: Mapping[str, Group]) -> None:
        self._groups = dict(groups)
        self._numbers = {number.e164: group for group in self._groups.values() for number in group.numbers}

    def __getitem__(self, slug: str) -> Group:
        return self._groups[slug]

    def __iter__(self) -> Iterator[str]:
        return iter(self._groups)

    def __len__(self) -> int:
        return len(self._groups)

    def by_number(self, e164: str) -> Group | None:
        """Whose number this is."""
        return self._numbers.get(e164)


def load(folder: Path, *, prompts: Collection[str]) -> Groups:
    """Read every `*.toml` of a folder. All are checked before any is used. Raises GroupFileError."""
    files = sorted(folder.glob("*.toml"))
    if not files:
        raise GroupFileError(f"{folder}: no group's file here; copy groups/brentwood.toml and change it")
    groups = Groups({path.stem: _read(path, prompts) for path in files})
    seen: dict[str, str] = {}
    for group in groups.values():
        for number in group.numbers:
            if seen.setdefault(number.e164, group.slug) != group.slug:
                raise GroupFileError(f"{folder}/{group.slug}.toml: numbers: {number} is {seen[number.e164]}'s already")
    return groups


def _read(path: Path, prompts: Collection[str]) -> Group:
    try:
        raw = tomllib.loads(path.read_text())
    except tomllib.TOMLDecodeError as error:
        raise GroupFileError(f"{path}: not TOML: {error}") from None
    _known(path, "", raw, _ALL_KEYS)
    get = _Reader(path, raw)
    return Group(
        slug=get.slug(path.stem),
        name=get("name", str),
        numbers=tuple(get.each("numbers", PhoneNumber)),
        zone=get.made("zone", lambda text: ZoneInfo(text).key, "Europe/London"),
        languages=tuple(get("languages", list, ["en"])),
        areas=get.areas(),
        needs=tuple(get.each("needs", lambda text: _need(text, prompts))),
        hours=get.made("hours", Hours.parse, "every day 09:00-20:00"),
        listening=_listening(path, raw.get("listening")),
        countries=tuple(get("countries", list, ["GB"])),
        drama=get("drama", bool, False),
        voice=get("voice", str, "Polly.Amy"),
        policy=_policy(path, raw.get("policy", {})),
    )


class _Reader:
    """Gets one key of a file, or says what is wrong with it."""

    def __init__(self, path: Path, raw: Mapping[str, Any]) -> None:
        self._path, self._raw = path, raw

    def __call__(self, key: str, kind: type, default: Any = None) -> Any:
        value = self._raw.get(key, default)
        if value is None:
            raise GroupFileError(f"{self._path}: {key}: missing; see groups/brentwood.toml")
        if not isinstance(value, kind):
            raise GroupFileError(f"{self._path}: {key}: should be a {kind.__name__}, is {value!r}")
        return value

    def made(self, key: str, make: Callable[[str], Any], default: str) -> Any:
        return self._made(key, make, self(key, str, default))

    def each(self, key: str, make: Callable[[str], Any]) -> list[Any]:
        return [self._made(key, make, value) for value in self(key, list)]

    def slug(self, text: str) -> str:
        if not _SLUG.fullmatch(text):
            raise GroupFileError(f"{self._path}: the file's name should be small letters, digits and dashes")
        return text

    def areas(self) -> Mapping[str, str]:
        areas: Mapping[str, str] = self("areas", dict)
        if not areas or not all(map(_SLUG.fullmatch, areas)):
            raise GroupFileError(f'{self._path}: areas: at least one, written like ongar = "Ongar"')
        return areas

    def _made(self, key: str, make: Callable[[str], Any], value: str) -> Any:
        try:
            return make(value)
        except (ValueError, KeyError, TypeError) as error:
            raise GroupFileError(f"{self._path}: {key}: {value!r}: {error}") from None


def _need(text: str, prompts: Collection[str]) -> Need:
    need = Need(text)
    if need == Need.PERSON:
        raise ValueError("a person is always to be had, with nought")
    if f"need.{need}" not in prompts:
        raise ValueError(f"it has no prompt; add [need.{need}] to the prompts of each language")
    return need


def _listening(path: Path, raw: Mapping[str, Any] | None) -> Listening | None:
    if raw is None:
        return None
    _known(path, "[listening] ", raw, ("name", "spoken", "dial"))
    try:
        return Listening(**raw)
    except TypeError:
        raise GroupFileError(f"{path}: [listening]: needs name, spoken and dial") from None


def _policy(path: Path, raw: Mapping[str, Any]) -> Policy:
    _known(path, "[policy] ", raw, [field.name for field in fields(Policy)])
    settings: dict[str, Any] = {key: _setting(path, key, value) for key, value in raw.items()}
    return Policy(**settings)


def _setting(path: Path, key: str, value: Any) -> int | timedelta | tuple[timedelta, ...]:
    default = getattr(Policy, key)
    try:
        if isinstance(default, tuple) and isinstance(value, list) and value:
            return tuple(parse_duration(text) for text in value)
        if isinstance(default, timedelta) and isinstance(value, str):
            return parse_duration(value)
    except (ValueError, TypeError) as error:
        raise GroupFileError(f"{path}: [policy] {key}: {error}") from None
    if isinstance(default, int) and type(value) is int and value >= 0:
        return value
    raise GroupFileError(f"{path}: [policy] {key}: {value!r} is not of the right kind; see groups/brentwood.toml")


def _known(path: Path, table: str, raw: Mapping[str, Any], keys: Collection[str]) -> None:
    for key in raw:
        if key not in keys:
            near = difflib.get_close_matches(key, keys, n=1)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise GroupFileError(f"{path}: {table}{key}: there is no such setting{hint}")
