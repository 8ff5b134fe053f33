"""The town of one scene: the line whose process can be stopped, the cast, and the witness."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from hotline.groups import Groups, load
from hotline.groups.rule import rule_text
from hotline.hours import Hours
from hotline.numbers import PhoneNumber
from hotline.prompts import prompt_ids
from hotline.records import Need, Volunteer
from infra.local.exchange.events import Event, Joined
from infra.local.virtual import store_of_all
from tests.crash_points.actor import Actor
from tests.crash_points.habits import COORDINATOR, HELPER, RESIDENT
from tests.crash_points.outside import MortalDynamo, MortalLine
from tests.witness.promises import all_promises
from tests.witness.scene import Scene
from tests.witness.settings import AllSettings
from tests.witness.witness import LOUD, Witness
from tests.year.expressions import Row
from tests.year.somebody import Mind
from tests.year.stream import Stream

LINE, GROUP = "+442079460000", "brentwood"
START = datetime(2026, 11, 24, 10, tzinfo=UTC)
SAMPLE = load(Path(__file__).parents[2] / "groups", prompts=prompt_ids())
NEEDS = frozenset(Need) - {Need.PERSON, Need.LISTEN}


def brentwood(**policy: Any) -> Groups:
    """Return the sample group with this policy."""
    group = SAMPLE[GROUP]
    return Groups({GROUP: replace(group, policy=replace(group.policy, **policy))})


class Town:
    """Everybody of the cast has a phone; who has joined is a volunteer, in that order."""

    def __init__(self, dynamo: MortalDynamo, groups: Groups = SAMPLE, start: datetime = START) -> None:
        self.dynamo, self.start, self._joined = dynamo, start, 0
        self.until_the_end = ExitStack()
        self.line = MortalLine(dynamo=dynamo, groups=groups, start=start, streams=lambda table: Stream(dynamo, table))
        self.exchange, self.timeline, self.store = self.line.exchange, self.line.timeline, self.line.store
        self.rosa, self.emil = self._resident("+442079460123", "Rosa"), self._resident("+442079460124", "Emil")
        self.ben, self.ali, self.priya = (
            Actor(self.exchange, f"+44770090000{n}", name, HELPER) for n, name in enumerate(("Ben", "Ali", "Priya"), 1)
        )
        self.gwen = Actor(self.exchange, "+447700900010", "Gwen", COORDINATOR)
        cast = (self.rosa, self.emil, self.ben, self.ali, self.priya, self.gwen)
        self._by_number = {each.number: each for each in cast}
        self._by_name = {each.name: each for each in cast}
        self.exchange.listeners.append(self._notice)
        self.scene = Scene(dynamo, self.exchange, AllSettings(lambda: self.line.world.groups))
        self.witness = Witness(self.scene, all_promises(self.scene))

    @contextmanager
    def alive(self) -> Iterator[None]:
        """While this lasts the line answers, and the witness reads the log."""
        for name in LOUD:
            logging.getLogger(name).setLevel(logging.DEBUG)
        with self.line.answering(), self.witness, self.until_the_end:
            yield

    def joins(self, *people: Actor, **changes: Any) -> None:
        """They said yes to being rung, one after the other; `changes` to what an ordinary volunteer is."""
        for person in people:
            self._joined += 1
            number, joined = PhoneNumber(person.number), self.start - timedelta(days=30, minutes=-self._joined)
            volunteer = Volunteer(
                group=GROUP,
                id=number.opaque,
                number=number,
                name=person.name,
                needs=NEEDS,
                areas=frozenset(),
                languages=frozenset({"en"}),
                hours=Hours.parse("every day 09:00-20:00"),
                joined_at=joined,
                asked_at=joined,
                rule=rule_text(self.line.world.groups[GROUP]),
            )
            assert self.store.add_volunteer(replace(volunteer, **changes))

    def coordinates(self, person: Actor, **changes: Any) -> None:
        self.joins(person, coordinator=True, needs=frozenset(), **changes)

    def phones(self, who: Actor, wish: Mind, *, at: float = 0) -> None:
        """So many seconds after the start, somebody phones the line with this in mind."""
        self.then(at, lambda: who.phones(LINE, wish))

    def then(self, seconds: float, act: Callable[[], None]) -> None:
        self.timeline.at(self.start + timedelta(seconds=seconds), act)

    def rows(self, table: str) -> list[Row]:
        return list(self.dynamo.rows(table).values())

    def _resident(self, number: str, name: str) -> Actor:
        resident = Actor(self.exchange, number, name, RESIDENT)
        resident.says_goodbye_first = True
        return resident

    def _notice(self, event: Event) -> None:
        who = self._by_number.get(event.number)
        if who and isinstance(event, Joined):
            if event.other in self._by_name:
                who.talks(self._by_name[event.other])
        elif who:
            who.notices(event)


@contextmanager
def town_of(groups: Groups = SAMPLE, start: datetime = START) -> Iterator[Town]:
    """Make a town on a database of its own."""
    dynamo = MortalDynamo()
    with dynamo.behind(store_of_all()):
        yield Town(dynamo, groups, start)
