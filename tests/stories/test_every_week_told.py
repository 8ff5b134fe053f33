"""What recurs every week: what either side is told of who comes, and of which week, is what then happens."""

from __future__ import annotations

import pytest

from hotline.records import RequestState
from infra.local.exchange import LetsItRing, Person
from tests.stories.arranged import A_DAY
from tests.stories.phoning_in import phones_for_news
from tests.stories.test_every_week import A_WEEK, FOR_WEEKS, LATE, every_week, is_done, series, wishes, without_a_day
from tests.stories.town import GROUP, Town

pytestmark = [pytest.mark.long, pytest.mark.parametrize("town", [FOR_WEEKS], indirect=True, ids=["weeks"])]


def takes_the_week(town: Town, person: Person) -> Person:
    """This Thursday's: asked, joined with Rosa, and it is arranged."""
    person.picks_up(within=A_WEEK).hears("on Thursday morning").presses("1").hears("It's yours").presses("1")
    town.rosa.picks_up()
    person.talks_with(town.rosa)
    town.rosa.hangs_up()
    return person.hears("is it arranged").presses("1")


def hears_of_her_series(town: Town) -> Person:
    """Rosa phones in, and chooses what comes every week."""
    return phones_for_news(town.rosa).hears("Shopping, every week, press 1").presses("1").hears("for another day")


@pytest.fixture
def weekly(town: Town) -> Town:
    """Thursday mornings; Ben has come for the first, and would come again."""
    town.joins(town.ben, town.ali)
    every_week(town, "41")
    is_done(town.ben)
    return town


def test_who_would_come_again_hears_that_the_resident_would_have_it_by_turns(weekly: Town) -> None:
    """Ali would come again, but Rosa has asked for any neighbour in turn: next week it is Ben's."""
    wishes(weekly, "2")
    takes_the_week(weekly, weekly.ali).hears("come again next week").presses("1").hears("any neighbour in turn")
    weekly.ali.hears("you are asked in yours").hears_nothing_of("asked first").is_hung_up_on().waits(5)
    is_done(weekly.ali)
    weekly.ben.is_rung(within=A_WEEK)


def test_who_would_come_again_is_asked_first_where_the_resident_wishes_it(weekly: Town) -> None:
    """Ben can't this week, Ali can, and would again: next week Ali is asked first."""
    wishes(weekly, "1")
    weekly.ben.picks_up(within=A_WEEK).hears("on Thursday morning").presses("2").is_hung_up_on()
    takes_the_week(weekly, weekly.ali).hears("come again").presses("1").hears("you are asked first")
    weekly.ali.is_hung_up_on().waits(5)
    is_done(weekly.ali)
    weekly.ali.is_rung(within=A_WEEK)


def test_who_would_come_again_hears_if_they_wish_it_while_the_resident_has_not_said(weekly: Town) -> None:
    """Rosa does not pick up when she is asked whom she would like: nobody is asked first, and the week is Ali's."""
    weekly.rosa.when_rung(LetsItRing())
    weekly.rosa.waits(3 * A_DAY)
    weekly.rosa.when_rung(None)
    takes_the_week(weekly, weekly.ali).hears("come again").presses("1").hears("asked first, if they wish it too")
    weekly.rosa.when_rung(LetsItRing())
    weekly.ali.is_hung_up_on()


def test_the_resident_hears_that_nobody_would_come_again_yet(town: Town) -> None:
    """Ben would rather not; Rosa would like the neighbour of last time: it is asked in turn, and she hears so."""
    town.joins(town.ben, town.ali)
    every_week(town, "41", again="2")
    is_done(town.ben)
    town.rosa.picks_up(within=A_DAY).hears("something to tell you").presses("1")
    town.rosa.hears("every Thursday morning", "neighbour of last time", "press 1").presses("1")
    town.rosa.hears("we ask in turn", "whoever would come again").hears_nothing_of("they are asked first")
    town.rosa.hears("to stop: ring us").is_hung_up_on()
    takes_the_week(town, town.ali).hears("come again").presses("1").hears("you are asked first").is_hung_up_on()


