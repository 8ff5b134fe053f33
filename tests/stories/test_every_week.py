"""A request that recurs: the day by keys, the neighbour of last time first, then the rotation (issue 4, item 3)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from hotline.groups import Holidays, OnHolidays
from hotline.hours import Hours
from hotline.numbers import PhoneNumber
from hotline.records import Reason, Request, RequestState
from infra.local.exchange import LetsItRing, Person, PicksUp
from tests.stories.arranged import A_DAY
from tests.stories.phoning_in import phones_for_news
from tests.stories.town import GROUP, LINE, Town, brentwood

A_WEEK = 7 * A_DAY
LATE = Hours.parse("every day 15:00-20:00")
LONDON = ZoneInfo("Europe/London")
FOR_WEEKS = {"groups": brentwood(policy={"sweep": timedelta(minutes=15)})}


def in_december(help_: OnHolidays) -> dict[str, object]:
    """Two weeks before Christmas Day, which is a Friday in 2026."""
    holidays = Holidays(help=help_)
    groups = brentwood(policy={"sweep": timedelta(minutes=15)}, holidays=holidays)
    return {"groups": groups, "start": datetime(2026, 12, 15, 10, tzinfo=UTC)}


pytestmark = pytest.mark.long
for_weeks = pytest.mark.parametrize("town", [FOR_WEEKS], indirect=True, ids=["weeks"])


@pytest.fixture
def weekly(town: Town) -> Town:
    """Rosa has asked for shopping every week; Ben has said yes, and they agreed on Thursday mornings, he again."""
    town.joins(town.ben, town.ali)
    every_week(town, "41")
    return town


def every_week(town: Town, day_and_part: str, *, again: str = "1") -> None:
    """A first call, a first yes, and what the two have agreed."""
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("2").hears("every week, press 3")
    town.rosa.presses("3").hears("right").presses("1").hears("written down").is_hung_up_on()
    town.ben.picks_up().hears("Shopping", "in Ongar, every week").presses("1").hears("It's yours").presses("1")
    town.rosa.picks_up()
    town.ben.talks_with(town.rosa)
    town.rosa.hangs_up()
    town.ben.hears("arranged").presses("1").hears("every week. Which day", "Thursday, 4")
    town.ben.presses(day_and_part[0]).hears("in the morning, press 1").presses(day_and_part[1])
    town.ben.hears("come again next week").presses(again).hears("every week").is_hung_up_on().waits(5)


def is_done(person: Person) -> None:
    """Rung when the help was due, they say so."""
    person.answers(within=A_WEEK).hears("is it done").presses("1").hears("thank you so much").waits(5)


def wishes(town: Town, key: str) -> None:
    """The one call to Rosa about every week: told when, asked whom she would like."""
    town.rosa.picks_up(within=A_DAY).hears("something to tell you").hears_nothing_of("shopping").presses("1")
    town.rosa.hears("Shopping, every Thursday morning", "neighbour of last time", "press 1").presses(key)
    town.rosa.hears("to stop: ring us").is_hung_up_on()


def series(town: Town) -> Request:
    return town.items()[Reason.SERIES]


def days(town: Town) -> list[str]:
    """The days of which each has a request, in their order."""
    return sorted(request.made_for or "" for request in town.requests())


def local(moment: datetime | None) -> str:
    assert moment
    return f"{moment.astimezone(LONDON):%a %d %b %H:%M}"


@for_weeks
def test_the_neighbour_of_last_time_is_asked_first_then_the_rotation(weekly: Town) -> None:
    """Both wished it: Ben is asked two days ahead, out of turn; he can't this week, and it is Ali's turn."""
    is_done(weekly.ben)
    wishes(weekly, "1")
    weekly.ben.picks_up(within=A_WEEK).hears("Shopping", "in Ongar, on Thursday morning")
    this_week = weekly.requests()[-1]
    assert local(weekly.world.now()).startswith("Tue 01 Dec 09:0")
    assert local(this_week.due_at) == "Thu 03 Dec 12:00"
    assert local(this_week.promised_at) == "Wed 02 Dec 20:00"
    weekly.ben.presses("2").hears("thank you").is_hung_up_on()
    weekly.ali.picks_up().hears("on Thursday morning").presses("1").hears("It's yours").presses("1")
    weekly.rosa.picks_up()
    weekly.ali.talks_with(weekly.rosa)
    weekly.rosa.hangs_up()
    weekly.ali.hears("arranged").presses("1").hears("come again next week").presses("2").hears(
        "thank you for this time"
    )
    weekly.ali.is_hung_up_on().waits(5)
    is_done(weekly.ali)
    weekly.ben.picks_up(within=A_WEEK).hears("on Thursday morning").hangs_up()
    assert days(weekly) == ["2026-11-26", "2026-12-03", "2026-12-10"]
    assert series(weekly).first == PhoneNumber(weekly.ben.number).opaque


@for_weeks
def test_anyone_in_turn_if_the_resident_wishes_it(weekly: Town) -> None:
    """Ben would come again, Rosa would rather have it by turns: Ali was asked longest ago."""
    is_done(weekly.ben)
    wishes(weekly, "2")
    weekly.ali.picks_up(within=A_WEEK).hears("on Thursday morning").hangs_up()


@for_weeks
def test_a_neighbour_who_sleeps_late_is_waited_for(weekly: Town) -> None:
    """Asked in his own hours, though the rotation could begin at nine; but no longer than a day."""
    is_done(weekly.ben)
    wishes(weekly, "1")
    weekly.store.change_volunteer(GROUP, weekly.volunteer(weekly.ben).id, hours=LATE)
    weekly.ben.picks_up(within=A_WEEK)
    assert local(weekly.world.now()).startswith("Tue 01 Dec 15:0")
    weekly.ben.hangs_up()
    weekly.ali.picks_up(within=60).hears("on Thursday morning").hangs_up()


@for_weeks
def test_the_neighbour_has_left_and_the_resident_is_told(weekly: Town) -> None:
    """Rotation, and the resident is told (bad input)."""
    is_done(weekly.ben)
    wishes(weekly, "1")
    weekly.store.remove_volunteer(GROUP, weekly.volunteer(weekly.ben).id)
    weekly.ali.is_rung(within=A_WEEK)
    weekly.rosa.answers(within=60)
    weekly.rosa.hears("Thursday morning", "can't come any more", "somebody else is asked").is_hung_up_on()
    assert series(weekly).first is None


@for_weeks
def test_the_neighbour_did_not_say_which_day_so_the_resident_is_asked(town: Town) -> None:
    """Silence at `which day` loses nothing: Rosa says it herself, once the first time is done."""
    town.joins(town.ben)
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("2").hears("every week").presses("3")
    town.rosa.hears("right").presses("1").hears("written down").is_hung_up_on()
    town.ben.picks_up().hears("Shopping").presses("1").hears("It's yours").presses("1")
    town.rosa.picks_up()
    town.ben.talks_with(town.rosa)
    town.rosa.hangs_up()
    town.ben.hears("arranged").presses("1").hears("which day").hangs_up()
    town.ben.answers(within=2 * A_WEEK).hears("is it done").presses("1").hears("which day").hangs_up()
    town.rosa.answers(within=A_DAY).hears("shopping, every week", "which day")
    rung = len(town.ben.displays)
    town.ben.when_rung(LetsItRing())
    town.rosa.presses("4")
    town.rosa.hears("in the morning").presses("1").hears("every Thursday morning", "last time").presses("2")
    town.rosa.hears("to stop: ring us").is_hung_up_on()
    assert len(town.ben.displays) > rung
    assert local(town.requests()[-1].due_at) == "Thu 03 Dec 12:00"


def without_a_day(town: Town) -> None:
    """Ben has talked with Rosa about what she would like every week, and has not said which day."""
    town.joins(town.ben)
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("2").hears("every week").presses("3")
    town.rosa.hears("right").presses("1").hears("written down").is_hung_up_on()
    town.ben.picks_up().hears("Shopping").presses("1").hears("It's yours").presses("1")
    town.rosa.picks_up()
    town.ben.talks_with(town.rosa)
    town.rosa.hangs_up()
    town.ben.hears("arranged").presses("1").hears("which day").hangs_up()


@for_weeks
def test_told_when_it_is_done_this_weeks_day_is_not_passed_over(town: Town) -> None:
    """On Tuesday the first of December he says Thursdays: the third is sought, and on the same day."""
    without_a_day(town)
    town.ben.answers(within=2 * A_WEEK).hears("is it done").presses("1").hears("which day").presses("4")
    town.ben.hears("in the morning").presses("1").hears("come again").presses("1").is_hung_up_on()
    assert local(town.world.now()).startswith("Tue 01 Dec")
    town.rosa.picks_up(within=A_DAY).hears("press 1").presses("1").hears("every Thursday morning").presses("1")
    town.rosa.is_hung_up_on()
    town.ben.when_rung(LetsItRing())
    town.rosa.waits(A_DAY)
    assert [local(request.due_at) for request in town.requests()][1:] == ["Thu 03 Dec 12:00"]


def ben_hears_while_rosa_tells(town: Town) -> None:
    """Ben is asked for the day, and takes his time; Rosa is rung about it meanwhile, and says Thursday mornings."""
    without_a_day(town)
    town.rosa.when_rung(PicksUp(after=2))
    for words, key in (("press 1 to hear", "1"), ("Sunday, 7", "4"), ("in the morning, press 1", "1")):
        town.rosa.when_hears(words, press=key)
    town.ben.answers(within=2 * A_WEEK).hears("is it done").presses("1").hears("which day")
    while Reason.SERIES not in town.items():
        town.ben.hears("Sunday").presses("*").waits(5)


FOR_BOTH = {"groups": brentwood(policy={"later": timedelta(minutes=2)})}


@pytest.mark.parametrize(("key", "said"), [("4", "you are asked first"), ("7", "told us already: Thursday morning")])
@pytest.mark.parametrize("town", [FOR_BOTH], indirect=True, ids=["both"])
def test_the_day_that_was_told_first_holds(town: Town, key: str, said: str) -> None:
    """He hears so, if he says another; that he would come again is kept."""
    ben_hears_while_rosa_tells(town)
    town.ben.hears("which day").presses(key).hears("in the morning").presses("1").hears("come again").presses("1")
    town.ben.hears(said).is_hung_up_on()
    assert (series(town).weekday, series(town).first) == (3, PhoneNumber(town.ben.number).opaque)


@for_weeks
def test_the_webhook_that_leaves_one_out_comes_twice(weekly: Town) -> None:
    """This Thursday's is sought already: it is cancelled, and the Thursday after is not left out too."""
    is_done(weekly.ben)
    wishes(weekly, "1")
    weekly.ben.when_rung(LetsItRing())
    weekly.ali.when_rung(LetsItRing())
    weekly.ben.is_rung(within=A_WEEK)
    weekly.exchange.faults.repeat("Digits=2", times=None)
    phones_for_news(weekly.rosa).hears("every week, press 1").presses("1").hears("leave out the next one, press 2")
    weekly.rosa.presses("2").hears("on Thursday, is left out").is_hung_up_on().waits(5)
    assert series(weekly).skip is None
    assert [request.state for request in weekly.requests()][1:] == [RequestState.CANCELLED]


