"""Whoever is asked while they are on the phone with the line itself is engaged, and that is no fault of theirs."""

from __future__ import annotations

from hotline.records import OfferState
from infra.local.exchange import Busy
from tests.stories.town import LINE, Town


def test_who_phones_the_line_is_not_counted_as_not_answering(town: Town) -> None:
    """It never rang: the fifth in a row is no week's rest, and it is their turn again as soon as they have hung up."""
    town.joins(town.ben, unanswered=4)
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("2").hears("today").presses("1")
    town.rosa.hears("right").presses("1").hears("written down")
    town.ben.dials(LINE).hears("anything else")
    town.rosa.hangs_up()
    town.ben.waits(5).hangs_up()
    assert town.ben.found_engaged() == 1
    ben = town.volunteer(town.ben)
    assert (ben.unanswered, ben.quiet_until, ben.asks) == (4, None, ())
    assert [(offer.state, offer.outcome) for offer in town.offers()] == [(OfferState.FAILED, "busy")]
    town.ben.picks_up(within=120).hears("shopping", "yes, press 1").presses("1").hears("It's yours").hangs_up()


def test_who_talks_with_somebody_else_did_not_answer(town: Town) -> None:
    """Engaged with anybody but the line: the next neighbour is asked, and it counts as before."""
    town.joins(town.ben)
    town.ben.when_rung(Busy())
    town.asks_for_shopping(town.rosa)
    town.ben.waits(60)
    assert town.offers()[0].state is OfferState.UNANSWERED
    assert town.volunteer(town.ben).unanswered == 1
