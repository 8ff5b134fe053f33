"""How soon it is wanted, keyed on a later day, counts from that day on: also where it is the same words once more."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from infra.local.exchange import LetsItRing
from tests.stories.arranged import A_DAY, FOR_DAYS, arranged
from tests.stories.phoning_in import phones_for_news
from tests.stories.test_every_week import series
from tests.stories.town import LINE, START, Town

pytestmark = pytest.mark.long
LAST_NIGHT = {**FOR_DAYS, "start": datetime(2026, 11, 24, 19, 50, tzinfo=UTC)}
for_days = pytest.mark.parametrize("town", [FOR_DAYS], indirect=True, ids=["days"])
KEYS = {"today": "1", "in the next few days": "2", "every week": "3"}


def until(town: Town, hour: int, minute: int = 0, *, days: int = 0) -> None:
    """Wait for this time of so many days ahead."""
    then = town.world.now().replace(hour=hour, minute=minute, second=0) + timedelta(days=days)
    town.rosa.waits((then - town.world.now()).total_seconds())


def asks(town: Town, when: str) -> None:
    """A first call, for shopping in Ongar."""
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("2").hears("today").presses(KEYS[when])
    town.rosa.hears("right").presses("1").hears("written down").is_hung_up_on()


def keys_anew(town: Town, when: str) -> None:
    """On the call that rings her straight back: change it, and when."""
    town.rosa.when_rung(None)
    phones_for_news(town.rosa).hears("to change or cancel").presses("3").hears("for today").presses(KEYS[when])
    town.rosa.hears(f"written down: {when}").is_hung_up_on()


def hears_so(town: Town, when: str) -> None:
    """Ben is rung about it at once."""
    town.ben.picks_up(within=60).hears("something to tell you").presses("1").hears(f"wanted {when} now")
    town.ben.is_hung_up_on()


@pytest.mark.parametrize("town", [LAST_NIGHT], indirect=True, ids=["last night"])
def test_today_keyed_once_more_next_morning_is_asked_for_until_that_evening(town: Town) -> None:
    """Asked for at ten to eight last night, to be rung by eleven; Ali, who joins at five past, is asked."""
    town.joins(town.ben)
    town.ben.when_rung(LetsItRing())
    asks(town, "today")
    until(town, 10, 30, days=1)
    keys_anew(town, "today")
    town.rosa.when_rung(LetsItRing())
    until(town, 11, 5)
    town.joins(town.ali)
    town.ali.is_rung(within=4 * 3600)


@for_days
def test_in_the_next_few_days_keyed_once_more_on_the_third_day_is_asked_for_three_days_more(town: Town) -> None:
    """Forty minutes before its time is over; Ali, who joins on the day after, is asked."""
    town.joins(town.ben)
    town.ben.when_rung(LetsItRing())
    asks(town, "in the next few days")
    town.rosa.when_rung(LetsItRing())
    until(town, 9, 20, days=3)
    keys_anew(town, "in the next few days")
    town.rosa.when_rung(LetsItRing())
    until(town, 9, 30, days=1)
    town.joins(town.ali)
    town.ali.is_rung(within=4 * 3600)


@for_days
@pytest.mark.parametrize("when", ["today", "in the next few days"])
def test_whoever_holds_it_from_an_earlier_day_hears_it_keyed_once_more(town: Town, when: str) -> None:
    """He did not come, and needs more time; she keys the same words when its time is over: he is told at once."""
    town.joins(town.ben)
    arranged(town)
    if when != "today":
        keys_anew(town, when)
        hears_so(town, when)
    town.ben.answers(within=4 * A_DAY).hears("is it done", "more time").presses("3").is_hung_up_on()
    until(town, 9, 30, days=1)
    keys_anew(town, when)
    hears_so(town, when)


@for_days
def test_whoever_missed_a_ring_about_an_earlier_day_is_asked_of_the_new_one_as_often_as_of_any(town: Town) -> None:
    """Three rings in vain hand it on; those of yesterday do not count."""
    town.joins(town.ben)
    arranged(town)
    town.ben.when_rung(LetsItRing())
    until(town, 19, 30)
    assert town.request().checks
    until(town, 10, days=1)
    keys_anew(town, "today")
    assert town.request().checks == 0


@for_days
def test_arranged_for_today_and_then_wanted_every_week_it_is_asked_about_today(town: Town) -> None:
    """He hears that it is wanted every week; tonight he says that it is done, and which day the two have agreed."""
    town.joins(town.ben)
    arranged(town)
    keys_anew(town, "every week")
    hears_so(town, "every week")
    town.ben.answers(within=12 * 3600).hears("is it done").presses("1").hears("every week. Which day").presses("4")
    town.ben.hears("in the morning").presses("1").hears("come again next week").presses("1").is_hung_up_on()
    assert (series(town).weekday, town.world.now() - START < timedelta(days=1)) == (3, True)


@for_days
def test_arranged_for_yesterday_and_then_wanted_every_week_it_is_asked_about_today(town: Town) -> None:
    """The time of the first visit is over, and nobody has said that it is done: whoever holds it is told, and asked."""
    town.joins(town.ben)
    arranged(town)
    town.ben.answers(within=12 * 3600).hears("is it done", "more time").presses("3").is_hung_up_on()
    until(town, 11, days=1)
    keys_anew(town, "every week")
    hears_so(town, "every week")
    town.ben.answers(within=12 * 3600).hears("is it done").presses("1").hears("every week. Which day").hangs_up()


@for_days
def test_that_it_is_wanted_every_week_is_told_after_the_first_visits_time_too(town: Town) -> None:
    """He was not reached before that evening: he hears it next morning."""
    town.joins(town.ben)
    arranged(town)
    town.ben.when_rung(LetsItRing())
    until(town, 19, 30)
    keys_anew(town, "every week")
    until(town, 8, 50, days=1)
    town.ben.when_rung(None)
    town.ben.answers(within=3600).hears("wanted every week now").is_hung_up_on()