@pytest.mark.parametrize("why", ["has left", "is not to come again"])
def test_the_resident_hears_that_the_neighbour_of_last_time_comes_no_more(weekly: Town, why: str) -> None:
    """Ben would come again, but has left since, or the two are not to be put together again."""
    ben, rosa = weekly.volunteer(weekly.ben).id, weekly.request().number
    assert rosa
    if why == "has left":
        weekly.store.remove_volunteer(GROUP, ben)
    else:
        weekly.store.keep_apart(rosa.opaque, ben)
    weekly.rosa.picks_up(within=A_DAY).hears("something to tell you").presses("1").hears("if they can").presses("1")
    weekly.rosa.hears("we ask in turn").hears_nothing_of("they are asked first").hangs_up()


def arranged_for_thursday(town: Town) -> None:
    """Ben has said yes to this Thursday's, and the two have talked."""
    wishes(town, "1")
    takes_the_week(town, town.ben).is_hung_up_on().waits(5)


def sought_for_thursday(town: Town) -> None:
    """It is Tuesday, phones ring for this Thursday's, and nobody picks up."""
    wishes(town, "1")
    for each in (town.ben, town.ali):
        each.when_rung(LetsItRing())
    town.ben.is_rung(within=A_WEEK)


def test_the_next_one_is_arranged_and_stays_and_the_one_after_that_is_left_out(weekly: Town) -> None:
    """Rosa leaves out the next one on Tuesday: Ben comes on Thursday, and she hears that it is the one after that."""
    arranged_for_thursday(weekly)
    hears_of_her_series(weekly).presses("2").hears(
        "the one on Thursday morning stays", "the one after that is left out"
    )
    weekly.rosa.is_hung_up_on().waits(5)
    assert weekly.requests()[-1].state is RequestState.SPOKEN
    assert series(weekly).skip == "2026-12-10"


def test_the_first_week_is_arranged_and_stays(town: Town) -> None:
    """As soon as the two have agreed: Ben comes this Thursday, and the one after that is left out."""
    town.joins(town.ben)
    every_week(town, "41")
    phones_for_news(town.rosa).hears("Shopping, every week, press 2").presses("2").hears("leave out the next one")
    town.rosa.presses("2").hears("the one on Thursday morning stays", "the one after that is left out").is_hung_up_on()
    assert (town.request().state, series(town).skip) == (RequestState.SPOKEN, "2026-12-03")


def test_the_week_that_is_wanted_today_stays_and_the_one_after_that_is_left_out(weekly: Town) -> None:
    """Rosa has wished this week's for today, and leaves out the next one: it is next week's."""
    sought_for_thursday(weekly)
    phones_for_news(weekly.rosa).hears("on Thursday morning", "press 2").presses("2").hears("to change").presses("3")
    weekly.rosa.hears("for today").presses("1").hears("written down: today").is_hung_up_on()
    hears_of_her_series(weekly).presses("2").hears("the one today stays", "the one after that is left out")
    weekly.rosa.is_hung_up_on().waits(5)
    assert (weekly.requests()[-1].state, series(weekly).skip) == (RequestState.OPEN, "2026-12-10")


def to_friday_afternoons(town: Town, *words: str) -> None:
    hears_of_her_series(town).presses("3").hears("Friday, 5").presses("5").hears("afternoon, 2").presses("2")
    town.rosa.hears(*words, "Friday afternoon").is_hung_up_on().waits(5)


def test_another_day_while_the_next_one_is_sought_begins_with_the_one_after_that(weekly: Town) -> None:
    """This Thursday's stays on Thursday, and Rosa hears so."""
    sought_for_thursday(weekly)
    to_friday_afternoons(weekly, "the one on Thursday morning stays", "from the one after that on")
    assert [each.on for each in weekly.requests() if each.state is RequestState.OPEN] == ["thu-morning"]


