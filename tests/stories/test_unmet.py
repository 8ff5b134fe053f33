"""A need that nobody could meet: its resident is told, and it ends unmet (DESIGN.md, what it stands for, 3)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from hotline.numbers import PhoneNumber
from hotline.records import Need, Reason, Request, RequestState
from infra.local.exchange import LetsItRing, Person, PicksUp
from tests.stories.arranged import A_DAY, FOR_DAYS
from tests.stories.phoning_in import phones_for_news, rings_in
from tests.stories.test_codes import asks_for_a_code, ben_says_yes, phones_with_a_code
from tests.stories.test_every_week import every_week, is_done
from tests.stories.town import GROUP, LINE, START, Town

pytestmark = [pytest.mark.long, pytest.mark.parametrize("town", [FOR_DAYS], indirect=True, ids=["days"])]
THE_EVENING = 10 * 3600 + 1800  # from ten in the morning until the phones have fallen silent


@pytest.fixture
def nobody_could(town: Town) -> Town:
    """Ben, the only volunteer, lets it ring all day; in the evening today is over."""
    town.joins(town.ben)
    town.ben.when_rung(LetsItRing())
    town.asks_for_shopping(town.rosa)
    town.rosa.waits(THE_EVENING)
    return town


@pytest.fixture
def gwen(town: Town) -> Person:
    """She coordinates, and rests until today is over."""
    town.joins(town.gwen, needs=frozenset(), coordinator=True, paused_until=START + timedelta(hours=11))
    return town.gwen


def is_asked_to_tell(gwen: Person) -> Person:
    """The next morning Gwen says yes to ringing Rosa."""
    gwen.answers(within=A_DAY).hears("shopping", "in Ongar", "nobody could", "to ring and tell them").presses("1")
    return gwen.hears("to be joined").presses("1")


def tells(town: Town) -> Person:
    """The two talk; then Gwen is asked what came of it."""
    is_asked_to_tell(town.gwen)
    town.rosa.picks_up()
    town.gwen.talks_with(town.rosa)
    town.rosa.hangs_up()
    return town.gwen.hears("have you told them?")


def is_rung_by_the_line(town: Town, *, within: float = A_DAY) -> Person:
    """Nothing is said of what it is about before a key is pressed."""
    town.rosa.picks_up(within=within).hears("something to tell you").hears_nothing_of("shopping").presses("1")
    return town.rosa.hears("shopping, in Ongar, on Tuesday", "nobody could", "if you still want it, press 1")


def test_told_by_one_of_us_it_ends_unmet(gwen: Person, nobody_could: Town) -> None:
    """It is counted in public, nothing identifies anybody any more, and no phone rings for it."""
    town = nobody_could
    tells(town).presses("1").hears("thank you for telling them").is_hung_up_on().waits(5)
    assert (town.request().state, town.request().number) == (RequestState.UNMET, None)
    assert town.store.counts(GROUP)["unmet/shopping"] == 1
    town.ben.is_not_rung(for_seconds=2 * A_DAY)
    gwen.is_not_rung(for_seconds=2 * A_DAY)


def test_still_wanted_it_goes_round_again(gwen: Person, nobody_could: Town) -> None:
    """A new time and a new promise, which Gwen hears; volunteers are rung again."""
    town = nobody_could
    tells(town).presses("2").hears("neighbours are asked again, and somebody rings them by").is_hung_up_on()
    gwen.when_rung(LetsItRing())
    town.ben.when_rung(None)
    town.ben.picks_up(within=3600).hears("shopping", "today").presses("1").hears("It's yours").hangs_up()
    assert town.holder(town.ben)


def says(person: Person, key: str) -> None:
    """Their no, by a key."""
    person.picks_up(within=3600).hears("yes, press 1").presses(key).is_hung_up_on()


def test_still_wanted_whoever_could_not_that_day_is_asked_again_and_no_thanks_stays_no(town: Town) -> None:
    """Ben said `not today`, and Ali `no thanks`: for the new day Ben is asked, and Ali is not."""
    town.joins(town.ben, town.ali)
    town.asks_for_shopping(town.rosa)
    says(town.ben, "3")
    says(town.ali, "2")
    town.rosa.when_rung(LetsItRing())
    town.rosa.waits(THE_EVENING)
    town.rosa.when_rung(None)
    is_rung_by_the_line(town).presses("1").hears("we ask again, and ring you by").is_hung_up_on()
    town.ben.picks_up(within=3600).hears("shopping", "today").presses("2").is_hung_up_on()
    town.rosa.when_rung(LetsItRing())
    town.ali.is_not_rung(for_seconds=6 * 3600)


def all_say_no(town: Town) -> None:
    """Ben, the only volunteer, says `no thanks`; Rosa is not reached before its time is over."""
    town.joins(town.ben)
    town.asks_for_shopping(town.rosa)
    says(town.ben, "2")
    town.rosa.when_rung(LetsItRing())
    town.rosa.waits(THE_EVENING)
    town.rosa.when_rung(None)


def test_still_wanted_where_all_said_no_nobody_is_said_to_be_asked_again(town: Town) -> None:
    """It stays open for whoever joins, and that is what they hear."""
    all_say_no(town)
    town.rosa.picks_up(within=A_DAY).hears("something to tell you").presses("1")
    town.rosa.hears("nobody is left whom we could ask", "press 1, and it stays open").presses("1")
    town.rosa.hears("it stays open, for whoever joins us", "nobody can be promised")
    town.rosa.hears_nothing_of("we ask again").is_hung_up_on()
    town.joins(town.ali)
    town.ali.picks_up(within=2 * 3600).hears("shopping").presses("1").hears("It's yours").hangs_up()
    assert town.holder(town.ali)


def test_still_wanted_where_all_said_no_one_of_us_hears_so(gwen: Person, town: Town) -> None:
    """And the resident, when they ask for news, that one of us will ring them."""
    all_say_no(town)
    tells(town).presses("2").hears("it goes on", "nobody is left whom we could ask").is_hung_up_on()
    gwen.when_rung(LetsItRing())
    phones_for_news(town.rosa).hears("nobody is left whom we could ask", "one of us will ring you by").is_hung_up_on()


def test_still_wanted_whoever_gave_it_back_is_not_asked_again(town: Town) -> None:
    """Ben had said yes, and then `someone else, please`, which is for good: nobody is said to be asked."""
    town.joins(town.ben)
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("yes, press 1").presses("1").hears("It's yours").presses("4").is_hung_up_on()
    town.rosa.when_rung(LetsItRing())
    town.rosa.waits(THE_EVENING)
    town.rosa.when_rung(None)
    is_rung_by_the_line(town).presses("1").hears("it stays open").hears_nothing_of("we ask again").is_hung_up_on()
    town.ben.is_not_rung(for_seconds=3600)


def test_no_volunteer_is_rung_once_the_helps_own_time_is_over(nobody_could: Town) -> None:
    """Nor does one who phones in hear of it as open."""
    town = nobody_could
    town.rosa.when_rung(LetsItRing())
    town.ben.when_rung(None)
    town.ben.is_not_rung(for_seconds=A_DAY)
    rings_in(town.ben)
    town.ben.answers(within=10).hears("how we work")
    town.ben.hears_nothing_of("what is open").hangs_up()


def test_not_reached_on_three_days_it_ends_unmet(gwen: Person, nobody_could: Town) -> None:
    """Each day Gwen rings her once; the third day is the last."""
    town = nobody_could
    town.rosa.when_rung(LetsItRing())
    for day in range(3):
        is_asked_to_tell(gwen)
        gwen.hears("did not pick up").presses("4").is_hung_up_on()
        gwen.when_rung(LetsItRing())
        gwen.waits(5)
        assert town.request().state is (RequestState.OPEN if day < 2 else RequestState.UNMET)
        gwen.waits((33 - town.world.now().hour) * 3600)


def test_without_a_coordinator_the_line_itself_tells_them(nobody_could: Town) -> None:
    """After a key, the truth; by another, it ends."""
    town = nobody_could
    is_rung_by_the_line(town).presses("5").hears("it ends").is_hung_up_on().waits(5)
    assert town.request().state is RequestState.UNMET
    town.rosa.is_not_rung(for_seconds=3 * A_DAY)


def never_rings_rosa(town: Town) -> Person:
    """Gwen, the only coordinator, is not to be put together with Rosa, who asks."""
    town.store.keep_apart(PhoneNumber(town.rosa.number).opaque, PhoneNumber(town.gwen.number).opaque)
    return town.rosa


def asks_herself(town: Town) -> Person:
    """Gwen, the only coordinator, asks."""
    return town.gwen


def left_long_ago(town: Town) -> Person:
    """Gwen, the only coordinator, wants no more calls; Rosa asks."""
    town.store.change_volunteer(GROUP, PhoneNumber(town.gwen.number).opaque, stopped=True)
    return town.rosa


@pytest.mark.parametrize("who", [never_rings_rosa, asks_herself, left_long_ago])
def test_where_no_coordinator_may_ring_them_the_line_tells_them_the_next_morning(
    town: Town, who: Callable[[Town], Person]
) -> None:
    """A coordinator whom nobody may ask for it is as good as none: nobody waits for her for three days."""
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    town.joins(town.ben)
    town.ben.when_rung(LetsItRing())
    asks = who(town)
    town.asks_for_shopping(asks)
    asks.when_rung(LetsItRing())
    asks.waits(THE_EVENING)
    asks.when_rung(None)
    asks.picks_up(within=A_DAY).hears("something to tell you").presses("1").hears("nobody could").presses("5")
    asks.hears("it ends").is_hung_up_on().waits(5)
    assert town.request().state is RequestState.UNMET


def test_kept_apart_while_it_waits_for_her_the_line_tells_them_soon(gwen: Person, nobody_could: Town) -> None:
    """Gwen is asked to tell Rosa, and then may not: the task waits for nobody."""
    town = nobody_could
    gwen.waits(A_DAY // 24)
    assert Reason.UNMET in town.items()
    task = town.items()[Reason.UNMET]
    town.store.keep_from(GROUP, task.id, PhoneNumber(gwen.number).opaque, now=town.world.now())
    is_rung_by_the_line(town).presses("5").hears("it ends").is_hung_up_on()


def test_the_line_goes_on_asking_if_they_wish(nobody_could: Town) -> None:
    """With a new time, and a new promise that is said aloud."""
    town = nobody_could
    is_rung_by_the_line(town).presses("1").hears("we ask again, and ring you by", "nobody can be promised")
    town.rosa.is_hung_up_on()
    town.ben.when_rung(None)
    town.ben.picks_up(within=3600).hears("shopping", "today").presses("2").is_hung_up_on()


def test_the_line_rings_on_three_days_and_then_it_ends(nobody_could: Town) -> None:
    """Nobody picks up, or presses a key: once a day from then on, and never again."""
    town = nobody_could
    town.rosa.when_rung(LetsItRing())
    town.rosa.waits(2 * A_DAY)
    assert town.request().state is RequestState.OPEN
    town.rosa.when_rung(None)
    town.rosa.picks_up(within=A_DAY).hears("something to tell you", "goodbye").is_hung_up_on().waits(A_DAY)
    at_the_promised_time, on_three_days = 1, 3
    assert town.request().state is RequestState.UNMET
    assert len(town.rosa.displays) == at_the_promised_time + on_three_days
    town.rosa.is_not_rung(for_seconds=3 * A_DAY)


def test_where_no_coordinator_answers_for_three_days_the_line_tells_them(gwen: Person, nobody_could: Town) -> None:
    """Gwen is asked for three days, and then no more."""
    gwen.when_rung(LetsItRing())
    is_rung_by_the_line(nobody_could, within=4 * A_DAY).presses("5").hears("it ends").is_hung_up_on()
    assert nobody_could.world.now() - nobody_could.requests()[0].made_at > timedelta(days=3)
    gwen.is_not_rung(for_seconds=A_DAY)
    assert nobody_could.items()[Reason.UNMET].state is RequestState.DONE


def test_whoever_keeps_the_task_to_themselves_holds_nothing_up(gwen: Person, nobody_could: Town) -> None:
    """Gwen says yes to it, and always `in a quarter of an hour`: after three days the line tells Rosa."""
    nobody_could.rosa.when_rung(LetsItRing())
    is_asked_to_tell(gwen).hears("did not pick up").hangs_up()
    gwen.when_rung(PicksUp(after=2))
    gwen.when_hears("you said yes to ringing somebody back", press="3")
    nobody_could.rosa.when_rung(None)
    is_rung_by_the_line(nobody_could, within=5 * A_DAY).presses("5").hears("it ends").is_hung_up_on()


def test_told_before_the_promise_broke_is_not_told_that_its_time_is_over(town: Town) -> None:
    """Gwen has rung Rosa at noon, since nobody could yet; when nobody could in the end, one of us tells her so."""
    town.joins(town.ben)
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    town.ben.when_rung(LetsItRing())
    town.asks_for_shopping(town.rosa)
    town.gwen.answers(within=3600).hears("has waited too long").presses("2").is_hung_up_on()
    town.gwen.answers(within=3 * 3600).hears("we promised them a ring").presses("1").hears("to be joined").presses("1")
    town.rosa.picks_up()
    town.gwen.talks_with(town.rosa)
    town.rosa.hangs_up()
    town.gwen.hears("told them how it stands").presses("1").is_hung_up_on()
    tells(town).presses("1").is_hung_up_on().waits(5)
    assert town.request().state is RequestState.UNMET
    town.gwen.is_not_rung(for_seconds=2 * A_DAY)


@pytest.mark.parametrize(("key", "said"), [("1", "we ask again"), ("5", "it ends"), (None, "stays as it was")])
def test_whoever_asks_for_news_hears_that_nobody_could(nobody_could: Town, key: str | None, said: str) -> None:
    """And chooses what is to become of it; silence changes nothing."""
    phones_for_news(nobody_could.rosa).hears("nobody could, and its time is over")
    if key:
        nobody_could.rosa.presses(key)
    nobody_could.rosa.hears(said).is_hung_up_on().waits(5)
    assert (nobody_could.request().state is RequestState.UNMET) == (key == "5")


def test_whoever_has_a_code_hears_it_when_they_phone_and_it_ends_in_a_week(town: Town) -> None:
    """Nobody can ring them; a week is enough to phone in."""
    code = asks_for_a_code(town.rosa)
    town.rosa.waits(2 * A_DAY)
    phones_with_a_code(town.emil, code).hears("nobody could, and its time is over", "goodbye").is_hung_up_on()
    town.rosa.waits(8 * A_DAY)
    assert town.request().state is RequestState.UNMET


def test_of_a_code_one_of_us_hears_where_a_neighbour_held_it_until_its_time_was_over(town: Town) -> None:
    """Ben has it and falls silent, so that it had never waited: the next day Gwen hears of it, and may take it."""
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    town.joins(town.ben)
    code = asks_for_a_code(town.rosa)
    ben_says_yes(town)
    town.ben.when_rung(LetsItRing())
    town.gwen.answers(within=2 * A_DAY).hears("shopping, in Ongar", "has waited").presses("1")
    town.gwen.hears("It's yours", "they have no phone").is_hung_up_on()
    phones_with_a_code(town.emil, code).hears("a neighbour has said yes").presses("1")
    town.gwen.picks_up().hears("press 1").presses("1")
    town.gwen.talks_with(town.emil)


@pytest.fixture
def weeks(town: Town) -> Town:
    """Shopping every Thursday, by Ben, who then lets it ring for ever."""
    town.joins(town.ben)
    every_week(town, "41")
    is_done(town.ben)
    town.rosa.picks_up(within=A_DAY).hears("press 1").presses("1").hears("every Thursday").presses("2").hears("to stop")
    town.rosa.is_hung_up_on()
    town.ben.when_rung(LetsItRing())
    return town


def of_weeks(town: Town) -> list[Request]:
    return [request for request in town.requests() if request.made_for][1:]


def test_a_week_ends_with_its_day_and_its_resident_is_told_once(weeks: Town) -> None:
    """Three weeks in a row nobody came: three are unmet, and Rosa was rung once."""
    town = weeks
    town.rosa.answers(within=10 * A_DAY)
    town.rosa.hears("shopping", "nobody could come this week", "for another day, or to stop").is_hung_up_on()
    town.rosa.is_not_rung(for_seconds=14 * A_DAY)
    assert [request.state for request in of_weeks(town)][:3] == [RequestState.UNMET] * 3
    assert not [one for one in of_weeks(town) if one.due_at and one.due_at < town.world.now() and one.number]


def test_after_a_week_that_was_met_the_next_that_is_not_is_told_again(weeks: Town) -> None:
    """Ben comes in the second week."""
    town = weeks
    town.rosa.answers(within=10 * A_DAY).hears("this week").is_hung_up_on()
    town.ben.when_rung(None)
    town.ben.picks_up(within=7 * A_DAY).hears("yes, press 1").presses("1").hears("It's yours").presses("1")
    town.rosa.picks_up()
    town.ben.talks_with(town.rosa)
    town.rosa.hangs_up()
    town.ben.hears("arranged").presses("1").is_hung_up_on().waits(5)
    is_done(town.ben)
    town.ben.when_rung(LetsItRing())
    town.rosa.answers(within=9 * A_DAY).hears("this week").is_hung_up_on()


def test_past_weeks_do_not_keep_what_else_that_phone_asks_for_waiting(weeks: Town) -> None:
    """Six weeks that nobody came; Ali fetches medicines, and is rung for them."""
    town = weeks
    town.joins(town.ali, needs=frozenset({Need.MEDICINES}))
    town.rosa.when_rung(LetsItRing())
    town.rosa.waits(42 * A_DAY)
    town.rosa.when_rung(None)
    town.rosa.dials(LINE).hears("medicines").presses("2").hears("Ongar").hangs_up()
    town.ali.picks_up(within=A_DAY).hears("medicines").presses("2").is_hung_up_on()
