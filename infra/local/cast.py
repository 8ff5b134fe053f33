"""The people of the demos, with Ofcom's numbers for drama."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from hotline.groups import Group
from hotline.numbers import PhoneNumber
from hotline.records import Need, Volunteer
from hotline.store import Store
from infra.local.clock import now
from infra.local.exchange import Exchange, Person, StoryFailed

__all__ = ["Cast", "StoryFailed", "this_morning"]


class Cast:
    """Rosa needs help; Ben, Ali and Priya give it; Emil does both; Gwen coordinates."""

    def __init__(self, exchange: Exchange, store: Store, group: Group) -> None:
        self.store, self.group, self.exchange = store, group, exchange
        self.line = group.numbers[0].e164
        self.rosa = Person(exchange, "+442079460123", "Rosa")
        self.ben, self.ali, self.priya, self.gwen, self.emil = (
            Person(exchange, f"+44770090000{n}", name)
            for n, name in enumerate(("Ben", "Ali", "Priya", "Gwen", "Emil"), start=1)
        )
        self.names: dict[str, str] = {}  # by volunteer id

    def join(self, *people: Person) -> None:
        """They have said yes to being rung; they stand in the rotation in this order."""
        for order, person in enumerate(people):
            joined = self.exchange.timeline.now() - timedelta(hours=2) + timedelta(minutes=order)
            number = PhoneNumber(person.number)
            self.names[number.opaque] = person.name
            self.store.add_volunteer(
                Volunteer(
                    group=self.group.slug,
                    id=number.opaque,
                    number=number,
                    name=person.name,
                    needs=frozenset(self.group.needs) - {Need.PERSON},
                    areas=frozenset(),
                    languages=frozenset(self.group.languages),
                    hours=self.group.hours,
                    coordinator=person is self.gwen,
                    joined_at=joined,
                    asked_at=joined,
                )
            )


def this_morning() -> datetime:
    """Ten o'clock today, in London."""
    zone = ZoneInfo("Europe/London")
    return datetime.combine(now().astimezone(zone).date(), time(10), tzinfo=zone).astimezone(now().tzinfo)
