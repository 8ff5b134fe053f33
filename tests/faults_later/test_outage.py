"""Asking Twilio for the calls that the line missed, when that goes wrong as well (fault 27)."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest

from hotline.dispatch.outage import find_missed
from hotline.groups import Groups
from hotline.numbers import PhoneNumber
from hotline.records import Reason, Request
from hotline.signals import FALLBACK_USED
from hotline.telephony.carrier import Carrier
from hotline.world import World
from infra.local.exchange import LetsItRing, Person
from infra.local.exchange.states import Hook
from infra.local.in_process import InProcess
from infra.local.virtual import ACCOUNT, BASE
from tests.faults_later.database import Database
from tests.stories.test_own_voice import keeps_a_welcome, records
from tests.stories.town import GROUP, LINE, SAMPLE, Town, brentwood
from tests.stories.wronged import held, rosa_complains

OURS = f"POST {BASE}"
WORDS = "Some bread, please."
ONGAR = "+442079460009"


class Listening(InProcess):
    """Notes what Twilio is asked for."""

    def __init__(self, town: Town) -> None:
        super().__init__(town.exchange)
        self.asked: Counter[str] = Counter()

    def request(self, method: str, uri: str, *args: Any, **more: Any) -> Any:
        self.asked[f"{method} {urlsplit(uri).path.rpartition('/')[2]}"] += 1
        return super().request(method, uri, *args, **more)


def a_process(town: Town, http: InProcess | None = None) -> World:
    """One that has just started, and remembers nothing."""
    return World(
        clock=town.world.clock,
        groups=town.world.groups,
        base_url=BASE,
        open_store=lambda: town.store,
        open_carrier=lambda: Carrier(account=town.line.account, http=http or InProcess(town.exchange)),
    )


@contextmanager
def an_outage(town: Town) -> Iterator[None]:
    town.exchange.faults.refuse(OURS, times=None)
    yield
    town.rosa.waits(60)
    town.exchange.faults.mend(OURS)
    town.exchange.expects_error("failed")


def leaves_words(person: Person) -> None:
    person.dials(LINE).hears("our line is broken", "(beep)").says(WORDS).presses("#").hears("kept").is_hung_up_on()


def everything(town: Town, group: str = GROUP) -> list[Request]:
    return list(town.store.requests(group))


@pytest.fixture
def town(town: Town) -> Town:
    """Nobody is at a phone: what is made stays as it is made."""
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    town.gwen.when_rung(LetsItRing())
    return town


@pytest.mark.parametrize("list_", ["/Calls.json", "/Recordings.json"])
def test_fault_27_a_list_that_cannot_be_had_is_had_the_next_time(
    town: Town, list_: str, caplog: pytest.LogCaptureFixture
) -> None:
    """No answer, and then an error: it is said in the log, and nothing is lost."""
    with an_outage(town):
        leaves_words(town.rosa)
    town.exchange.faults.rest(f"GET /2010-04-01/Accounts/{ACCOUNT}{list_}", times=7)
    town.exchange.faults.rest(f"GET /2010-04-01/Accounts/{ACCOUNT}{list_}", status=503)
    town.rosa.waits(14 * 60)
    assert everything(town) == []
    assert "could not be asked" in caplog.text
    town.rosa.waits(10 * 60)
    assert town.items().keys() == {Reason.RECORDING}


def test_fault_27_words_are_found_without_the_alerts(town: Town) -> None:
    """Who hung up without a word is found when those can be had."""
    with an_outage(town):
        leaves_words(town.rosa)
        town.emil.dials(LINE).hears("our line is broken").hangs_up()
    town.exchange.faults.rest("GET /v1/Alerts", times=6)
    town.rosa.waits(11 * 60)
    assert town.items().keys() == {Reason.RECORDING}
    town.rosa.waits(15 * 60)
    assert town.items().keys() == {Reason.RECORDING, Reason.OUTAGE}


def test_fault_27_whoever_looks_again_finds_nothing_twice(town: Town) -> None:
    """Another process, one that starts anew, the clock beating twice at once: by the ids, in the store."""
    with an_outage(town):
        leaves_words(town.rosa)
        town.emil.dials(LINE).hears("our line is broken").hangs_up()
    town.rosa.waits(15 * 60)
    before = [(each.id, each.made_at) for each in everything(town)]
    assert len(before) == 2
    for _ in range(3):
        process = a_process(town)
        find_missed(process)
    assert [(each.id, each.made_at) for each in everything(town)] == before
    (recording,), (_, emils, *_) = town.exchange.recordings, town.exchange.calls
    assert process.heard_of == {recording, emils}


def test_fault_27_it_is_told_in_one_line_that_names_nobody(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    """What wakes somebody by an alarm: how many calls, once."""
    with an_outage(town):
        leaves_words(town.rosa)
        town.emil.dials(LINE).hears("our line is broken").hangs_up()
    town.rosa.waits(40 * 60)
    (told,) = [record for record in caplog.records if record.msg == FALLBACK_USED]
    assert (told.name.partition(".")[0], told.levelno, told.args) == ("hotline", logging.WARNING, (2,))
    assert "7946" not in caplog.text


def test_fault_27_a_database_that_is_busy_is_asked_again(
    town: Town, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    """One call that cannot be kept does not keep the others waiting, and is found by the next look."""
    with an_outage(town):
        leaves_words(town.rosa)
        leaves_words(town.emil)
    database.throttles("RE", times=7)
    town.rosa.waits(20 * 60)
    assert [each.reason for each in everything(town)] == [Reason.RECORDING] * 2
    assert "the next look finds it again" in caplog.text


def test_a_quiet_line_costs_one_list_and_no_database(town: Town) -> None:
    """Nobody has phoned, nobody was rung: there can be nothing else to ask for."""
    http = Listening(town)
    world = a_process(town, http)
    for _ in range(3):
        find_missed(world)
        town.rosa.waits(60)
    assert http.asked == {"GET Calls.json": 2}
    assert "store" not in vars(world)


def test_a_line_that_works_costs_three_lists_and_looks_each_recording_up_once(town: Town) -> None:
    """However often it is asked, as long as the process lives."""
    town.rosa.dials(LINE).hears("just tell us", "(beep)").says(WORDS).presses("#").hears("a person").is_hung_up_on()
    town.rosa.waits(300)
    http = Listening(town)
    world = a_process(town, http)
    for _ in range(4):
        find_missed(world)
        town.rosa.waits(120)
    assert http.asked == {"GET Calls.json": 4, "GET Recordings.json": 4, "GET Alerts": 4}
    assert world.heard_of == set(town.exchange.recordings)


def test_fault_27_a_line_that_its_number_does_not_lead_to_looks_for_nothing(town: Town) -> None:
    """A line that is deployed and not yet connected would take words for unheard that another line's rows hold."""
    own = town.exchange.numbers[LINE]
    with an_outage(town):
        leaves_words(town.rosa)
        town.emil.dials(LINE).hears("our line is broken").hangs_up()
    here, own.voice = own.voice, Hook(url="https://another.example/voice")
    town.rosa.waits(30 * 60)
    assert everything(town) == []
    own.voice = here
    town.rosa.waits(5 * 60)
    assert town.items().keys() == {Reason.RECORDING, Reason.OUTAGE}


