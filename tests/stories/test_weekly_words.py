"""What recurs every week, said in one's own words: the recording lasts for as long as anything plays it (fault 47)."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest

from hotline.records import Reason, Request, RequestState
from infra.local.exchange import LetsItRing
from tests.stories.arranged import A_DAY
from tests.stories.phoning_in import phones_for_news
from tests.stories.town import LINE, Town, brentwood

FOR_WEEKS = {"groups": brentwood(policy={"sweep": timedelta(minutes=15)})}
pytestmark = [pytest.mark.long, pytest.mark.parametrize("town", [FOR_WEEKS], indirect=True, ids=["weeks"])]


@pytest.fixture
def talked(town: Town) -> Town:
    """Rosa has asked in her own words, every week; Ben has said yes, and the two have talked."""
    town.joins(town.ben, town.ali)
    town.rosa.dials(LINE).hears("anything else").presses("4").hears("in your own words, press 4").presses("4")
    town.rosa.hears("(beep)").says("Read me my post, please").presses("#").hears("Ongar").presses("2")
    town.rosa.hears("every week, press 3").presses("3").hears("right").presses("1").hears("written down")
    town.rosa.is_hung_up_on()
    town.ben.picks_up().hears("yes, press 1").presses("1").hears("It's yours").presses("1")
    town.rosa.picks_up()
    town.ben.talks_with(town.rosa)
    town.rosa.hangs_up()
    town.ben.hears("arranged").presses("1").hears("which day")
    return town


def stops(town: Town) -> None:
    """Rosa wishes no more of it."""
    phones_for_news(town.rosa).hears("every week, press 1").presses("1").hears("no more of it, press 5")
    town.rosa.presses("5").hears("if that is so, press 5").presses("5").hears("no more every week")
    town.rosa.is_hung_up_on().waits(60)


def this_weeks(town: Town) -> Request | None:
    return next((request for request in town.requests() if request.state is RequestState.OPEN), None)


def test_stopped_while_this_weeks_is_sought_its_words_stay(talked: Town) -> None:
    """This week's is still sought, and can be heard; with its end the recording is erased."""
    town = talked
    town.ben.presses("4").hears("in the morning").presses("1").hears("come again").presses("2").is_hung_up_on().waits(5)
    town.ben.answers(within=7 * A_DAY).hears("is it done").presses("1").hears("thank you so much").waits(5)
    town.rosa.picks_up(within=A_DAY).hears("press 1").presses("1").hears("last time").presses("2").hears("ring us")
    town.rosa.is_hung_up_on()
    for one in (town.ben, town.ali):
        one.when_rung(LetsItRing())
    while this_weeks(town) is None:
        town.rosa.waits(3600)
    stops(town)
    week = this_weeks(town)
    assert week
    assert week.note in town.exchange.recordings
    town.rosa.when_rung(LetsItRing())
    town.rosa.waits(14 * A_DAY)
    assert [request.state for request in town.requests()] == [RequestState.DONE, RequestState.UNMET]
    assert town.exchange.recordings == {}


def test_begun_by_the_resident_herself_the_words_outlive_the_first_request(talked: Town) -> None:
    """Ben did not say which day, so Rosa does; the first request is forgotten after a week."""
    town = talked
    town.ben.hangs_up()
    town.ben.answers(within=14 * A_DAY).hears("is it done").presses("1").hears("which day").hangs_up()
    for one in (town.ben, town.ali):
        one.when_rung(LetsItRing())
    town.rosa.picks_up(within=A_DAY).hears("press 1").presses("1").hears("every week", "which day").presses("4")
    town.rosa.hears("in the morning").presses("1").hears("last time").presses("2").hears("ring us").is_hung_up_on()
    town.rosa.when_rung(LetsItRing())
    town.rosa.waits(16 * A_DAY)
    assert town.requests()[0].note is None
    assert town.items()[Reason.SERIES].note in town.exchange.recordings


def test_a_carrier_that_erases_nothing_does_not_keep_a_request_from_ending(
    talked: Town, caplog: pytest.LogCaptureFixture
) -> None:
    """It is asked again, and a coordinator hears of it; once it does as it is asked, the words are gone."""
    town = talked
    town.ben.hangs_up().when_rung(LetsItRing())
    with caplog.at_level(logging.CRITICAL, logger="hotline"):
        town.exchange.faults.rest("DELETE", status=403, code=20003, times=50)
        phones_for_news(town.rosa).hears("to change or cancel, 3").presses("3").hears("to cancel it, press 5").presses(
            "5"
        )
        town.rosa.hears("press 5 again").presses("5").hears("it is cancelled").is_hung_up_on().waits(3600)
        assert town.requests()[0].state is RequestState.CANCELLED
        assert town.exchange.recordings
        town.rosa.waits(3 * A_DAY)
    assert Reason.ALARM in town.items()
    assert town.exchange.recordings == {}
