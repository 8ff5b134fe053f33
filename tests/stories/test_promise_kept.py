"""A time said aloud is kept in any case: where nobody has rung by then, the line itself rings, and says how it is."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hotline.hours import Hours
from hotline.records import Reason, RequestState
from infra.local.exchange import LetsItRing, Person, Rejects
from tests.stories.arranged import says_it_is_arranged
from tests.stories.phoning_in import phones_for_news
from tests.stories.test_codes import asks_for_a_code, phones_with_a_code
from tests.stories.town import LINE, START, Town, brentwood

pytestmark = pytest.mark.long

PROMISED = timedelta(hours=2, minutes=30)  # since ten o'clock: by half past twelve
HOUR = 3600
LATE = pytest.mark.parametrize("town", [{"start": START.replace(hour=17, minute=50)}], indirect=True, ids=["late"])
UNTIL_ELEVEN = Hours.parse("every day 09:00-11:00")


def asks(person: Person) -> Person:
    person.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("2").hears("today").presses("1")
    return person.hears("right").presses("1").hears("written down", "half past twelve")


def coordinate(town: Town, *people: Person, hours: Hours | None = None) -> None:
    changes = {"hours": hours} if hours else {}
    town.joins(*people, needs=frozenset(), coordinator=True, **changes)


def let_it_ring(*people: Person) -> None:
    for person in people:
        person.when_rung(LetsItRing())


def is_told_in_time(town: Town, person: Person, within: float = 3 * HOUR) -> Person:
    """The line rings before the promised time; a key, and it is told."""
    person.picks_up(within=within).hears("something to tell you", "press 1").presses("1")
    assert town.world.now() - START < PROMISED
    return person


def test_where_all_have_said_no_the_line_says_so_when_it_rings(town: Town) -> None:
    """Nobody is asked any more, and nobody is said to be."""
    town.joins(town.ben)
    asks(town.rosa).is_hung_up_on()
    town.ben.picks_up().hears("yes, press 1").presses("2").is_hung_up_on()
    is_told_in_time(town, town.rosa).hears("nobody is left whom we could ask", "it stays open", "just hang up")
    town.rosa.hears_nothing_of("we go on asking").hangs_up()


@pytest.fixture
def two_of_us(town: Town) -> Town:
    """Gwen and Priya coordinate; there is no volunteer."""
    coordinate(town, town.gwen, town.priya)
    let_it_ring(town.gwen, town.priya)
    return town


def test_not_today_of_both_and_the_line_rings(two_of_us: Town) -> None:
    """Nobody of us may be asked any more on that day: the time that was said is kept all the same."""
    town = two_of_us
    asks(town.rosa).hears("one of us is told", "we ring you by half past twelve").is_hung_up_on()
    for person in (town.gwen, town.priya):
        person.when_rung(None)
    for person in (town.gwen, town.priya):
        person.answers(within=HOUR).hears("no volunteer for it", "not today, 3").presses("3")
        person.is_hung_up_on()
    is_told_in_time(town, town.rosa).hears("shopping", "nobody could yet", "we go on asking", "just hang up").hangs_up()
    assert town.request().state is RequestState.OPEN
    town.rosa.is_not_rung(for_seconds=4 * HOUR)


def test_five_misses_of_both_and_the_line_rings_each_resident(two_of_us: Town) -> None:
    """Two residents, two coordinators in a meeting, who are then left in peace until tomorrow."""
    town = two_of_us
    for person in (town.rosa, town.emil):
        asks(person).is_hung_up_on()
    let_it_ring(town.emil)
    is_told_in_time(town, town.rosa).hears("nobody could yet").hangs_up()
    town.rosa.waits(120)
    assert len(town.emil.displays) == 1
    assert {one.state for one in town.requests()} == {RequestState.OPEN}


def test_asleep_by_then_and_the_line_rings(town: Town) -> None:
    """Whoever coordinates has heard that it waits; by the time that was said their own hours are over."""
    coordinate(town, town.gwen, town.priya, hours=UNTIL_ELEVEN)
    town.joins(town.ben)
    let_it_ring(town.ben, town.gwen)
    asks(town.rosa).hears("if nobody can, we do").is_hung_up_on()
    town.priya.answers(within=HOUR).hears("waited too long").presses("2").is_hung_up_on()
    is_told_in_time(town, town.rosa).hears("nobody could yet").hangs_up()


def test_asleep_and_told_of_nothing_and_the_line_rings(town: Town) -> None:
    """There is no volunteer; both sleep from eleven on, and neither has picked up."""
    coordinate(town, town.gwen, town.priya, hours=UNTIL_ELEVEN)
    let_it_ring(town.gwen, town.priya)
    asks(town.rosa).hears("one of us is told").is_hung_up_on()
    is_told_in_time(town, town.rosa).hears("nobody could yet").hangs_up()


def test_a_time_that_was_said_as_news_is_kept(town: Town) -> None:
    """The only coordinator has heard that it waits, and sleeps by then: "we ring you by half past twelve" is true."""
    coordinate(town, town.gwen, hours=Hours.parse("every day 09:00-11:30"))
    town.joins(town.ben)
    let_it_ring(town.ben)
    asks(town.rosa).is_hung_up_on()
    town.gwen.answers(within=HOUR).hears("waited too long").presses("2").is_hung_up_on()
    town.rosa.waits(600)
    phones_for_news(town.rosa).hears("we go on asking", "ring you by half past twelve").is_hung_up_on()
    is_told_in_time(town, town.rosa).hears("nobody could yet").hangs_up()


def test_where_one_of_us_has_rung_the_line_does_not(two_of_us: Town) -> None:
    """Gwen was joined with Rosa before that time."""
    town = two_of_us
    town.joins(town.ben)
    let_it_ring(town.ben)
    asks(town.rosa).is_hung_up_on()
    town.rosa.waits(2 * HOUR)
    town.gwen.when_rung(None)
    town.gwen.answers(within=HOUR).hears("promised them a ring").presses("1").hears("to be joined").presses("1")
    town.rosa.picks_up().talks_with(town.gwen).hangs_up()
    town.gwen.hears("press 1").presses("1").hangs_up()
    let_it_ring(town.gwen)
    town.rosa.is_not_rung(for_seconds=2 * HOUR)


def test_what_nobody_of_us_has_heard_stays_for_us(two_of_us: Town) -> None:
    """The line has rung; whoever coordinates is asked on to ring, and the need itself goes on."""
    town = two_of_us
    town.joins(town.ben)
    let_it_ring(town.ben)
    asks(town.rosa).is_hung_up_on()
    is_told_in_time(town, town.rosa).hears("nobody could yet").hangs_up()
    assert town.items()[Reason.PROMISE].state is RequestState.OPEN


def test_it_can_be_cancelled_on_that_call(two_of_us: Town) -> None:
    """5, and 5 again; what no key follows stays as it was."""
    asks(two_of_us.rosa).is_hung_up_on()
    is_told_in_time(two_of_us, two_of_us.rosa).hears("to cancel it, press 5").presses("5")
    two_of_us.rosa.hears("press 5 again").presses("5").hears("it is cancelled").is_hung_up_on().waits(5)
    assert two_of_us.request().state is RequestState.CANCELLED


def test_a_neighbour_who_has_said_yes_and_not_rung(town: Town) -> None:
    """She hears that somebody has said yes, and can speak to them by a key."""
    town.joins(town.ben)
    asks(town.rosa).is_hung_up_on()
    town.ben.picks_up().hears("yes, press 1").presses("1").hears("It's yours").presses("3").is_hung_up_on()
    says_it_is_arranged(town.ben.answers(within=1000).hears("it is arranged, 2")).is_hung_up_on()
    is_told_in_time(town, town.rosa).hears("a neighbour has said yes", "to speak to them, press 1").presses("1")
    town.ben.picks_up().hears("press 1").presses("1")
    town.rosa.talks_with(town.ben).hangs_up()


@pytest.mark.parametrize("town", [{"start": START.replace(hour=17, minute=50)}], indirect=True)
def test_where_that_time_is_when_phones_fall_silent(town: Town) -> None:
    """By eight o'clock: the phone has rung, and is silent by then. In the morning it is told in the end, as ever."""
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("2").hears("today").presses("2")
    town.rosa.hears("right").presses("1").hears("written down", "by eight o'clock").is_hung_up_on()
    town.rosa.picks_up(within=3 * HOUR).hears("something to tell you").presses("1").hears("nobody could yet").hangs_up()
    assert START.replace(hour=19, minute=55) < town.world.now() < START.replace(hour=20)


