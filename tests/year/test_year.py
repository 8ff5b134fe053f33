"""A year in the life of the group: `make year`."""

from __future__ import annotations

import logging
import time
from datetime import UTC, datetime, timedelta

import pytest

from hotline.cli.costs.files import USAGE
from hotline.cli.costs.usage import read_usage
from infra.local.virtual import VirtualLine, store_of_all
from tests.witness.promises import all_promises
from tests.witness.rows import moment, text
from tests.witness.scene import Scene
from tests.witness.settings import AllSettings
from tests.witness.stands_for_06_every_week import EveryWeek
from tests.witness.witness import LOUD, Witness
from tests.year.dynamo import Dynamo
from tests.year.expressions import Row
from tests.year.meter import KEPT, Meter, far_off, toml
from tests.year.stream import Stream
from tests.year.table import Ledger
from tests.year.town import SAMPLE, Town

START = datetime(2026, 11, 24, tzinfo=UTC)  # so that both clock changes, Christmas and a summer lie in the year
A_YEAR = 365  # days


def says_no_late(offer: Row) -> bool:
    """Some hesitate for so long that their ring has ended, and then press "not this one"."""
    asked, ended = moment(offer, "reserved_at"), moment(offer, "ended_at")
    late = asked is not None and ended is not None and ended - asked > timedelta(minutes=6)
    return late and text(offer, "state") == "passed"


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
        town = Town(line, seed=seed)
        scene = Scene(dynamo, line.exchange, AllSettings(lambda: line.world.groups))
        ledger, every_week = Ledger(scene), EveryWeek(scene)
        meter = Meter(line, dynamo)
        witness = Witness(scene, [ledger, every_week, *all_promises(scene)])
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
        assert any(says_no_late(offer) for offer in dynamo.rows("offers").values())
        assert far_off(figures, before) == []
