"""Whoever is to be told something hears it: rung on three days, told when they phone in; and a coordinator is asked."""

from __future__ import annotations

import pytest

from hotline.numbers import PhoneNumber
from hotline.records import FOR_GOOD, Reason, RequestState
from infra.local.exchange import LetsItRing, Person
from tests.stories.arranged import A_DAY, FOR_DAYS, arranged
from tests.stories.phoning_in import phones_for_news
from tests.stories.test_every_week import FOR_WEEKS, series, without_a_day
from tests.stories.test_for_somebody_else import asks_for_his_mother
from tests.stories.town import GROUP, Town
from tests.stories.wronged import held, rosa_complains

pytestmark = pytest.mark.long

days = pytest.mark.parametrize("town", [FOR_DAYS], indirect=True, ids=["days"])
weeks = pytest.mark.parametrize("town", [FOR_WEEKS], indirect=True, ids=["weeks"])
HOUR = 3600


def cancelled(town: Town) -> Town:
    """Ben was to come today, and does not pick up when he is to hear that it is no longer needed."""
    town.joins(town.ben)
    arranged(town)
    town.ben.when_rung(LetsItRing())
    phones_for_news(town.rosa).hears("to change or cancel, 3").presses("3").hears("to cancel it").presses("5")
    town.rosa.hears("5 again").presses("5").hears("it is cancelled").is_hung_up_on()
    return town


def rings_of(person: Person) -> int:
    """How often their phone has rung, but for the ask that they said yes to."""
    return len(person.displays) - 1


def comes_home(person: Person) -> Person:
    """From now on they pick up."""
    person.when_rung(None)
    return person


def phones(person: Person) -> Person:
    """And picks up, when the line rings back."""
    return phones_for_news(comes_home(person))


def test_who_phones_in_hears_what_they_did_not_pick_up_for(town: Town) -> None:
    """Rung three times in an afternoon; he phones in the evening, hears it first, and is rung about it no more."""
    cancelled(town).ben.waits(6 * HOUR)
    phones(town.ben).hears("shopping, in Ongar", "no longer needed", "to rest for a while").is_hung_up_on()
    town.ben.is_not_rung(for_seconds=A_DAY)
    assert town.items()[Reason.CANCELLED].state is RequestState.DONE


@days
def test_it_is_rung_on_three_days_waits_three_more_and_ends(town: Town) -> None:
    """Three rings a day; nothing is left of it in the end."""
    cancelled(town).ben.waits(12 * HOUR)
    assert rings_of(town.ben) == 3
    town.ben.waits(3 * A_DAY)
    assert rings_of(town.ben) == 9
    assert town.items()[Reason.CANCELLED].state is RequestState.OPEN
    town.ben.waits(3 * A_DAY)
    assert rings_of(town.ben) == 9
    assert town.items()[Reason.CANCELLED].state is RequestState.DONE


@days
def test_rung_no_more_it_is_still_heard_by_who_phones_in(town: Town) -> None:
    """On the fifth day."""
    cancelled(town).ben.waits(4 * A_DAY)
    phones(town.ben).hears("no longer needed").hangs_up()


def test_a_coordinator_rings_who_may_stand_at_a_door_in_vain(town: Town) -> None:
    """After a day's rings; she asks him to phone, and nothing is said to her of what it is."""
    town.joins(town.gwen, coordinator=True, needs=frozenset())
    cancelled(town)
    town.gwen.answers(within=8 * HOUR).hears("is to hear something", "does not pick up").presses("1")
    town.gwen.hears("to be joined, press 1").presses("1")
    comes_home(town.ben).picks_up()
    town.gwen.talks_with(town.ben)
    town.ben.hangs_up()
    town.gwen.hears("is it arranged").presses("1").is_hung_up_on()
    phones(town.ben).hears("no longer needed").hangs_up()
    town.gwen.is_not_rung(for_seconds=2 * HOUR)


def test_a_coordinator_is_not_asked_once_it_was_heard(town: Town) -> None:
    """He phones in a minute before she would be rung about it again."""
    town.joins(town.gwen, coordinator=True, needs=frozenset())
    town.gwen.when_rung(LetsItRing())
    cancelled(town)
    while Reason.UNHEARD not in town.items():
        town.ben.waits(HOUR)
    phones(town.ben).hears("no longer needed", "to rest for a while").hangs_up().waits(30)
    rung = rings_of(town.gwen)
    town.gwen.waits(3 * HOUR)
    assert rings_of(town.gwen) == rung
    assert town.items()[Reason.UNHEARD].state is RequestState.DONE


def test_what_nobody_has_talked_about_yet_is_no_coordinators(town: Town) -> None:
    """He said yes, and the two have not talked: no visit hangs on it."""
    town.joins(town.gwen, coordinator=True, needs=frozenset())
    held(town)
    town.ben.when_rung(LetsItRing())
    phones_for_news(town.rosa).hears("to change or cancel, 3").presses("3").hears("to cancel it").presses("5")
    town.rosa.hears("5 again").presses("5").hears("it is cancelled").is_hung_up_on()
    town.gwen.is_not_rung(for_seconds=9 * HOUR)


