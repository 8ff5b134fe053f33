"""No phone of their own: a code to phone back with, from any phone (FAULTS.md, 46; issue 4, item 1)."""

from __future__ import annotations

import logging
import re
from dataclasses import replace
from datetime import date, timedelta

import boto3
import pytest

from hotline.codes import derive
from hotline.dispatch.series import new_series
from hotline.numbers import PhoneNumber
from hotline.records import OfferKind, Part, Reason, RequestState, When
from hotline.store import Store
from infra.local.exchange import LetsItRing, Person
from tests.stories.arranged import A_DAY, FOR_DAYS
from tests.stories.town import GROUP, LINE, Town, brentwood

pytestmark = pytest.mark.long

_CODE = re.compile(r"your code is ([0-9 ,]+)\.")


def asks_for_a_code(person: Person) -> str:
    """From a phone that shows no number: shopping, in Ongar, today; no number can be keyed; a code."""
    person.dials(LINE, withheld="anonymous").hears("shopping").presses("1").hears("Ongar").presses("2")
    person.hears("today").presses("1").hears("key the number")
    person.hears("no phone of your own, press 1", "a code to phone back with").presses("1")
    person.hears("shopping, in Ongar, today: it is written down", "two words", "write it down", "once more", "then 9")
    code = said(person)
    person.is_hung_up_on()
    return code


def said(person: Person) -> str:
    """The digits that were said; they are in nothing that is stored."""
    found = _CODE.search(person.transcript.since_key.lower())
    assert found
    return re.sub(r"\D", "", found[1])


def phones_with_a_code(person: Person, code: str, *, withheld: str | None = "anonymous") -> Person:
    """Anything else, then nine; and whatever is said to whose phone shows a number, one."""
    person.dials(LINE, withheld=withheld).hears("anything else").presses("4").hears("news of something").presses("9")
    person.hears("if you have a code, press 1").presses("1").hears("six digits")
    return person.presses(f"{code}#")


def ben_says_yes(town: Town) -> None:
    town.ben.picks_up().hears("yes, press 1").presses("1")
    town.ben.hears("It's yours", "they have no phone: they phone us, and are put through to you").is_hung_up_on()


@pytest.fixture
def code(town: Town) -> str:
    """Rosa's, for shopping in Ongar; Ben's phone rings."""
    town.joins(town.ben)
    code = asks_for_a_code(town.rosa)
    town.ben.is_rung()
    return code


def test_from_a_phone_box_to_a_neighbour_and_back(town: Town, code: str) -> None:
    """The request goes round; phoned back with the code, the two are joined, and have then spoken."""
    request = town.request()
    assert (request.state, request.number, request.promised_at is None) == (RequestState.OPEN, None, False)
    ben_says_yes(town)
    town.ben.is_not_rung(for_seconds=3600)
    phones_with_a_code(town.emil, code).hears("a neighbour has said yes", "to speak to them, press 1").presses("2")
    town.emil.hears(request.words.replace("-", " "), "to speak to them").presses("1")
    town.ben.picks_up().hears("would like a word").presses("1")
    town.emil.talks_with(town.ben)
    town.ben.hangs_up()
    town.emil.hears("goodbye").is_hung_up_on().waits(5)
    assert (town.request().state, town.holder(town.ben)) == (RequestState.SPOKEN, True)
    assert {*town.ben.displays} == {LINE}
    assert town.items() == {}
    town.ben.answers(within=10 * 3600).hears("is it done").hears_nothing_of("talk to them").presses("1")
    town.ben.is_hung_up_on()


@pytest.mark.parametrize("key", ["1", "3"])
def test_from_a_borrowed_phone_that_shows_its_number(town: Town, key: str) -> None:
    """Another phone, and none keyed: a code is offered, and with it that phone is not rung; every week is once."""
    town.joins(town.ben)
    town.emil.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("2").hears("today").presses(key)
    town.emil.hears("we ring you", "right").presses("2").hears("another phone, press 1").presses("1")
    town.emil.hears("key the number", "no phone of your own, press 1").presses("1").hears(
        "it is written down", "then 9"
    )
    heard = town.emil.transcript.since_key
    assert ("We ask for this once, in the next few days" in heard) is (key == "3")
    code = said(town.emil)
    town.emil.is_hung_up_on()
    ben_says_yes(town)
    assert town.request().number is None
    phones_with_a_code(town.rosa, code, withheld=None).hears("a neighbour has said yes").hangs_up()
    assert town.emil.displays == []


def test_a_phone_of_ones_own_is_rung_where_no_code_is_wanted(town: Town) -> None:
    """Another phone by a slip, and silence: as it was."""
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("2").hears("today").presses("1")
    town.rosa.hears("right").presses("2").hears("another phone, press 1").presses("1").hears("no phone of your own")
    town.rosa.hears("we ring you").presses("1").hears("written down").is_hung_up_on()
    assert (town.request().number, town.request().code) == (PhoneNumber(town.rosa.number), None)