def test_who_has_no_key_for_it_is_told_nothing(two_of_us: Town) -> None:
    """A machine picks up: not a word about anybody; and it is rung once."""
    asks(two_of_us.rosa).is_hung_up_on()
    two_of_us.rosa.picks_up(within=3 * HOUR).hears("something to tell you").hears("goodbye").is_hung_up_on()
    two_of_us.rosa.hears_nothing_of("nobody could yet", "we go on asking").is_not_rung(for_seconds=3 * HOUR)


AT_TEN_TO_SIX = START.replace(hour=17, minute=50)


@pytest.mark.parametrize(
    "town",
    [
        {"start": AT_TEN_TO_SIX, "groups": brentwood(policy={"promise_warning": timedelta(seconds=seconds)})}
        for seconds in (0, 30)
    ],
    indirect=True,
    ids=["nothing", "half-a-minute"],
)
def test_however_late_one_of_us_is_told_the_line_rings_in_time(town: Town) -> None:
    """Promised by eight, when phones fall silent, in a group that tells a coordinator at the last moment or later."""
    town.asks_for_shopping(town.rosa)
    town.rosa.when_rung(LetsItRing())
    town.rosa.waits((timedelta(hours=2, minutes=10)).total_seconds())
    town.expects_promises_kept()
    assert len(town.rosa.displays) == 1