@pytest.mark.parametrize("how", ["an application", "cannot be asked"])
def test_fault_27_a_line_that_cannot_tell_where_its_number_leads_looks_all_the_same(town: Town, how: str) -> None:
    """Nothing that somebody said is left lying for a list that cannot be had."""
    with an_outage(town):
        leaves_words(town.rosa)
    own = town.exchange.numbers[LINE]
    if how == "an application":
        own.voice, own.application = Hook(url="https://another.example/voice"), "AP" + "1" * 32
    else:
        numbers = f"GET /2010-04-01/Accounts/{ACCOUNT}/IncomingPhoneNumbers.json"
        town.exchange.faults.rest(numbers, status=503, times=1)
    town.rosa.waits(15 * 60)
    assert town.items().keys() == {Reason.RECORDING}


def test_fault_03_a_call_whose_end_nobody_took_in_has_missed_nothing(town: Town) -> None:
    """Rosa has heard all that there was to hear: only the callback found no answer."""
    town.exchange.faults.refuse("line.example/status", times=2)
    town.rosa.dials(LINE).hears("shopping").hangs_up().waits(15 * 60)
    assert everything(town) == []
    town.exchange.expects_error("failed")


def test_fault_04_a_webhook_that_is_still_under_way_is_waited_for(town: Town) -> None:
    """The call is over and its recording listed before we are told of it: whoever looks then finds nothing."""
    town.exchange.faults.delay("RecordingSid", seconds=10)
    town.rosa.dials(LINE).hears("just tell us", "(beep)").says(WORDS).hangs_up().waits(5)
    assert len(town.exchange.recordings) == 1
    find_missed(a_process(town))
    town.rosa.waits(15 * 60)
    assert [each.reason for each in everything(town)] == [Reason.RECORDING]


def test_fault_27_while_the_line_seems_broken_no_coordinators_phone_rings(town: Town) -> None:
    """It would hear of nothing but that; but once anybody has got through, or after a while, they are rung."""
    town.exchange.faults.refuse(OURS, times=None)
    for _ in range(4):
        leaves_words(town.rosa)
        town.rosa.waits(300)
    assert everything(town) == []
    town.exchange.faults.mend(OURS)
    town.emil.dials(LINE).hears("shopping").hangs_up().waits(4 * 60)
    assert [each.reason for each in everything(town)] == [Reason.RECORDING] * 4
    town.exchange.expects_error("failed")


@pytest.mark.long
@pytest.mark.parametrize("town", [{"groups": brentwood(policy={"outage_back": timedelta(hours=2)})}], indirect=True)
def test_fault_27_no_outage_is_so_long_that_the_first_words_are_lost(town: Town) -> None:
    """Before a call is too old for any look to see it, it is kept, broken line or not."""
    town.exchange.faults.refuse(OURS, times=None)
    for _ in range(14):
        leaves_words(town.rosa)
        town.rosa.waits(480)
    assert len(everything(town)) >= 6
    town.gwen.when_hears("our line is broken", hang_up=True)
    town.exchange.faults.mend(OURS)
    town.rosa.waits(20 * 60)
    assert [each.reason for each in everything(town)] == [Reason.RECORDING] * 14
    town.exchange.expects_error("failed")


