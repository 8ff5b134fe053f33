"""Whoever stops, rests, leaves or is removed lets go of what they hold: it goes round, and their phone is silent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from hotline.numbers import PhoneNumber
from hotline.records import Need, Reason, RequestState
from infra.local.exchange import LetsItRing, Person, Unreachable
from tests.stories.arranged import they_talk
from tests.stories.phoning_in import phones_for_news
from tests.stories.town import GROUP, LINE, Town

pytestmark = pytest.mark.long

ALWAYS = {"rest": timedelta(), "daily_cap": 24}


@pytest.fixture
def holds(town: Town) -> Town:
    """Ben has said yes to Rosa's shopping, and would be joined in a quarter of an hour; Ali is next."""
    town.joins(town.ben, **ALWAYS)
    town.joins(town.ali, **ALWAYS)
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("yes, press 1").presses("1").hears("It's yours").presses("3").is_hung_up_on()
    town.ali.when_rung(LetsItRing())
    return town


def asked_again(town: Town) -> Person:
    """Ben is rung for Emil's medicines as well."""
    town.emil.dials(LINE).hears("medicines").presses("2").hears("Ongar").presses("2").hears("today").presses("1")
    town.emil.hears("right").presses("1").hears("written down").is_hung_up_on()
    town.ben.picks_up(within=120).hears("medicines", "not today, 3", "stop these calls, 8")
    return town.ben


def goes_to_ali(town: Town) -> None:
    """At once, and Ben's phone does not ring for the rest of the day."""
    rung = len(town.ben.displays)
    town.ali.when_rung(LetsItRing())
    town.ali.waits(60)
    shopping = town.requests()[0]
    assert (shopping.state, shopping.taken_by) == (RequestState.OPEN, None)
    assert PhoneNumber(town.ali.number).opaque in {offer.volunteer for offer in town.store.offers(GROUP, shopping.id)}
    town.ali.waits(8 * 3600)
    assert len(town.ben.displays) == rung


def test_stop_is_stop(holds: Town) -> None:
    """Asked for another: 8, and 8 again."""
    asked_again(holds).presses("8").hears("press 8 again").presses("8")
    holds.ben.hears("what you had said yes to goes to somebody else", "we will not ring you any more").is_hung_up_on()
    goes_to_ali(holds)


def test_not_today(holds: Town) -> None:
    """Nobody is rung while they rest (promise 2), so that what they hold cannot wait for them."""
    asked_again(holds).presses("3").hears("goes to somebody else", "in peace until tomorrow").is_hung_up_on()
    goes_to_ali(holds)


@pytest.mark.parametrize("key", ["1", "2", "3"])
def test_a_rest(holds: Town, key: str) -> None:
    """Until tomorrow, for a week, until they phone: before the two have spoken none of them is soon enough."""
    phones_for_news(holds.ben).hears("anything else, press 5").presses("5").hears("to rest for a while").presses("1")
    holds.ben.hears("for a week, 2").presses(key).hears("goes to somebody else", "in peace").is_hung_up_on()
    goes_to_ali(holds)


def settings(town: Town, key: str) -> Person:
    """Ben, who holds something, phones and goes to one of his settings."""
    phones_for_news(town.ben).hears("anything else, press 5").presses("5").hears("areas and hours").presses("2")
    return town.ben.hears("for what you do, press 1", "for your hours, press 4").presses(key)


def not_on_workdays(town: Town) -> Person:
    """His new hours: Saturday and Sunday only."""
    settings(town, "4").hears("Monday to Friday, 2").presses("2").hears("Not at all").presses("2")
    return town.ben.hears("if that is right").presses("1")


def test_hours_that_are_too_late_for_it(holds: Town) -> None:
    """He has just said yes, and is not rung before Saturday from now on: he hears at once that another is asked."""
    not_on_workdays(holds).hears("it is kept", "what you had said yes to goes to somebody else").hangs_up()
    goes_to_ali(holds)
    assert not [told for told in holds.store.requests(GROUP) if told.reason is Reason.HANDED_ON]


def test_hours_at_which_it_can_wait(holds: Town) -> None:
    """From now until noon is soon enough to be joined: it stays his, and nothing is said of it."""
    settings(holds, "4").hears("Monday to Friday, 2").presses("2").hears("At certain hours").presses("1")
    holds.ben.hears("from what hour").presses("09#").hears("until what hour").presses("12#").hears(
        "if that is right"
    ).presses("1")
    holds.ben.hears("it is kept").hears_nothing_of("somebody else does", "goes to somebody else").hangs_up()
    assert holds.holder(holds.ben)


def test_what_is_arranged_stays_theirs_whatever_their_hours(town: Town) -> None:
    """Their neighbour counts on them: it is asked about when their phone may ring."""
    town.joins(town.ben, town.ali)
    town.asks_for_shopping(town.rosa)
    they_talk(town)
    not_on_workdays(town).hears("it is kept").hears_nothing_of("goes to somebody else").hangs_up()
    assert town.holder(town.ben)


