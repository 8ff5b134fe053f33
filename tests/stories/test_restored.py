"""A line that was lost, and comes back out of a backup: nobody's phone rings for what is long over."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hotline.dispatch.restored import restoring
from hotline.records import Reason, RequestState
from hotline.store.copying import Copying, Item
from infra.local.exchange import LetsItRing
from infra.local.exchange.states import Hook
from infra.local.virtual import BASE
from tests.moto_tables import moto_tables
from tests.stories.arranged import A_DAY, FOR_DAYS, they_talk
from tests.stories.phoning_in import rings_in
from tests.stories.test_every_week import every_week, is_done
from tests.stories.town import GROUP, LINE, Town

pytestmark = pytest.mark.long

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
        mend = restoring(Copying.requests_in(self._rows), now)
        list(self._copying.put_back(self._rows, mend=mend, now=now))


@pytest.fixture
def safe(town: Town) -> Safe:
    return Safe(town)


def test_words_that_the_backup_holds_are_heard_once_though_the_clock_ran_before_it_was_restored(
    town: Town, safe: Safe
) -> None:
    """Rosa's own words are in her request. The new line, not yet connected, leaves them and whatever is new alone."""
    town.gwen.when_rung(LetsItRing())
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    town.rosa.dials(LINE).hears("just tell us", "(beep)").says("Bread.").presses("#").hears("a person").is_hung_up_on()
    town.rosa.waits(5 * 60)
    safe.backs_up()
    town.exchange.faults.refuse(f"POST {BASE}", times=None)
    town.emil.dials(LINE).hears("our line is broken", "(beep)").says("Milk.").presses("#").hears("kept").is_hung_up_on()
    town.exchange.faults.mend(f"POST {BASE}")
    town.exchange.expects_error("failed")
    own = town.exchange.numbers[LINE]
    here, own.voice = own.voice, Hook(url="https://another.example/voice")
    safe.is_lost_for(timedelta(minutes=30))
    assert list(Copying().rows()) == []
    safe.restores()
    town.rosa.waits(10 * 60)
    own.voice = here
    town.rosa.waits(30 * 60)
    held = [each.note for each in town.store.requests(GROUP) if each.reason is Reason.RECORDING]
    assert sorted(filter(None, held)) == sorted(town.exchange.recordings)


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


@pytest.mark.parametrize("said", ["all of it", "only the need"])
def test_after_three_days_what_was_just_being_asked_for_is_a_coordinators_too(
    town: Town, safe: Safe, said: str
) -> None:
    """Backed up while she was on the phone: it goes out no sooner than what had gone out by then."""
    town.joins(town.ben)
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("Ongar")
    if said == "all of it":
        town.rosa.presses("2").hears("today").presses("1").hears("right").presses("1").hears("written down")
    safe.backs_up()
    town.ben.when_rung(LetsItRing())
    town.rosa.hangs_up()
    town.rosa.waits(60)
    rung = len(town.ben.displays)
    safe.is_lost_for(DAYS)
    safe.restores()
    town.gwen.answers(within=600).hears("shopping", "its time is over").presses("3").is_hung_up_on()
    assert len(town.ben.displays) == rung


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


def nobody_picks_up(town: Town) -> None:
    """Neither Ben, who helps, nor Gwen, who coordinates; Rosa asks for shopping."""
    town.joins(town.ben)
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    for person in (town.ben, town.gwen):
        person.when_rung(LetsItRing())
    town.asks_for_shopping(town.rosa)


def waits_for(town: Town, reason: Reason, *, days: int = 1) -> None:
    """Until a coordinator is asked for it."""
    for _ in range(days * 24 * 6):
        if reason in town.items():
            return
        town.rosa.waits(600)
    raise AssertionError(f"nobody is asked for {reason}")


def test_an_hour_later_a_coordinator_is_asked_anew_about_what_waits(town: Town, safe: Safe) -> None:
    """The tasks of before are left out, and the request tells of itself again: that it waits, and what was promised."""
    nobody_picks_up(town)
    waits_for(town, Reason.PROMISE)
    safe.backs_up()
    safe.is_lost_for(timedelta(hours=1))
    safe.restores()
    town.gwen.when_rung(None)
    town.gwen.answers(within=1800).hears("has waited too long").presses("2").is_hung_up_on()
    town.gwen.answers(within=1800).hears("we promised them a ring").presses("3").is_hung_up_on()


@pytest.mark.long
@pytest.mark.parametrize("town", [FOR_DAYS], indirect=True, ids=["days"])
def test_overnight_a_coordinator_is_asked_anew_to_tell_that_nobody_could(town: Town, safe: Safe) -> None:
    """Backed up while one was asked; the request itself was to be looked at only the day after."""
    nobody_picks_up(town)
    waits_for(town, Reason.UNMET)
    safe.backs_up()
    safe.is_lost_for(timedelta(hours=14))
    safe.restores()
    town.gwen.when_rung(None)
    town.gwen.answers(within=HOUR).hears("nobody could", "to ring and tell them").presses("3").is_hung_up_on()


@pytest.fixture
def nobody_came(town: Town) -> Town:
    """Shopping every Thursday, by Ben, who lets it ring from the second week on."""
    town.joins(town.ben)
    every_week(town, "41")
    is_done(town.ben)
    town.rosa.picks_up(within=A_DAY).hears("press 1").presses("1").hears("every Thursday").presses("2").hears("to stop")
    town.rosa.is_hung_up_on()
    for person in (town.ben, town.rosa):
        person.when_rung(LetsItRing())
    return town


@pytest.mark.long
@pytest.mark.parametrize("town", [FOR_DAYS], indirect=True, ids=["days"])
def test_that_nobody_came_this_week_is_told_two_days_later_too(nobody_came: Town, safe: Safe) -> None:
    """The week has ended, so that nothing would tell of it anew: whoever tells it goes on."""
    town = nobody_came
    waits_for(town, Reason.UNTOLD, days=10)
    safe.backs_up()
    safe.is_lost_for(timedelta(days=2))
    safe.restores()
    town.rosa.when_rung(None)
    town.rosa.answers(within=A_DAY).hears("shopping", "nobody could come this week").is_hung_up_on()


@pytest.mark.long
@pytest.mark.parametrize("town", [FOR_DAYS], indirect=True, ids=["days"])
def test_of_a_series_that_was_lost_for_weeks_the_next_week_that_nobody_comes_is_told(
    nobody_came: Town, safe: Safe
) -> None:
    """`This week` is another by then: it is left out, and does not count as told."""
    town = nobody_came
    waits_for(town, Reason.UNTOLD, days=10)
    safe.backs_up()
    safe.is_lost_for(timedelta(days=15))
    safe.restores()
    assert Reason.UNTOLD not in town.items()
    town.rosa.when_rung(None)
    town.rosa.answers(within=10 * A_DAY).hears("shopping", "nobody could come this week").is_hung_up_on()