def test_another_day_whose_time_is_over_this_week_begins_with_the_one_after_that(weekly: Town) -> None:
    """It is Monday, this Thursday's is not sought yet; on Mondays from next week on."""
    wishes(weekly, "1")
    weekly.rosa.waits(4 * A_DAY)
    hears_of_her_series(weekly).presses("3").hears("Monday, press 1").presses("1").hears("morning, press 1").presses(
        "1"
    )
    weekly.rosa.hears("the one on Thursday morning stays", "from the one after that on: Monday morning").is_hung_up_on()
    weekly.ben.picks_up(within=A_WEEK).hears("on Thursday morning").hangs_up()


def test_another_day_once_this_weeks_is_done_begins_with_next_weeks(weekly: Town) -> None:
    """On Thursday it is done; from then on Fridays: nobody comes tomorrow, and Rosa hears so."""
    wishes(weekly, "1")
    to_friday_afternoons(weekly, "from next week on")
    hears_of_her_series(weekly).presses("2").hears("next week's, on Friday, is left out").is_hung_up_on()
    assert series(weekly).skip == "2026-12-04"


def test_another_day_after_one_that_is_left_out_begins_in_the_week_after(weekly: Town) -> None:
    """Next Thursday's is left out; then Fridays: there is none next week, on Friday either."""
    wishes(weekly, "1")
    hears_of_her_series(weekly).presses("2").hears("next week's, on Thursday, is left out").is_hung_up_on()
    to_friday_afternoons(weekly, "from the week after next on")
    hears_of_her_series(weekly).presses("2").hears("week after next, Friday is left out").is_hung_up_on()
    assert series(weekly).skip == "2026-12-11"


@pytest.mark.parametrize("so_far", ["arranged", "sought"])
def test_no_more_of_it_but_what_is_sought_or_arranged_stays(weekly: Town, so_far: str) -> None:
    """Rosa may still need this Thursday's: she hears that it stays, and can cancel it by itself."""
    (arranged_for_thursday if so_far == "arranged" else sought_for_thursday)(weekly)
    weekly.ben.when_rung(LetsItRing())
    hears_of_her_series(weekly).presses("5").hears("if that is so, press 5").presses("5")
    weekly.rosa.hears("no more every week", "the one on Thursday morning stays", "to cancel that too, ring us")
    weekly.rosa.is_hung_up_on().waits(60)
    assert series(weekly).state is RequestState.CANCELLED
    phones_for_news(weekly.rosa).hears("on Thursday morning", "press 1").presses("1").hears("to change or cancel")
    weekly.rosa.presses("3").hears("to cancel it, press 5").presses("5").hears("5 again").presses("5")
    weekly.rosa.hears("it is cancelled").is_hung_up_on()


def test_the_next_one_that_is_not_sought_yet_is_left_out(weekly: Town) -> None:
    """On Saturday: the coming Thursday's."""
    wishes(weekly, "1")
    weekly.rosa.waits(2 * A_DAY)
    hears_of_her_series(weekly).presses("2").hears("the next one, on Thursday, is left out").is_hung_up_on()
    assert series(weekly).skip == "2026-12-03"


def test_the_neighbour_who_was_to_be_asked_first_is_told_that_it_comes_no_more(weekly: Town) -> None:
    """Ben heard that he is asked first each week; what he has said yes to for this Thursday stays, and he hears so."""
    arranged_for_thursday(weekly)
    hears_of_her_series(weekly).presses("5").hears("if that is so, press 5").presses("5").hears("no more every week")
    weekly.rosa.is_hung_up_on()
    weekly.ben.answers(within=60).hears("Shopping, in Ongar", "comes no more every week", "said yes to already stays")
    weekly.ben.hears("goodbye").is_hung_up_on()
    assert weekly.requests()[-1].state is RequestState.SPOKEN


def test_who_is_asked_in_turn_is_not_told_that_it_comes_no_more(weekly: Town) -> None:
    """Rosa has it by turns: nobody waits for it."""
    wishes(weekly, "2")
    hears_of_her_series(weekly).presses("5").hears("if that is so, press 5").presses("5").hears("no more every week")
    weekly.rosa.is_hung_up_on()
    weekly.ben.is_not_rung(for_seconds=A_DAY)