def waits_until(town: Town, hour: int, minute: int) -> None:
    """On the same day."""
    then = town.world.now().replace(hour=hour, minute=minute, second=0, microsecond=0)
    town.rosa.waits((then - town.world.now()).total_seconds())


def test_who_missed_that_ring_and_phones_hears_another_time(two_of_us: Town) -> None:
    """She rejects the line's own ring, and phones at once: the time that she hears is kept like the first."""
    town = two_of_us
    town.joins(town.ben)
    let_it_ring(town.ben)
    asks(town.rosa).is_hung_up_on()
    town.rosa.when_rung(Rejects())
    while not town.rosa.displays:
        town.rosa.waits(2)
    town.rosa.waits(5).when_rung(None)
    phones_for_news(town.rosa).hears("nobody could yet", "we go on asking", "ring you by half past two").hangs_up()
    town.rosa.picks_up(within=3 * HOUR).hears("something to tell you").presses("1").hears("nobody could yet").hangs_up()
    assert town.world.now() < START.replace(hour=14, minute=30)


def test_who_is_on_the_phone_with_us_by_then_is_rung_by_the_time_that_they_hear(two_of_us: Town) -> None:
    """She phones for news just before the line would ring her."""
    town = two_of_us
    town.joins(town.ben)
    let_it_ring(town.ben)
    asks(town.rosa).is_hung_up_on()
    waits_until(town, 12, 27)
    town.rosa.waits(40)
    phones_for_news(town.rosa).hears("nobody could yet").waits(8)
    town.rosa.is_found_engaged().hangs_up()
    let_it_ring(town.rosa)
    rung = len(town.rosa.displays)
    waits_until(town, 15, 0)
    assert len(town.rosa.displays) > rung


@LATE
def test_where_its_own_time_ends_with_that_time_the_line_says_so(town: Town) -> None:
    """Wanted today, by eight o'clock: after that nobody is asked; who phones straight back hears the same."""
    town.joins(town.ben)
    let_it_ring(town.ben)
    town.asks_for_shopping(town.rosa)
    town.rosa.picks_up(within=3 * HOUR).hears("something to tell you").presses("1")
    town.rosa.hears(
        "nobody could yet", "we ask until eight o'clock", "if nobody can, we ring you again", "just hang up"
    )
    town.rosa.hears_nothing_of("we go on asking").hangs_up()
    phones_for_news(town.rosa).hears("we ask until eight o'clock", "we ring you again").hangs_up()
    town.rosa.picks_up(within=16 * HOUR).hears("something to tell you").presses("1").hears(
        "its time is over"
    ).hangs_up()


