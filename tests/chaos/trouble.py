"""What goes wrong in a run, and what the groups and their volunteers change meanwhile; all of it drawn by the seed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from random import Random
from typing import Any

from hotline.groups import Groups
from hotline.hours import Hours
from hotline.records import Need
from infra.local.exchange.faults import Faults
from infra.local.virtual import VirtualLine

WEBHOOKS = 150  # faults of webhooks in a run
_REQUESTS = 20  # faults of our own requests to the carrier
_SETTINGS = 6  # changes of a group's settings
_VOLUNTEERS = 12  # changes of a volunteer's own
_WHERE = ("/status", "/status/", "/call/", "/voice", "/offer/", "/back/", "/resident/")
_LATE = (2.0, 8.0, 40.0, 400.0)  # seconds

_POLICIES: tuple[Mapping[str, Any], ...] = (
    {"rest": timedelta(minutes=5), "daily_cap": 6},
    {"rest": timedelta(hours=2), "daily_cap": 2},
    {"promise": timedelta(hours=1)},
    {"promise": timedelta(hours=3), "tell_after": timedelta(minutes=20)},
    {"spoken_within": timedelta(minutes=10)},
    {"misses_for_two": 1},
    {"one_phone": 2},
    {"wait_longest": timedelta(minutes=2)},
)
_HOURS = ("every day 09:00-20:00", "every day 10:00-18:00", "mon-fri 09:00-12:00, 14:00-20:00, sat-sun 10:00-18:00")
_OWN: tuple[Mapping[str, Any], ...] = (
    {"hours": Hours.parse("every day 09:00-12:30")},
    {"hours": Hours.parse("every day 09:00-20:00")},
    {"needs": frozenset({Need.SHOPPING, Need.CHAT})},
    {"needs": frozenset(Need) - {Need.PERSON}},
    {"areas": frozenset()},
    {"daily_cap": 1},
    {"daily_cap": 24},
    {"rest": timedelta(minutes=1)},
)


def set_faults(line: VirtualLine, chance: Random, hours: int) -> None:
    """Spread the faults over so many hours: webhooks that come twice, late or never, and requests that fail."""
    for _ in range(WEBHOOKS):
        _at_some_time(line, chance, hours, partial(_webhook, line.exchange.faults, chance))
    for _ in range(_REQUESTS):
        _at_some_time(line, chance, hours, partial(_request, line.exchange.faults, chance))


def _webhook(faults: Faults, chance: Random) -> None:
    where = chance.choice(_WHERE)
    kinds: Sequence[Callable[[], None]] = (
        partial(faults.repeat, where),
        partial(faults.drop, where),
        partial(faults.delay, where, seconds=chance.choice(_LATE)),
        partial(faults.lose_answer, where),
        partial(faults.refuse, where),
        partial(faults.answer, where, status=chance.choice((500, 502))),
    )
    chance.choice(kinds)()


def _request(faults: Faults, chance: Random) -> None:
    kinds: Sequence[Callable[[], None]] = (
        partial(faults.rest, "Calls.json", status=429, code=20429),
        partial(faults.rest, "Calls.json", placed=True),
        partial(faults.rest, "Calls.json"),
        partial(faults.rest_late, "Calls.json", seconds=chance.choice((1.0, 2.0))),
    )
    chance.choice(kinds)()


def change_settings(line: VirtualLine, chance: Random, hours: int) -> None:
    """Change a group's policy at any time, and its hours by night, when no phone may be ringing."""
    for _ in range(_SETTINGS):
        _at_some_time(line, chance, hours, partial(_change_policy, line, chance))
    line.timeline.after(timedelta(hours=hours / 2).total_seconds(), partial(_change_hours_by_night, line, chance))


def _change_policy(line: VirtualLine, chance: Random) -> None:
    slug, policy = chance.choice(sorted(line.world.groups)), chance.choice(_POLICIES)
    group = line.world.groups[slug]
    _replace(line, slug, policy=replace(group.policy, **policy))


def _change_hours_by_night(line: VirtualLine, chance: Random) -> None:
    now, asleep = line.timeline.now(), 3  # o'clock, in every zone of ours
    night = now.replace(hour=asleep, minute=0, second=0) + timedelta(days=now.hour >= asleep)
    slug, hours = chance.choice(sorted(line.world.groups)), chance.choice(_HOURS)
    line.timeline.at(night, partial(_replace, line, slug, hours=Hours.parse(hours)))


def _replace(line: VirtualLine, slug: str, **changes: Any) -> None:
    """Deploy the same groups, one of them with other settings."""
    groups = line.world.groups
    line.world.groups = Groups({**groups, slug: replace(groups[slug], **changes)})


def change_volunteers(line: VirtualLine, chance: Random, hours: int) -> None:
    """Change what a volunteer can do, and when, as the `hotline` command does."""
    for _ in range(_VOLUNTEERS):
        _at_some_time(line, chance, hours, partial(_change_somebody, line, chance))


def _change_somebody(line: VirtualLine, chance: Random) -> None:
    slug = chance.choice(sorted(line.world.groups))
    everybody = sorted(line.store.volunteers(slug), key=lambda volunteer: volunteer.number.e164)
    if everybody:
        line.store.change_volunteer(slug, chance.choice(everybody).id, **chance.choice(_OWN))


def _at_some_time(line: VirtualLine, chance: Random, hours: int, act: Callable[[], None]) -> None:
    line.timeline.after(chance.uniform(0, hours * 3600), act)