def test_no_more_of_it_where_nothing_is_sought_says_no_more(weekly: Town) -> None:
    """The first is done, the next is not sought yet."""
    wishes(weekly, "1")
    weekly.ben.when_rung(LetsItRing())
    hears_of_her_series(weekly).presses("5").hears("if that is so, press 5").presses("5").hears("no more every week")
    weekly.rosa.hears_nothing_of("stays").is_hung_up_on()


def test_the_neighbour_who_left_is_not_told_of_a_week_that_is_cancelled(weekly: Town) -> None:
    """Cancelled before the line has reached her: nobody else is asked for her."""
    wishes(weekly, "1")
    weekly.store.remove_volunteer(GROUP, weekly.volunteer(weekly.ben).id)
    weekly.rosa.when_rung(LetsItRing())
    weekly.ali.when_rung(LetsItRing())
    weekly.ali.is_rung(within=A_WEEK).waits(60)
    weekly.rosa.when_rung(None)
    now = weekly.world.now()
    assert weekly.store.schedule(weekly.requests()[-1], next_action_at=now, cancelled_at=now)
    weekly.rosa.answers(within=3 * 3600).hears("it is over in the meantime").is_hung_up_on()


def test_one_that_is_given_back_after_its_day_is_asked_for_today(weekly: Town) -> None:
    """On Thursday at noon Ben says that it is not done, and somebody else, please: Ali is asked for today."""
    arranged_for_thursday(weekly)
    weekly.ben.answers(within=A_WEEK).hears("is it done").presses("4").hears("somebody else").is_hung_up_on()
    weekly.ali.picks_up(within=900).hears("shopping", "in Ongar, today").hears_nothing_of("Thursday").hangs_up()
    hears_of_her_series(weekly).presses("2").hears("the one today stays", "the one after that is left out")
    weekly.rosa.is_hung_up_on()


def test_who_looks_for_something_to_do_is_not_offered_what_another_is_asked_first(weekly: Town) -> None:
    """Ben is waited for until his own hours begin; Ali, who phones in before, is offered it once Ben has said no."""
    wishes(weekly, "1")
    weekly.store.change_volunteer(GROUP, weekly.volunteer(weekly.ben).id, hours=LATE)
    while len(weekly.requests()) == 1:
        weekly.rosa.waits(600)
    weekly.rosa.waits(600)
    phones_for_news(weekly.ali).hears("to rest").hears_nothing_of("to hear what is open").hangs_up()
    weekly.ali.when_rung(LetsItRing())
    weekly.ben.picks_up(within=A_DAY).hears("on Thursday morning").presses("2").is_hung_up_on().waits(60)
    weekly.ali.when_rung(None)
    phones_for_news(weekly.ali).hears("to hear what is open that you could do, press 1").presses("1")
    weekly.ali.hears("on Thursday morning").hangs_up()


def test_a_week_that_was_cancelled_before_is_not_the_next_one_to_leave_out(weekly: Town) -> None:
    """This Thursday's is cancelled by itself; on another call Rosa leaves out the next one, which is next week's."""
    sought_for_thursday(weekly)
    phones_for_news(weekly.rosa).hears("on Thursday morning", "press 2").presses("2").hears("to change").presses("3")
    weekly.rosa.hears("to cancel it, press 5").presses("5").hears("5 again").presses("5").hears("it is cancelled")
    weekly.rosa.is_hung_up_on().waits(60)
    hears_of_her_series(weekly).presses("2").hears("next week's, on Thursday, is left out").is_hung_up_on()
    assert series(weekly).skip == "2026-12-10"


def test_what_recurs_and_the_time_that_it_began_with_do_not_sound_the_same(town: Town) -> None:
    """Rosa tells the day when the first time is done: she can then choose between the two."""
    without_a_day(town)
    town.ben.answers(within=2 * A_WEEK).hears("is it done").presses("1").hears("which day").hangs_up()
    town.rosa.answers(within=A_DAY).hears("which day")
    town.ben.when_rung(LetsItRing())
    town.rosa.presses("4").hears("morning").presses("1").hears("neighbour of last time").presses("1").is_hung_up_on()
    phones_for_news(town.rosa).hears("Shopping, every week, press 1", "Shopping, the first time, press").hangs_up()
