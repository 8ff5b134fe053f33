"""Whoever may not be rung before a visit is over is not left to go in vain, or to a door: a coordinator is asked."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hotline.hours import Hours
from hotline.numbers import PhoneNumber
from hotline.records import Reason
from infra.local.exchange import LetsItRing
from tests.stories.arranged import FOR_DAYS, arranged, they_talk
from tests.stories.phoning_in import phones_for_news
from tests.stories.town import GROUP, LINE, Town, brentwood

pytestmark = pytest.mark.long
HOUR = 3600
SOON_OVER = {"groups": brentwood(policy={"due_today": timedelta(hours=2)})}


def comes_today_and_rests(town: Town) -> None:
    """Ben has arranged to come to Rosa today; of Emil's medicines he says `not today`."""
    town.joins(town.gwen, coordinator=True, needs=frozenset())
    town.gwen.when_rung(LetsItRing())
    town.joins(town.ben, rest=timedelta())
    arranged(town)
    town.emil.dials(LINE).hears("medicines").presses("2").hears("Ongar").presses("2").hears("today").presses("1")
    town.emil.hears("right").presses("1").hears("written down").is_hung_up_on().when_rung(LetsItRing())
    town.ben.picks_up(within=120).hears("medicines").presses("3").hears("thank you").is_hung_up_on().waits(5)


def cancels(town: Town) -> None:
    """Rosa needs it no longer."""
    phones_for_news(town.rosa).hears("to change or cancel, 3").presses("3").hears("to cancel it").presses("5")
    town.rosa.hears("5 again").presses("5").hears("it is cancelled").is_hung_up_on().waits(120)


def complains(town: Town) -> None:
    """Rosa says that something was wrong."""
    phones_for_news(town.rosa).hears("something was wrong, 4").presses("4").hears("(beep)").presses("#")
    town.rosa.hears("put together again, press 2").hangs_up().waits(120)
    town.rosa.when_rung(LetsItRing())


def test_cancelled_while_he_rests(town: Town) -> None:
    """His phone does not ring before tomorrow, and hers does at once."""
    comes_today_and_rests(town)
    cancels(town)
    assert town.items()[Reason.UNHEARD].number == PhoneNumber(town.ben.number)
    town.gwen.when_rung(None)
    town.gwen.answers(within=HOUR).hears("is to hear something", "may not be rung yet").hangs_up()


def test_complained_of_while_he_rests(town: Town) -> None:
    """So that he does not come to her door today."""
    comes_today_and_rests(town)
    complains(town)
    assert Reason.UNHEARD in town.items()


def test_complained_of_when_his_hours_are_over(town: Town) -> None:
    """The same."""
    town.joins(town.ben, hours=Hours.parse("every day 09:00-10:30"))
    arranged(town)
    town.rosa.waits(HOUR)
    complains(town)
    assert Reason.UNHEARD in town.items()


def test_cancelled_when_his_hours_never_meet_ours(town: Town) -> None:
    """His phone does not ring on any day."""
    town.joins(town.gwen, coordinator=True, needs=frozenset())
    town.gwen.when_rung(LetsItRing())
    town.joins(town.ben)
    arranged(town)
    late = Hours.parse("every day 21:00-23:00")
    town.store.change_volunteer(GROUP, town.volunteer(town.ben).id, hours=late)
    cancels(town)
    assert Reason.UNHEARD in town.items()


def test_who_may_be_rung_today_is_rung_and_nobody_else_is_asked(town: Town) -> None:
    """From noon on."""
    town.joins(town.ben)
    arranged(town)
    noon = Hours.parse("every day 12:00-20:00")
    town.store.change_volunteer(GROUP, town.volunteer(town.ben).id, hours=noon)
    cancels(town)
    assert Reason.UNHEARD not in town.items()
    town.ben.answers(within=2 * HOUR).hears("no longer needed").is_hung_up_on()


