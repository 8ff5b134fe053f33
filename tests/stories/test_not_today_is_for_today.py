"""How long a no holds: "no thanks" and "someone else" for good, everything else until the day is over."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hotline.hours import Hours
from hotline.records import RequestState
from infra.local.exchange import LetsItRing, Person
from tests.stories.arranged import A_DAY, FOR_DAYS
from tests.stories.phoning_in import phones_for_news
from tests.stories.town import LINE, START, Town

pytestmark = [pytest.mark.long, pytest.mark.parametrize("town", [FOR_DAYS], indirect=True, ids=["days"])]
HOUR = 3600
NINE_TOMORROW = START.replace(hour=9) + timedelta(days=1)
A_SWEEP = 15 * 60 + 60  # seconds after nine by which these towns' clock has looked


@pytest.fixture
def wanted_soon(town: Town) -> Town:
    """Rosa needs shopping in the next few days. Ben is the only volunteer."""
    town.joins(town.ben)
    asks(town.rosa, "2", "next few days")
    return town


def asks(person: Person, key: str, when: str) -> None:
    person.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("2").hears(when).presses(key)
    person.hears("right").presses("1").hears("written down").is_hung_up_on()


def says_not_today(person: Person) -> None:
    person.picks_up(within=HOUR).hears("not today, 3").presses("3").hears("until tomorrow").is_hung_up_on()


def says_yes(person: Person) -> Person:
    """They would try in a quarter of an hour."""
    person.picks_up(within=HOUR).hears("yes, press 1").presses("1").hears("It's yours").presses("3")
    return person


def to_nine_tomorrow(town: Town) -> float:
    """Return how many seconds there are until the group's phones may ring on the next day."""
    return (NINE_TOMORROW - town.world.now()).total_seconds()


def is_asked_tomorrow(town: Town) -> None:
    """Ben's phone does not ring for it before nine; then it does, and he can say yes."""
    town.ben.is_not_rung(for_seconds=to_nine_tomorrow(town) - 60)
    town.ben.picks_up(within=A_SWEEP + 60).hears("shopping", "yes, press 1").presses("1").hears("It's yours")
    town.ben.presses("3").is_hung_up_on()
    assert town.holder(town.ben)


def test_who_says_not_today_is_asked_the_next_day(wanted_soon: Town) -> None:
    """Peace is until tomorrow, and the need goes on: when phones may ring again, Ben is asked."""
    says_not_today(wanted_soon.ben)
    is_asked_tomorrow(wanted_soon)


def test_not_today_of_everybody_is_not_never(town: Town) -> None:
    """Wanted every week, on no day yet: both neighbours say `not today`, and the next day both are asked."""
    town.joins(town.ben, town.ali)
    asks(town.rosa, "3", "every week")
    for person in (town.ben, town.ali):
        says_not_today(person)
    for person in (town.ben, town.ali):
        person.is_not_rung(for_seconds=1)
    town.rosa.waits(to_nine_tomorrow(town))
    town.ben.picks_up(within=A_SWEEP).hears("shopping").presses("2").is_hung_up_on()
    town.ali.picks_up(within=HOUR).hears("shopping").presses("1").hears("It's yours").presses("3").is_hung_up_on()
    assert town.holder(town.ali)


def test_what_is_open_is_offered_again_the_next_day(wanted_soon: Town) -> None:
    """Phoning in on the same day Ben does not hear of it; the next day, still resting by a key, he does."""
    says_not_today(wanted_soon.ben)
    phones_for_news(wanted_soon.ben).waits(25).hears_nothing_of("what is open").hangs_up()
    wanted_soon.ben.when_rung(LetsItRing())
    wanted_soon.ben.waits(to_nine_tomorrow(wanted_soon) + HOUR)
    wanted_soon.ben.when_rung(None)
    phones_for_news(wanted_soon.ben).hears("what is open").presses("1").hears("shopping", "Yes, press 1").presses("1")
    wanted_soon.ben.hears("It's yours").hangs_up()
    assert wanted_soon.holder(wanted_soon.ben)


def test_who_rests_until_tomorrow_with_a_yes_is_asked_the_next_day(wanted_soon: Town) -> None:
    """Ben gives back what he has by resting. He never said no to it."""
    says_yes(wanted_soon.ben).is_hung_up_on()
    phones_for_news(wanted_soon.ben).hears("you have said yes to").presses("5").hears("to rest").presses("1")
    wanted_soon.ben.hears("until tomorrow").presses("1").hears("somebody else").hangs_up()
    assert wanted_soon.request().state is RequestState.OPEN
    is_asked_tomorrow(wanted_soon)


