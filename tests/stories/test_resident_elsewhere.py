"""The listening line; a number that is nobody's; a call that has lost its way."""

from __future__ import annotations

import logging
from dataclasses import replace

import pytest

from hotline.groups import Listening
from hotline.records import Need, RequestState
from infra.local.exchange import LetsItRing, Person
from infra.local.virtual import BASE
from tests.stories.town import GROUP, LINE, SAMPLE, Town, brentwood

_NOBODYS = "+442079460999"


@pytest.fixture
def samaritans(town: Town) -> Person:
    """The listening line, a phone that is picked up."""
    town.exchange.carriers.reachable.add("116123")
    return Person(town.exchange, "116123", "Samaritans")


def test_the_listening_line_is_put_through_at_once(town: Town, samaritans: Person) -> None:
    """Spoken, and by one key; the line's own number is on their display; nothing of it is kept."""
    town.rosa.dials(LINE).hears("someone to talk to").presses("3").hears("Samaritans", "1 1 6", "press 1").presses("1")
    samaritans.picks_up().talks_with(town.rosa, 600).hangs_up()
    town.rosa.hears("goodbye").is_hung_up_on().waits(2)
    assert samaritans.displays == [LINE]
    assert (town.request().state, town.request().number) == (RequestState.DONE, None)


def test_who_hangs_up_after_listening_has_been_met(town: Town, samaritans: Person) -> None:
    """The caller ends the call, as most do: no neighbour is rung about it."""
    town.joins(town.ben)
    town.rosa.dials(LINE).hears("someone to talk to").presses("3").hears("press 1").presses("1")
    samaritans.picks_up().talks_with(town.rosa, 60)
    town.rosa.hangs_up().waits(300)
    assert town.request().state == RequestState.DONE


def test_the_listening_line_does_not_answer(town: Town, samaritans: Person) -> None:
    """Said so, and a friendly neighbour is offered by going on."""
    samaritans.when_rung(LetsItRing())
    town.joins(town.ben)
    town.rosa.dials(LINE).hears("someone to talk to").presses("3").hears("press 1").presses("1")
    town.rosa.hears("could not put you through", "Ongar").presses("2").hears("today").presses("1")
    town.rosa.hears("right").presses("1").hears("goodbye").is_hung_up_on()
    town.ben.picks_up().hears("friendly chat").presses("2").is_hung_up_on()
    assert town.request().need == Need.CHAT


def test_where_the_short_number_cannot_be_dialled_the_ordinary_one_is(town: Town) -> None:
    """The carrier puts no short code through: one moment, and they are joined by the next way of the group's file."""
    ordinary = Person(town.exchange, "+443300945717", "Samaritans")
    town.rosa.dials(LINE).hears("someone to talk to").presses("3").hears("press 1").presses("1")
    town.rosa.hears("one moment. we try another number")
    ordinary.picks_up().talks_with(town.rosa, 600).hangs_up()
    town.rosa.hears("goodbye").is_hung_up_on().waits(2)
    assert town.request().state == RequestState.DONE


def test_where_no_way_connects_the_number_is_said_twice(town: Town) -> None:
    """Digit by digit, so that it can be written down; then a neighbour, and by nought a person."""
    town.joins(town.gwen, coordinator=True)
    town.rosa.dials(LINE).hears("someone to talk to").presses("3").hears("press 1").presses("1")
    town.rosa.hears("we could not put you through. their number is 1, 1, 6, 1, 2, 3. once more: 1, 1, 6, 1, 2, 3")
    town.rosa.hears("you can ring it yourself", "a neighbour can ring you instead", "for a person, press nought")
    town.rosa.hears_nothing_of("could not pick up").presses("0").hears("ringing one of us")
    town.gwen.picks_up(within=30)
    town.rosa.hangs_up()
    town.gwen.is_hung_up_on()


BY_ONE_WAY = replace(SAMPLE[GROUP].listening or Listening(name="", spoken="", dial=()), dial=("+44116123",))


@pytest.mark.parametrize("town", [{"groups": brentwood(listening=BY_ONE_WAY)}], indirect=True)
def test_a_file_with_one_way_is_dialled_as_before(town: Town) -> None:
    """In international form, where the account is found to have a carrier for it."""
    town.exchange.carriers.reachable.add("+44116123")
    listener = Person(town.exchange, "+44116123", "Samaritans")
    town.rosa.dials(LINE).hears("someone to talk to").presses("3").hears("press 1").presses("1")
    listener.picks_up().talks_with(town.rosa, 60).hangs_up()
    town.rosa.hears("goodbye").is_hung_up_on().waits(2)


def test_an_unknown_number_is_not_in_use_here(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    """Spoken, and a log line."""
    town.exchange.own(_NOBODYS, voice_url=f"{BASE}/voice", status_url=f"{BASE}/status")
    with caplog.at_level(logging.WARNING):
        town.rosa.dials(_NOBODYS).hears("this number is not in use here").is_hung_up_on().waits(2)
    assert "a number that no group has" in caplog.text
    assert town.requests() == []


def test_an_unknown_group_is_not_in_use_here(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    """A call that was placed for a group which has left this deployment."""
    town.exchange.own(_NOBODYS, voice_url=f"{BASE}/call/billericay/resident/-/-/0/~")
    town.rosa.dials(_NOBODYS).hears("not in use here").is_hung_up_on()
    assert "a group that is not here" in caplog.text


@pytest.mark.parametrize(
    "where",
    [
        "resident/-/12345678/0/never.written.by.us",  # a fingerprint and words that are not this script's
        "resident/-/12345678/0/~",
        "resident/-/-/0/1.2.3",
        "resident/-/12345678/x/~",  # a pace that is none
        "resident/-/12345678/0/~a!b",  # no words of a trail
        "nonsense/-/12345678/0/~",  # no script of ours
        "nonsense/-/-/0/~",
    ],
)
def test_a_trail_that_is_not_ours_is_the_start_of_the_script(town: Town, where: str) -> None:
    """Told kindly, and from there on the call goes as ever."""
    town.exchange.own(_NOBODYS, voice_url=f"{BASE}/call/brentwood/{where}", status_url=f"{BASE}/status")
    town.rosa.dials(_NOBODYS).hears("nine nine nine", "anything else").presses("1").hears("Ongar").presses("2")
    town.rosa.hears("today").hangs_up()
    assert town.request().need == Need.SHOPPING
