"""The clock, the nights on which clocks change, and what an index or an expired row still shows (faults 32 to 35)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.clock import minute
from hotline.hours import Hours
from hotline.numbers import PhoneNumber
from hotline.records import Need, OfferState, RequestState
from hotline.store import Place, Store
from hotline.store.models import LineRow
from infra.local.beats import tick
from infra.local.exchange import LetsItRing
from infra.local.gateway import Context
from tests.faults.worlds import breaking
from tests.stories.arranged import says_it_is_arranged
from tests.stories.town import GROUP, LINE, START, Town

_SPRING = datetime(2026, 3, 29, tzinfo=UTC)  # at 01:00 UTC clocks go forward
_AUTUMN = datetime(2026, 10, 25, tzinfo=UTC)  # at 01:00 UTC clocks go back
_EIGHT_IN_THE_MORNING = timedelta(hours=7, minutes=55)


def beat(town: Town) -> None:
    minute(tick(town.world.now()), Context(aws_request_id="clock"))


def test_fault_32_the_clock_fires_twice(town: Town) -> None:
    """Work is claimed by a conditional write: the second beat finds it done."""
    town.joins(town.ben, town.ali)
    town.line.lose_the_stream()
    town.asks_for_shopping(town.rosa)
    for _ in range(3):
        beat(town)
    town.ben.picks_up(within=5).hears("shopping").presses("2").is_hung_up_on()
    assert len(town.offers()) == 1
    beat(town)
    beat(town)
    town.ali.picks_up(within=5).hears("shopping").presses("2").is_hung_up_on()
    assert len(town.offers()) == 2


def test_fault_32_the_clock_does_not_fire_for_an_hour(town: Town) -> None:
    """What the stream makes prompt goes on; what the clock makes certain is made up for at its next beat."""
    town.joins(town.ben, town.ali)
    town.ben.when_rung(LetsItRing())
    town.line.lose_the_clock(seconds=3600)
    town.asks_for_shopping(town.rosa)
    town.ali.picks_up(within=60).hears("shopping").presses("1").hears("It's yours").hangs_up()
    town.ali.is_not_rung(for_seconds=3400)
    town.ali.answers(within=300).hears("you said yes")
    says_it_is_arranged(town.ali).is_hung_up_on().waits(2)
    assert town.request().state == RequestState.SPOKEN


def test_fault_32_neither_the_clock_nor_the_stream_for_an_hour(town: Town) -> None:
    """A draft whose call was lost, too: late, but rung."""
    town.joins(town.ben)
    town.line.lose_the_stream()
    town.line.lose_the_clock(seconds=3600)
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("Ongar").hangs_up()
    town.ben.is_not_rung(for_seconds=3400).picks_up(within=400).hears("shopping").presses("2").is_hung_up_on()


@pytest.mark.parametrize(
    ("town", "opens"),
    [
        ({"start": _SPRING - timedelta(days=1) + _EIGHT_IN_THE_MORNING + timedelta(hours=1)}, 9),
        ({"start": _SPRING + _EIGHT_IN_THE_MORNING}, 8),
        ({"start": _AUTUMN - timedelta(days=1) + _EIGHT_IN_THE_MORNING}, 8),
        ({"start": _AUTUMN + _EIGHT_IN_THE_MORNING + timedelta(hours=1)}, 9),
    ],
    indirect=["town"],
)
def test_fault_33_nine_in_the_morning_is_by_the_clock_on_the_wall(town: Town, opens: int) -> None:
    """Before and after the nights on which clocks change, phones ring from nine, as people there see it."""
    town.joins(town.ben)
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("2").hears("today").presses("1")
    town.rosa.hears("right").presses("1").hears("by eleven o'clock").is_hung_up_on()
    town.ben.is_not_rung(for_seconds=120).picks_up().hears("shopping").presses("2").is_hung_up_on()
    assert town.offers()[0].reserved_at.hour == opens
    assert town.offers()[0].reserved_at.minute == 0


@pytest.mark.parametrize("town", [{"start": _AUTUMN - timedelta(hours=5)}], indirect=True)
def test_fault_33_a_promise_made_across_the_night(town: Town) -> None:
    """At eight in the evening, summer time: by eleven the next morning, winter time."""
    town.joins(town.ben, hours=Hours.parse("mon 09:00-10:00"))
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("2").hears("today").presses("1")
    town.rosa.hears("right").presses("1").hears("by eleven o'clock tomorrow").hangs_up()
    assert town.request().promised_at == _AUTUMN + timedelta(hours=11)


class Stale(Store):
    """An index that lags: it still shows what it showed before."""

    def __init__(self, shown: list[str]) -> None:
        super().__init__(wait=lambda _: None)
        self._shown = shown

    def due(self, group: str, now: datetime) -> Iterator[str]:
        """What was due a while ago."""
        return iter(self._shown) if self._shown else super().due(group, now)


@pytest.mark.parametrize("state", [RequestState.CANCELLED, RequestState.DONE, RequestState.UNMET])
def test_fault_34_an_index_shows_a_request_that_is_no_longer_open(town: Town, state: RequestState) -> None:
    """Read strongly before dialling: nobody is rung for it."""
    town.joins(town.ben, town.ali)
    town.line.lose_the_stream()
    request = town.asks_for_shopping(town.rosa)
    assert town.store.end_request(GROUP, request.id, state=state, now=town.world.now())
    with breaking(town, store=Stale([request.id, "never-was-1"])):
        town.ben.is_not_rung(for_seconds=180)


def test_fault_34_the_index_shows_a_request_that_was_accepted(town: Town) -> None:
    """The index says due; the row says that Ben has it."""
    town.joins(town.ben, town.ali)
    request = town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("shopping").presses("1").hears("It's yours").presses("3").is_hung_up_on()
    with breaking(town, store=Stale([request.id])):
        town.ali.is_not_rung(for_seconds=180)
    assert town.holder(town.ben)


def test_fault_34_what_was_read_and_then_changed_is_not_acted_on(town: Town) -> None:
    """Ali has it, between the look and the reservation: the condition fails, and no phone rings."""
    town.joins(town.ben, town.ali)
    town.line.lose_the_stream()
    request = town.asks_for_shopping(town.rosa)

    class Meanwhile(Store):
        def places(self, group: str, need: Need, *, after: str | None = None, limit: int = 16) -> list[Place]:
            now, ali = town.world.now(), town.volunteer(town.ali).id
            assert town.store.accept(group, request.id, offer="alis-1", volunteer=ali, now=now)
            return super().places(group, need, after=after, limit=limit)

    with breaking(town, store=Meanwhile(wait=lambda _: None)):
        beat(town)
        town.ben.is_not_rung(for_seconds=30)
    assert town.offers() == []


@pytest.fixture
def locked_by_nobody(town: Town) -> Town:
    """The lock of Ben's phone was left behind days ago; DynamoDB has not erased it yet."""
    key = f"phone#{PhoneNumber(town.ben.number).opaque}"
    before = START - timedelta(days=4)
    LineRow(key, lock="long-gone-1", until=before, expires=before + timedelta(days=3)).save()
    return town


def test_fault_35_an_expired_lock_that_is_still_there_locks_nothing(locked_by_nobody: Town) -> None:
    """The expiry is part of the condition: Ben is rung, and rung once."""
    town = locked_by_nobody
    town.joins(town.ben)
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up(within=10).hears("shopping").presses("2").is_hung_up_on()
    assert [offer.state for offer in town.offers()] == [OfferState.PASSED]


def test_fault_35_a_lock_that_holds_is_respected_until_it_expires(town: Town) -> None:
    """The same row, a few minutes from now: not before."""
    key = f"phone#{PhoneNumber(town.ben.number).opaque}"
    LineRow(key, lock="another-1", until=START + timedelta(minutes=5), expires=START + timedelta(days=3)).save()
    town.joins(town.ben)
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("shopping").presses("2").is_hung_up_on()
    assert town.offers()[0].reserved_at > START + timedelta(minutes=5)
