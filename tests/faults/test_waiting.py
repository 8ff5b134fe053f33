"""What goes wrong while somebody waits on the line: nobody is left in a queue, and the request is never lost."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from hotline.records import OfferKind, Reason, Request, RequestState
from hotline.store import Store
from infra.local.exchange import LetsItRing, PicksUp, Voicemail
from tests.faults.worlds import Died, breaking
from tests.faults_later.database import Database
from tests.stories.town import LINE, Town
from tests.stories.waited import says_yes, waits

pytestmark = pytest.mark.long


def talk_and_arrange(town: Town) -> None:
    town.ben.talks_with(town.rosa)
    town.rosa.hangs_up()
    town.ben.hears("arranged").presses("1").is_hung_up_on().waits(90)
    assert town.request().state == RequestState.SPOKEN
    assert town.request().waits_until is None


@pytest.mark.parametrize("seconds", [0.1, 2, 14, 22, 29, 31, 37])
def test_fault_21_she_hangs_up_at_any_moment_of_the_wait(town: Town, seconds: float) -> None:
    """It changes nothing but that: the request goes on, and she is rung."""
    town.joins(town.ali, town.priya, town.ben)
    town.ali.when_rung(LetsItRing())
    town.priya.when_rung(LetsItRing())
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("2").hears("today").presses("1")
    town.rosa.hears("right").presses("1").hears("to wait on the line, press 6").presses("6").waits(seconds).hangs_up()
    town.ben.picks_up(within=25).hears("yes, press 1").presses("1").hears("to be joined, press 1").presses("1")
    town.rosa.picks_up().hears("with a neighbour")
    talk_and_arrange(town)


def test_she_hangs_up_in_the_very_second_of_the_yes(town: Town) -> None:
    """The queue is empty: the neighbour is told so, and rings her by one key."""
    town.joins(town.ben)
    waits(town)
    town.ben.picks_up(within=5).hears("yes, press 1").presses("1")
    town.rosa.hangs_up()
    town.ben.hears("they are on the line", "just put the phone down", "still yours", "to ring them, press 1")
    town.ben.presses("1")
    town.rosa.picks_up().hears("with a neighbour")
    talk_and_arrange(town)


def test_she_presses_1_in_the_very_second_of_the_yes(town: Town) -> None:
    """She hears that a neighbour has said yes and rings her; the neighbour does so by one key."""
    town.joins(town.ben)
    waits(town).hears("rung back instead")
    town.ben.picks_up(within=5).hears("yes, press 1").presses("1")
    town.rosa.presses("1").hears("a neighbour has said yes, and rings you", "put the phone down").is_hung_up_on()
    town.ben.hears("just put the phone down").presses("1")
    town.rosa.picks_up().hears("with a neighbour")
    talk_and_arrange(town)


def test_she_presses_1_a_second_before_the_yes(town: Town) -> None:
    """She is rung, as anybody."""
    town.joins(town.ben)
    waits(town).hears("rung back instead")
    town.ben.picks_up(within=5).hears("yes, press 1")
    town.rosa.presses("1").hears("we ring you back").is_hung_up_on()
    town.ben.presses("1").hears("to be joined, press 1").presses("1")
    town.rosa.picks_up().hears("with a neighbour")
    talk_and_arrange(town)


def test_whoever_said_yes_hangs_up_before_they_are_joined(town: Town) -> None:
    """She hears of the yes, and is not kept; the neighbour is rung about it, and then they talk."""
    town.joins(town.ben)
    waits(town)
    town.ben.picks_up(within=5).hears("yes, press 1").presses("1").hangs_up()
    town.rosa.hears("a neighbour has said yes, and is coming on the line")
    town.rosa.hears("you need not wait any longer", "rings you", "put the phone down now").is_hung_up_on()
    town.ben.answers(within=1000).hears("you said yes", "to be joined, press 1").presses("1")
    town.rosa.picks_up()
    talk_and_arrange(town)
    assert [offer.kind for offer in town.offers()][:2] == [OfferKind.ASK, OfferKind.CHECK]


def test_who_has_no_number_hangs_up_in_the_very_second_of_the_yes(town: Town) -> None:
    """It is nobody's, and a coordinator is told of it, as of everybody who left no number."""
    town.joins(town.ben)
    town.rosa.dials(LINE, withheld="anonymous").hears("shopping").presses("1").hears("Ongar").presses("2")
    town.rosa.hears("today").presses("1").hears("you can wait on the line").presses("1").hears("two neighbours")
    town.ben.picks_up(within=5).hears("yes, press 1").presses("1")
    town.rosa.hangs_up()
    town.ben.hears("left no number", "not yours after all", "thank you").is_hung_up_on().waits(90)
    assert (town.request().state, town.request().taken_by) == (RequestState.OPEN, None)
    assert town.items()[Reason.NUMBER].about == town.request().id