def two_groups() -> Groups:
    group = SAMPLE[GROUP]
    ongar = replace(group, slug="ongar", name="Ongar Neighbours", numbers=(PhoneNumber(ONGAR),))
    return Groups({GROUP: group, "ongar": ongar})


@pytest.mark.parametrize("town", [{"groups": two_groups()}], indirect=True)
def test_fault_27_each_group_gets_what_was_left_for_it(town: Town) -> None:
    """One look for all of them; one phone may have tried both. Each has a coordinator, who is asked."""
    town.priya.when_rung(LetsItRing())
    town.joins(town.priya, group="ongar", needs=frozenset(), coordinator=True)
    with an_outage(town):
        town.rosa.dials(ONGAR).hears("Ongar Neighbours", "our line is broken").hangs_up().waits(5)
        town.rosa.dials(LINE).hears("Brentwood", "our line is broken").hangs_up().waits(5)
    town.rosa.waits(15 * 60)
    for group in (GROUP, "ongar"):
        (item,) = everything(town, group)
        assert (item.reason, item.number) == (Reason.OUTAGE, PhoneNumber(town.rosa.number))


def test_fault_27_a_number_of_somebody_elses_is_not_ours(town: Town) -> None:
    """Another stage of the same account, or a number that no group has: whoever it belongs to finds that."""
    town.exchange.own("+442079460999", voice_url="https://elsewhere.example/voice")
    town.exchange.faults.refuse("POST https://elsewhere.example", times=None)
    town.rosa.dials("+442079460999").hears("application error").is_hung_up_on().waits(20 * 60)
    assert everything(town) == []
    town.exchange.expects_error("failed")


@pytest.mark.parametrize("shown", ["+449098790999", "+15551234567"])
def test_fault_23_whoever_shows_a_number_that_costs_a_fortune_is_heard_and_not_rung(town: Town, shown: str) -> None:
    """What they said goes to a coordinator, with no number to ring; that they phoned, to nobody."""
    with an_outage(town):
        town.rosa.dials(LINE, withheld=shown).hears("our line is broken").hangs_up().waits(5)
        town.rosa.dials(LINE, withheld=shown).hears("(beep)").says(WORDS).presses("#").is_hung_up_on()
    town.rosa.waits(15 * 60)
    (item,) = everything(town)
    assert (item.reason, item.number) == (Reason.RECORDING, None)


@pytest.mark.long
def test_fault_48_words_about_somebody_reach_nobody_but_whom_the_lot_draws(town: Town) -> None:
    """A coordinator who looks after missed calls may be the one complained of."""
    held(town)
    for person in (town.ben, town.ali, town.priya):
        person.when_rung(LetsItRing())
    rosa_complains(town)
    town.rosa.waits(15 * 60)
    assert Reason.RECORDING not in town.items()


def test_the_groups_own_voice_is_nobodys_cry_for_help(town: Town) -> None:
    """What a coordinator recorded, kept or not, says something in the line's calls, or is erased by and by."""
    town.gwen.when_rung(None)
    keeps_a_welcome(town.gwen).hears("for shopping, press 1")
    records(town.gwen, "Shopping, one.", 2).hangs_up().waits(15 * 60)
    assert len(town.exchange.recordings) == 2
    assert Reason.RECORDING not in town.items()


def test_fault_48_whoever_is_never_to_be_put_together_is_not_asked(town: Town) -> None:
    """A coordinator whom this resident would rather not hear from again does not get what they said."""
    rosa, gwen = PhoneNumber(town.rosa.number), PhoneNumber(town.gwen.number)
    town.store.keep_apart(rosa.opaque, gwen.opaque)
    with an_outage(town):
        leaves_words(town.rosa)
    town.rosa.waits(40 * 60)
    assert town.items()[Reason.RECORDING].apart == {gwen.opaque}
    assert town.gwen.displays == []


def test_fault_27_the_fallback_gone_too_is_an_apology_and_a_call_back(town: Town) -> None:
    """Nothing anywhere answers: Twilio says so, and whoever showed a number is rung back."""
    town.exchange.faults.refuse("GET https://fallback.example", times=2)
    with an_outage(town):
        town.rosa.dials(LINE).hears("an application error has occurred").is_hung_up_on()
    town.rosa.waits(15 * 60)
    assert town.items().keys() == {Reason.OUTAGE}


def test_fault_32_a_clock_that_stood_still_finds_it_when_it_goes_again(town: Town) -> None:
    """As long as it stood for less than the line looks back."""
    with an_outage(town):
        leaves_words(town.rosa)
    town.line.lose_the_clock(seconds=3600)
    town.rosa.waits(3590)
    assert everything(town) == []
    town.rosa.waits(600)
    assert town.items().keys() == {Reason.RECORDING}
