"""Rosa and Emil need help; Ben, Ali and Priya give it; Gwen coordinates; Mallory has no business here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from hotline.groups import Groups, load
from hotline.groups.rule import rule_text
from hotline.hours import Hours
from hotline.numbers import PhoneNumber
from hotline.prompts import prompt_ids
from hotline.records import Need, Offer, Reason, Request, Volunteer
from hotline.store.models import RequestRow
from hotline.telephony.account import Account
from infra.local.exchange import Person
from infra.local.streams import Streams
from infra.local.virtual import Changes, VirtualLine

LINE = "+442079460000"
GROUP = "brentwood"
START = datetime(2026, 11, 24, 10, tzinfo=UTC)
EARLY = START - timedelta(minutes=70)  # ten minutes before any phone may ring
SAMPLE = load(Path(__file__).parents[2] / "groups", prompts=prompt_ids())
_EVERYTHING = frozenset(Need) - {Need.PERSON}


def brentwood(*, policy: dict[str, Any] | None = None, **changes: Any) -> Groups:
    """The sample group, but with these settings."""
    group = SAMPLE[GROUP]
    return Groups({GROUP: replace(group, policy=replace(group.policy, **(policy or {})), **changes)})


def opaque(person: Person) -> str:
    """Return the id of whoever has this phone."""
    return PhoneNumber(person.number).opaque


class Town:
    """The line, and the cast with their phones. Volunteers stand in the order in which they join."""

    def __init__(
        self,
        *,
        start: datetime = START,
        groups: Groups = SAMPLE,
        account: Account | None = None,
        streams: Callable[[str], Changes] = Streams,
        line: type[VirtualLine] = VirtualLine,
    ) -> None:
        self.line = line(groups=groups, start=start, account=account, streams=streams)
        self.exchange, self.store, self.world = self.line.exchange, self.line.store, self.line.world
        self.rosa, self.emil = self.person("+442079460123", "Rosa"), self.person("+442079460124", "Emil")
        self.ben, self.ali, self.priya = (
            self.person(f"+44770090000{n}", name) for n, name in enumerate(("Ben", "Ali", "Priya"), start=1)
        )
        self.gwen, self.mallory = self.person("+447700900010", "Gwen"), self.person("+447700900099", "Mallory")
        self._joined = 0

    def joins(self, *people: Person, **changes: Any) -> None:
        """They said yes to being rung, one after the other; `changes` to what an ordinary volunteer is."""
        for person in people:
            self._joined += 1
            joined = START - timedelta(days=30) + timedelta(minutes=self._joined)
            number = PhoneNumber(person.number)
            volunteer = Volunteer(
                group=GROUP,
                id=number.opaque,
                number=number,
                name=person.name,
                needs=_EVERYTHING,
                areas=frozenset(),
                languages=frozenset({"en"}),
                hours=Hours.parse("every day 09:00-20:00"),
                joined_at=joined,
                asked_at=joined,
                rule=rule_text(self.world.groups[GROUP]),
            )
            assert self.store.add_volunteer(replace(volunteer, **changes))

    def volunteer(self, person: Person) -> Volunteer:
        found = self.store.volunteer(GROUP, PhoneNumber(person.number).opaque)
        assert found
        return found

    def asks_for_shopping(self, person: Person) -> Request:
        """The whole of a first call: shopping, in Ongar, today. It opens when the phone is put down."""
        person.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("2").hears("today").presses("1")
        person.hears("right").presses("1").hears("written down").is_hung_up_on()
        return self.request()

    def requests(self) -> list[Request]:
        """The residents' requests, the oldest first."""
        found = (request for request in self.store.requests(GROUP) if request.reason is None)
        return sorted(found, key=lambda request: request.made_at)

    def request(self) -> Request:
        """The only one."""
        (request,) = self.requests()
        return request

    def items(self) -> dict[Reason, Request]:
        """What coordinators are asked for."""
        found = {request.reason: request for request in self.store.requests(GROUP) if request.reason}
        found.pop(Reason.NOTHING, None)
        return found

    def offers(self) -> list[Offer]:
        """The ledger of the only request."""
        return self.store.offers(GROUP, self.request().id)

    def holder(self, person: Person) -> bool:
        """Whether the only request is theirs."""
        return self.request().taken_by == PhoneNumber(person.number).opaque

    def expects_promises_kept(self) -> None:
        """Where a story lasts beyond a time that was said aloud, that the line rings by then is no surprise."""
        kept = RequestRow.reason == Reason.NOT_YET  # only these are read: a story may have broken other rows
        rows = [row for group in self.world.groups for row in RequestRow.query(group, filter_condition=kept)]
        sids = {offer.call_sid for row in rows for offer in self.store.offers(row.group, row.id)}
        for call in (self.exchange.calls[sid] for sid in sids if sid):
            for phone in self.exchange.phones.values():
                phone.expected(call)

    def person(self, number: str, name: str) -> Person:
        return Person(self.exchange, number, name)
