"""The year's meter counts as Twilio and AWS do, and knows when what is kept is no longer so."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from infra.local.exchange import LetsItRing
from infra.local.virtual import store_of_all
from tests.stories.town import LINE, Town
from tests.year.dynamo import Dynamo
from tests.year.meter import Meter, far_off, toml
from tests.year.stream import Stream
from tests.year.units import Units, kept, size


@pytest.fixture
def dynamo() -> Iterator[Dynamo]:
    with Dynamo().behind(store_of_all()) as dynamo:
        yield dynamo


@pytest.fixture
def town(dynamo: Dynamo) -> Iterator[Town]:
    town = Town(streams=lambda table: Stream(dynamo, table))
    with town.line.answering():
        yield town


def test_a_call_is_charged_by_the_started_minute_on_each_side(town: Town, dynamo: Dynamo) -> None:
    """Rosa's landline phones for 61 seconds; nobody is rung. Then Ben's mobile is, and whoever lets it ring is free."""
    meter = Meter(town.line, dynamo)
    town.rosa.dials(LINE).waits(61).hangs_up()
    used = meter.figures(requests=1)
    assert (used["calls_in"], used["minutes_in"], used["calls_placed"]) == (1, 2, 0)
    town.joins(town.ben, town.ali)
    town.ben.when_rung(LetsItRing())
    town.asks_for_shopping(town.emil)
    town.ali.picks_up().hears("yes, press 1").presses("1").hears("joined").presses("1")
    town.emil.picks_up().hears("with a neighbour").waits(70).hangs_up()
    town.ali.hears("arranged").presses("1").hears("goodbye").is_hung_up_on()
    used = meter.figures(requests=1)
    assert (used["calls_placed"], used["calls_to_mobiles"], used["calls_to_landlines"]) == (2, 1, 1)
    assert (used["minutes_to_mobiles"], used["minutes_to_landlines"]) == (2, 2)


def test_what_is_said_is_charged_by_the_hundred_of_a_call(town: Town, dynamo: Dynamo) -> None:
    """The greeting alone is several hundred characters; the pauses in it are none."""
    meter = Meter(town.line, dynamo)
    town.rosa.dials(LINE).hears("for shopping").hangs_up()
    (once,) = (meter.figures(requests=1)["hundreds_said"],)
    town.rosa.dials(LINE).hears("for shopping").hangs_up()
    assert 2 <= once < 6
    assert meter.figures(requests=1)["hundreds_said"] == 2 * once


def test_a_text_is_charged_by_its_segments(town: Town, dynamo: Dynamo) -> None:
    """One that is short enough is one."""
    meter = Meter(town.line, dynamo)
    for body in ("x" * 160, "x" * 161):
        town.exchange.texting.send(to=town.ben.number, shown=LINE, body=body)
    assert meter.figures(requests=1)["segments_texted"] == 3


def test_a_minute_in_which_nothing_is_due_is_one_look(town: Town, dynamo: Dynamo) -> None:
    """At the index, which may be a moment old: half a unit."""
    meter = Meter(town.line, dynamo)
    meter.lets_a_quiet_minute_pass()
    assert meter.figures(requests=1)["read_units_a_quiet_tick"] == 0.5


def test_what_is_kept_may_be_a_quarter_off() -> None:
    """And no more, neither way; what is not used at all must be kept so."""
    before = {"webhooks": Decimal(100), "segments_texted": Decimal(0)}
    assert far_off({"webhooks": 125, "segments_texted": 0}, before) == []
    assert far_off({"webhooks": 80, "segments_texted": 0}, before) == []
    (sentence,) = far_off({"webhooks": 126, "segments_texted": 0}, before)
    assert sentence.startswith("webhooks: the year has 126, infra/aws/usage.toml 100")
    assert len(far_off({"webhooks": 79, "segments_texted": 1}, before)) == 2
    assert toml({"webhooks": 100, "read_units_a_quiet_tick": 0.5}) == "webhooks = 100\nread_units_a_quiet_tick = 0.5"


def test_units_are_those_of_amazons_examples() -> None:
    """https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html."""
    units, row = Units(), {"a": {"S": "x" * 3499}}  # with its name, 3,500 bytes
    units.reads([row], consistent=True)
    assert units.read == 1
    units.reads([row, row], consistent=True)  # a query adds up before it rounds
    assert units.read == 3
    units.reads([], consistent=False)
    assert units.read == 3.5
    units.writes(None, row)
    assert units.written == 4
    units.writes({"a": {"S": "x"}}, None, times=2)
    assert units.written == 6


def test_an_index_costs_when_its_keys_change() -> None:
    """An entry that appears or goes is one write, one that moves is two, and any other change is none."""
    units = Units()
    one, moved = {"due": {"S": "1"}, "id": {"S": "a"}}, {"due": {"S": "2"}, "id": {"S": "a"}}
    none = {"id": {"S": "a"}}
    for before, after, written in ((None, one, 1), (one, moved, 3), (moved, {**moved, "x": {"S": "y"}}, 3)):
        units.keeps_up(["due", "id"], before, after)
        assert units.written == written
    units.keeps_up(["due", "id"], moved, none)
    assert units.written == 4


def test_a_row_is_as_large_as_amazon_says() -> None:
    """https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html."""
    assert size({"name": {"S": "Ben"}}) == 4 + 3
    assert size({"n": {"N": "1234"}}) == 1 + 2 + 1
    assert size({"yes": {"BOOL": True}, "set": {"SS": ["ab", "c"]}}) == (3 + 1) + (3 + 3)
    assert size({"map": {"M": {"k": {"S": "v"}}}, "list": {"L": [{"S": "vw"}]}}) == (3 + 3 + 2 + 1) + (4 + 3 + 2 + 1)
    assert kept([{"name": {"S": "Ben"}}]) == 107
