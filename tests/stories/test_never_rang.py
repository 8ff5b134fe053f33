"""A call that never rang counts against nobody: not against a volunteer's rest and cap, nor against the day's calls."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hotline.records import OfferState, Reason
from infra.local.exchange import LetsItRing, Person, Unreachable
from tests.stories.arranged import FOR_DAYS
from tests.stories.phoning_in import rings_in
from tests.stories.town import GROUP, LINE, START, Town, brentwood
from tests.stories.wronged import complaint, drawn_in_order, held, rosa_complains, says_yes

pytestmark = pytest.mark.long

PLACES = "POST /2010-04-01/Accounts/AC00000000000000000000000000000000/Calls.json"
REFUSED = 21215  # a country that the account may not call: more often it is one number
BLOCKED = 13225


def calls_counted(town: Town) -> int:
    return town.store.calls_today(GROUP, town.world.now().date().isoformat())


def rang(*people: Person) -> list[int]:
    """How often each of their phones has rung."""
    return [len(person.displays) for person in people]


def refuses(town: Town, person: Person, code: int, *, times: int | None = None) -> None:
    town.exchange.faults.rest(f"To={person.number}", status=400, code=code, times=times)


def says_no(person: Person, *, within: float = 60) -> None:
    person.picks_up(within=within).hears("yes, press 1").presses("2").is_hung_up_on()


@pytest.mark.parametrize("code", [REFUSED, 21219, 13227, 99999])
def test_a_number_that_is_refused_gives_way_to_the_next_at_once(town: Town, code: int) -> None:
    """The next neighbour's phone rings within seconds, and nothing counts the call that was not placed."""
    town.joins(town.ben, town.ali)
    refuses(town, town.ben, code, times=1)
    town.asks_for_shopping(town.rosa)
    town.ali.picks_up(within=2).hears("yes, press 1").presses("1").hears("It's yours").presses("2").is_hung_up_on()
    ben = town.volunteer(town.ben)
    assert (ben.asks, ben.quiet_until, calls_counted(town)) == ((), None, 1)
    assert town.offers()[0].state is OfferState.FAILED
    assert Reason.CARRIER not in town.items()
    town.rosa.waits(1)


def test_a_third_number_that_is_refused_alike_means_the_account(town: Town) -> None:
    """A coordinator is told of the carrier once, nobody is rested, and the next try waits for some minutes."""
    refused = (town.ben, town.ali, town.priya)
    town.joins(*refused, town.mallory)
    for one in refused:
        refuses(town, one, 99999, times=1)
    town.asks_for_shopping(town.rosa)
    town.mallory.is_not_rung(for_seconds=200)
    assert [town.volunteer(one).failed_at for one in refused] == [None, None, None]
    assert Reason.CARRIER in town.items()
    says_no(town.mallory, within=200)


@pytest.mark.parametrize("yesterday", [False, True], ids=["the first day", "the second"])
def test_two_numbers_that_are_refused_delay_nobody_and_rest_on_the_second_day(town: Town, *, yesterday: bool) -> None:
    """Ben's and Ali's phones are in Jersey, which the account may not ring: Priya is asked at once."""
    jersey = (town.ben, town.ali)
    town.joins(*jersey, failed_at=START - timedelta(days=1) if yesterday else None)
    town.joins(town.priya)
    for one in jersey:
        refuses(town, one, REFUSED)
    town.asks_for_shopping(town.rosa)
    town.priya.picks_up(within=5).hears("yes, press 1").presses("1").hears("It's yours").presses("2").is_hung_up_on()
    assert [town.volunteer(one).quiet_until is not None for one in jersey] == [yesterday] * 2
    assert (Reason.NUMBER in town.items(), Reason.CARRIER in town.items()) == (yesterday, False)


@pytest.mark.long
@pytest.mark.parametrize("town", [FOR_DAYS], indirect=True)
def test_two_failures_on_two_days_and_the_number_rests(town: Town) -> None:
    """Refused today, and refused again tomorrow: a week's rest, and a coordinator is told."""
    town.joins(town.ben)
    refuses(town, town.ben, BLOCKED)
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("2").hears("few days, press 2")
    town.rosa.presses("2").hears("right").presses("1").hears("written down").is_hung_up_on()
    town.rosa.waits(8 * 3600)
    assert town.volunteer(town.ben).quiet_until is None
    town.rosa.waits(18 * 3600)
    assert town.volunteer(town.ben).quiet_until is not None
    assert Reason.NUMBER in town.items()


def test_whoever_is_reached_in_between_has_not_failed_twice(town: Town) -> None:
    """A phone that was switched off yesterday, rang today, and is off tomorrow, is not dead."""
    town.joins(town.ben, failed_at=START - timedelta(days=1))
    town.asks_for_shopping(town.rosa)
    says_no(town.ben)
    town.ben.waits(2)
    assert town.volunteer(town.ben).failed_at is None


