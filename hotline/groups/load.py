"""Reading the groups' files. All of them are checked before any is used: a line with a mistake does not start."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from hotline.groups.group import Group, Groups, Holidays, Listening, OnHolidays
from hotline.groups.policy import read_policy, settings
from hotline.groups.table import GroupFileError, Table, parsed
from hotline.hours import Hours
from hotline.numbers import PhoneNumber
from hotline.records import Need

_REQUIRED = ("name", "numbers", "keepers", "areas", "needs")
_OPTIONAL = ("zone", "languages", "hours", "holidays", "listening", "countries", "drama", "voice", "line")
_LISTENING = ("name", "spoken", "dial")
_LINE = ("at_once",)
_HOLIDAYS = ("days", "help")

# Slugs are parts of URLs, keys and trails, in which a dash is safe and an underscore separates.
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Z]{2})?")
_COUNTRY = re.compile(r"[A-Z]{2}")
_NO_AREAS = ("anywhere", "elsewhere", "as-last")  # what a caller can key instead of an area
_FEWEST_KEEPERS = 2  # one alone may be ill, or leave; and with two, neither decides unseen
_FEWEST_AT_ONCE = 2
_MOST_WAYS = 3  # each may ring for as long as a resident's phone does
_SHORT_CODE = re.compile(r"[0-9]{3,6}")
_MOST_AREAS = 8  # each has a key of its own, and so has `anywhere else`

_NEEDS = tuple(need for need in Need if need is not Need.PERSON)  # a person is always to be had, with nought
_TALKS = {Need.CHAT: "option.talk", Need.LISTEN: "option.talk"}  # the menu offers both by one key


def load(folder: Path, *, prompts: Collection[str]) -> Groups:
    """Every `*.toml` of the folder, one group each, its slug the file's name.

    `prompts` are the ids of all prompts: a need that the line has no words for is refused. Raises GroupFileError, one
    line that names file and key, for the first mistake in any of them, and if there is no file.
    """
    files = sorted(folder.glob("*.toml"))
    if not files:
        raise GroupFileError(f"{folder}: there is no group here; put a copy of the sample, brentwood.toml, into it")
    read = {file: _read(file, prompts) for file in files}
    _check_numbers_differ(read)
    _check_line_is_one(read)
    return Groups({group.slug: group for group in read.values()})


def _read(file: Path, prompts: Collection[str]) -> Group:
    if not _SLUG.fullmatch(file.stem):
        raise GroupFileError(f"{file}: name it with small letters, digits and dashes only, like brentwood.toml")
    table = Table(str(file), parsed(file), known=(*_REQUIRED, *_OPTIONAL, "policy"))
    optional: dict[str, Callable[[Table], object]] = {
        "zone": _zone,
        "languages": lambda table: _codes(table, "languages", _LANGUAGE, like='["en"]'),
        "hours": _hours,
        "holidays": _holidays,
        "listening": _listening,
        "countries": lambda table: _codes(table, "countries", _COUNTRY, like='["GB"]'),
        "drama": lambda table: table.flag("drama"),
        "voice": lambda table: table.text("voice", like="Polly.Amy"),
    }
    at_once = _at_once(table)
    given: dict[str, Any] = {key: read(table) for key, read in optional.items() if key in table}
    given |= {"at_once": at_once} if at_once else {}
    group = Group(
        slug=file.stem,
        name=table.text("name", like="Brentwood Mutual Aid"),
        numbers=_numbers(table),
        keepers=_keepers(table),
        needs=_needs(table, prompts),
        areas=_areas(table),
        policy=read_policy(table.table("policy", known=settings(), like='ring = "20s"')),
        **given,
    )
    if not group.hours.lasts(group.policy.longest_ring):
        raise table.fault("hours", "no window of them is as long as a phone rings, so that none could ever ring")
    return group


def _numbers(table: Table) -> tuple[PhoneNumber, ...]:
    """By their form only; whether there can be such numbers is checked thoroughly, elsewhere and later."""
    return tuple(_number(table, "numbers", text) for text in table.texts("numbers", like='["+44…"]'))


def _number(table: Table, key: str, text: str) -> PhoneNumber:
    try:
        return PhoneNumber(text)
    except ValueError:
        why = f'the one that ends in "{text[-2:]}" is not like "+44…": a plus, the country, all digits, no spaces'
        raise table.fault(key, why) from None


def _keepers(table: Table) -> tuple[str, ...]:
    like = '["Gwen Rees", "Tom Hale"]'
    names = tuple(" ".join(name.split()) for name in table.texts("keepers", like=like))
    if len({name.casefold() for name in names if name}) < max(_FEWEST_KEEPERS, len(names)):
        raise table.fault("keepers", f"two people keep the keys, always; write both names, like {like}")
    return names


def _zone(table: Table) -> str:
    name = table.text("zone", like="Europe/London")
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise table.fault("zone", f'"{name}" is not a time zone; write it like "Europe/London"') from None
    return name


def _codes(table: Table, key: str, form: re.Pattern[str], *, like: str) -> tuple[str, ...]:
    codes = table.texts(key, like=like)
    for code in codes:
        if not form.fullmatch(code):
            raise table.fault(key, f'"{code}" is not a code of that kind; write it like {like}')
    return codes


def _needs(table: Table, prompts: Collection[str]) -> tuple[Need, ...]:
    needs = tuple(_need(table, text, prompts) for text in table.texts("needs", like='["shopping", "medicines"]'))
    if Need.LISTEN in needs and "listening" not in table:
        raise table.fault("needs", '"listen" is a listening line: add the table [listening], or leave it out')
    return needs


def _need(table: Table, text: str, prompts: Collection[str]) -> Need:
    if text not in _NEEDS:
        raise table.fault("needs", f'"{text}" is not a need; there are {", ".join(_NEEDS)}')
    need = Need(text)
    for prompt in (f"need.{need}", _TALKS.get(need, f"option.{need}")):
        if prompt not in prompts:
            raise table.fault("needs", f'"{need}" has no words: add "{prompt}" to the prompts, or leave it out')
    return need


def _areas(table: Table) -> dict[str, str]:
    areas = table.table("areas", like='brentwood = "Brentwood"')
    slugs = list(areas)
    if not slugs:
        raise table.fault("areas", 'there is none; write [areas] and under it brentwood = "Brentwood"')
    if len(slugs) > _MOST_AREAS:
        raise table.fault("areas", f"{len(slugs)} are too many; there are keys for {_MOST_AREAS}")
    for slug in slugs:
        if not _SLUG.fullmatch(slug) or slug in _NO_AREAS:
            raise areas.fault(
                slug,
                f'write it in small letters, digits and dashes, and not "{slug}"'
                if slug in _NO_AREAS
                else "write it in small letters, digits and dashes",
            )
    return {slug: areas.text(slug, like="Brentwood") for slug in slugs}


def _hours(table: Table) -> Hours:
    text = table.text("hours", like="every day 09:00-20:00")
    try:
        return Hours.parse(text)
    except ValueError as why:
        raise table.fault("hours", str(why)) from None


def _listening(table: Table) -> Listening:
    line = table.table("listening", known=_LISTENING, like='name = "Samaritans"')
    return Listening(
        name=line.text("name", like="Samaritans"),
        spoken=line.text("spoken", like="116 123"),
        dial=_ways(line),
    )


def _ways(line: Table) -> tuple[str, ...]:
    """Each a number in international form, or a short code as it is dialled in the country."""
    ways = line.text_or_texts("dial", like='["116123", "+443300945717"]')
    if len(ways) > _MOST_WAYS:
        raise line.fault("dial", f"{len(ways)} are too many to wait for; write at most {_MOST_WAYS}")
    return tuple(way if _SHORT_CODE.fullmatch(way) else _number(line, "dial", way).e164 for way in ways)


def _at_once(table: Table) -> int | None:
    """A talk is two calls, so that with one nobody could be put through."""
    if "line" not in table:
        return None
    line = table.table("line", known=_LINE, like="at_once = 2")
    at_once = line.count("at_once")
    if at_once < _FEWEST_AT_ONCE:
        raise line.fault("at_once", f"a talk is two calls; write a whole number of at least {_FEWEST_AT_ONCE}")
    return at_once


def _holidays(table: Table) -> Holidays:
    given = table.table("holidays", known=_HOLIDAYS, like='days = ["12-25"]')
    days = given.texts("days", like='["12-25", "12-26"]')
    for day in days:
        if not _is_day(day):
            raise given.fault("days", f'"{day}" is no day of the year; write month and day, like "12-25"')
    text = given.text("help", like="before")
    if text not in set(OnHolidays):
        raise given.fault("help", f'"{text}" is not one of {", ".join(OnHolidays)}')
    return Holidays(days=frozenset(days), help=OnHolidays(text))


def _is_day(text: str) -> bool:
    try:
        return f"{date.fromisoformat(f'2024-{text}'):%m-%d}" == text  # a leap year: it has them all
    except ValueError:
        return False


def _check_numbers_differ(read: dict[Path, Group]) -> None:
    """A number leads to one group."""
    holders: dict[str, Path] = {}
    for file, group in read.items():
        for number in group.numbers:
            other = holders.setdefault(number.e164, file)
            if other != file:
                raise GroupFileError(f"{file}: numbers: {number} is in {other} already; a number leads to one group")


def _check_line_is_one(read: dict[Path, Group]) -> None:
    """All groups share one account: whichever file says how many calls it may have, it is one number."""
    said = [(file, group.at_once) for file, group in read.items() if group.at_once]
    for file, at_once in said[1:]:
        first, other = said[0]
        if at_once != other:
            raise GroupFileError(
                f"{file}: [line] at_once: it is {at_once} here and {other} in {first}; "
                "it is one number for the whole line, so write it in one file only"
            )
