"""A phone that is engaged, or cannot be reached for a moment, is not a phone that was tried: it is tried again soon."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hotline.records import Reason, RequestState
from infra.local.exchange import Busy, LetsItRing, Person, Unreachable
from tests.stories.arranged import FOR_DAYS, arranged, reports, says_it_is_arranged
from tests.stories.phoning_in import rings_in
from tests.stories.test_promise_kept import asks, coordinate, let_it_ring
from tests.stories.town import Town

pytestmark = pytest.mark.long

HOUR = 3600
NINE = 23 * HOUR  # seconds, from ten in the morning
not_reached = pytest.mark.parametrize("reaction", [Busy(), Unreachable()], ids=["engaged", "fails"])


def waits_until(town: Town, hour: int, minute: int = 0, *, days: int = 0) -> None:
    at = town.world.now().replace(hour=hour, minute=minute, second=0) + timedelta(days=days)
    town.rosa.waits((at - town.world.now()).total_seconds())


def is_rung(town: Town, *, within: float = 2 * HOUR) -> Person:
    town.rosa.when_rung(None)
    return town.rosa.picks_up(within=within).hears("something to tell you").presses("1")


@pytest.fixture
def nobody_could(town: Town) -> Town:
    """There is no volunteer. Rosa has heard that nobody could yet; her shopping was wanted today."""
    town.asks_for_shopping(town.rosa)
    is_rung(town, within=3 * HOUR).hears("nobody could yet").hangs_up()
    return town


@not_reached
def test_engaged_at_nine_on_three_mornings_she_is_rung_later_on_each(
    nobody_could: Town, reaction: Busy | Unreachable
) -> None:
    """Her daughter rings her every morning at nine: each day the line's ring comes when she has put the phone down."""
    town = nobody_could
    for _ in range(3):
        waits_until(town, 8, 55, days=1)
        rung = len(town.rosa.displays)
        town.rosa.when_rung(reaction)
        waits_until(town, 9, 40)
        assert len(town.rosa.displays) == rung
        assert town.request().state is RequestState.OPEN
        town.rosa.when_rung(LetsItRing())
        waits_until(town, 12)
        assert len(town.rosa.displays) == rung + 1
    assert town.request().state is RequestState.UNMET


@not_reached
def test_never_free_on_three_days_it_ends_unmet(nobody_could: Town, reaction: Busy | Unreachable) -> None:
    """Six tries a day; a day on which none of them rang is one on which she could not be reached."""
    town = nobody_could
    town.rosa.when_rung(reaction)
    waits_until(town, 20, days=2)
    assert town.request().state is RequestState.OPEN
    waits_until(town, 20, days=1)
    assert town.request().state is RequestState.UNMET
    assert town.items()[Reason.UNTOLD].offers == 3 * 6


def test_a_number_that_nobody_has_is_tried_once_a_day(nobody_could: Town) -> None:
    """The carrier says that there is no such number: another try on that day would end alike."""
    town = nobody_could
    town.rosa.when_rung(Unreachable(sip="404"))
    waits_until(town, 20, days=3)
    assert town.request().state is RequestState.UNMET
    assert town.items()[Reason.UNTOLD].offers == 3


@not_reached
def test_the_ring_before_a_promised_time_is_made_again_until_it_rings(town: Town, reaction: Busy | Unreachable) -> None:
    """Rosa is on the phone a minute before the time that was said: she is rung when she is not."""
    coordinate(town, town.gwen, town.priya)
    let_it_ring(town.gwen, town.priya)
    asks(town.rosa).is_hung_up_on()
    town.rosa.when_rung(reaction)
    town.rosa.waits((timedelta(hours=2, minutes=28, seconds=30)).total_seconds())
    assert Reason.NOT_YET in town.items()
    is_rung(town, within=600).hears("nobody could yet").hangs_up()
    town.rosa.is_not_rung(for_seconds=2 * HOUR)


def test_on_the_phone_for_two_hours_she_is_still_told(town: Town) -> None:
    """A time that was said aloud is kept late rather than never."""
    coordinate(town, town.gwen, town.priya)
    let_it_ring(town.gwen, town.priya)
    asks(town.rosa).is_hung_up_on()
    town.rosa.when_rung(Busy())
    waits_until(town, 14, 45)
    is_rung(town, within=3 * HOUR).hears("nobody could yet").hangs_up()


def test_whoever_said_yes_and_is_on_the_phone_keeps_it(town: Town) -> None:
    """Twice engaged for a minute is no reason to ask somebody else: Ben is rung until it rings, and says how it is."""
    town.joins(town.ben, town.ali)
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("yes, press 1").presses("1").hears("It's yours").presses("3").is_hung_up_on()
    town.ben.when_rung(Busy())
    town.ben.waits(20 * 60)
    town.ben.when_rung(LetsItRing())
    town.ben.waits(10 * 60)
    town.ben.when_rung(Busy())
    town.ben.waits(20 * 60)
    town.ben.when_rung(None)
    says_it_is_arranged(town.ben.answers(within=1200).hears("it is arranged, 2")).is_hung_up_on()
    assert town.holder(town.ben)


@pytest.mark.parametrize("town", [FOR_DAYS], indirect=True, ids=["days"])
def test_engaged_in_the_evening_whoever_has_it_is_asked_that_evening_whether_it_is_done(town: Town) -> None:
    """Help of today is asked about at seven; two hours later it would be the next morning."""
    town.joins(town.ben)
    arranged(town)
    town.ben.when_rung(Busy())
    waits_until(town, 19, 20)
    town.ben.when_rung(None)
    town.ben.answers(within=1800).hears("is it done").presses("1").is_hung_up_on()


@pytest.mark.parametrize("town", [FOR_DAYS], indirect=True, ids=["days"])
def test_engaged_when_it_is_asked_how_it_went_she_is_rung_on_the_same_day(town: Town) -> None:
    """She has asked for that ring, and the next one would be tomorrow's."""
    town.joins(town.ben)
    arranged(town, ring_after=True)
    town.rosa.when_rung(Busy())
    reports(town)
    waits_until(town, 9, 5, days=1)
    town.rosa.when_rung(None)
    is_rung(town, within=HOUR).hears("shopping").hangs_up()


@not_reached
def test_whoever_phoned_in_and_is_on_the_phone_already_is_rung_back(town: Town, reaction: Busy | Unreachable) -> None:
    """Two calls within a minute that met another call of hers are no ring straight back."""
    town.joins(town.ben)
    town.ben.when_rung(LetsItRing())
    town.asks_for_shopping(town.rosa)
    rings_in(town.rosa)
    town.rosa.when_rung(reaction)
    town.rosa.waits(200)
    town.rosa.when_rung(None)
    town.rosa.picks_up(within=600).hears("ringing you back").presses("1").hears("asked so far").hangs_up()
