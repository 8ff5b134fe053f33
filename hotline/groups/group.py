"""One mutual-aid group, and all of them: what scripts, rotation and dispatcher know about whom they work for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from enum import StrEnum

from hotline.groups.policy import Policy
from hotline.hours import Hours
from hotline.numbers import CannotRing, PhoneNumber, to_ring
from hotline.records import Need
from hotline.values import dataclass

_DAYTIME = Hours.parse("every day 09:00-20:00")


VOICE = "Polly.Amy"  # speaks en-GB, as the line's own words are


@dataclass(frozen=True, kw_only=True)
class Listening:
    """A line that listens by day and night, and that a resident is put through to at once."""

    name: str  # "Samaritans"
    spoken: str  # "116 123"; said digit by digit
    dial: tuple[str, ...]  # ways to dial it, tried one after the other: "116123", "+443300945717"


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
    voice: str = VOICE  # Twilio's name of it
    policy: Policy = field(default_factory=Policy)
    at_once: int | None = None  # calls that all groups of this deployment may have at once; None: no limit
    lines: frozenset[PhoneNumber] = frozenset()  # the numbers of all groups of this deployment

    def number_to_ring(self, digits: str) -> PhoneNumber:
        """Return the number that somebody keyed, wrote or shows, if the group can ring it.

        Not at any price (`numbers.to_ring`), nor a number of the line itself, whichever group's it is: the line would
        ring itself. Raises CannotRing. It imports phonenumbers (0.07 s): only once somebody has given a number.
        """
        number = to_ring(digits, countries=self.countries, drama=self.drama)
        if number in self.lines.union(self.numbers):
            raise CannotRing("This is a number of the line itself: give the one of the phone that we are to ring.")
        return number

    def may_ring(self, number: PhoneNumber) -> bool:
        """Tell whether the group can ring this phone, by the rules of `number_to_ring`."""
        try:
            self.number_to_ring(number.e164)
        except CannotRing:
            return False
        return True


class Groups(Mapping[str, Group]):
    """All groups of a deployment, by slug."""

    def __init__(self, groups: Mapping[str, Group]) -> None:
        lines = frozenset(number for group in groups.values() for number in group.numbers)
        at_once = min((group.at_once for group in groups.values() if group.at_once), default=None)
        self._by_slug = {slug: replace(group, lines=lines, at_once=at_once) for slug, group in groups.items()}
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
