"""The listening line; a number that is nobody's; a call that has lost its way."""

from __future__ import annotations

import logging

import pytest

from hotline.records import Need, RequestState
from infra.local.exchange import LetsItRing, Person
from infra.local.virtual import BASE
from tests.stories.town import LINE, Town

_NOBODYS = "+442079460999"


@pytest.fixture
def samaritans(town: Town) -> Person:
    """The listening line, a phone that is picked up."""
    return Person(town.exchange, "+44116123", "Samaritans")


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
    town.rosa.hears("could not pick up", "Ongar").presses("2").hears("today").presses("1").hears("right").presses("1")
    town.rosa.hears("goodbye").is_hung_up_on()
    town.ben.picks_up().hears("friendly chat").presses("2").is_hung_up_on()
    assert town.request().need == Need.CHAT


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