def test_the_code_is_nowhere_but_in_their_ear(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    """Stored is a mark of it; no row and no log holds it, said or keyed; another deployment's would be another."""
    caplog.set_level(logging.DEBUG)
    town.joins(town.ben)
    code = asks_for_a_code(town.rosa)
    ben_says_yes(town)
    phones_with_a_code(town.rosa, code).hears("a neighbour has said yes").hangs_up()
    assert len(code) == 6
    assert town.request().code
    assert code not in everything_stored()
    assert code not in caplog.text
    assert derive("another deployment's token", town.request().id, 0) != code


def everything_stored() -> str:
    """Every row of every table, as it lies there."""
    client = boto3.Session(region_name="eu-west-2").client("dynamodb")
    return str([client.scan(TableName=name)["Items"] for name in Store.definitions()])


def test_how_it_stands_another_time_and_cancelling(town: Town, code: str) -> None:
    """While nobody has said yes; no ring is promised to who cannot be rung; two changes are two tellings."""
    town.ben.picks_up().hears("yes, press 1").presses("2").is_hung_up_on()
    phones_with_a_code(town.rosa, code).hears("asked so far: one", "phone us again", "with the same code")
    town.rosa.hears_nothing_of("we ring you", "ring you by").presses("3").hears("few days, press 2").presses("2")
    town.rosa.hears("written down: in the next few days").is_hung_up_on()
    assert town.request().when is When.SOON
    phones_with_a_code(town.rosa, code).hears("to change or cancel").presses("3").hears("to cancel it").presses("5")
    town.rosa.hears("5 again").presses("5").hears("it is cancelled").is_hung_up_on().waits(5)
    over = town.request()
    assert (over.state, over.code) == (RequestState.CANCELLED, None)


def test_who_had_it_is_told_each_time_it_changes(town: Town, code: str) -> None:
    """Two calls with a code are two calls."""
    ben_says_yes(town)
    for key, when in (("2", "in the next few days"), ("1", "today")):
        phones_with_a_code(town.rosa, code).hears("to change").presses("3").hears("to cancel it").presses(key)
        town.rosa.hears("written down").is_hung_up_on()
        town.ben.answers().hears(f"wanted {when}").is_hung_up_on()


def test_with_a_code_nothing_is_changed_to_every_week(town: Town, code: str) -> None:
    """Each later week would be asked for with nobody to tell: it is not offered, and 3 changes nothing."""
    phones_with_a_code(town.rosa, code).hears("to change").presses("3").hears("for today", "few days", "to cancel it")
    town.rosa.hears_nothing_of("every week").presses("3").waits(5).hears_nothing_of("written down").hangs_up()
    assert town.request().when is When.TODAY


def test_the_code_is_that_requests_alone(town: Town, code: str) -> None:
    """Two without a phone have two codes; each opens one request, from whichever phone."""
    town.ben.when_rung(LetsItRing())
    other = asks_for_a_code(town.emil)
    rosas, emils = (request.words.replace("-", " ") for request in town.requests())
    assert rosas != emils
    for person, key, words in ((town.rosa, other, emils), (town.emil, code, rosas)):
        phones_with_a_code(person, key, withheld=None).hears("two words, press 2").presses("2").hears(words).hangs_up()


def test_a_wrong_code_three_times_is_a_person(town: Town, code: str) -> None:
    """Kindly asked again; then one of us, while they are on the line."""
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    town.ben.when_rung(LetsItRing())
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    phones_with_a_code(town.rosa, wrong).hears("do not find that one").presses(f"{wrong}#").hears("once more")
    town.rosa.presses("12#").hears("ringing one of us")
    assert "do not find" not in town.rosa.transcript.since_key
    town.gwen.picks_up().hears("would like a person").presses("1").talks_with(town.rosa).hangs_up()
    town.rosa.hears("goodbye").is_hung_up_on()


@pytest.mark.parametrize("town", [{"groups": brentwood(policy={"wrong_codes": 4})}], indirect=True)
@pytest.mark.parametrize("shown", ["anonymous", None])
def test_guessing_is_bounded_by_the_group_whatever_number_is_shown(town: Town, code: str, shown: str | None) -> None:
    """Beyond so many in an hour every code leads to a person, the right one too; an hour later it is good."""
    town.ben.when_rung(LetsItRing())
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    for _ in range(2):
        phones_with_a_code(town.mallory, wrong, withheld=shown).hears("do not find").presses(f"{wrong}#")
        town.mallory.hears("once more").hangs_up()
    phones_with_a_code(town.rosa, code).hears("none of us can pick up").hears_nothing_of("asked so far").hangs_up()
    town.rosa.waits(3600)
    phones_with_a_code(town.rosa, code).hears("asked so far").hangs_up()


@pytest.mark.parametrize("town", [{"groups": brentwood(policy={"wrong_codes_of_phone": 1})}], indirect=True)
def test_and_by_the_phone_that_is_shown(town: Town, code: str) -> None:
    """Right ones are not counted, however often; and another phone is another phone."""
    town.ben.when_rung(LetsItRing())
    for _ in range(3):
        phones_with_a_code(town.rosa, code, withheld=None).hears("asked so far").hangs_up()
    phones_with_a_code(town.mallory, "1", withheld=None).hears("do not find").presses("2#")
    town.mallory.hears("none of us can pick up").hangs_up()
    phones_with_a_code(town.rosa, code, withheld=None).hears("asked so far").hangs_up()


@pytest.mark.parametrize("town", [{"groups": brentwood(policy={"code_kept": timedelta(hours=2)})}], indirect=True)
def test_a_code_is_good_for_so_long_since_it_was_used(town: Town, code: str) -> None:
    """An expired row may lie there for days: its time is part of the condition (fault 35)."""
    town.ben.when_rung(LetsItRing())
    for _ in range(2):
        town.rosa.waits(90 * 60)
        phones_with_a_code(town.rosa, code).hears("asked so far").hangs_up()
    town.rosa.waits(130 * 60)
    phones_with_a_code(town.rosa, code).hears("do not find that one").hangs_up()


def test_no_key_and_it_is_a_person_as_before(town: Town) -> None:
    """Nobody has to take a code."""
    town.rosa.dials(LINE, withheld="anonymous").hears("shopping").presses("1").hears("Ongar").presses("2")
    town.rosa.hears("today").presses("1").hears("key the number").hears(
        "no phone of your own", "none of us can pick up"
    )
    town.rosa.hangs_up()
    assert town.request().code is None


def test_the_volunteers_phone_does_not_ring_at_night_nor_while_it_is_in_use(town: Town, code: str) -> None:
    """Promise 2: they hear from when, and keep their code."""
    ben_says_yes(town)
    now = town.ben.waits(5).exchange.timeline.now()
    assert town.store.lock_phone(town.volunteer(town.ben).id, by="another", now=now, until=now + timedelta(hours=1))
    phones_with_a_code(town.rosa, code).hears("to speak to them").presses("1").hears("on the phone just now")
    town.rosa.is_hung_up_on()
    town.ben.answers(within=10 * 3600).hears("you said yes").presses("3").is_hung_up_on().waits(2 * 3600)
    rings = len(town.ben.displays)
    phones_with_a_code(town.rosa, code).hears("to speak to them").presses("1")
    town.rosa.hears("phone us again from nine o'clock tomorrow").is_hung_up_on()
    assert len(town.ben.displays) == rings


def test_they_do_not_pick_up_and_the_code_stays_good(town: Town, code: str) -> None:
    """Not spoken yet; asked when the help was due, where someone else can be asked for."""
    ben_says_yes(town)
    town.ben.when_rung(LetsItRing())
    phones_with_a_code(town.rosa, code).hears("to speak to them").presses("1").hears(
        "could not reach them", "same code"
    )
    town.rosa.is_hung_up_on()
    assert town.request().state == RequestState.ACCEPTED
    town.ben.when_rung(None)
    town.ben.answers(within=10 * 3600).hears("you said yes", "they have no phone", "not yet, 3").presses("3")
    town.ben.hears("it stays yours").is_hung_up_on().is_not_rung(for_seconds=12 * 3600)
    town.ben.answers(within=13 * 3600).hears("someone else, please, 4").presses("4").is_hung_up_on().waits(5)
    assert [offer.kind for offer in town.offers()] == [OfferKind.ASK, OfferKind.CHECK, OfferKind.CHECK]
    assert town.request().state == RequestState.OPEN


def test_something_was_wrong_is_a_person_at_once(town: Town, code: str) -> None:
    """Since nobody can ring them."""
    ben_says_yes(town)
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    town.ben.when_rung(LetsItRing())
    phones_with_a_code(town.rosa, code).hears("something was wrong, 4").presses("4").hears("ringing one of us")
    town.gwen.picks_up().hears("would like a person").presses("1").talks_with(town.rosa).hangs_up()
    town.rosa.hears("goodbye").is_hung_up_on()
    town.gwen.when_rung(LetsItRing())


def test_and_a_person_who_is_not_the_one(town: Town, code: str) -> None:
    """Not the coordinator who has it, also when there is no other (fault 48)."""
    town.store.change_volunteer(GROUP, town.volunteer(town.ben).id, coordinator=True)
    ben_says_yes(town)
    town.ben.when_rung(LetsItRing())
    phones_with_a_code(town.rosa, code).hears("something was wrong, 4").presses("4").hears("none of us can").hangs_up()


def test_whose_phone_was_borrowed_is_not_rung_about_it(town: Town, code: str) -> None:
    """Emil has asked for something himself: his phone is rung back only when it was he who wanted to hear."""
    town.ben.when_rung(LetsItRing())
    town.emil.dials(LINE).hears("medicines").presses("2").hears("Ongar").presses("2").hears("today").hangs_up()
    phones_with_a_code(town.emil, code, withheld=None).hears("asked so far").hangs_up()
    town.emil.is_not_rung(for_seconds=600)


def test_what_waits_too_long_is_a_coordinators(town: Town) -> None:
    """A bound ends in a person: she takes it herself, and waits for their call."""
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    code = asks_for_a_code(town.rosa)
    town.gwen.answers(within=3600).hears("there is no volunteer for it", "take it yourself").presses("1")
    town.gwen.hears("it's yours", "they have no phone").is_hung_up_on()
    phones_with_a_code(town.rosa, code).hears("a neighbour has said yes").hangs_up()


def test_no_ring_is_promised_to_who_cannot_be_rung(town: Town) -> None:
    """So nobody is asked to keep such a promise: that it waits is all that a coordinator hears."""
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    town.gwen.when_rung(LetsItRing())
    asks_for_a_code(town.rosa)
    town.rosa.waits(3 * 3600)
    assert town.items().keys() == {Reason.NOBODY, Reason.WAITING}


@pytest.mark.parametrize("town", [FOR_DAYS], indirect=True, ids=["days"])
def test_every_week_needs_a_phone(town: Town) -> None:
    """They are told that it is asked for once; so is whoever says yes; and nothing recurs with nobody to tell."""
    town.joins(town.ben)
    town.rosa.dials(LINE, withheld="anonymous").hears("shopping").presses("1").hears("Ongar").presses("2")
    town.rosa.hears("every week").presses("3").hears("key the number")
    town.rosa.hears("for every week, we need a phone to ring", "we ask for this once", "no phone of your own, press 1")
    town.rosa.presses("1").hears("shopping, in Ongar, in the next few days: it is written down", "then 9")
    code = said(town.rosa)
    town.rosa.is_hung_up_on()
    town.ben.picks_up().hears("in the next few days").presses("1").hears("they phone us").is_hung_up_on().waits(100)
    phones_with_a_code(town.emil, code).hears("to speak to them, press 1").presses("1")
    town.ben.picks_up().hears("would like a word").presses("1")
    town.emil.talks_with(town.ben)
    town.ben.hangs_up()
    town.emil.hears("goodbye").is_hung_up_on().waits(5)
    town.ben.answers(within=8 * A_DAY).hears("is it done").presses("1").hears("thank you so much").is_hung_up_on()
    town.ben.is_not_rung(for_seconds=14 * A_DAY)
    assert [(each.when, each.state) for each in town.requests()] == [("soon", "done")]


def test_a_series_of_earlier_code_for_who_has_no_phone_ends(town: Town) -> None:
    """Nobody could be told of any of its weeks: no request is made for one."""
    request = town.asks_for_shopping(town.rosa)
    series = new_series(town.world, request, weekday=3, part=Part.MORNING, first=None, made_for=date(2026, 3, 5))
    town.store.add_item(replace(series, number=None))
    town.rosa.waits(120)
    assert town.items()[Reason.SERIES].state == "cancelled"
    assert not [each for each in town.requests() if each.series == series.id]


@pytest.mark.parametrize("town", [FOR_DAYS], indirect=True, ids=["days"])
def test_reported_by_a_slip_and_with_a_code_it_is_still_needed(town: Town, code: str) -> None:
    """One key, and it goes round again; no ring is promised to who cannot be rung."""
    ben_says_yes(town)
    phones_with_a_code(town.rosa, code).hears("to speak to them, press 1").presses("1")
    town.ben.picks_up().hears("would like a word").presses("1")
    town.rosa.talks_with(town.ben)
    town.ben.hangs_up()
    town.rosa.hears("goodbye").is_hung_up_on().waits(5)
    town.ben.answers(within=10 * 3600).hears("is it done").presses("1").hears("thank you so much").is_hung_up_on()
    phones_with_a_code(town.rosa, code).hears("told us that it is done", "if you still need it, press 1")
    town.ben.when_rung(LetsItRing())
    town.rosa.presses("1").hears("phone us again", "with the same code").hears_nothing_of("ring you by").hangs_up()
    assert town.request().state is RequestState.OPEN
