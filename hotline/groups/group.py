"""One mutual-aid group, as its file describes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hotline.groups.policy import Policy
from hotline.hours import Hours
from hotline.numbers import PhoneNumber
from hotline.records import Need


@dataclass(frozen=True, kw_only=True)
class Listening:
    """A listening line: its name, its number as people say it, and as it is dialled."""

    name: str
    spoken: str
    dial: str


@dataclass(frozen=True, kw_only=True)
class Group:
    """A group's numbers, areas, needs, hours, languages and policy."""

    slug: str  # the file's name
    name: str
    numbers: tuple[PhoneNumber, ...]  # the first is shown on displays
    zone: str
    languages: tuple[str, ...]  # the first is the default
    areas: Mapping[str, str]  # slug: spoken name
    needs: tuple[Need, ...]  # the most asked-for first
    hours: Hours
    listening: Listening | None
    countries: tuple[str, ...]  # whose ordinary numbers the group pays for
    drama: bool  # Ofcom's numbers for drama, by name: the sample and the tests
    voice: str
    policy: Policy
