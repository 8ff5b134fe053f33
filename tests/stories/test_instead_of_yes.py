"""What a volunteer may say instead of yes: in ten minutes, not today, never again (issue 3, item 6)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hotline.records import Need, OfferState
from tests.stories.town import GROUP, LINE, Town


def test_ring_me_in_ten_minutes(town: Town) -> None:
    """Others are asked meanwhile; if it is still open then, the phone rings, whatever rest and cap say."""
    town.joins(town.ben, town.ali)
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("ten minutes, 4").presses("4").hears("we ring you in ten minutes").is_hung_up_on()
    town.ali.picks_up().hears("shopping").presses("2").is_hung_up_on()
    town.ben.is_not_rung(for_seconds=8 * 60)
    town.ben.picks_up(within=180).hears("shopping").presses("1").hears("It's yours").presses("3").is_hung_up_on()
    assert town.holder(town.ben)


@pytest.mark.long
def test_not_today_is_peace_until_tomorrow(town: Town) -> None:
    """No other request is put to them today either."""
    town.joins(town.ben, rest=timedelta())
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("not today, 3").presses("3").hears("until tomorrow").is_hung_up_on()
    town.emil.dials(LINE).hears("medicines").presses("2").hears("Ongar").hangs_up()
    town.ben.is_not_rung(for_seconds=3 * 3600)
    paused = town.volunteer(town.ben).paused_until
    assert paused
    assert paused.isoformat() == "2026-11-25T00:00:00+00:00"


def test_stop_these_calls_is_asked_twice_and_ends_them(town: Town) -> None:
    """Out of every rotation, with thanks; the request goes on."""
    town.joins(town.ben, rest=timedelta())
    town.joins(town.ali)
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("stop these calls, 8").presses("8").hears("for good, press 8 again").presses("8")
    town.ben.hears("we will not ring you any more", "thank you for all you did").is_hung_up_on()
    town.ali.picks_up().hears("shopping").presses("2").is_hung_up_on()
    town.emil.dials(LINE).hears("medicines").presses("2").hears("Ongar").hangs_up()
    town.ben.is_not_rung(for_seconds=50 * 60)
    assert town.volunteer(town.ben).stopped
    there = {need: town.store.places(GROUP, need) for need in (Need.MEDICINES, Need.DOG)}
    assert [place.left for place in there[Need.MEDICINES]] == [False], "whoever was picked after him has met his place"
    assert [place.left for place in there[Need.DOG]] == [True, False]


def test_stop_these_calls_pressed_by_mistake_keeps_things_as_they_are(town: Town) -> None:
    """Silence at the second question leads back to the first: they may have wanted to say yes, or no thanks."""
    town.joins(town.ben, rest=timedelta())
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("stop these calls").presses("8").hears("to keep them, just wait", "yes, press 1").presses(
        "2"
    )
    town.ben.is_hung_up_on()
    assert not town.volunteer(town.ben).stopped
    assert town.offers()[0].state == OfferState.PASSED


def test_one_step_back_from_a_yes_and_no_key(town: Town) -> None:
    """It stays theirs, and they hear so; nobody hears that somebody else is asked."""
    town.joins(town.ben)
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("yes, press 1").presses("1").hears("It's yours").presses("#").hears("yes, press 1")
    town.ben.hears("it stays yours").hears_nothing_of("somebody else").is_hung_up_on()
    assert town.holder(town.ben)
