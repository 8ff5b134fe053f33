"""How phones behave when a volunteer is rung, and when there is no volunteer (faults 11, 12, 15, 16, 17, 19)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hotline.records import Need, OfferState, Reason, RequestState
from infra.local.exchange import Busy, LetsItRing, Rejects, Unreachable, Voicemail
from infra.local.exchange.reactions import Reaction
from tests.stories.town import START, Town


def says_no(town: Town) -> None:
    """Ali is rung, and cannot."""
    town.ali.picks_up(within=120).hears("yes, press 1").presses("2").is_hung_up_on()


def test_fault_11_voicemail_answers(town: Town) -> None:
    """It talks over the ask, beeps and records: nothing is accepted, nothing private said, the next one is rung."""
    town.joins(town.ben, town.ali)
    town.ben.when_rung(Voicemail(records_seconds=100))
    request = town.asks_for_shopping(town.rosa)
    town.ali.picks_up(within=120)
    assert town.ben.on_call  # it still records, and a machine is not a human for long
    town.ali.hears("yes, press 1").presses("1").hears("It's yours").presses("3").is_hung_up_on()
    town.ali.waits(90)
    town.ben.hears_nothing_of(*request.words.split(), "0123", "0 1 2 3", "It's yours")
    ben, ali = town.offers()
    assert (ben.state, ben.outcome, ali.state) == (OfferState.UNANSWERED, "no-key", OfferState.ACCEPTED)


@pytest.mark.parametrize("keys", ["79", "6", "#*9"])
def test_fault_12_a_fax_or_a_pocket_presses_keys(town: Town, keys: str) -> None:
    """Only one certain key accepts: whatever else is pressed, the next volunteer is rung."""
    town.joins(town.ben, town.ali)
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("shopping").fumbles(keys).is_hung_up_on()
    says_no(town)
    assert [offer.state for offer in town.offers()] == [OfferState.UNANSWERED, OfferState.PASSED]


@pytest.mark.long
def test_fault_12_the_right_key_on_an_offer_that_is_no_longer_open(town: Town) -> None:
    """A pocket presses 1 when the neighbour has it: nothing is accepted."""
    town.joins(town.ben, town.ali, town.priya, town.gwen, town.emil)
    town.asks_for_shopping(town.rosa)
    for person in (town.ben, town.ali, town.priya):
        person.picks_up().hears("yes, press 1").presses("2").is_hung_up_on()
    town.gwen.picks_up()
    town.emil.picks_up().hears("shopping")
    town.gwen.hears("yes, press 1").presses("1").hears("It's yours").presses("3").is_hung_up_on()
    town.emil.fumbles("1").hears("just before you").is_hung_up_on()
    assert town.holder(town.gwen)


@pytest.mark.parametrize(
    ("reaction", "state", "outcome"),
    [
        (Busy(), OfferState.UNANSWERED, "busy"),
        (Rejects(), OfferState.UNANSWERED, "busy"),
        (LetsItRing(), OfferState.UNANSWERED, "no-answer"),
        (Unreachable(), OfferState.FAILED, "failed"),
    ],
)
def test_fault_15_the_chain_never_stalls(town: Town, reaction: Reaction, state: OfferState, outcome: str) -> None:
    """Busy, rejected, unreachable, no answer: the next one is rung. A rest of an hour, but where it never rang."""
    town.joins(town.ben, town.ali)
    town.ben.when_rung(reaction)
    town.asks_for_shopping(town.rosa)
    says_no(town)
    offer = town.offers()[0]
    ben = town.volunteer(town.ben)
    never_rang = outcome == "failed"
    assert (offer.state, offer.outcome) == (state, outcome)
    assert (ben.asks, ben.quiet_until) == (() if never_rang else (offer.reserved_at,), None)
    assert len(town.ben.displays) <= 1


@pytest.mark.parametrize("sip", ["404", "410", "484", "604"])
def test_fault_16_a_number_that_nobody_has_is_rested_and_a_coordinator_told(town: Town, sip: str) -> None:
    """Known only when it is rung: it fails, it is not rung again for a week, and the chain goes on."""
    town.joins(town.ben, town.ali)
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    town.ben.when_rung(Unreachable(sip=sip))
    town.asks_for_shopping(town.rosa)
    says_no(town)
    town.gwen.answers().hears("a phone that we cannot ring").presses("1").hears("thank you").is_hung_up_on().waits(5)
    assert town.items()[Reason.NUMBER].state == RequestState.DONE
    paused = town.volunteer(town.ben).quiet_until
    assert paused
    assert paused - START > timedelta(days=7)


def test_fault_17_there_is_no_volunteer(town: Town) -> None:
    """Said honestly, a coordinator told at once; and when somebody joins, they are rung in the next round."""
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    town.asks_for_shopping(town.rosa)
    town.rosa.hears("there is no neighbour for this yet")
    town.gwen.answers(within=60).hears("shopping", "there is no volunteer").presses("2").is_hung_up_on()
    town.joins(town.ben)
    town.ben.picks_up(within=1200).hears("yes, press 1").presses("1").hears("It's yours").presses("3").is_hung_up_on()
    assert town.holder(town.ben)


def test_fault_17_nobody_is_able(town: Town) -> None:
    """There are volunteers, elsewhere: it is kept, tried each round, and a coordinator is told in half an hour."""
    town.joins(town.ben, areas=frozenset({"brentwood"}))
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    town.asks_for_shopping(town.rosa)
    town.ben.is_not_rung(for_seconds=1700)
    town.gwen.answers(within=200).hears("waited too long").presses("1").hears("It's yours").presses("1")
    town.rosa.picks_up()
    town.gwen.talks_with(town.rosa)
    town.rosa.hangs_up()
    town.gwen.hears("arranged").presses("1").hears("thank you").is_hung_up_on()
    assert town.holder(town.gwen)
    assert town.request().need == Need.SHOPPING


def test_fault_17_the_next_round_keeps_its_time_when_a_coordinator_is_told(town: Town) -> None:
    """After 15 minutes, then an hour: being told of at 30 minutes begins no round."""
    town.joins(town.ben)
    town.joins(town.ali, quiet_until=START + timedelta(minutes=20))
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("yes, press 1").presses("2").is_hung_up_on()
    town.ali.is_not_rung(for_seconds=70 * 60).picks_up().hears("yes, press 1").presses("2").is_hung_up_on()
    assert Reason.WAITING in town.items()


def test_fault_19_a_volunteer_who_never_answers(town: Town) -> None:
    """After five in a row: a week's rest."""
    town.joins(town.ben, unanswered=4)
    town.joins(town.ali)
    town.ben.when_rung(LetsItRing())
    town.asks_for_shopping(town.rosa)
    says_no(town)
    ben = town.volunteer(town.ben)
    assert ben.quiet_until
    assert ben.quiet_until - START > timedelta(days=7)
    assert ben.unanswered == 0


def test_fault_19_also_if_no_callback_tells_of_it(town: Town) -> None:
    """The sweep counts like the callback."""
    town.joins(town.ben, unanswered=4)
    town.joins(town.ali)
    town.ben.when_rung(LetsItRing())
    town.exchange.faults.drop("CallStatus=no-answer")
    town.asks_for_shopping(town.rosa)
    says_no(town)
    assert town.volunteer(town.ben).quiet_until
    town.exchange.expects_error("did not answer within 15 seconds")


def test_fault_19_who_picks_up_once_begins_anew(town: Town) -> None:
    """A no thanks is an answer."""
    town.joins(town.ali, unanswered=4)
    town.asks_for_shopping(town.rosa)
    says_no(town)
    assert (town.volunteer(town.ali).unanswered, town.volunteer(town.ali).quiet_until) == (0, None)