@days
def test_no_doors_is_heard_by_who_phones_in(town: Town) -> None:
    """Complained of, and at work all afternoon: he goes to no door, and nought is a person."""
    held(town)
    town.joins(town.gwen, coordinator=True, needs=frozenset())
    for each in (town.ben, town.ali, town.priya, town.gwen):
        each.when_rung(LetsItRing())
    rosa_complains(town)
    town.ben.waits(7 * HOUR)
    assert Reason.UNHEARD in town.items()
    phones(town.ben).hears("that is no judgement", "press nought", "to rest for a while").hangs_up()


def test_whoever_complained_is_not_asked_to_ring_them(town: Town) -> None:
    """Rosa is a coordinator as well."""
    held(town)
    town.joins(town.rosa, coordinator=True, needs=frozenset())
    for each in (town.ben, town.ali, town.priya):
        each.when_rung(LetsItRing())
    phones_for_news(town.rosa).hears("asked for yourself, press 1").presses("1").hears("something was wrong, 4")
    town.rosa.presses("4").hears("(beep)").hangs_up().when_rung(LetsItRing())
    town.ben.waits(7 * HOUR)
    assert PhoneNumber(town.rosa.number).opaque in town.items()[Reason.UNHEARD].apart


def would_like_a_word(town: Town) -> None:
    """Rosa hears that Ben is asked to ring her; he does not pick up."""
    town.ben.when_rung(LetsItRing())
    phones_for_news(town.rosa).hears("to speak to them", "press 1").presses("1").hears("we ask them to ring you")
    town.rosa.is_hung_up_on()


def test_who_waits_for_a_word_is_rung_by_a_person(town: Town) -> None:
    """After a day's rings, whatever he does by then."""
    town.joins(town.ben)
    town.joins(town.gwen, coordinator=True, needs=frozenset())
    arranged(town)
    would_like_a_word(town)
    town.gwen.answers(within=8 * HOUR).hears("would like a person").presses("1").hears("to be joined").presses("1")
    town.rosa.picks_up()
    town.gwen.talks_with(town.rosa)
    town.rosa.hangs_up()
    town.gwen.hears("is it arranged").presses("1").is_hung_up_on()


def test_who_phones_in_hears_that_a_word_is_wanted_and_can_be_joined(town: Town) -> None:
    """It is said before what he holds, which has the key."""
    town.joins(town.ben)
    arranged(town)
    would_like_a_word(town)
    town.ben.waits(HOUR)
    phones(town.ben).hears("would like a word", "you have said yes to", "to be joined, press 1").presses("1")
    town.rosa.picks_up()
    town.ben.talks_with(town.rosa)
    town.rosa.hangs_up()
    town.ben.hangs_up()
    town.ben.is_not_rung(for_seconds=4 * HOUR)


def test_of_two_calls_that_tell_the_same_the_later_goes_on(town: Town) -> None:
    """Rosa asks once more: his phone does not ring twice as often, nor does he hear it twice."""
    town.joins(town.ben)
    arranged(town)
    would_like_a_word(town)
    town.ben.waits(HOUR)
    would_like_a_word(town)
    town.ben.waits(2 * HOUR + 600)
    open_ = [each for each in town.store.requests(GROUP) if each.reason is Reason.A_WORD and each.next_action_at]
    assert len(open_) == 1
    town.ben.when_rung(LetsItRing())


def test_who_has_had_the_word_that_was_wanted_is_rung_about_it_no_more(town: Town) -> None:
    """Rosa reaches Ben by herself a little later: neither he is rung about it, nor a coordinator asked to ring her."""
    town.joins(town.gwen, coordinator=True, needs=frozenset())
    town.gwen.when_rung(LetsItRing())
    town.joins(town.ben)
    arranged(town)
    would_like_a_word(town)
    town.rosa.waits(1200)
    comes_home(town.ben)
    phones_for_news(town.rosa).hears("to speak to them again, press 1").presses("1")
    town.ben.picks_up().hears("to be joined, press 1").presses("1")
    town.rosa.talks_with(town.ben)
    town.rosa.hangs_up()
    town.ben.waits(30).is_not_rung(for_seconds=5 * HOUR)
    assert Reason.ASKED not in town.items()


def test_a_word_that_is_wanted_after_they_have_talked_is_told(town: Town) -> None:
    """What was said when it was arranged is not that word, nor is an earlier one."""
    town.joins(town.ben)
    arranged(town)
    phones_for_news(town.rosa).hears("to speak to them again, press 1").presses("1")
    town.ben.picks_up().hears("to be joined, press 1").presses("1")
    town.rosa.talks_with(town.ben)
    town.rosa.hangs_up()
    town.ben.waits(60)
    would_like_a_word(town)
    town.ben.waits(600)
    comes_home(town.ben).answers(within=3 * HOUR).hears("would like a word").hangs_up()


