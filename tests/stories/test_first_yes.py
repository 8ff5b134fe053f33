"""From the resident's ring to two neighbours talking (issue 3)."""

from __future__ import annotations

from hotline.records import OfferState, RequestState
from infra.local.exchange import LetsItRing, Voicemail
from tests.stories.town import LINE, Town


def test_the_first_does_not_hear_the_second_is_voicemail_the_third_cannot_the_fourth_says_yes(town: Town) -> None:
    """Neighbours are rung in turn until one accepts; the two talk; each sees only the line's number."""
    town.joins(town.ben, town.ali, town.priya, town.gwen)
    town.ben.when_rung(LetsItRing())
    town.ali.when_rung(Voicemail())

    town.asks_for_shopping(town.rosa)
    town.priya.picks_up().hears("shopping", "Ongar", "today").presses("3").hears("tomorrow").is_hung_up_on()
    town.gwen.picks_up().hears("yes, press 1").presses("1").hears("It's yours", "pen").presses("1")
    town.rosa.picks_up().hears("Brentwood Mutual Aid")
    town.gwen.talks_with(town.rosa, seconds=60)
    town.rosa.hangs_up()
    town.gwen.hears("arranged").presses("1").hears("thank you").is_hung_up_on().waits(2)

    assert town.request().state == RequestState.SPOKEN
    assert town.holder(town.gwen)
    assert [offer.state for offer in town.offers()] == [
        OfferState.UNANSWERED,
        OfferState.UNANSWERED,
        OfferState.PASSED,
        OfferState.ACCEPTED,
    ]
    assert {display for person in (town.rosa, town.gwen) for display in person.displays} == {LINE}


def test_two_ring_at_once_and_whoever_is_second_hears_a_kind_word(town: Town) -> None:
    """After three without a yes two phones ring; both press 1; one of them has it (faults 8 and 20)."""
    town.joins(town.ben, town.ali, town.priya, town.gwen, town.emil)
    town.asks_for_shopping(town.rosa)
    for person in (town.ben, town.ali, town.priya):
        person.picks_up().hears("yes, press 1").presses("2").is_hung_up_on()
    town.gwen.picks_up()
    town.emil.picks_up()
    town.gwen.hears("yes, press 1").presses("1")
    town.emil.hears("yes, press 1").presses("1")
    town.gwen.hears("It's yours")
    town.emil.hears("neighbour took it just before you").is_hung_up_on()
    assert town.holder(town.gwen)
    town.gwen.presses("2").hears("quarter of an hour").is_hung_up_on()
