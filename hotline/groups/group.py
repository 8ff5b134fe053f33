"""One mutual-aid group, and all of them: what scripts, rotation and dispatcher know about whom they work for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from enum import StrEnum

from hotline.groups.policy import Policy
from hotline.hours import Hours
from hotline.numbers import PhoneNumber, may_ring
from hotline.records import Need
from hotline.values import dataclass

_DAYTIME = Hours.parse("every day 09:00-20:00")


@dataclass(frozen=True, kw_only=True)
class Listening:
    """A line that listens by day and night, and that a resident is put through to at once."""

    name: str  # "Samaritans"
    spoken: str  # "116 123"; said digit by digit
    dial: str  # "+44116123"


class OnHolidays(StrEnum):
    """When help comes that recurs every week, if its day is a holiday."""

    BEFORE = "before"
    AFTER = "after"
    NONE = "none"


@dataclass(frozen=True, kw_only=True)
class Holidays:
    """Days of every year on which nobody is expected to come."""

    days: frozenset[str] = frozenset({"12-25", "12-26", "01-01"})  # month and day
    help: OnHolidays = OnHolidays.BEFORE


@dataclass(frozen=True, kw_only=True)
class Group:
    """One group's settings, checked."""

    slug: str  # the name of its file; part of every key and URL
    name: str
    numbers: tuple[PhoneNumber, ...]  # its own; the first is shown on displays
    keepers: tuple[str, ...]  # who keeps the keys to it: two names at least, told to whoever asks
    zone: str = "Europe/London"
    languages: tuple[str, ...] = ("en",)  # the first is the default
    areas: Mapping[str, str]  # slug: spoken name, in the order asked
    needs: tuple[Need, ...]  # the most asked-for first; without `person`
    hours: Hours = _DAYTIME  # when residents and volunteers are rung
    holidays: Holidays = field(default_factory=Holidays)
    listening: Listening | None = None
    countries: tuple[str, ...] = ("GB",)  # whose ordinary numbers it pays for; a national number is of the first
    drama: bool = False  # Ofcom's numbers for drama, by name: the sample and the tests
    voice: str = "Polly.Amy"  # Twilio's name of it
    policy: Policy = field(default_factory=Policy)


class Groups(Mapping[str, Group]):
    """All groups of a deployment, by slug."""

    def __init__(self, groups: Mapping[str, Group]) -> None:
        self._by_slug = dict(groups)
        self._by_number = {number.e164: group for group in self._by_slug.values() for number in group.numbers}

    def __getitem__(self, slug: str) -> Group:
        return self._by_slug[slug]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_slug)

    def __len__(self) -> int:
        return len(self._by_slug)

    def by_number(self, e164: str) -> Group | None:
        """The group that is dialled by this number; None: it is not in use here."""
        return self._by_number.get(e164)

    def may_ring(self, group: Group, number: PhoneNumber) -> bool:
        """Whether a group can ring back a phone that rang it: not at any price, nor the line itself, if that is forged.

        It imports phonenumbers (0.07 s): only once somebody has keyed or said what they need.
        """
        ours = self.by_number(number.e164) is not None
        return not ours and may_ring(number, countries=group.countries, drama=group.drama)
