"""A town that presses anything: twelve people, two groups, several coordinators, and the witness of every promise."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from hotline.groups import Groups, load
from hotline.groups.rule import rule_text
from hotline.hours import Hours
from hotline.numbers import PhoneNumber
from hotline.prompts import prompt_ids
from hotline.records import Need, Volunteer
from infra.local.exchange.events import Event
from infra.local.virtual import VirtualLine, store_of_all
from tests.chaos.anybody import Anybody
from tests.chaos.trouble import change_settings, change_volunteers, set_faults
from tests.witness.promises import all_promises
from tests.witness.scene import Scene
from tests.witness.settings import AllSettings
from tests.witness.witness import LOUD, Witness
from tests.year.dynamo import Dynamo
from tests.year.stream import Stream

_SAMPLE = load(Path(__file__).parents[2] / "groups", prompts=prompt_ids())["brentwood"]
_REST, _CAP = timedelta(minutes=1), 24  # so that much happens in a day
_CALLS_OF_A_PHONE = 0.2  # the chance that somebody phones in an hour
_MANY = 100_000  # calls a day: no limit ends the run
_PLAGUED = 1_000


def groups_of_a_run() -> Groups:
    """Two groups: the sample, and one with another number, one area, fewer needs and no listening line."""
    policy = replace(_SAMPLE.policy, daily_calls=_MANY, rings_back=_PLAGUED)
    first = replace(_SAMPLE, policy=policy)
    second = replace(
        first,
        slug="harlow",
        name="Harlow Mutual Aid",
        numbers=(PhoneNumber("+442079460001"),),
        areas={"harlow": "Harlow"},
        needs=(Need.MEDICINES, Need.SHOPPING, Need.CHAT, Need.OTHER),
        listening=None,
    )
    return Groups({group.slug: group for group in (first, second)})


class Town:
    """One run, drawn by its seed."""

    def __init__(self, dynamo: Dynamo, *, seed: int) -> None:
        self.seed, self.chance = seed, Random(seed)  # noqa: S311 -- a run that can be lived again
        start = datetime(2026, self.chance.choice((3, 10, 11, 12)), self.chance.randint(20, 28), 10, tzinfo=UTC)
        self.line = VirtualLine(groups=groups_of_a_run(), start=start, streams=lambda table: Stream(dynamo, table))
        self.exchange, self.timeline, self.start = self.line.exchange, self.line.timeline, start
        residents = [("Rosa", "+442079460123"), ("Emil", "+442079460124")]
        residents += [(f"Resident-{n}", f"+44207946010{n}") for n in range(4)]
        helpers = [(f"Helper-{n}", f"+44770090000{n}") for n in range(1, 7)]
        self.everybody = [self._somebody(name, number) for name, number in (*residents, *helpers)]
        self._by_number = {each.number: each for each in self.everybody}
        self.exchange.listeners.append(self._notice)
        self.scene = Scene(dynamo, self.exchange, AllSettings(lambda: self.line.world.groups))
        self.witness = Witness(self.scene, all_promises(self.scene))

    def lives(self, hours: int) -> list[str]:
        """Let so many hours go by, then a day and a quarter of silence; return every sentence that was broken."""
        for name in LOUD:
            logging.getLogger(name).setLevel(logging.DEBUG)
        with self.line.answering(), self.witness:
            self._join()
            for hour in range(hours):
                for who in self.everybody:
                    self._may_phone(who, hour)
            set_faults(self.line, self.chance, hours)
            change_settings(self.line, self.chance, hours)
            change_volunteers(self.line, self.chance, hours)
            self._goes_on_until(hours)
            for who in self.everybody:
                who.is_still = True
            self._goes_on_until(hours + 30)
            return self.witness.ends()

    def _goes_on_until(self, hours: int) -> None:
        self.timeline.run_until(self.start + timedelta(hours=hours))

    def _may_phone(self, who: Anybody, hour: int) -> None:
        if self.chance.random() < _CALLS_OF_A_PHONE:
            line = self.chance.choice(sorted(self.exchange.numbers))
            self.timeline.after(hour * 3600 + self.chance.uniform(0, 3600), partial(who.phones_up, line))

    def _join(self) -> None:
        """Coordinators of each kind; two who help in both groups; a resident who helps as well."""
        rosa, *_, first, second, third, fourth, fifth, sixth = self.everybody
        tomorrow = self.start + timedelta(days=1)
        self._joins("brentwood", first, second, rosa, drawn=True, texts=True)
        self._joins("brentwood", third, fourth, coordinator=True, drawn=True)
        self._joins("brentwood", fifth, coordinator=True, needs=frozenset(), paused_until=tomorrow)
        self._joins("brentwood", sixth, coordinator=True, needs=frozenset(), stopped=True)
        self._joins("harlow", second, sixth)
        self._joins("harlow", fourth, coordinator=True, hours=Hours.parse("every day 12:00-18:00"))

    def _joins(self, group: str, *people: Anybody, **changes: Any) -> None:
        for place, person in enumerate(people):
            number, joined = PhoneNumber(person.number), self.start - timedelta(days=30, minutes=place)
            volunteer = Volunteer(
                group=group,
                id=number.opaque,
                number=number,
                name=person.name,
                needs=frozenset(Need) - {Need.PERSON},
                areas=frozenset(),
                languages=frozenset({"en"}),
                hours=Hours.parse("every day 09:00-20:00"),
                joined_at=joined,
                asked_at=joined,
                rule=rule_text(self.line.world.groups[group]),
                rest=_REST,
                daily_cap=_CAP,
            )
            assert self.line.store.add_volunteer(replace(volunteer, **changes))

    def _somebody(self, name: str, number: str) -> Anybody:
        who = Anybody(self.exchange, number, name, Random(f"{self.seed} {number}"))  # noqa: S311 -- as above
        if name.startswith("Resident"):
            who.shows = [*who.shows, "+442079460123"]  # now and then they show Rosa's number instead
        return who

    def _notice(self, event: Event) -> None:
        who = self._by_number.get(event.number)
        if who:
            who.notices(event)


@contextmanager
def town_of(seed: int) -> Iterator[Town]:
    """Make the town of this seed on a database of its own."""
    dynamo = Dynamo()
    with dynamo.behind(store_of_all()):
        yield Town(dynamo, seed=seed)
