"""The clock's minute: nothing that fails, and no group that is throttled, holds up anything else (fault 37)."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import boto3
import pytest

from chalicelib.clock import minute
from hotline.dispatch.alarms import tell_coordinators
from hotline.dispatch.items import item
from hotline.dispatch.sweep import sweep
from hotline.errors import Busy
from hotline.groups import Groups
from hotline.numbers import PhoneNumber
from hotline.records import Reason, Request, RequestState
from hotline.store import Store
from hotline.store.models import RequestRow
from hotline.world import World
from infra.local.beats import tick
from infra.local.gateway import Context
from tests.faults.worlds import breaking
from tests.stories.town import GROUP, SAMPLE, Town

OTHER = "aldgate"
_ALDGATE = replace(SAMPLE[GROUP], slug=OTHER, numbers=(PhoneNumber("+442079460001"),))
TWO_GROUPS = {"groups": Groups({OTHER: _ALDGATE, GROUP: SAMPLE[GROUP]})}
two_groups = pytest.mark.parametrize("town", [TWO_GROUPS], indirect=True)
MORE_THAN_A_PAGE = 130


class Throttled(Store):
    """The database refuses whatever is about one group."""

    def __init__(self) -> None:
        super().__init__(wait=lambda _: None)

    def due(self, group: str, now: datetime) -> Iterator[str]:
        """Its index cannot be read."""
        self._refuse(group)
        return super().due(group, now)

    def add_item(self, item: Request) -> bool:
        """Nothing can be put."""
        self._refuse(item.group)
        return super().add_item(item)

    def _refuse(self, group: str) -> None:
        if group == OTHER:
            raise Busy("The database is busy: nothing is lost, try again in a moment.")


def due(town: Town, name: str, group: str = GROUP) -> str:
    """Something that rings nobody, due an hour ago. Return its id."""
    made = item(town.world, group, Reason.PLAYED, name=name)
    assert town.store.add_item(replace(made, next_action_at=town.world.now() - timedelta(hours=1)))
    return made.id


def poison(request_id: str) -> None:
    """No code of ours knows the state of this row."""
    table: Any = boto3.resource("dynamodb", region_name="eu-west-2").Table(RequestRow.Meta.table_name)
    table.update_item(
        Key={"group": GROUP, "id": request_id},
        UpdateExpression="SET #state = :it",
        ExpressionAttributeNames={"#state": "state"},
        ExpressionAttributeValues={":it": "bewildered"},
    )


def state(town: Town, request_id: str, group: str = GROUP) -> RequestState:
    found = town.store.request(group, request_id)
    assert found
    return found.state


@two_groups
def test_a_throttled_group_stops_no_other(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    """The index of Aldgate cannot be read, and Brentwood is swept all the same."""
    town.line.lose_the_stream()
    there = due(town, "there")
    with caplog.at_level(logging.CRITICAL), breaking(town, store=Throttled()):
        minute(tick(town.world.now()), Context(aws_request_id="clock"))
    assert state(town, there) is RequestState.DONE


@pytest.mark.parametrize("town", [{"groups": Groups({OTHER: _ALDGATE})}], indirect=True)
def test_where_no_group_can_be_read_the_clock_fails(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    """Its alarm sounds, and AWS keeps what it could not do where somebody is told of it."""
    with caplog.at_level(logging.CRITICAL), breaking(town, store=Throttled()), pytest.raises(Busy):
        minute(tick(town.world.now()), Context(aws_request_id="clock"))


@two_groups
def test_an_alarm_reaches_the_groups_that_can_be_told(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    """Aldgate's coordinators cannot be told: Brentwood's are, and AWS gives the alarm again."""
    town.line.lose_the_stream()
    throttled = World(
        clock=town.world.clock,
        groups=town.world.groups,
        base_url=town.world.base_url,
        open_store=Throttled,
        open_carrier=lambda: town.world.carrier,
    )
    with caplog.at_level(logging.CRITICAL), pytest.raises(Busy):
        tell_coordinators(throttled, "hotline-prod-clock")
    assert Reason.ALARM in town.items()


@pytest.mark.long
def test_a_hundred_requests_that_fail_hold_up_no_other(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    """They are due before Rosa's, and Ben is rung for hers within minutes."""
    town.joins(town.ben)
    town.line.lose_the_stream()
    for nth in range(MORE_THAN_A_PAGE):
        poison(due(town, f"poisoned {nth}"))
    with caplog.at_level(logging.CRITICAL, logger="hotline"):
        town.rosa.dials("+442079460000").hears("shopping").presses("1").hears("Ongar").hangs_up()
        town.ben.picks_up(within=300).hears("shopping").presses("2").is_hung_up_on()


@pytest.mark.long
def test_a_sweep_reads_every_page_of_what_is_due(town: Town) -> None:
    """More than one page of the index, in one sweep."""
    town.line.lose_the_stream()
    there = [due(town, f"nth {nth}") for nth in range(MORE_THAN_A_PAGE)]
    assert sweep(town.world) == MORE_THAN_A_PAGE
    assert {state(town, request_id) for request_id in there} == {RequestState.DONE}


def test_what_fails_is_put_off_with_pauses_that_grow(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    """It is logged once, by its id, and tried six times in the first hour."""
    town.line.lose_the_stream()
    bad = due(town, "poisoned")
    poison(bad)
    tries = []
    with caplog.at_level(logging.ERROR):
        for after in range(60):
            swept = sweep(town.world)
            tries += [after] * swept
            town.rosa.waits(60)
    logged = [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]
    caplog.clear()
    assert len(tries) <= 6, tries
    assert [bad in line for line in logged] == [True], logged


def test_a_coordinator_is_told_of_what_fails_again_and_again(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    """Three failures in a row are a fault of the line, told once a day."""
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    bad = due(town, "poisoned")
    poison(bad)
    with caplog.at_level(logging.CRITICAL, logger="hotline"):
        town.gwen.answers(within=900).hears("the line itself has a fault").presses("1").is_hung_up_on()
        town.gwen.is_not_rung(for_seconds=3 * 3600)


def test_what_works_again_has_failed_no_more(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    """The next failure is the first again: a minute's pause, and no coordinator."""
    town.line.lose_the_stream()
    request = town.asks_for_shopping(town.rosa)
    assert town.store.put_off(GROUP, request.id, now=town.world.now()) == 1
    assert town.store.put_off(GROUP, request.id, now=town.world.now()) == 2
    town.rosa.waits(300)
    assert town.request().failures == 0
    assert town.store.put_off(GROUP, request.id, now=town.world.now()) == 1
    assert caplog.records == [] or all(record.levelno < logging.ERROR for record in caplog.records)


@pytest.mark.long
@two_groups
def test_groups_take_turns_where_there_is_no_time_for_all(town: Town) -> None:
    """Each look at the clock takes a second: what is Brentwood's does not wait until all of Aldgate's is done."""
    town.line.lose_the_stream()
    there = [due(town, f"nth {nth}", OTHER) for nth in range(MORE_THAN_A_PAGE)]
    here = due(town, "here")
    looks = count()
    slow = World(
        clock=lambda: town.world.now() + timedelta(seconds=next(looks)),
        groups=town.world.groups,
        base_url=town.world.base_url,
        open_store=lambda: town.store,
        open_carrier=lambda: town.world.carrier,
    )
    assert sweep(slow) < MORE_THAN_A_PAGE
    assert state(town, here) is RequestState.DONE
    sweep(town.world)
    assert {state(town, request_id, OTHER) for request_id in there} == {RequestState.DONE}
