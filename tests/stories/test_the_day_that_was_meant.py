"""What somebody is told on a later day is not said to be of today."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from hotline.records import Reason, RequestState
from infra.local.exchange import LetsItRing
from tests.stories.arranged import A_DAY, FOR_DAYS, arranged, they_talk
from tests.stories.phoning_in import phones_for_news
from tests.stories.town import LINE, Town

pytestmark = [pytest.mark.long, pytest.mark.parametrize("town", [FOR_DAYS], indirect=True, ids=["days"])]
TOMORROW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)


def until_tomorrow(town: Town) -> None:
    """The next morning."""
    town.rosa.waits((TOMORROW - town.world.now()).total_seconds())


def test_what_was_cancelled_yesterday_is_not_todays(town: Town) -> None:
    """He has said yes to another for Rosa, today: what he hears of is Tuesday's."""
    town.joins(town.ben, rest=timedelta())
    arranged(town)
    town.ben.when_rung(LetsItRing())
    phones_for_news(town.rosa).hears("to change or cancel, 3").presses("3").hears("to cancel it").presses("5")
    town.rosa.hears("5 again").presses("5").hears("it is cancelled").is_hung_up_on()
    until_tomorrow(town)
    town.ben.when_rung(None)
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("2").hears("today").presses("1")
    town.rosa.hears("right").presses("1").hears("written down").is_hung_up_on()
    they_talk(town)
    town.ben.answers(within=8 * 3600).hears("Shopping, in Ongar, on Tuesday", "no longer needed").hangs_up()
    assert town.requests()[-1].state is RequestState.SPOKEN


def test_that_it_was_wanted_yesterday_is_told_no_more(town: Town) -> None:
    """Changed from the next few days to today, and he was not reached today."""
    town.joins(town.ben)
    arranged(town)
    town.ben.when_rung(LetsItRing())
    for key, when in (("2", "in the next few days"), ("1", "today")):
        phones_for_news(town.rosa).hears("to change or cancel, 3").presses("3").hears("to cancel it").presses(key)
        town.rosa.hears(f"written down: {when}").is_hung_up_on()
    town.rosa.when_rung(LetsItRing())
    until_tomorrow(town)
    town.rosa.waits(A_DAY)
    changed = [each for each in town.items().values() if each.reason is Reason.CHANGED]
    assert [each.state for each in changed] == [RequestState.DONE]


def test_who_said_yes_yesterday_holds_it_of_yesterday(town: Town) -> None:
    """Nobody has reported it by Wednesday morning: whoever phones in hears of which day it is."""
    town.joins(town.ben)
    arranged(town)
    town.ben.when_rung(LetsItRing())
    until_tomorrow(town)
    town.ben.when_rung(None)
    phones_for_news(town.ben).hears("you have said yes to: shopping, in Ongar, on Tuesday").hangs_up()


def test_what_opens_again_on_a_later_day_is_asked_for_today(town: Town) -> None:
    """He gives it back on Wednesday morning: the next of us is asked for today."""
    town.joins(town.ben, town.ali)
    arranged(town)
    town.ben.when_rung(LetsItRing())
    until_tomorrow(town)
    town.ben.when_rung(None)
    phones_for_news(town.ben).hears("on Tuesday", "Someone else, please, press 4").presses("4")
    town.ben.is_hung_up_on()
    town.ali.picks_up(within=600).hears("Shopping for a neighbour, in Ongar, today").hangs_up()
