"""An hour in which calls fail, and the line can do nothing about it: no number is dead, nobody is rested for it."""

from __future__ import annotations

import pytest

from hotline.records import OfferState, Reason
from infra.local.exchange import LetsItRing, Person, Unreachable
from tests.stories.test_never_rang import calls_counted, rang
from tests.stories.town import GROUP, LINE, Town

pytestmark = pytest.mark.long


def asks_for(person: Person, key: str) -> None:
    """A first call, in Ongar, for today."""
    person.dials(LINE).hears("shopping").presses(key).hears("Ongar").presses("2").hears("today").presses("1")
    person.hears("right").presses("1").hears("written down").is_hung_up_on()


def untouched(town: Town, *people: Person) -> bool:
    """Nothing is held against any of them."""
    seen = [town.volunteer(one) for one in people]
    return all((one.asks, one.quiet_until, one.failed_at, one.unanswered) == ((), None, None, 0) for one in seen)


def says_yes(person: Person, *, within: float = 1200) -> None:
    person.picks_up(within=within).hears("yes, press 1").presses("1").hears("It's yours").presses("2").is_hung_up_on()


@pytest.mark.parametrize("sip", ["503", "408", "404"])
def test_an_incident_of_an_hour_rests_nobody(town: Town, sip: str) -> None:
    """Two requests, every call fails: one item about the carrier, and no number counts as dead, whatever it says."""
    helpers = [town.ben, town.ali, town.priya, town.gwen]
    town.joins(*helpers)
    town.exchange.carriers.incident = sip
    asks_for(town.rosa, "1")
    asks_for(town.emil, "2")
    town.rosa.waits(3600)
    assert untouched(town, *helpers)
    assert (rang(*helpers), calls_counted(town) > 0) == ([0] * 4, True)
    items = [each for each in town.store.requests(GROUP) if each.reason in (Reason.CARRIER, Reason.NUMBER)]
    assert [each.reason for each in items if each.state in ("open", "draft")] == [Reason.CARRIER]
    town.exchange.carriers.incident = ""
    for helper in helpers:
        helper.when_rung(LetsItRing())
    town.ben.when_rung(None)
    says_yes(town.ben, within=3600)


def test_a_dead_number_before_one_that_failed_is_no_incident(town: Town) -> None:
    """Nobody has Ben's number, and Ali is out of reach: nobody is told that the phone company refuses our calls."""
    town.joins(town.ben, town.ali, town.priya)
    town.ben.when_rung(Unreachable(sip="404"))
    town.ali.when_rung(Unreachable(sip="480"))
    town.asks_for_shopping(town.rosa)
    says_yes(town.priya, within=10)
    assert Reason.NUMBER in town.items()
    assert Reason.CARRIER not in town.items()
    assert town.volunteer(town.ben).quiet_until is not None
    assert (town.volunteer(town.ali).quiet_until, town.volunteer(town.ali).failed_at is None) == (None, False)


def test_two_dead_numbers_side_by_side_both_rest(town: Town) -> None:
    """Only a third in a row makes an incident of it."""
    town.joins(town.ben, town.ali, town.priya)
    town.ben.when_rung(Unreachable(sip="404"))
    town.ali.when_rung(Unreachable(sip="604"))
    town.asks_for_shopping(town.rosa)
    says_yes(town.priya, within=10)
    assert [town.volunteer(one).quiet_until is not None for one in (town.ben, town.ali)] == [True, True]
    assert Reason.CARRIER not in town.items()


@pytest.mark.parametrize("sip", ["480", "503"])
def test_two_phones_that_are_off_are_not_the_phone_company(town: Town, sip: str) -> None:
    """Ben's and Ali's phones are off, and Priya says yes: no coordinator hears that our calls are refused."""
    town.joins(town.ben, town.ali, town.priya)
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    for helper in (town.ben, town.ali):
        helper.when_rung(Unreachable(sip=sip))
    town.asks_for_shopping(town.rosa)
    says_yes(town.priya, within=10)
    town.gwen.is_not_rung(for_seconds=60)
    assert Reason.CARRIER not in town.items()
    seen = [town.volunteer(one) for one in (town.ben, town.ali)]
    assert [(one.quiet_until, one.failed_at is None) for one in seen] == [(None, False)] * 2


@pytest.mark.parametrize("error", ["32017", "32016", "13224"])
def test_twilios_own_word_for_it_outweighs_the_carriers_code(town: Town, error: str) -> None:
    """Blocked as spam, no phone found in time, no carrier to deliver it: that is no number that nobody has."""
    town.joins(town.ben)
    town.exchange.carriers.incident, town.exchange.carriers.error = "404", error
    town.asks_for_shopping(town.rosa)
    town.rosa.waits(60)
    assert town.offers()[0].outcome == "failed"
    assert (town.volunteer(town.ben).quiet_until, Reason.NUMBER in town.items()) == (None, False)


@pytest.mark.parametrize("refused", [True, False], ids=["at placing", "when its turn comes"])
def test_one_call_too_many_is_nobodys_fault(town: Town, *, refused: bool) -> None:
    """Error 10004, at placing or when its turn comes: the same phone is tried again, and rings once there is room."""
    town.joins(town.ben, town.ali)
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("2").hears("today").presses("1")
    town.rosa.hears("right").presses("1").hears("written down")
    if refused:
        town.exchange.standing.at_once = 0
    else:
        town.exchange.carriers.incident, town.exchange.carriers.error = "503", "10004"
    town.rosa.is_hung_up_on()
    town.rosa.waits(300)
    request = town.request()
    assert {(one.volunteer, one.state, one.outcome) for one in town.offers()} == {
        (town.volunteer(town.ben).id, OfferState.FAILED, "10004")
    }
    assert (untouched(town, town.ben, town.ali), request.misses, calls_counted(town)) == (True, 0, 0)
    assert len(town.offers()) < 12
    assert Reason.CARRIER in town.items()
    town.exchange.standing.at_once = None
    town.exchange.carriers.incident = town.exchange.carriers.error = ""
    says_yes(town.ben, within=310)


def test_a_phone_that_rings_late_is_a_phone_that_rang(town: Town) -> None:
    """Ten seconds from dialling to ringing: Ben hears the ask, and it is his."""
    town.joins(town.ben)
    town.exchange.carriers.post_dial = 10.0
    town.asks_for_shopping(town.rosa)
    says_yes(town.ben, within=12)
    assert town.holder(town.ben)


def test_a_phone_that_no_carrier_finds_gives_way_to_the_next(town: Town) -> None:
    """A minute of silence after dialling, twice: then Ali is asked. Ben has not failed to answer anything."""
    town.joins(town.ben, town.ali)
    town.exchange.carriers.post_dial = 70.0
    town.asks_for_shopping(town.rosa)
    town.rosa.waits(100)
    town.exchange.carriers.post_dial = 0.0
    says_yes(town.ali, within=120)
    ben = town.volunteer(town.ben)
    assert (ben.asks, ben.unanswered, ben.quiet_until, rang(town.ben)) == ((), 0, None, [0])
