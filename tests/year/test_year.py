"""A year in the life of the group: `make year`."""

from __future__ import annotations

import logging
import time
from datetime import UTC, datetime

import pytest

from hotline.cli.costs.files import USAGE
from hotline.cli.costs.usage import read_usage
from infra.local.virtual import VirtualLine, store_of_all
from tests.year.dynamo import Dynamo
from tests.year.every_week import EveryWeek
from tests.year.holding import EndedStaysEnded, NoKeyNoYes, NothingKept, OneHolder
from tests.year.meter import KEPT, Meter, far_off, toml
from tests.year.ringing import InHours, NoNumbers, NothingBreaks, NotWornOut, OneCallAtATime
from tests.year.stream import Stream
from tests.year.table import Ledger
from tests.year.town import SAMPLE, Town
from tests.year.turn import InTurn, NobodyForgotten
from tests.year.waiting import AlwaysDue
from tests.year.witness import LOUD, Scene, Witness

PROMISES = (
    OneHolder,
    NoKeyNoYes,
    EndedStaysEnded,
    NothingKept,
    OneCallAtATime,
    InHours,
    NotWornOut,
    NoNumbers,
    NothingBreaks,
    InTurn,
    NobodyForgotten,
    AlwaysDue,
)
START = datetime(2026, 11, 24, tzinfo=UTC)  # so that both clock changes, Christmas and a summer lie in the year
A_YEAR = 365  # days


@pytest.mark.year
def test_a_year_in_the_life_of_the_group(
    seed: int, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    """Forty who come, rest and leave, twenty-five who ask, three of them both: every promise, at every moment."""
    begun = time.perf_counter()
    for name in LOUD:
        caplog.set_level(logging.DEBUG, logger=name)
    with Dynamo().behind(store_of_all()) as dynamo:
        line = VirtualLine(groups=SAMPLE, start=START, streams=lambda table: Stream(dynamo, table))
        town, scene = Town(line, seed=seed), Scene(dynamo, line.exchange)
        ledger, every_week = Ledger(scene), EveryWeek(scene)
        meter = Meter(line, dynamo)
        witness = Witness(scene, [ledger, every_week, *(promise(scene) for promise in PROMISES)])
        with town.alive(), witness:
            meter.lets_a_quiet_minute_pass()
            for _ in town.lives(days=A_YEAR):
                assert (scene.broken, line.exchange.errors) == ([], []), scene.last_words()
                dynamo.expire(scene.now)
                caplog.clear()
    line.exchange.check()
    assert [resident.number in every_week.weeks for resident in town.weekly] == [True] * 10
    assert min(every_week.weeks.values()) > A_YEAR // 7 * 3 // 4  # but for those weeks in which they wished none
    assert line.statuses.keys() == {200}
    figures, before = meter.figures(requests=ledger.counts["requests"]), read_usage(USAGE).measured
    with capsys.disabled():
        print(f"\n\n{ledger.table(time.perf_counter() - begun)}\n\n{toml(figures)}")  # noqa: T201 -- what the year is lived for
    assert figures.keys() == before.keys()
    if seed == KEPT:
        assert far_off(figures, before) == []