@pytest.mark.parametrize("fault", [{"status": 503}, {"status": None}, {"status": 429, "code": 20429}])
def test_a_queue_that_twilio_does_not_delete_is_deleted_later(town: Town, fault: dict[str, Any]) -> None:
    """In a quarter of an hour; nothing else waits for it."""
    town.exchange.faults.rest("Queues", **fault)
    town.joins(town.ben)
    town.ben.when_rung(LetsItRing())
    waits(town).waits(20).hangs_up().waits(300)
    assert list(town.exchange.queues)
    town.rosa.waits(900)
    assert list(town.exchange.queues) == []


def test_fault_11_voicemail_picks_up_while_she_waits(town: Town) -> None:
    """It presses nothing, and she waits for the next."""
    town.joins(town.ali, town.ben)
    town.ali.when_rung(Voicemail(after=3))
    waits(town)
    says_yes(town.ben)
    talk_and_arrange(town)


def test_it_is_cancelled_from_another_phone_while_she_waits(town: Town) -> None:
    """She need not wait, and is promised nothing more."""
    town.joins(town.ben)
    town.ben.when_rung(PicksUp(after=15))
    waits(town).waits(5)
    town.store.schedule(town.request(), next_action_at=town.world.now(), cancelled_at=town.world.now())
    town.rosa.hears("you need not wait any longer", "goodbye").hears_nothing_of("we ring you back").is_hung_up_on()
    assert town.request().state == RequestState.CANCELLED


def test_fault_01_every_webhook_of_the_wait_comes_twice(town: Town) -> None:
    """The same story, and one of everything."""
    town.exchange.faults.repeat("line.example", times=None)
    town.joins(town.ben)
    waits(town).waits(15)
    says_yes(town.ben)
    talk_and_arrange(town)
    assert len(town.offers()) == 1


def test_fault_03_no_word_comes_that_she_has_hung_up(town: Town) -> None:
    """Neither the queue's nor the call's: after three news that nobody heard she is taken to have gone."""
    town.exchange.faults.drop("QueueResult=hangup")
    town.exchange.faults.drop("line.example/status ")
    town.joins(town.ben)
    waits(town).waits(5).hangs_up()
    town.ben.picks_up(within=5).hears("yes, press 1").presses("1").hears("they are on the line")
    town.ben.hears("just put the phone down").presses("1")
    town.rosa.picks_up()
    talk_and_arrange(town)
    town.exchange.expects_error("did not answer within 15 seconds")


def test_fault_03_no_word_of_the_queue_comes_but_that_the_call_is_over(town: Town) -> None:
    """That is enough: she is rung, as anybody."""
    town.exchange.faults.drop("QueueResult=hangup")
    town.joins(town.ben)
    waits(town).waits(5).hangs_up()
    town.ben.picks_up(within=5).hears("yes, press 1").presses("1").hears("to be joined, press 1").presses("1")
    town.rosa.picks_up()
    talk_and_arrange(town)
    town.exchange.expects_error("did not answer within 15 seconds")


def test_fault_28_the_database_is_slow_while_she_waits(town: Town) -> None:
    """One moment, please; and on with it, in the queue."""
    town.joins(town.ben, town.ali)
    town.ben.when_rung(Voicemail(after=15))
    town.ali.when_rung(LetsItRing())
    database = Database()
    with breaking(town, store=database):
        waits(town).hears("rung back instead")
        database.throttles("waits_until", times=20)
        town.rosa.hears("one moment")
        database.recover()
        town.rosa.hears("a phone was picked up", "we ring you back").is_hung_up_on()
    assert town.request().state == RequestState.OPEN


def test_fault_26_what_is_heard_in_the_queue_breaks(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    """Nothing can be recorded there: she leaves it, is told that she is rung back, and is."""
    town.joins(town.ben)
    with breaking(town, store=Broken()):
        waits_until_it_breaks(town)
    caplog.clear()
    town.ben.picks_up(within=5).hears("yes, press 1").presses("1").hears("to be joined, press 1").presses("1")
    town.rosa.picks_up()
    talk_and_arrange(town)


class Broken(Store):
    """It cannot tell how it goes."""

    def wait_on(self, group: str, request_id: str, *, until: datetime) -> Request | None:  # noqa: ARG002 -- the Store's
        raise Died


def waits_until_it_breaks(town: Town) -> None:
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("2").hears("today").presses("1")
    town.rosa.hears("right").presses("1").hears("to wait on the line, press 6").presses("6")
    town.rosa.hears("we ring you back", "by half past twelve").is_hung_up_on()
