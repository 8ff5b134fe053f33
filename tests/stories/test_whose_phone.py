"""When a request has ended and its calls are over, no row is left from which a resident's number can be had."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from hotline.numbers import PhoneNumber
from hotline.records import Reason, RequestState
from infra.local.exchange import LetsItRing, Person
from infra.local.virtual import store_of_all
from tests.stories.arranged import arranged, reports
from tests.stories.phoning_in import phones_for_news
from tests.stories.test_joining import is_invited
from tests.stories.town import GROUP, Town, brentwood
from tests.stories.wronged import held, rosa_complains
from tests.year.dynamo import Dynamo
from tests.year.stream import Stream

TABLES = ("requests", "offers", "line", "volunteers", "places")
FOR_DAYS = brentwood(policy={"sweep": timedelta(minutes=15)})

pytestmark = pytest.mark.long


class QuickTown(Town):
    """The same town on the year's own DynamoDB, where days are quick, and every row can be seen."""

    def __init__(self, dynamo: Dynamo) -> None:
        super().__init__(groups=FOR_DAYS, streams=lambda table: Stream(dynamo, table))
        self.dynamo = dynamo


@pytest.fixture
def town() -> Iterator[QuickTown]:
    with Dynamo().behind(store_of_all()) as dynamo:
        town = QuickTown(dynamo)
        with town.line.answering():
            yield town
            town.exchange.check()


def traces(town: QuickTown, person: Person) -> list[tuple[str, str]]:
    """Rows that have not expired, and hold the number or the id of this phone."""
    now, number = town.world.now().timestamp(), PhoneNumber(person.number)
    rows = ((name, row) for name in TABLES for row in town.dynamo.rows(name).values())
    kept = ((name, str(row)) for name, row in rows if float(row.get("expires", {}).get("N", now)) >= now)
    return [(name, row) for name, row in kept if number.opaque in row or number.e164 in row]


def test_nothing_about_a_resident_is_kept(town: QuickTown) -> None:
    """Asked for, joined, followed up and confirmed by herself: a week later her phone is nowhere."""
    town.joins(town.ben)
    arranged(town, ring_after=True)
    phones_for_news(town.rosa).hears("have spoken").hangs_up()
    reports(town)
    town.rosa.answers(within=86400).hears("do you still need something").presses("2").hears("glad").is_hung_up_on()
    town.rosa.waits(2 * 86400)
    assert town.request().state is RequestState.DONE
    assert traces(town, town.rosa) == []


def test_nothing_is_kept_if_the_end_of_her_call_is_never_told(town: QuickTown) -> None:
    """The callback is lost: what could name her expires within a day."""
    town.joins(town.ben)
    arranged(town, ring_after=True)
    reports(town)
    town.exchange.faults.drop("CallStatus=completed")
    town.rosa.answers(within=86400).hears("do you still need something").presses("2").hears("glad").is_hung_up_on()
    town.rosa.waits(2 * 86400)
    assert traces(town, town.rosa) == []
    town.exchange.expects_error("did not answer within 15 seconds")


def test_nothing_is_kept_of_who_was_invited_and_did_not_join(town: QuickTown) -> None:
    """The number is kept until they were asked, and no id of it afterwards."""
    is_invited(town, town.ben)
    town.ben.picks_up(within=2000).hears("would you help").presses("2").is_hung_up_on()
    town.ben.waits(2 * 86400)
    assert traces(town, town.ben) == []
    assert {item.state for item in town.items().values()} == {RequestState.DONE}


@pytest.mark.parametrize("no", ["2", "3"], ids=["no thanks", "not today"])
def test_nothing_is_kept_of_a_volunteer_who_left(town: QuickTown, no: str) -> None:
    """Of who leaves only counts are kept: also in the ledger, in what was passed on, and in what is still open."""
    town.joins(town.ben, town.ali)
    town.ali.when_rung(LetsItRing())
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("yes, press 1").presses(no).is_hung_up_on()
    phones_for_news(town.ben).hears("to leave for good, press 8")
    town.ben.presses("8").hears("press 8 again").presses("8")
    town.ben.hears("of you as a volunteer, only counts are kept").is_hung_up_on()
    town.ben.waits(1800)
    assert town.request().state is RequestState.OPEN
    town.rosa.when_rung(LetsItRing())  # she is told that nobody could
    town.ben.waits(86400)
    assert traces(town, town.ben) == []


def test_a_complaint_is_found_by_no_number(town: QuickTown) -> None:
    """Its id outlives it by ninety days, and is not made from the number of whoever told of it alone."""
    from hotline.numbers import opaque

    held(town)
    for one in (town.ben, town.ali, town.priya):
        one.when_rung(LetsItRing())
    made = rosa_complains(town)
    guessed = (opaque(made.about or "", town.rosa.number), opaque(town.rosa.number))
    assert made.reason is Reason.LOT
    assert not any(guess in made.id for guess in guessed)


def leaves(person: Person) -> Person:
    person.hears("leave for good, press 8").presses("8").hears("erased as a volunteer").presses("8")
    return person.hears("you have left", "only counts are kept")


def test_who_leaves_and_has_asked_for_something_hears_that_it_goes_on(town: QuickTown) -> None:
    """It is theirs as somebody who asks: it still goes round, and whoever leaves is told so."""
    town.joins(town.ben, town.ali)
    town.ali.when_rung(LetsItRing())
    town.asks_for_shopping(town.ben)
    phones_for_news(town.ben).hears("helping others, press 2").presses("2")
    leaves(town.ben).hears("what you asked for yourself goes on").is_hung_up_on()
    town.ben.waits(60)
    assert town.store.volunteer(GROUP, PhoneNumber(town.ben.number).opaque) is None
    town.ali.when_rung(None)
    town.ali.picks_up(within=3 * 3600).hears("shopping").presses("1").hears("It's yours").hangs_up()


def test_who_leaves_while_two_of_us_hear_a_complaint_is_told_that_it_stays_until_then(town: QuickTown) -> None:
    """Their number is in it, and so it is not true that only counts are kept."""
    held(town)
    for one in (town.ben, town.ali, town.priya):
        one.when_rung(LetsItRing())
    rosa_complains(town)
    town.ben.waits(60)
    town.ben.when_rung(None)
    leaves(phones_for_news(town.ben)).hears("what two of us still hear, until that is over").is_hung_up_on()
    town.ben.hears_nothing_of("goes on", "put together")
