"""What a step of an offer asks of DynamoDB (DESIGN.md, budgets)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from pynamodb.signals import pre_dynamodb_send

from hotline.conversation.call import Call
from hotline.dispatch.callbacks import offer_status
from hotline.dispatch.pick import pick
from hotline.dispatch.ring import Line
from hotline.effects.answers import accept, pass_on
from hotline.numbers import PhoneNumber
from hotline.records import Offer
from infra.local.exchange import PicksUp
from tests.stories.town import GROUP, LINE, Town
from tests.stories.waited import waits


@contextmanager
def counting() -> Iterator[Counter[str]]:
    """Every operation sent to DynamoDB meanwhile, by its name in the API."""
    counted: Counter[str] = Counter()

    def count(_: object, operation_name: str, **__: Any) -> None:
        counted[operation_name] += 1

    pre_dynamodb_send.connect(count)
    yield counted
    pre_dynamodb_send.disconnect(count)


def the_offer(town: Town) -> Offer:
    (offer,) = town.offers()
    return offer


def test_a_yes_is_one_write(town: Town) -> None:
    """To one row; the rest is reading what it is a yes to."""
    town.joins(town.ben)
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("yes, press 1")
    group, number = town.world.groups[GROUP], PhoneNumber(town.ben.number)
    call = Call(group=group, sid="CA1", other_end=number, about=the_offer(town).id)
    with counting() as counted:
        said = accept().effect.run(town.world, call)
    assert said.startswith("yours_")
    assert counted == {"TransactGetItems": 1, "UpdateItem": 1}


@pytest.mark.parametrize(("keys", "writes"), [("1211", 3), ("41211", 4)])
def test_a_need_from_the_second_menu_is_one_write_more(town: Town, keys: str, writes: int) -> None:
    """Three from the first menu; at `anything else` it is kept that they look for something, in the same row."""
    town.line.lose_the_stream()
    with counting() as counted:
        town.rosa.dials(LINE)
        for key in keys:
            town.rosa.waits(9).presses(key)
        town.rosa.is_hung_up_on()
    assert counted["UpdateItem"] == writes, counted


def test_whether_somebody_can_be_asked_now_is_one_more_read(town: Town) -> None:
    """The request as it is kept, the front of the rotation, and who stands there: then waiting is offered, or not."""
    town.joins(town.ben, town.ali)
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("2").hears("today")
    with counting() as counted:
        town.rosa.presses("1").hears("right")
    assert counted == {"UpdateItem": 1, "GetItem": 1, "Query": 1, "BatchGetItem": 1}


def test_what_a_resident_hears_while_they_wait_is_one_write(town: Town) -> None:
    """That they are still there, and how it stands, is one and the same."""
    town.joins(town.ben)
    town.ben.when_rung(PicksUp(after=19))
    waits(town).hears("rung back instead").waits(10)
    with counting() as counted:
        town.rosa.hears("a phone was picked up")
    del counted["Query"]  # the minute's look for what is due
    assert counted == {"UpdateItem": 1}


def test_an_offer_that_is_passed_on_is_four_operations_on_the_phone(town: Town) -> None:
    """At each key: what it is about, and one transaction. Then the call is over, and the phone free: two more."""
    town.joins(town.ben)
    town.asks_for_shopping(town.rosa)
    with counting() as counted:
        town.ben.picks_up().hears("yes, press 1")
    del counted["Query"]  # the minute's look for what is due
    assert counted == {"TransactGetItems": 1, "TransactWriteItems": 1}
    group, number = town.world.groups[GROUP], PhoneNumber(town.ben.number)
    call = Call(group=group, sid="CA1", other_end=number, about=the_offer(town).id)
    with counting() as counted:
        pass_on("this").effect.run(town.world, call, "this")
    assert counted == {"TransactGetItems": 1, "TransactWriteItems": 1}
    over = {"CallStatus": "completed", "SequenceNumber": "0", "CallSid": "CA1"}
    with counting() as counted:
        offer_status(town.world, GROUP, call.about, over)
    assert counted == {"UpdateItem": 2}
    town.ben.hangs_up()


def test_who_is_first_is_found_by_reading_two(town: Town) -> None:
    """However many stand behind them; the second is read with the first, who may be engaged."""
    request = town.asks_for_shopping(town.rosa)
    town.joins(town.ben, town.ali, town.priya, town.gwen)
    line = Line(world=town.world, group=town.world.groups[GROUP], now=town.world.now())
    with counting() as counted:
        picked = pick(line, request, {PhoneNumber(town.ben.number).opaque})
    assert picked.volunteer == town.volunteer(town.ali)
    assert counted == {"Query": 1, "BatchGetItem": 1}


def test_who_stands_far_behind_is_found_by_reading_on(town: Town) -> None:
    """Those in front are engaged just now."""
    request = town.asks_for_shopping(town.rosa)
    town.joins(town.ben, town.ali, town.priya, town.gwen, town.mallory)
    in_front = {PhoneNumber(person.number).opaque for person in (town.ben, town.ali, town.priya, town.gwen)}
    line = Line(world=town.world, group=town.world.groups[GROUP], now=town.world.now())
    assert pick(line, request, in_front).volunteer == town.volunteer(town.mallory)
