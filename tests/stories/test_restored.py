"""A line that was lost, and comes back out of a backup: nobody's phone rings for what is long over."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hotline.dispatch.restored import as_restored
from hotline.records import Reason, RequestState
from hotline.store.copying import Copying, Item
from tests.moto_tables import moto_tables
from tests.stories.arranged import they_talk
from tests.stories.phoning_in import rings_in
from tests.stories.town import Town

DAYS = timedelta(days=3)
HOUR = 60 * 60


class Safe:
    """The line's tables, and what was taken out of them."""

    def __init__(self, town: Town) -> None:
        self.town, self._copying = town, Copying()
        self._rows: list[tuple[str, Item]] = []

    def backs_up(self) -> None:
        self._rows = list(self._copying.rows())

    def forgets(self, volunteer: str) -> None:
        """The backup has no row of theirs."""
        self._rows = [(name, item) for name, item in self._rows if name != "volunteers" or item["id"]["S"] != volunteer]

    def is_lost_for(self, time: timedelta) -> None:
        """Every row is gone. Meanwhile the line has nothing to do."""
        for table in moto_tables():
            table.items.clear()
        self.town.rosa.waits(time.total_seconds())

    def restores(self) -> None:
        """What the clock finds is what is due, as on the day that the line comes back."""
        now = self.town.line.timeline.now()
        list(self._copying.put_back(self._rows, mend=lambda request: as_restored(request, now), now=now))


@pytest.fixture
def safe(town: Town) -> Safe:
    return Safe(town)


def test_after_three_days_it_is_a_coordinators_and_goes_round_again_if_it_is_still_wanted(
    town: Town, safe: Safe
) -> None:
    """Nobody knows whether it is still needed: a person asks, and only then neighbours are rung."""
    town.joins(town.ben)
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    town.asks_for_shopping(town.rosa)
    town.ben.is_rung().stops_ringing()
    safe.backs_up()
    safe.is_lost_for(DAYS)
    safe.restores()
    town.gwen.answers(within=90).hears("shopping", "in Ongar", "its time is over").presses("1").hears("joined")
    town.gwen.presses("1")
    town.rosa.picks_up()
    town.gwen.talks_with(town.rosa)
    town.rosa.hangs_up()
    town.gwen.hears("they still want it, 2").presses("2").hears("neighbours are asked again").is_hung_up_on()
    town.ben.picks_up(within=HOUR).hears("shopping", "in Ongar").presses("1").hears("It's yours").hangs_up()
    assert town.holder(town.ben)


def test_what_is_wanted_in_the_next_days_goes_on_at_once(town: Town, safe: Safe) -> None:
    """An hour's loss is like an hour's outage, and so is a day's for what is not for today."""
    town.joins(town.ben)
    town.asks_for_shopping(town.rosa)
    town.ben.is_rung().stops_ringing()
    safe.backs_up()
    safe.is_lost_for(timedelta(hours=1))
    safe.restores()
    town.ben.picks_up(within=HOUR).hears("shopping", "in Ongar").presses("1").hears("It's yours").hangs_up()
    assert town.holder(town.ben)


def test_nobody_is_rung_straight_back_an_hour_late(town: Town, safe: Safe) -> None:
    """Whoever wanted to hear something has long put the phone down; it may be night by now."""
    town.asks_for_shopping(town.rosa)
    rings_in(town.rosa)
    safe.backs_up()
    assert Reason.BACK in town.items()
    safe.is_lost_for(timedelta(hours=12))
    safe.restores()
    assert town.items() == {}
    town.rosa.is_not_rung(for_seconds=10 * HOUR)


def test_whoever_has_said_yes_is_asked_whether_it_was_done(town: Town, safe: Safe) -> None:
    """Nobody else is: what was arranged has most likely happened."""
    town.joins(town.ben, town.ali)
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("yes, press 1").presses("1").hears("to be joined, press 1").presses("1")
    town.rosa.picks_up().hears("with a neighbour")
    town.ben.talks_with(town.rosa)
    town.rosa.hangs_up()
    town.ben.hears("arranged").presses("1").is_hung_up_on()
    safe.backs_up()
    safe.is_lost_for(DAYS)
    safe.restores()
    town.ben.answers(within=90).hears("is it done").presses("1").hangs_up().waits(1)
    assert town.request().state is RequestState.REPORTED_DONE
    town.ali.is_not_rung(for_seconds=HOUR)


def test_what_is_held_by_somebody_who_is_not_in_the_backup_goes_round_at_once(town: Town, safe: Safe) -> None:
    """The tables are not read at one instant: whoever said yes may have left between."""
    town.joins(town.ben, town.ali)
    town.asks_for_shopping(town.rosa)
    they_talk(town)
    safe.backs_up()
    safe.forgets(town.volunteer(town.ben).id)
    safe.is_lost_for(timedelta(minutes=5))
    safe.restores()
    town.ali.picks_up(within=90).hears("shopping").presses("2").is_hung_up_on()
