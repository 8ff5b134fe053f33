"""Remembered, by one key on a call that we have placed; then the same as last time takes two (issue 4, item 1)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hotline.numbers import PhoneNumber
from hotline.records import Need, Reason, Remembered, Request, RequestState, When
from infra.local.exchange import LetsItRing, Person
from tests.stories.arranged import A_DAY, FOR_DAYS, FORGOTTEN, arranged, reports
from tests.stories.phoning_in import phones_for_news, rings_in
from tests.stories.test_for_somebody_else import asks_for_his_mother, joined_to_the_son, talks_with_the_mother
from tests.stories.test_what_it_costs import counting
from tests.stories.town import GROUP, LINE, START, Town, brentwood

_LATER = START + timedelta(days=300)


def remembers(town: Town, person: Person) -> dict[Need, Remembered]:
    return dict(town.store.remembered(GROUP, PhoneNumber(person.number).opaque, town.world.now()))


def keep(town: Town, person: Person, *, area: str | None = "ongar", when: When = When.SOON) -> None:
    """As if they had said so after an earlier request."""
    what = Remembered(area=area, when=when, until=_LATER)
    town.store.remember(GROUP, PhoneNumber(person.number).opaque, Need.SHOPPING, what)


def asks_as_last_time(town: Town, person: Person) -> Request:
    """Two keys, and a short end."""
    person.dials(LINE).hears("shopping").presses("1").hears("anywhere else", "as last time, press 4").presses("4")
    person.hears("it is written down, as last time", "by half past twelve we ring you", "two words", "goodbye")
    said = person.is_hung_up_on().transcript.since_key.lower()
    assert not [word for word in ("ongar", "today", "few days") if word in said]
    return town.requests()[-1]


@pytest.mark.long
@pytest.mark.parametrize("town", [FOR_DAYS], indirect=True, ids=["days"])
def test_remembered_on_the_last_call_and_asked_for_again(town: Town) -> None:
    """Told what is kept and for how long; only 1 keeps it; next week two keys are enough; then forgotten by one."""
    town.joins(town.ben)
    arranged(town, ring_after=True)
    reports(town)
    town.rosa.answers(within=60).hears("no, all is well, press 2").presses("2").hears(
        "may we remember this for next time"
    )
    town.rosa.hears("your number, what it was, where and when", "for twelve months", "yes, press 1").presses("1")
    town.rosa.hears("it is remembered", "to be forgotten").is_hung_up_on()
    until = town.world.now() + timedelta(days=365)
    town.rosa.waits(FORGOTTEN)
    assert town.request().state == RequestState.DONE
    (kept,) = remembers(town, town.rosa).values()
    assert (kept.area, kept.when, until - kept.until < timedelta(minutes=1)) == ("ongar", When.TODAY, True)
    town.ben.when_rung(LetsItRing())
    town.rosa.waits(A_DAY - 9 * 3600)
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("as last time, press 4").presses("4").hears("goodbye")
    town.rosa.is_hung_up_on()
    again = town.requests()[-1]
    assert (again.area, again.when, again.state) == ("ongar", When.TODAY, RequestState.OPEN)
    phones_for_news(town.rosa).hears("for your two words").hears("to be forgotten, press 5").presses("5")
    town.rosa.hears("you are forgotten").is_hung_up_on()
    assert remembers(town, town.rosa) == {}


@pytest.mark.long
@pytest.mark.parametrize("town", [FOR_DAYS], indirect=True, ids=["days"])
@pytest.mark.parametrize("answer", ["hangs up", "2", ""])
def test_anything_else_is_no(town: Town, answer: str) -> None:
    """Silence, another key, the phone put down: all is well, and a stranger again."""
    town.joins(town.ben)
    arranged(town, ring_after=True)
    reports(town)
    town.rosa.answers(within=60).hears("no, all is well, press 2").presses("2").hears("may we remember")
    if answer == "hangs up":
        town.rosa.hangs_up()
    else:
        town.rosa.presses(answer).hears("not kept for next time").is_hung_up_on()
    town.rosa.waits(FORGOTTEN)
    assert (town.request().state, remembers(town, town.rosa)) == (RequestState.DONE, {})


@pytest.mark.long
@pytest.mark.parametrize("town", [FOR_DAYS], indirect=True, ids=["days"])
def test_also_when_they_phone_for_news_of_what_was_reported_done(town: Town) -> None:
    """Who did not agree to a last call is asked there."""
    town.joins(town.ben)
    arranged(town)
    reports(town)
    town.rosa.waits(60)
    phones_for_news(town.rosa).hears("told us that it is done").hears("may we remember").presses("1")
    town.rosa.hears("it is remembered").hears_nothing_of("press 5").is_hung_up_on()
    assert list(remembers(town, town.rosa)) == [Need.SHOPPING]
    assert town.request().state == RequestState.REPORTED_DONE


@pytest.mark.long
@pytest.mark.parametrize("town", [FOR_DAYS], indirect=True, ids=["days"])
def test_what_was_asked_for_somebody_else_is_not_remembered(town: Town) -> None:
    """As last time would ask for Emil himself what he has asked for his mother: he is not asked whether we may."""
    town.joins(town.ben)
    town.emil.dials(LINE).hears("someone to talk to").presses("3").hears("friendly neighbour").presses("2")
    town.emil.hears("Ongar").presses("2").hears("today").presses("1").hears("somebody else, press 2").presses("2")
    town.emil.hears("for somebody else, press 3").presses("3").hears("whoever it is for").presses("02079460123#")
    town.emil.hears("if that is right").presses("1").hears("if that is right").presses("1").hears("written down")
    town.emil.is_hung_up_on()
    town.ben.picks_up().hears("yes, press 1").presses("1").hears("It's yours").presses("1")
    town.emil.picks_up()
    town.ben.talks_with(town.emil)
    town.emil.hangs_up()
    town.ben.hears("arranged").presses("1").is_hung_up_on()
    reports(town)
    phones_for_news(town.emil).hears("told us that it is done", "goodbye").hears_nothing_of("may we remember")
    town.emil.is_hung_up_on()


@pytest.mark.long
@pytest.mark.parametrize("town", [FOR_DAYS], indirect=True, ids=["days"])
def test_the_one_it_was_for_may_let_it_be_remembered(town: Town) -> None:
    """Emil asked for her; as last time, Rosa asks for herself."""
    town.joins(town.ben)
    asks_for_his_mother(town)
    joined_to_the_son(town)
    talks_with_the_mother(town)
    town.ben.hears("is it arranged", "a ring afterwards, 2").presses("2").is_hung_up_on().waits(5)
    reports(town)
    town.rosa.answers(within=60).hears("all is well, press 2").presses("2").hears("may we tell").presses("2")
    town.rosa.hears("may we remember").presses("1").hears("it is remembered").is_hung_up_on()
    assert list(remembers(town, town.rosa)) == [Need.SHOPPING]


def test_as_last_time_is_logged_as_last_time(town: Town) -> None:
    """Where and when they asked for it last."""
    town.joins(town.ben)
    town.ben.when_rung(LetsItRing())
    keep(town, town.rosa)
    request = asks_as_last_time(town, town.rosa)
    assert (request.need, request.area, request.when, request.state) == (
        Need.SHOPPING,
        "ongar",
        When.SOON,
        RequestState.OPEN,
    )
    assert request.number == PhoneNumber(town.rosa.number)


def test_as_last_time_of_what_was_wanted_every_week_is_asked_for_once(town: Town) -> None:
    """It comes every week by itself: no neighbour is asked to come every week a second time."""
    town.joins(town.ben)
    keep(town, town.rosa, when=When.WEEKLY)
    request = asks_as_last_time(town, town.rosa)
    assert (request.area, request.when) == ("ongar", When.SOON)
    town.ben.picks_up().hears("Shopping", "in Ongar, in the next few days", "yes, press 1").hangs_up()


def test_whoever_is_not_remembered_hears_the_same_and_is_helped_too(town: Town) -> None:
    """Nothing is revealed, and nobody turned away: anywhere, today."""
    town.joins(town.ben)
    town.ben.when_rung(LetsItRing())
    request = asks_as_last_time(town, town.emil)
    assert (request.area, request.when, request.state) == (None, When.TODAY, RequestState.OPEN)


@pytest.mark.parametrize("kept", ["another need", "expired", "an area given up"])
def test_what_does_not_count(town: Town, kept: str) -> None:
    """Another need's last time is no thanks's; an expired row may lie there for days (fault 35)."""
    area = "kelvedon" if kept == "an area given up" else "ongar"
    what = Remembered(area=area, when=When.TODAY, until=START if kept == "expired" else _LATER)
    need = Need.GARDEN if kept == "another need" else Need.SHOPPING
    town.joins(town.ben)
    town.ben.when_rung(LetsItRing())
    town.store.remember(GROUP, PhoneNumber(town.rosa.number).opaque, need, what)
    request = asks_as_last_time(town, town.rosa)
    assert (request.area, request.when) == (None, When.TODAY)


def test_two_needs_are_two_last_times_and_said_again_it_is_renewed(town: Town) -> None:
    """The newest of each need; what is kept is a mark of the phone, and not its number."""
    keep(town, town.rosa)
    opaque = PhoneNumber(town.rosa.number).opaque
    town.store.remember(GROUP, opaque, Need.DOG, Remembered(area=None, when=When.TODAY, until=_LATER))
    keep(town, town.rosa, area="brentwood", when=When.TODAY)
    kept = remembers(town, town.rosa)
    assert {need: one.area for need, one in kept.items()} == {Need.SHOPPING: "brentwood", Need.DOG: None}


@pytest.mark.parametrize("town", [{"groups": brentwood(areas={"ongar": "Ongar"})}], indirect=True)
def test_with_one_area_it_is_asked_beside_how_soon(town: Town) -> None:
    """Where is not asked there: two keys all the same."""
    town.joins(town.ben)
    town.ben.when_rung(LetsItRing())
    keep(town, town.rosa)
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("every week", "as last time, press 4").presses("4")
    town.rosa.hears("it is written down, as last time").is_hung_up_on()
    assert (town.request().area, town.request().when) == ("ongar", When.SOON)


def test_from_a_phone_that_shows_no_number_it_is_anywhere_and_a_number_is_asked_for(town: Town) -> None:
    """Whose number they key is not who they are: nothing is looked up by it."""
    keep(town, town.emil)
    town.rosa.dials(LINE, withheld="anonymous").hears("shopping").presses("1").hears("as last time").presses("4")
    town.rosa.hears("key the number").presses("02079460124#").hears("0 1 2 4").presses("1").hears("as last time")
    town.rosa.is_hung_up_on()
    assert (town.request().area, town.request().number) == (None, PhoneNumber(town.emil.number))


def test_there_is_nobody_for_it_and_it_is_said_so(town: Town) -> None:
    """Honestly, and as short."""
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("as last time").presses("4")
    town.rosa.hears("as last time", "no neighbour for it yet", "ask elsewhere").is_hung_up_on()
    assert town.request().state == RequestState.OPEN


def test_nothing_is_open_and_who_is_remembered_is_rung_back_and_can_be_forgotten(town: Town) -> None:
    """Nobody else is; silence forgets nothing."""
    keep(town, town.rosa)
    phones_for_news(town.rosa).hears("nothing is waiting", "to be forgotten, press 5", "goodbye").is_hung_up_on()
    assert remembers(town, town.rosa)
    phones_for_news(town.rosa).hears("to be forgotten, press 5").presses("5").hears("you are forgotten")
    town.rosa.is_hung_up_on()
    assert remembers(town, town.rosa) == {}
    rings_in(town.rosa)
    town.rosa.is_not_rung(for_seconds=600)
    assert list(town.items()) == [Reason.BACK]


def test_what_it_costs(town: Town) -> None:
    """One read to recognise who phones, in the turn after the key and not before; three writes to log."""
    town.joins(town.ben)
    town.ben.when_rung(LetsItRing())
    keep(town, town.rosa)
    town.line.lose_the_stream()
    with counting() as greeting:
        town.rosa.dials(LINE).hears("shopping")
    assert greeting.total() == 0
    with counting() as counted:
        town.rosa.presses("1").hears("as last time").presses("4").hears("as last time", "two words", "goodbye")
    del counted["Query"]  # is there anybody at all; which drafts are this call's; and the minute's look for what is due
    # When it opens, one more of whom this phone is kept apart from; once a minute, of what the group has recorded.
    assert counted == {"GetItem": 3, "UpdateItem": 3}
    town.rosa.is_hung_up_on()
