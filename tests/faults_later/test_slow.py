"""Slow, crowded or gone: the database, and we ourselves (faults 26, 27, 28, 43)."""

from __future__ import annotations

import pytest

from hotline.conversation.trail import Spot
from hotline.numbers import PhoneNumber
from hotline.records import Need, OfferState, Reason, RequestState
from infra.local.exchange import LetsItRing
from infra.local.virtual import BASE
from tests.faults_later.database import Database
from tests.faults_later.strangers import dials_in, post
from tests.faults_later.test_dialled_in import IN_A_QUEUE
from tests.stories.town import GROUP, LINE, Town

# What only these writes hold: of a draft its need, of an acceptance the time and the offer.
_DRAFT, _WRITE_DOWN, _ACCEPT = "made_at", "promised_at", "taken_offer"
_TILL_BUSY = 7  # throttled so often, the store gives up


def test_fault_26_a_slow_database_is_one_moment_please_and_the_pressed_key_counts(
    town: Town, database: Database
) -> None:
    """Two timeouts are the inner limit: then kind words, and on with what was keyed."""
    database.times_out(_DRAFT, times=2)
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("one moment, please", "Ongar").presses("2")
    town.rosa.hears("today").hangs_up()
    assert town.request().need == Need.SHOPPING


def test_fault_26_each_answer_of_the_call_may_meet_it(town: Town, database: Database) -> None:
    """Nothing is asked twice for it, and nothing is logged twice."""
    database.times_out(_WRITE_DOWN, times=4)
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("2").hears("today").presses("1")
    town.rosa.hears("one moment, please", "shopping, in Ongar, today").presses("1").hears("goodbye").is_hung_up_on()
    assert town.request().area == "ongar"


def test_fault_26_a_keyed_number_is_not_carried_in_the_url_and_is_asked_for_again(
    town: Town, database: Database
) -> None:
    """What identifies somebody never enters the trail: that one question is put again."""
    town.rosa.dials(LINE, withheld="anonymous").hears("shopping").presses("1").hears("Ongar").presses("2")
    town.rosa.hears("today").presses("1").hears("key the number")
    database.times_out("+447700900124", times=2)
    town.rosa.presses("07700900124#").hears("one moment", "key the number").presses("07700900124#")
    town.rosa.hears("9 0 0, 1 2 4").hangs_up()
    assert town.request().number == PhoneNumber("+447700900124")


@pytest.mark.parametrize("broken", ["/voice", "Digits=1"])
def test_fault_27_when_we_are_down_the_fallback_takes_a_recording_which_becomes_a_request(
    town: Town, broken: str
) -> None:
    """Kind words, a recording, and a coordinator who hears it: at hello, or in the middle of the call."""
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    town.exchange.faults.answer(broken, status=502)
    town.rosa.dials(LINE)
    if broken != "/voice":
        town.rosa.hears("shopping").presses("1")
    town.rosa.hears("our line is broken", "nine nine nine", "(beep)").says("some bread, please").presses("#")
    town.rosa.hears("one of us will ring you back").is_hung_up_on()
    town.gwen.answers(within=900).hears("in their own words").presses("1").hears("some bread, please", "joined")
    town.gwen.presses("1")
    town.rosa.picks_up().hears("with a neighbour").hangs_up()
    town.gwen.hears("arranged").presses("1").is_hung_up_on()
    assert town.items()[Reason.RECORDING].state == RequestState.DONE
    town.exchange.expects_error("502")


@pytest.mark.parametrize("script", IN_A_QUEUE)
def test_fault_27_what_breaks_where_nothing_can_be_recorded_leads_out_of_the_queue(
    town: Town, database: Database, caplog: pytest.LogCaptureFixture, script: str
) -> None:
    """The database has not answered nine times: no page with a <Record>, which Twilio does not allow there."""
    database.times_out("", times=99)
    form = dials_in(town.rosa.number) | {"Direction": "outbound-api"}
    spot = Spot(script=script, about="d9mr3brybiqf-1", tries=9)
    assert post(town, f"{BASE}/call/{GROUP}/{spot.path}", form) == IN_A_QUEUE[script]
    assert "a webhook failed" in caplog.text
    database.recover()