def test_what_they_help_with_no_more_stays_theirs(holds: Town) -> None:
    """He would do no shopping from now on; what he has said yes to already is his still, and he hears so."""
    settings(holds, "1")
    for need in (need for need in holds.world.groups[GROUP].needs if need is not Need.LISTEN):
        holds.ben.hears("would you?").presses("2" if need is Need.SHOPPING else "1")
    holds.ben.hears("if that is right").presses("1").hears(
        "it is kept", "what you had said yes to stays yours"
    ).hangs_up()
    assert holds.holder(holds.ben)


def test_where_they_go_no_more_stays_theirs_too(holds: Town) -> None:
    """Everywhere but Ongar, where Rosa lives."""
    settings(holds, "2").hears("only in some places, 2").presses("2")
    for area in holds.world.groups[GROUP].areas:
        holds.ben.hears("would you go there?").presses("2" if area == "ongar" else "1")
    holds.ben.hears("if that is right").presses("1").hears(
        "it is kept", "what you had said yes to stays yours"
    ).hangs_up()
    assert holds.holder(holds.ben)


def test_what_is_arranged_is_still_theirs_after_a_rest_until_tomorrow(town: Town) -> None:
    """It is asked about next morning; nobody else comes to the door, and nothing is said of somebody else."""
    town.joins(town.ben, town.ali)
    town.asks_for_shopping(town.rosa)
    they_talk(town)
    phones_for_news(town.ben).hears("anything else, press 5").presses("5").hears("to rest for a while").presses("1")
    town.ben.hears("until tomorrow, press 1").presses("1").hears("in peace until tomorrow")
    town.ben.hears_nothing_of("goes to somebody else")
    town.ben.is_hung_up_on().is_not_rung(for_seconds=22 * 3600)
    town.ben.answers(within=2 * 3600).hears("is it done").hangs_up()
    assert town.holder(town.ben)


def test_a_longer_rest_than_that_hands_on_what_is_arranged(town: Town) -> None:
    """Nobody could be asked whether it is done, for a week."""
    town.joins(town.ben, town.ali)
    town.asks_for_shopping(town.rosa)
    they_talk(town)
    town.ali.when_rung(LetsItRing())
    phones_for_news(town.ben).hears("anything else, press 5").presses("5").hears("to rest for a while").presses("1")
    town.ben.hears("for a week, 2").presses("2").hears("goes to somebody else").is_hung_up_on()
    goes_to_ali(town)


def test_until_they_phone_is_no_week(holds: Town) -> None:
    """Their phone is off when the line rings it: what the line makes of that shortens no rest of theirs."""
    phones_for_news(holds.ben).hears("anything else, press 5").presses("5").hears("to rest for a while").presses("1")
    holds.ben.hears("until you phone us again, 3").presses("3").hears("until you phone").is_hung_up_on()
    rests = holds.volunteer(holds.ben).paused_until
    holds.ben.when_rung(Unreachable())
    holds.ali.waits(3600)
    assert holds.volunteer(holds.ben).paused_until == rests


def test_five_rings_in_vain_leave_their_own_rest_alone(town: Town) -> None:
    """The line's own rest is another field, which ends when they are back."""
    town.joins(town.ben, unanswered=4, **ALWAYS)
    town.ben.when_rung(LetsItRing())
    town.asks_for_shopping(town.rosa)
    town.ben.waits(60)
    ben = town.volunteer(town.ben)
    assert ben.paused_until is None
    assert ben.quiet_until is not None
    town.ben.is_not_rung(for_seconds=5 * 3600)
    town.ben.when_rung(None)
    phones_for_news(town.ben).hears("I am back, press 1").presses("1").hears("welcome back").hangs_up()
    town.ben.picks_up(within=3700).hears("shopping").presses("2").is_hung_up_on()


def removed(town: Town) -> None:
    town.store.remove_volunteer(GROUP, town.volunteer(town.ben).id)


def stopped(town: Town) -> None:
    town.store.change_volunteer(GROUP, town.volunteer(town.ben).id, stopped=True)


def paused(town: Town) -> None:
    until = town.world.now() + timedelta(days=9)
    town.store.change_volunteer(GROUP, town.volunteer(town.ben).id, paused_until=until)


@pytest.mark.parametrize("goes", [removed, stopped, paused])
@pytest.mark.parametrize("arranged", [False, True])
def test_however_somebody_goes_what_they_hold_goes_round_at_once(
    town: Town, goes: Callable[[Town], None], *, arranged: bool
) -> None:
    """All that a command does is to change the volunteer: the request goes on by itself."""
    town.joins(town.ben, town.ali, **ALWAYS)
    town.asks_for_shopping(town.rosa)
    if arranged:
        they_talk(town)
    else:
        town.ben.picks_up().hears("yes, press 1").presses("1").hears("It's yours").presses("3").is_hung_up_on()
    goes(town)
    town.ali.picks_up(within=60).hears("shopping").presses("1").hears("It's yours").presses("3").is_hung_up_on()
    town.ben.is_not_rung(for_seconds=14 * 60)


def test_leaving_by_phone(holds: Town) -> None:
    """8 twice on their own call: the same, and everything about them is erased."""
    phones_for_news(holds.ben).hears("anything else, press 5").presses("5").hears("to leave for good").presses("8")
    holds.ben.hears("goes to somebody else", "press 8 again").presses("8").hears("you have left").is_hung_up_on()
    goes_to_ali(holds)
    assert holds.store.volunteer(GROUP, PhoneNumber(holds.ben.number).opaque) is None