def test_several_numbers_that_fail_in_a_row_are_the_carriers_fault(town: Town) -> None:
    """An incident of an hour rests nobody: one item about the carrier, and all can be asked when it is over."""
    helpers = [town.ben, town.ali, town.priya]
    town.joins(*helpers)
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    for helper in helpers:
        helper.when_rung(Unreachable())
    town.asks_for_shopping(town.rosa)
    town.gwen.answers(within=120).hears("the phone company refuses our calls").presses("1").is_hung_up_on()
    seen = [town.volunteer(helper) for helper in helpers]
    assert [(one.asks, one.quiet_until, one.failed_at) for one in seen] == [((), None, None)] * 3
    for helper in helpers:
        helper.when_rung(None)
    town.ben.picks_up(within=1200).hears("yes, press 1").presses("1").hears("It's yours").presses("2").is_hung_up_on()


def test_a_dead_number_is_told_from_an_incident(town: Town) -> None:
    """The carrier says that nobody has it: it rests at once, and the one after it does not."""
    town.joins(town.ben, town.ali)
    town.ben.when_rung(Unreachable(sip="404"))
    town.ali.when_rung(Unreachable(sip="503"))
    town.asks_for_shopping(town.rosa)
    town.rosa.waits(60)
    assert (town.volunteer(town.ben).quiet_until is None, town.volunteer(town.ali).quiet_until) == (False, None)


@pytest.mark.long
def test_an_hour_of_429_leaves_the_day_as_it_was(town: Town) -> None:
    """Nobody was asked, none of the day's calls is used, and when Twilio is well again the phones ring."""
    helpers = [town.ben, town.ali, town.priya]
    town.joins(*helpers)
    town.exchange.faults.rest(PLACES, status=429, code=20429, times=None)
    town.asks_for_shopping(town.rosa)
    town.rosa.waits(3600)
    tried = len(town.offers())
    assert (calls_counted(town), rang(*helpers), tried < 30) == (0, [0, 0, 0], True)
    assert [town.volunteer(one).asks for one in helpers] == [(), (), ()]
    town.exchange.faults.mend(PLACES)
    town.ben.picks_up(within=360).hears("yes, press 1", "shopping").presses("1").hears("It's yours").presses("2")
    town.ben.is_hung_up_on()
    assert town.request().rings_made == 1


@pytest.mark.long
@pytest.mark.parametrize("town", [FOR_DAYS], indirect=True)
def test_an_account_that_is_refused_wears_nobody_out(town: Town) -> None:
    """Suspended from ten until three: at three the first in turn is asked, as if it were ten."""
    helpers = [town.ben, town.ali]
    town.joins(*helpers)
    town.exchange.faults.rest(PLACES, status=400, code=10001, times=None)
    town.asks_for_shopping(town.rosa)
    town.rosa.waits(5 * 3600)
    assert (calls_counted(town), [town.volunteer(one).asks for one in helpers]) == (0, [(), ()])
    town.exchange.faults.mend(PLACES)
    town.ben.picks_up(within=1200).hears("yes, press 1").presses("1").hears("It's yours").presses("2").is_hung_up_on()


def test_who_phones_in_hears_how_many_were_asked_in_truth(town: Town) -> None:
    """Calls that were not placed asked nobody."""
    town.joins(town.ben)
    town.exchange.faults.rest(PLACES, status=429, code=20429, times=2)
    town.asks_for_shopping(town.rosa)
    says_no(town.ben, within=300)
    rings_in(town.rosa)
    town.rosa.picks_up(within=10).hears("press 1 to hear").presses("1").hears("asked so far: one").hangs_up()


def test_one_refused_number_in_the_lot_gives_way_to_the_other(town: Town) -> None:
    """Refused, the first of the lot is passed over at once; nothing dials it in a loop, and the other one hears."""
    held(town)
    town.ben.when_rung(LetsItRing())  # he is told that doors pause
    rosa_complains(town)
    first, second = drawn_in_order(town)
    refuses(town, first, BLOCKED)
    says_yes(second, within=600).hangs_up()
    town.rosa.waits(3 * 3600)
    assert calls_counted(town) < 10
    assert complaint(town).offers < 10


@pytest.mark.long
@pytest.mark.parametrize("town", [FOR_DAYS], indirect=True)
def test_every_number_in_the_lot_is_refused(town: Town) -> None:
    """The lot is drawn anew each day and a coordinator is told: a few calls a day, not three hundred."""
    held(town)
    town.ben.when_rung(LetsItRing())
    town.rosa.when_rung(LetsItRing())  # she is told that nobody could, on the days after
    for one in (town.ali, town.priya):
        refuses(town, one, 21214)
    rosa_complains(town)
    town.rosa.waits(3 * 86400)
    assert complaint(town).offers < 15
    assert Reason.NO_LOT in town.items()
    assert Reason.LIMIT not in town.items()


@pytest.mark.parametrize("town", [{"groups": brentwood(policy={"daily_calls": 2})}], indirect=True)
def test_what_was_placed_still_counts(town: Town) -> None:
    """The limit stays a limit for calls that ring."""
    town.joins(town.ben, town.ali, town.priya)
    for helper in (town.ben, town.ali, town.priya):
        helper.when_rung(LetsItRing())
    town.asks_for_shopping(town.rosa)
    town.rosa.waits(300)
    assert (rang(town.ben, town.ali, town.priya), calls_counted(town)) == ([1, 1, 0], 2)
    assert Reason.LIMIT in town.items()