@for_weeks
def test_leaving_one_out_another_day_and_an_end(weekly: Town) -> None:
    """By a key each: the third of December is left out; then Fridays; then no more, and nothing is kept."""
    weekly.ali.when_rung(LetsItRing())
    is_done(weekly.ben)
    wishes(weekly, "1")
    weekly.rosa.waits(A_DAY)
    phones_for_news(weekly.rosa).hears("Shopping, every week, press 1").presses("1")
    weekly.rosa.hears("every Thursday morning", "leave out the next one, press 2").presses("2")
    weekly.rosa.hears("on Thursday, is left out").is_hung_up_on()
    weekly.ben.is_not_rung(for_seconds=9 * A_DAY)
    weekly.rosa.waits(60)
    assert days(weekly) == ["2026-11-26"]
    phones_for_news(weekly.rosa).hears("another day, press 3").presses("3").hears("Friday, 5").presses("5")
    weekly.rosa.hears("afternoon, 2").presses("2").hears("Friday afternoon").is_hung_up_on()
    weekly.ben.picks_up(within=A_WEEK).hears("on Friday afternoon").presses("2").is_hung_up_on()
    assert local(weekly.requests()[-1].due_at) == "Fri 11 Dec 17:00"
    phones_for_news(weekly.rosa).hears("every week, press 1").presses("1").hears(
        "every Friday afternoon", "no more of it, press 5"
    )
    weekly.rosa.presses("5").hears("if that is so, press 5").presses("5").hears("no more every week").is_hung_up_on()
    weekly.ben.answers(within=60).hears("it comes no more every week").is_hung_up_on()
    assert (series(weekly).state, series(weekly).number) == (RequestState.CANCELLED, None)