def test_fault_27_the_fallback_asks_nothing_of_us(town: Town) -> None:
    """Down when the recording ends, too: the static page thanks, and what was said is not asked again."""
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    town.exchange.faults.answer("POST https://line.example", status=502, times=None)
    town.rosa.dials(LINE).hears("our line is broken", "(beep)").says("some bread, please").presses("#")
    town.rosa.hears("it is kept").is_hung_up_on().waits(30)
    town.exchange.faults.mend("POST https://line.example")
    town.gwen.answers(within=900).hears("in their own words").presses("1").hears("bread").presses("3").is_hung_up_on()
    assert len(town.exchange.recordings) == 1
    town.exchange.expects_error("502")


def test_fault_27_words_that_a_premium_number_left_are_heard_and_it_is_not_rung(town: Town) -> None:
    """Caller ID can be forged: on this way, too, only numbers that cost the group little are rung back (fault 23)."""
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    town.exchange.faults.answer("/voice", status=502)
    town.mallory.dials(LINE, withheld="+449098790123").hears("(beep)").says("some bread, please").presses("#")
    town.mallory.hears("one of us").is_hung_up_on()
    town.gwen.answers(within=900).hears("in their own words").presses("1").hears("some bread, please", "left no number")
    town.gwen.hangs_up()
    assert town.items()[Reason.RECORDING].number is None
    town.exchange.expects_error("502")


def test_fault_28_a_throttle_that_passes_is_noticed_by_nobody(town: Town, database: Database) -> None:
    """Bounded tries with short pauses, inside Twilio's 15 seconds."""
    town.joins(town.ben)
    for words in (_DRAFT, _WRITE_DOWN, _ACCEPT, "TransactWriteItems", "TransactGetItems"):
        database.throttles(words, times=_TILL_BUSY - 1)
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up(within=60).hears("yes, press 1").presses("1").hears("It's yours").presses("3").is_hung_up_on()
    for person in (town.rosa, town.ben):
        person.hears_nothing_of("one moment")
    assert town.holder(town.ben)


def test_fault_28_a_throttle_that_lasts_is_a_spoken_retry(town: Town, database: Database) -> None:
    """Not an error, not a hang-up: one moment, as often as it takes."""
    database.throttles(_DRAFT, times=3 * _TILL_BUSY)
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("one moment, please. one moment, please. one moment")
    town.rosa.hears("Ongar").hangs_up().waits(2)
    assert town.request().state == RequestState.OPEN


def test_fault_28_a_database_that_is_gone_is_a_recording_and_no_hang_up(town: Town, database: Database) -> None:
    """Nine moments are enough: something broke, said so, and the words are taken."""
    database.throttles(_DRAFT, times=10 * _TILL_BUSY)
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("one moment", "something broke", "(beep)")
    town.rosa.says("shopping").presses("#").hears("it is kept").is_hung_up_on()
    assert Reason.RECORDING in town.items()


def test_fault_28_the_dispatcher_that_was_throttled_tries_again(town: Town, database: Database) -> None:
    """A reservation that could not be written rings nobody; the clock sees to it."""
    town.joins(town.ben)
    town.asks_for_shopping(town.rosa)
    database.throttles("TransactWriteItems", times=2 * _TILL_BUSY)
    town.ben.picks_up(within=240).hears("yes, press 1").presses("2").is_hung_up_on()
    assert [offer.state for offer in town.offers()] == [OfferState.PASSED]


def test_fault_43_nobody_hears_its_yours_before_it_is_written(town: Town, database: Database) -> None:
    """The write fails at first: one moment; it is theirs once it is theirs."""
    town.joins(town.ben)
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("yes, press 1")
    database.throttles(_ACCEPT, times=2 * _TILL_BUSY)
    town.ben.presses("1").hears("one moment").hears_nothing_of("yours")
    assert not town.holder(town.ben)
    town.ben.hears("It's yours").presses("3").is_hung_up_on()
    assert town.holder(town.ben)


def test_fault_43_a_yes_that_could_not_be_written_is_nobodys(town: Town, database: Database) -> None:
    """The write never succeeds: they never hear that it is theirs, and the next neighbour is asked."""
    town.joins(town.ben, town.ali)
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("yes, press 1")
    database.throttles(_ACCEPT, times=10 * _TILL_BUSY)
    town.ben.presses("1").hears("something broke").hears_nothing_of("yours").hangs_up().when_rung(LetsItRing())
    town.ali.picks_up().hears("yes, press 1").presses("1").hears("It's yours").presses("3").is_hung_up_on()
    assert town.holder(town.ali)