@days
def test_a_word_ends_with_what_it_is_about(town: Town) -> None:
    """Somebody else has it by then: he is rung no more for a word about it."""
    town.joins(town.ben)
    arranged(town)
    would_like_a_word(town)
    town.ben.waits(HOUR)
    assert town.store.hand_back(
        GROUP, town.request().id, volunteer=town.volunteer(town.ben).id, now=town.world.now(), no=FOR_GOOD
    )
    town.ben.is_not_rung(for_seconds=12 * HOUR)
    assert town.items()[Reason.A_WORD].state is RequestState.DONE


@weeks
def test_every_week_does_not_end_because_she_was_out_for_an_afternoon(town: Town) -> None:
    """The neighbour has not said which day: she is rung on the next day too, and a coordinator is asked."""
    without_a_day(town)
    town.ben.answers(within=14 * A_DAY).hears("is it done").presses("1").hears("which day").hangs_up()
    for each in (town.rosa, town.ben):
        each.when_rung(LetsItRing())
    while Reason.EVERY_WEEK not in town.items() or town.items()[Reason.EVERY_WEEK].checks < 3:
        town.rosa.waits(HOUR)
    town.rosa.waits(HOUR)
    assert town.items()[Reason.UNHEARD].number == PhoneNumber(town.rosa.number)
    comes_home(town.rosa).answers(within=A_DAY).hears("shopping, every week", "which day").presses("4")
    town.rosa.hears("in the morning").presses("1").hears("every Thursday morning").presses("2").hears(
        "to stop: ring us"
    )
    town.rosa.is_hung_up_on().waits(HOUR)
    assert series(town).weekday == 3
    assert town.items()[Reason.UNHEARD].state is RequestState.DONE


@weeks
def test_which_day_is_asked_of_her_when_she_phones_in(town: Town) -> None:
    """Before anything else, on the call that rings her back."""
    without_a_day(town)
    town.ben.answers(within=14 * A_DAY).hears("is it done").presses("1").hears("which day").hangs_up()
    for each in (town.rosa, town.ben):
        each.when_rung(LetsItRing())
    while Reason.EVERY_WEEK not in town.items():
        town.rosa.waits(HOUR)
    phones(town.rosa).hears("shopping, every week", "which day").presses("4").hears("in the morning").presses("1")
    town.rosa.hears("every Thursday morning").presses("2").hears("to stop: ring us").hangs_up()
    assert series(town).weekday == 3
    assert series(town).number == PhoneNumber(town.rosa.number)


@days
def test_who_has_left_is_told_nothing_more_as_a_volunteer(town: Town) -> None:
    """Only counts are kept, as he heard: no call holds his number, nor does his phone ring."""
    cancelled(town).ben.waits(HOUR)
    town.store.change_volunteer(GROUP, town.volunteer(town.ben).id, stopped=True)
    town.store.forget_volunteer(GROUP, town.volunteer(town.ben).id)
    town.ben.waits(A_DAY)
    assert rings_of(town.ben) == 1
    assert town.items()[Reason.CANCELLED].number is None


def test_what_comes_up_while_they_leave_is_not_told_to_who_has_left(town: Town) -> None:
    """It is cancelled while he is on the line: with his leaving that call ends at once, and holds no number."""
    town.joins(town.ben)
    arranged(town)
    phones_for_news(town.ben).hears("for anything else, press 5").presses("5").hears("leave for good, press 8")
    town.ben.presses("8").hears("press 8 again")
    now = town.world.now()
    assert town.store.schedule(town.request(), next_action_at=now, cancelled_at=now)
    town.ben.presses("8").hears("you have left").is_hung_up_on().waits(60)
    assert Reason.CANCELLED in town.items()
    assert {item.number for item in town.items().values()} == {None}
    town.ben.is_not_rung(for_seconds=A_DAY)


@days
def test_who_has_left_is_still_told_as_a_resident(town: Town) -> None:
    """Emil asked for his mother, who does not want it: that has nothing to do with his helping others."""
    town.joins(town.emil, needs=frozenset())
    asks_for_his_mother(town)
    town.emil.when_rung(LetsItRing())
    phones_for_news(town.rosa).hears("if a neighbour may help").presses("5").hears("5 again").presses("5")
    town.rosa.hears("nobody comes").hangs_up().waits(60)
    comes_home(town.emil)
    town.store.change_volunteer(GROUP, town.volunteer(town.emil).id, stopped=True)
    town.store.forget_volunteer(GROUP, town.volunteer(town.emil).id)
    town.emil.answers(within=3 * HOUR).hears("not wanted now").is_hung_up_on()