@pytest.mark.parametrize(
    ("town", "wanted"),
    [
        (in_december(OnHolidays.BEFORE), "Thu 24 Dec 12:00"),
        (in_december(OnHolidays.AFTER), "Sun 27 Dec 12:00"),
        (in_december(OnHolidays.NONE), ""),
    ],
    indirect=["town"],
    ids=["before", "after", "none"],
)
def test_what_happens_at_christmas_is_a_setting(town: Town, wanted: str) -> None:
    """On the last day before, on the next day after, or left out; whichever it is, the resident is told."""
    town.joins(town.ben)
    every_week(town, "51", again="2")
    is_done(town.ben)
    town.rosa.answers(within=A_DAY).hears("every Friday morning").presses("2")
    town.rosa.hears("to stop").is_hung_up_on()
    if wanted:
        town.ben.picks_up(within=2 * A_WEEK).hears("Shopping").presses("2").is_hung_up_on()
        assert local(town.requests()[-1].due_at) == wanted
    town.rosa.answers(within=2 * A_WEEK)
    town.rosa.hears("holiday this week", *([] if wanted else ["left out"])).is_hung_up_on()


def test_this_weeks_is_wanted_today_instead(weekly: Town) -> None:
    """The neighbour who has it is told today, and no longer the day of the week that it was wanted on."""
    is_done(weekly.ben)
    wishes(weekly, "1")
    weekly.ben.picks_up(within=A_WEEK).hears("on Thursday morning").presses("1").hears("it's yours").presses("1")
    weekly.rosa.picks_up()
    weekly.ben.talks_with(weekly.rosa)
    weekly.rosa.hangs_up()
    weekly.ben.hears("arranged").presses("1").hangs_up().waits(5)
    phones_for_news(weekly.rosa).hears("press 2").presses("2").hears("to change").presses("3").hears("for today")
    weekly.rosa.presses("1").hears("written down: today").hangs_up()
    weekly.ben.answers().hears("today").hears_nothing_of("Thursday").is_hung_up_on()


