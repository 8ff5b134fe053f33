"""What recurs every week falls on a holiday: help is not moved into the past, and what is told of it is still so."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from hotline.groups import OnHolidays
from hotline.hours import Hours
from hotline.numbers import PhoneNumber
from hotline.records import Need, Reason, RequestState
from infra.local.exchange import LetsItRing
from tests.stories.arranged import A_DAY
from tests.stories.phoning_in import phones_for_news
from tests.stories.test_every_week import A_WEEK, every_week, in_december, local
from tests.stories.town import Town

pytestmark = pytest.mark.long

EVE = datetime(2026, 12, 24, 18, tzinfo=UTC)  # Christmas Day is a Friday


def before(town: Town, day_and_part: str, said: str) -> Town:
    """Rosa's shopping comes every week since the fifteenth of December; she has heard so."""
    town.joins(town.ben)
    every_week(town, day_and_part, again="2")
    town.ben.answers(within=A_WEEK).hears("is it done").presses("1").hears("thank you so much").waits(5)
    town.rosa.answers(within=A_DAY).hears(said).presses("2").hears("to stop").is_hung_up_on()
    town.ben.when_rung(LetsItRing())
    return town


def made_and_not_told(town: Town) -> None:
    """Christmas week's is made, and Rosa is out each time that the line rings to tell her."""
    town.rosa.when_rung(LetsItRing())
    so_far = len(town.rosa.displays)
    while len(town.rosa.displays) == so_far:
        town.rosa.waits(600)
    town.rosa.when_rung(None)


@pytest.mark.parametrize("town", [in_december(OnHolidays.BEFORE)], indirect=True, ids=["before"])
def test_whoever_phones_in_hears_first_that_a_week_is_moved(town: Town) -> None:
    """Rosa cancels it then, and is not rung to be told of it."""
    before(town, "51", "every Friday morning")
    made_and_not_told(town)
    phones_for_news(town.rosa).hears("holiday this week", "on Thursday morning, press 2").presses("2")
    town.rosa.hears("to change").presses("3").hears("to cancel it").presses("5").hears("5 again").presses("5")
    town.rosa.hears("it is cancelled", "goodbye").is_hung_up_on().is_not_rung(for_seconds=3 * 3600)


@pytest.mark.parametrize("town", [in_december(OnHolidays.BEFORE)], indirect=True, ids=["before"])
def test_a_week_that_is_cancelled_is_not_told_as_moved(town: Town) -> None:
    """Cancelled before the line has reached her, it is over, and no phone rings about it."""
    before(town, "51", "every Friday morning")
    made_and_not_told(town)
    now = town.world.now()
    assert town.store.schedule(town.requests()[-1], next_action_at=now, cancelled_at=now)
    town.rosa.is_not_rung(for_seconds=A_DAY)


@pytest.mark.parametrize("town", [in_december(OnHolidays.NONE)], indirect=True, ids=["none"])
def test_what_comes_no_more_is_not_told_as_left_out(town: Town) -> None:
    """No more of it is wished before the line has reached her: no phone rings about it."""
    before(town, "51", "every Friday morning")
    made_and_not_told(town)
    now = town.world.now()
    assert town.store.schedule(town.items()[Reason.SERIES], next_action_at=now, cancelled_at=now)
    town.rosa.is_not_rung(for_seconds=A_DAY)


@pytest.mark.parametrize("town", [in_december(OnHolidays.NONE)], indirect=True, ids=["none"])
def test_the_day_that_is_left_out_is_told_though_another_is_wished_from_then_on(town: Town) -> None:
    """Friday's is left out; from then on Wednesdays: she hears that it is Friday's, and is not rung about it."""
    before(town, "51", "every Friday morning")
    made_and_not_told(town)
    phones_for_news(town.rosa).hears("shopping, Friday morning", "holiday", "left out", "every week, press 1")
    town.rosa.presses("1").hears("another day, press 3").presses("3").hears("which day").presses("3")
    town.rosa.hears("morning, press 1").presses("1").hears("Wednesday morning").is_hung_up_on()
    town.rosa.is_not_rung(for_seconds=3 * 3600)


@pytest.mark.parametrize("town", [in_december(OnHolidays.BEFORE)], indirect=True, ids=["before"])
def test_help_comes_after_the_holiday_where_the_last_day_before_is_over(town: Town) -> None:
    """On Christmas Eve, at six: from now on Friday afternoons. It comes on the twenty-seventh, and Rosa hears so."""
    before(town, "72", "every Sunday afternoon")
    town.rosa.waits((EVE - town.world.now()).total_seconds())
    phones_for_news(town.rosa).hears("every week, press 1").presses("1").hears("another day, press 3").presses("3")
    town.rosa.hears("Friday, 5").presses("5").hears("afternoon, 2").presses("2").hears("Friday afternoon", "goodbye")
    town.rosa.is_hung_up_on()
    town.rosa.answers(within=A_DAY).hears("holiday this week", "on Sunday afternoon instead").is_hung_up_on()
    assert local(town.requests()[-1].due_at) == "Sun 27 Dec 17:00"


@pytest.mark.parametrize("town", [in_december(OnHolidays.AFTER)], indirect=True, ids=["after"])
def test_the_resident_is_told_before_the_holiday_that_help_comes_after_it(town: Town) -> None:
    """Nobody waits on Christmas Day for what comes on the twenty-seventh."""
    before(town, "51", "every Friday morning")
    town.rosa.answers(within=2 * A_WEEK).hears("holiday this week", "on Sunday morning instead").is_hung_up_on()
    assert local(town.world.now()).startswith("Wed 23 Dec")


@pytest.mark.parametrize("town", [in_december(OnHolidays.NONE)], indirect=True, ids=["none"])
def test_a_coordinator_is_asked_to_ring_who_would_wait_on_the_holiday(town: Town) -> None:
    """Rosa is out each time that the line rings: she is not left to wait on Christmas Day. After it nobody is rung."""
    town.joins(town.gwen, coordinator=True, needs=frozenset())
    town.gwen.when_rung(LetsItRing())
    before(town, "51", "every Friday morning")
    made_and_not_told(town)
    town.rosa.when_rung(LetsItRing())
    town.rosa.waits((EVE - town.world.now()).total_seconds())
    assert town.items()[Reason.UNHEARD].number == PhoneNumber(town.rosa.number)
    town.rosa.waits(A_DAY)
    town.rosa.when_rung(None)
    town.gwen.when_rung(None)
    town.rosa.is_not_rung(for_seconds=A_DAY)
    assert town.items()[Reason.UNHEARD].state is RequestState.DONE


@pytest.mark.parametrize("town", [in_december(OnHolidays.NONE)], indirect=True, ids=["none"])
def test_who_helps_as_well_is_told_as_a_resident(town: Town) -> None:
    """Rosa helps on Saturdays only: that her own Friday is left out is told before it."""
    before(town, "51", "every Friday morning")
    town.joins(town.rosa, hours=Hours.parse("sat 09:00-11:00"), needs=frozenset({Need.CHAT}))
    town.rosa.answers(within=A_WEEK).hears("shopping, Friday morning", "holiday", "left out").is_hung_up_on()
    assert town.world.now() < EVE