def in_the_evening(town: Town, hour: int, minute: int = 30) -> None:
    """By then Ben's phone and Gwen's are not picked up."""
    town.joins(town.gwen, coordinator=True, needs=frozenset())
    at = town.world.now().replace(hour=hour, minute=minute, second=0, microsecond=0)
    town.rosa.waits((at - town.world.now()).total_seconds())
    town.ben.when_rung(LetsItRing())
    town.gwen.when_rung(LetsItRing())


def arranged_for_the_next_few_days(town: Town) -> None:
    """Ben has said yes to it, and the two have talked."""
    town.joins(town.ben)
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("2").hears("today").presses("2")
    town.rosa.hears("right").presses("1").hears("written down").is_hung_up_on()
    they_talk(town)


def is_asked_today(town: Town, reason: Reason) -> None:
    """After the only ring for which there is time before eight, when phones fall silent."""
    rung = len(town.ben.displays)
    town.rosa.waits(600)
    assert len(town.ben.displays) <= rung + 1
    assert reason in town.items()


def test_cancelled_in_the_evening_before_he_comes(town: Town) -> None:
    """He comes at half past seven."""
    town.joins(town.ben)
    arranged(town)
    in_the_evening(town, 18)
    cancels(town)
    is_asked_today(town, Reason.UNHEARD)


def test_cancelled_in_the_evening_before_he_comes_in_the_morning(town: Town) -> None:
    """He comes at nine, when phones begin to ring."""
    arranged_for_the_next_few_days(town)
    in_the_evening(town, 19)
    cancels(town)
    is_asked_today(town, Reason.UNHEARD)


def test_cancelled_before_his_own_hours_end(town: Town) -> None:
    """There is one ring before eleven, and none after."""
    town.joins(town.ben, hours=Hours.parse("every day 09:00-11:00"))
    arranged(town)
    in_the_evening(town, 10)
    cancels(town)
    is_asked_today(town, Reason.UNHEARD)


def test_complained_of_in_the_evening(town: Town) -> None:
    """So that he does not come to her door today."""
    town.joins(town.ben)
    arranged(town)
    in_the_evening(town, 18)
    complains(town)
    is_asked_today(town, Reason.UNHEARD)


def test_who_would_like_a_word_in_the_evening_is_rung_by_a_person(town: Town) -> None:
    """Before he comes."""
    town.joins(town.ben)
    arranged(town)
    in_the_evening(town, 18)
    phones_for_news(town.rosa).hears("to speak to them again, press 1").presses("1").hears("we ask them to ring you")
    town.rosa.is_hung_up_on()
    is_asked_today(town, Reason.ASKED)


@pytest.mark.parametrize("town", [FOR_DAYS], indirect=True, ids=["days"])
def test_wanted_today_after_all_in_the_evening(town: Town) -> None:
    """It was for the next few days; Rosa waits for him tonight."""
    arranged_for_the_next_few_days(town)
    in_the_evening(town, 18, 15)
    phones_for_news(town.rosa).hears("to change or cancel, 3").presses("3").hears("for today").presses("1")
    town.rosa.hears("written down: today").is_hung_up_on()
    is_asked_today(town, Reason.UNHEARD)


@pytest.mark.parametrize("town", [SOON_OVER], indirect=True, ids=["two hours"])
def test_wanted_today_after_all_where_that_is_over_before_he_is_rung_again(town: Town) -> None:
    """In this group what is wanted today is wanted within two hours."""
    arranged_for_the_next_few_days(town)
    in_the_evening(town, 12)
    phones_for_news(town.rosa).hears("to change or cancel, 3").presses("3").hears("for today").presses("1")
    town.rosa.hears("written down: today").is_hung_up_on()
    is_asked_today(town, Reason.UNHEARD)


def test_whom_the_next_ring_reaches_today_is_rung_and_nobody_else_is_asked(town: Town) -> None:
    """At half past two there is time for another."""
    town.joins(town.ben)
    arranged(town)
    in_the_evening(town, 14)
    cancels(town)
    town.rosa.waits(HOUR)
    assert Reason.UNHEARD not in town.items()
    town.ben.when_rung(None)
    town.ben.answers(within=2 * HOUR).hears("no longer needed").is_hung_up_on()
