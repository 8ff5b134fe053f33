"""What it takes to find who is next, in a small group and in a town, on DynamoDB Local (moto copies whole tables).

Everybody in the group does the shopping, and one in a hundred the garden. First 2,000 are asked, by turns for either:
an order that was kept for the whole group would by then have sent everyone who cannot help to its front.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from pynamodb.models import Model

from benchmarks.posts import ROSA
from benchmarks.result import Result
from benchmarks.world import GROUP, NOON, Twilio, counting, volunteer, world
from hotline.dispatch.pick import pick
from hotline.dispatch.ring import Line
from hotline.numbers import PhoneNumber
from hotline.records import Need, Request, RequestState, Volunteer
from hotline.store import Place, Store
from hotline.store.attributes import moment
from hotline.store.convert import to_row
from hotline.store.models import PlaceRow, VolunteerRow
from hotline.store.places import queue, standing
from infra.local.dynamodb_local import dynamodb_local

SMALL, TOWN = 100, 100_000
ASKS = 2_000
ONE_IN = 100
SHOWN = 5_000  # rows between two signs of life
NEEDS = {Need.SHOPPING: "100 %", Need.GARDEN: "1 %"}  # how many can help
A_DAY = timedelta(days=1)
LONG_AGO = NOON - 9 * A_DAY


class CountingStore(Store):
    """Counts the rows that its reading operations bring."""

    rows = 0

    def places(self, group: str, need: Need, *, after: str | None = None, limit: int = 16) -> list[Place]:
        found = super().places(group, need, after=after, limit=limit)
        self.rows += len(found)
        return found

    def volunteers_by_id(self, group: str, ids: Sequence[str]) -> dict[str, Volunteer]:
        found = super().volunteers_by_id(group, ids)
        self.rows += len(found)
        return found


@dataclass(frozen=True, kw_only=True)
class Cost:
    """Of one pick."""

    operations: int
    rows: int


def picking() -> list[Result]:
    """The town's pick against the small group's: the same operations, and rows read within twice."""
    with dynamodb_local() as url:
        os.environ["AWS_ENDPOINT_URL_DYNAMODB"] = url
        small, town = _costs(SMALL), _costs(TOWN)
    return [result for need in NEEDS for result in _compared(NEEDS[need], small[need], town[need])]


def _compared(able: str, small: Cost, town: Cost) -> list[Result]:
    rows, note = town.rows / small.rows, f"{town.rows} of {TOWN:,}, {small.rows} of {SMALL}"
    return [
        Result(what=f"operations to pick, {able} able", found=town.operations, budget=small.operations),
        Result(what=f"rows read to pick, {able} able: a town / a street", found=rows, budget=2, unit=" x", note=note),
    ]


def _costs(size: int) -> dict[Need, Cost]:
    os.environ["AWS_ACCESS_KEY_ID"] = f"group{size}"  # a database of its own
    store = CountingStore()
    store.create_tables()
    _fill(size)
    place = world(store, Twilio())
    line = Line(world=place, group=place.groups[GROUP], now=NOON)
    for number in range(ASKS):
        picked = _pick(line, list(NEEDS)[number % len(NEEDS)])
        store.change_volunteer(GROUP, picked.id, asked_at=LONG_AGO + A_DAY + timedelta(microseconds=number))
    return {need: _cost(line, store, need) for need in NEEDS}


def _cost(line: Line, store: CountingStore, need: Need) -> Cost:
    store.rows = 0
    with counting() as counted:
        _pick(line, need)
    return Cost(operations=counted.total(), rows=store.rows)


def _pick(line: Line, need: Need) -> Volunteer:
    request = Request(
        group=GROUP,
        id="benchmark",
        state=RequestState.OPEN,
        need=need,
        number=PhoneNumber(ROSA),
        language="en",
        words="blue kettle",
        made_at=NOON,
    )
    picked = pick(line, request, ())
    if picked.volunteer is None:
        raise RuntimeError(f"nobody was found for {need}")
    return picked.volunteer


def _fill(size: int) -> None:
    """As many as that, put in bulk: to add each by the store's own transaction would take a quarter of an hour."""
    people = [_person(number) for number in range(size)]
    _put(VolunteerRow, (to_row(VolunteerRow, one, standing=standing(one)) for one in people))
    _put(PlaceRow, (PlaceRow(queue(GROUP, need), _turn(one)) for one in people for need in one.place_needs))


def _person(number: int) -> Volunteer:
    """Several share a number, since the ranges for drama hold only a thousand each; nobody is rung."""
    needs = {Need.SHOPPING, Need.GARDEN} if number % ONE_IN == 0 else {Need.SHOPPING}
    asked_at = LONG_AGO + timedelta(microseconds=number)
    return replace(volunteer(f"+447700900{number % 1000:03d}", needs=needs, asked_at=asked_at), id=f"v{number:06d}")


def _turn(one: Volunteer) -> str:
    return f"{moment(one.asked_at)}#{one.id}"


def _put(kind: type[Model], rows: Iterable[Model]) -> None:
    with kind.batch_write() as batch:
        for number, row in enumerate(rows):
            batch.save(row)
            if sys.stdout.isatty() and number % SHOWN == 0:
                print(f"  {number:,} rows of {kind.__name__} …", end="\r", flush=True)