@for_weeks
def test_the_neighbour_of_last_time_is_asked_before_whoever_phones_in(town: Town) -> None:
    """Ben's hours begin at three: until he has been asked, Ali is not offered it either when he phones; then he is."""
    town.joins(town.ben, town.ali)
    every_week(town, "41")
    is_done(town.ben)
    wishes(town, "1")
    town.store.change_volunteer(GROUP, town.volunteer(town.ben).id, hours=LATE)
    while "2026-12-03" not in days(town):
        town.rosa.waits(600)
    phones_for_news(town.ali).hears("to rest for a while").hears_nothing_of("what is open").hangs_up()
    town.ali.when_rung(LetsItRing())
    phones_for_news(town.ben).hears("what is open that you could do, press 1").presses("1").hears("on Thursday morning")
    town.ben.hangs_up()
    town.ben.picks_up(within=6 * 3600).hears("on Thursday morning").presses("2").is_hung_up_on()
    town.ali.waits(60)
    phones_for_news(town.ali).hears("what is open that you could do, press 1").presses("1").hears("on Thursday morning")
    town.ali.hangs_up()


def test_the_neighbour_of_last_time_is_rung_again_when_they_are_told(weekly: Town) -> None:
    """In ten minutes, says Ben: that is when his phone rings, though he is asked once an hour."""
    is_done(weekly.ben)
    wishes(weekly, "1")
    weekly.ben.picks_up(within=A_WEEK).hears("on Thursday morning").presses("4").hears("ten minutes").is_hung_up_on()
    weekly.ali.is_not_rung(for_seconds=9 * 60)
    weekly.ben.picks_up(within=30 * 60).hears("on Thursday morning").presses("2").is_hung_up_on()
    weekly.ali.is_rung(within=60)
