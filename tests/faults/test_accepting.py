"""One yes counts, and everybody else hears a kind word (faults 8, 9, 10, 18, 20)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from hotline.dispatch.request_end import end_request
from hotline.records import OfferState, Request, RequestState
from hotline.store import Store
from infra.local.exchange import Person
from tests.faults.worlds import breaking
from tests.stories.arranged import says_it_is_arranged
from tests.stories.town import GROUP, LINE, Town


class AnswerLost(Store):
    """A database whose first answer to an acceptance is lost, so that the client asks again."""

    def accept(self, group: str, request_id: str, **given: Any) -> Request | None:
        super().accept(group, request_id, **given)
        return super().accept(group, request_id, **given)


def two_ring(town: Town) -> None:
    """Three have said no, so Gwen's phone and Emil's ring at once."""
    town.joins(town.ben, town.ali, town.priya, town.gwen, town.emil)
    town.asks_for_shopping(town.rosa)
    for person in (town.ben, town.ali, town.priya):
        person.picks_up().hears("yes, press 1").presses("2").is_hung_up_on()
    town.gwen.is_rung()
    town.emil.is_rung()


def says_yes(person: Person) -> None:
    """And talks with the resident later."""
    person.picks_up().hears("yes, press 1").presses("1").hears("It's yours").presses("3").is_hung_up_on()


def test_fault_08_two_press_1_in_the_same_instant(town: Town) -> None:
    """One conditional write decides; the other hears that a neighbour was just before, and keeps the turn."""
    two_ring(town)
    before = town.volunteer(town.emil).joined_at
    town.gwen.picks_up()
    town.emil.picks_up()
    town.gwen.hears("yes, press 1")
    town.emil.hears("yes, press 1")
    town.gwen.fumble("1")
    town.emil.fumble("1")
    town.gwen.hears("It's yours")
    town.emil.hears("just before you", "keep your place").is_hung_up_on().hears_nothing_of("It's yours")
    town.gwen.presses("3").is_hung_up_on().waits(5)
    assert town.holder(town.gwen)
    assert sorted(offer.state for offer in town.offers()[-2:]) == [OfferState.ACCEPTED, OfferState.TOO_LATE]
    assert town.volunteer(town.emil).asked_at == before


def test_fault_09_the_database_finds_its_own_write(town: Town) -> None:
    """Open, or already mine: whoever has won hears that it is theirs."""
    town.joins(town.ben)
    with breaking(town, store=AnswerLost()):
        town.asks_for_shopping(town.rosa)
        says_yes(town.ben)
        town.ben.waits(5)
    assert town.holder(town.ben)
    assert town.offers()[0].state == OfferState.ACCEPTED


def test_fault_10_the_same_volunteer_presses_1_twice(town: Town) -> None:
    """The second time is the first once more: the same answer, and nothing else happens."""
    town.joins(town.ben, town.ali)
    town.asks_for_shopping(town.rosa)
    town.exchange.faults.repeat("Digits=1")
    says_yes(town.ben)
    town.ben.waits(60)
    assert town.holder(town.ben)
    assert len(town.offers()) == 1


def test_fault_10_an_hour_later_it_is_the_truth_that_counts(town: Town) -> None:
    """Ben's key reaches us an hour late, and Ali has it by then: it stays with Ali."""
    town.joins(town.ben, town.ali)
    town.asks_for_shopping(town.rosa)
    town.exchange.faults.delay("Digits=1", seconds=3600)
    town.ben.picks_up().hears("yes, press 1").presses("1").is_hung_up_on()
    says_yes(town.ali)
    says_it_is_arranged(town.ali.answers(within=1200).hears("you said yes")).hears("thank you").is_hung_up_on()
    town.ali.waits(3600)
    assert town.holder(town.ali)
    assert [offer.state for offer in town.offers()][:2] == [OfferState.TOO_LATE, OfferState.ACCEPTED]
    town.exchange.expects_error("did not answer within 15 seconds")


def test_fault_18_a_volunteer_on_a_call_for_one_request_is_not_rung_for_another(town: Town) -> None:
    """Also while talking with a resident: the other request waits, and is asked when the phone is down."""
    town.joins(town.ben, rest=timedelta(0), daily_cap=9)
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("yes, press 1").presses("1").hears("It's yours")
    town.emil.dials(LINE).hears("shopping").presses("1").hears("Ongar").hangs_up()
    town.ben.presses("1")
    town.rosa.picks_up()
    town.ben.talks_with(town.rosa, seconds=200)
    town.rosa.hangs_up()
    town.ben.hears("arranged").presses("1").hears("thank you").is_hung_up_on()
    town.ben.picks_up(within=120).hears("yes, press 1").presses("2").is_hung_up_on()
    assert len(town.ben.displays) == 2


def test_fault_20_another_phone_stops_ringing(town: Town) -> None:
    """At once; and the place is given back."""
    two_ring(town)
    before = town.volunteer(town.emil).joined_at
    says_yes(town.gwen)
    assert not town.emil.ringing
    assert town.offers()[-1].state == OfferState.TOO_LATE
    assert town.volunteer(town.emil).asked_at == before
    assert town.volunteer(town.emil).unanswered == 0


@pytest.mark.long
def test_fault_20_the_phone_company_cannot_stop_it_and_it_is_picked_up(town: Town) -> None:
    """A kind word, and the place is given back all the same; and the accepted request goes its way."""
    two_ring(town)
    before = town.volunteer(town.emil).joined_at
    town.exchange.faults.rest("Status=canceled", status=503)
    town.gwen.picks_up().hears("yes, press 1").presses("1").hears("It's yours").waits(2)
    assert town.offers()[-1].state == OfferState.TOO_LATE
    assert town.volunteer(town.emil).asked_at == before
    town.emil.picks_up().hears("thank you", "just before you").is_hung_up_on()
    town.gwen.presses("3").is_hung_up_on().answers(within=1200).hears("you said yes")
    says_it_is_arranged(town.gwen).is_hung_up_on()
    assert town.request().state == RequestState.SPOKEN


def test_fault_20_no_longer_needed_while_a_phone_rings(town: Town) -> None:
    """It has ended by the time that the phone is picked up: a kind word, and nothing to accept."""
    town.joins(town.ben)
    request = town.asks_for_shopping(town.rosa)
    town.ben.is_rung()
    assert end_request(town.world, GROUP, request.id, state=RequestState.CANCELLED)
    town.ben.picks_up().hears("thank you", "no longer needed").is_hung_up_on().waits(120)
    assert town.request().state == RequestState.CANCELLED
    assert town.offers()[0].state == OfferState.TOO_LATE