@pytest.mark.parametrize("town", [{"groups": brentwood(policy={"daily_calls": 3})}], indirect=True, ids=["three"])
def test_where_the_days_calls_are_used_up_the_line_says_so(two_of_us: Town) -> None:
    """No neighbour is rung before tomorrow: it does not say that it goes on asking."""
    town = two_of_us
    town.joins(town.ben, town.ali, rest=timedelta())
    let_it_ring(town.ben, town.ali, town.emil)
    for person in (town.emil, town.rosa):
        asks(person).is_hung_up_on()
    is_told_in_time(town, town.rosa).hears("nobody could yet", "today's calls are used up", "before tomorrow")
    town.rosa.hears_nothing_of("we go on asking").hangs_up()


def test_one_call_tells_of_all_that_they_wait_for(town: Town) -> None:
    """Two things, asked on one call: the phone rings once, and either can be cancelled."""
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("2").hears("today").presses("1")
    town.rosa.hears("right").presses("1").hears("something else too, press 5").presses("5").hears("medicines")
    town.rosa.presses("2").hears("Ongar").presses("2").hears("today").presses("2").hears("right").presses("1")
    town.rosa.hears("written down", "half past twelve").is_hung_up_on()
    is_told_in_time(town, town.rosa).hears(
        "shopping", "nobody could yet", "there is more", "to cancel this one, press 5"
    )
    town.rosa.hears("medicines", "nobody could yet", "to cancel it, press 5").presses("5").hears("5 again").presses("5")
    town.rosa.hears("it is cancelled").is_hung_up_on().waits(5)
    assert [one.state for one in town.requests()] == [RequestState.OPEN, RequestState.CANCELLED]
    town.rosa.is_not_rung(for_seconds=HOUR)


def gwen_rings_rosa(town: Town) -> Person:
    """Just before that time; the two have talked."""
    let_it_ring(town.ben)
    asks(town.rosa).is_hung_up_on()
    waits_until(town, 12, 10)
    town.gwen.when_rung(None)
    town.gwen.answers(within=HOUR).hears("promised them a ring").presses("1").hears("to be joined").presses("1")
    town.rosa.picks_up().talks_with(town.gwen).hangs_up()
    return town.gwen.hears("have you told them")


def test_who_was_joined_with_one_of_us_is_not_rung_by_the_line(two_of_us: Town) -> None:
    """Gwen hangs up without a key."""
    town = two_of_us
    town.joins(town.ben)
    gwen_rings_rosa(town).hangs_up()
    let_it_ring(town.gwen)
    town.rosa.is_not_rung(for_seconds=HOUR)


def test_who_was_joined_with_a_voicemail_tries_later_and_the_line_rings(two_of_us: Town) -> None:
    """Three: nothing was told, so that the time that was said is still to be kept."""
    town = two_of_us
    town.joins(town.ben)
    gwen_rings_rosa(town).presses("3").is_hung_up_on()
    let_it_ring(town.gwen)
    is_told_in_time(town, town.rosa).hears("nobody could yet").hangs_up()


def test_told_by_one_of_us_and_a_yes_is_given_back(two_of_us: Town) -> None:
    """She has heard how it stands: the line does not ring her as if nobody had."""
    town = two_of_us
    town.joins(town.ben)
    gwen_rings_rosa(town).presses("1").is_hung_up_on()
    let_it_ring(town.gwen)
    town.ben.when_rung(None)
    phones_for_news(town.ben).hears("what is open that you could do, press 1").presses("1").hears("Yes, press 1")
    town.ben.presses("1").hears("It's yours").presses("4").is_hung_up_on()
    town.rosa.is_not_rung(for_seconds=HOUR)


def test_who_has_a_code_and_still_wants_it_is_promised_no_ring(town: Town) -> None:
    """Its time is over: it goes on, and they phone again, since nobody can ring them."""
    town.joins(town.ben)
    let_it_ring(town.ben)
    code = asks_for_a_code(town.rosa)
    town.rosa.waits(24 * HOUR)
    phones_with_a_code(town.rosa, code).hears("nobody could", "still want it, press 1").presses("1")
    town.rosa.hears("we ask again", "phone us again when you can, with the same code").hears_nothing_of("ring you")
    town.rosa.is_hung_up_on()