def test_who_could_not_be_rung_in_time_is_asked_the_next_day(town: Town) -> None:
    """Ben's hours end before the quarter of an hour is over, so that somebody else is asked: today."""
    town.joins(town.ben, hours=Hours.parse("every day 09:00-10:10"))
    asks(town.rosa, "2", "next few days")
    says_yes(town.ben).hears("somebody else").is_hung_up_on()
    is_asked_tomorrow(town)


def test_who_misses_the_calls_about_a_yes_is_asked_the_next_day(wanted_soon: Town) -> None:
    """Two rings in vain, and it goes round again: a phone that nobody picks up has said no to nothing."""
    says_yes(wanted_soon.ben).is_hung_up_on()
    wanted_soon.ben.when_rung(LetsItRing())
    wanted_soon.ben.waits(2 * HOUR)
    assert wanted_soon.request().state is RequestState.OPEN
    wanted_soon.ben.when_rung(None)
    wanted_soon.ben.answers(within=3 * HOUR).hears("could not reach you").is_hung_up_on()
    is_asked_tomorrow(wanted_soon)


def test_a_no_that_is_for_good_holds_on_every_day(wanted_soon: Town) -> None:
    """`No thanks` is a complete answer: Ben is not asked for it again, nor does he hear that it is open."""
    wanted_soon.ben.picks_up().hears("no thanks, 2").presses("2").hears("a fine answer").is_hung_up_on()
    wanted_soon.rosa.when_rung(LetsItRing())
    wanted_soon.ben.is_not_rung(for_seconds=2 * A_DAY)
    phones_for_news(wanted_soon.ben).waits(25).hears_nothing_of("what is open").hangs_up()


def test_someone_else_is_for_good(wanted_soon: Town) -> None:
    """Ben gives it back by the key for it: it is somebody else's, on every day."""
    says_yes(wanted_soon.ben).is_hung_up_on()
    wanted_soon.ben.picks_up(within=HOUR).hears("press 1").presses("1").hears("someone else").presses("4")
    wanted_soon.ben.is_hung_up_on()
    wanted_soon.rosa.when_rung(LetsItRing())
    wanted_soon.ben.is_not_rung(for_seconds=2 * A_DAY)


def test_still_wanted_the_next_day_who_said_not_today_is_asked(town: Town) -> None:
    """Nobody could yesterday; Rosa still wants it, and hears `we ask again`: Ben is asked for today."""
    town.joins(town.ben)
    town.asks_for_shopping(town.rosa)
    says_not_today(town.ben)
    town.rosa.when_rung(LetsItRing())
    town.rosa.waits(to_nine_tomorrow(town) + HOUR / 2)
    town.rosa.when_rung(None)
    phones_for_news(town.rosa).hears("still want it, press 1").presses("1").hears("ask again").hangs_up()
    town.ben.picks_up(within=A_SWEEP).hears("shopping", "today").presses("1").hears("It's yours").presses("3")
    town.ben.is_hung_up_on()
    assert town.holder(town.ben)


def test_told_by_one_of_us_and_still_wanted_who_said_not_today_is_asked(town: Town) -> None:
    """Gwen tells Rosa that nobody could, who still wants it: neighbours are asked again, as Gwen hears."""
    town.joins(town.ben)
    town.joins(town.gwen, needs=frozenset(), coordinator=True, paused_until=START + timedelta(hours=11))
    town.asks_for_shopping(town.rosa)
    says_not_today(town.ben)
    town.rosa.when_rung(LetsItRing())
    town.rosa.waits(to_nine_tomorrow(town) - HOUR)
    town.rosa.when_rung(None)
    town.gwen.answers(within=2 * HOUR).hears("nobody could", "to ring and tell them").presses("1")
    town.gwen.hears("to be joined").presses("1")
    town.rosa.picks_up()
    town.gwen.talks_with(town.rosa)
    town.rosa.hangs_up()
    town.gwen.hears("still want it, 2").presses("2").hears("neighbours are asked again").is_hung_up_on()
    town.ben.picks_up(within=A_SWEEP).hears("shopping", "today").presses("1").hears("It's yours").presses("3")
    town.ben.is_hung_up_on()
    assert town.holder(town.ben)
