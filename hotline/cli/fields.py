"""A volunteer as people write one down, field by field: from text, with a sentence for each mistake, and back."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from hotline.errors import HotlineError
from hotline.groups import Group, duration_text, parse_duration
from hotline.groups.rule import rule_text
from hotline.hours import Hours
from hotline.numbers import CannotRing, PhoneNumber, is_mobile, to_ring
from hotline.records import Need, Volunteer
from hotline.rotation.phone import is_paused

FOREVER = datetime(9999, 12, 31, tzinfo=UTC)  # paused until somebody says otherwise

# The columns of a file, in order; the names of the options of `hotline volunteers add` are the same.
COLUMNS = (
    *("number", "name", "needs", "areas", "languages", "hours", "coordinator", "rest", "daily_cap", "paused_until"),
    *("drawn", "texts"),
)

_SHORTEST, _LONGEST = 9, 15  # digits: a national number without its nought; E.164's most
_LIKE = "write it like 07700 900123"
_YES, _NO = frozenset({"yes", "y", "true", "1"}), frozenset({"no", "n", "false", "0", ""})


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What is wrong with one field, as the end of a sentence that begins with its name."""

    field: str
    sentence: str


class Faults(HotlineError):
    """A volunteer that cannot be read: each fault, none left out."""

    def __init__(self, faults: Collection[Fault]) -> None:
        super().__init__("; ".join(f"{fault.field}: {fault.sentence}" for fault in faults))
        self.faults = tuple(faults)


def volunteer(texts: Mapping[str, str], group: Group, now: datetime) -> Volunteer:
    """Who joins now. A field that is left out or empty has the group's default. Raises Faults, with all of them."""
    readers: Mapping[str, Callable[[str], Any]] = {
        "number": lambda text: number(text, group),
        "name": _name,
        "needs": lambda text: _needs(text, group),
        "areas": lambda text: _slugs(text, group.areas, "area"),
        "languages": lambda text: _slugs(text, group.languages, "language") or frozenset({group.languages[0]}),
        "hours": lambda text: _hours(text, group),
        "coordinator": _yes_or_no,
        "rest": lambda text: parse_duration(text) if text else None,
        "daily_cap": lambda text: _count(text) if text else None,
        "paused_until": lambda text: paused_until(text, group) if text else None,
        "drawn": _yes_or_no,
        "texts": lambda text: _texts(text, values.get("number")),
    }
    values: dict[str, Any] = {}
    faults = []
    for field, read in readers.items():
        try:
            values[field] = read(texts.get(field, "").strip())
        except (ValueError, CannotRing) as error:
            faults.append(Fault(field=field, sentence=str(error)))
    if faults:
        raise Faults(faults)
    return Volunteer(
        group=group.slug, id=values["number"].opaque, joined_at=now, asked_at=now, rule=rule_text(group), **values
    )


def texts(volunteer: Volunteer, group: Group, now: datetime) -> dict[str, str]:
    """The same fields as text: what `volunteer` reads back. A pause that is over is left out."""
    paused = volunteer.paused_until if is_paused(volunteer, now) else None
    return {
        "number": volunteer.number.e164,
        "name": volunteer.name,
        "needs": "; ".join(sorted(volunteer.needs)),
        "areas": "; ".join(sorted(volunteer.areas)),
        "languages": "; ".join(sorted(volunteer.languages)),
        "hours": volunteer.hours.text().replace(",", ";"),
        "coordinator": yes_or_no(volunteer.coordinator),
        "rest": duration_text(volunteer.rest) if volunteer.rest is not None else "",
        "daily_cap": "" if volunteer.daily_cap is None else str(volunteer.daily_cap),
        "paused_until": moment(paused, group) if paused else "",
        "drawn": "yes" if volunteer.drawn else "no",
        "texts": yes_or_no(volunteer.texts),
    }


def number(text: str, group: Group) -> PhoneNumber:
    """One that the group may ring. Raises ValueError or CannotRing; neither repeats a whole number (promise 6)."""
    return _parsed(text, group.number_to_ring)


def number_to_dial(text: str, group: Group) -> PhoneNumber:
    """One that anybody may dial, also the line's own. Raises as `number` does."""
    return _parsed(text, lambda digits: to_ring(digits, countries=group.countries, drama=group.drama))


def _parsed(text: str, parse: Callable[[str], PhoneNumber]) -> PhoneNumber:
    digits = re.sub(r"\D", "", text)
    if not text:
        raise ValueError(f"is missing; {_LIKE}")
    if re.search(r"\d[eE]\+?\d", text):
        raise ValueError(f"a spreadsheet has rounded it; make its column text, and {_LIKE}")
    if re.search(r"[^\d\s()+./-]", text):
        raise ValueError(f"is not a phone number; {_LIKE}")
    if len(digits) < _SHORTEST:
        raise ValueError(f'"{text}" is too short; {_LIKE}')
    if len(digits) > _LONGEST:
        raise ValueError(f"{digits[:3]}…{digits[-2:]} is too long; {_LIKE}")
    try:
        return parse(text)
    except CannotRing as why:
        raise CannotRing(f"{digits[:3]}…{digits[-2:]} cannot be rung. {why}") from None


def paused_until(text: str, group: Group) -> datetime:
    """A local date (from its midnight) or a local time: `2026-12-01`, `2026-12-01T15:00`. Raises ValueError."""
    try:
        local = datetime.combine(date.fromisoformat(text), time()) if "T" not in text else datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f'"{text}" is not a date; write it like 2026-12-01') from None
    return FOREVER if local.date() == FOREVER.date() else local.replace(tzinfo=ZoneInfo(group.zone)).astimezone(UTC)


def moment(when: datetime, group: Group) -> str:
    """A moment where the group is, as `paused_until` reads it."""
    if when >= FOREVER:
        return FOREVER.date().isoformat()
    local = when.astimezone(ZoneInfo(group.zone)).replace(tzinfo=None)
    return local.date().isoformat() if local.time() == time() else local.isoformat(timespec="seconds")


def yes_or_no(flag: object) -> str:
    """As a flag is written."""
    return "yes" if flag else "no"


def check_texts(number: PhoneNumber | None, *, wanted: bool) -> None:
    """Raises ValueError for texts to what is no mobile."""
    if wanted and number and not is_mobile(number):
        raise ValueError("only a mobile can be texted")


def _texts(text: str, number: PhoneNumber | None) -> bool:
    wanted = _yes_or_no(text)
    check_texts(number, wanted=wanted)
    return wanted


def _name(text: str) -> str:
    if not text:
        raise ValueError("is missing; a first name will do")
    return text


def _needs(text: str, group: Group) -> frozenset[Need]:
    named = _slugs(text, group.needs, "need")
    return frozenset(map(Need, named)) if named else frozenset(group.needs)


def _slugs(text: str, known: Collection[str], kind: str) -> frozenset[str]:
    words = [word.strip().lower() for word in re.split(r"[;,]", text) if word.strip()]
    for word in words:
        if word not in known:
            raise ValueError(f'"{word}" is no {kind} of this group; there is {", ".join(known)}')
    return frozenset(words)


def _hours(text: str, group: Group) -> Hours:
    return Hours.parse(text.replace(";", ",")) if text else group.hours


def _yes_or_no(text: str) -> bool:
    if text.lower() not in _YES | _NO:
        raise ValueError(f'"{text}" is neither yes nor no')
    return text.lower() in _YES


def _count(text: str) -> int:
    if not re.fullmatch(r"\d{1,3}", text):
        raise ValueError(f'"{text}" is not a number of asks in a day; write it like 3')
    return int(text)
