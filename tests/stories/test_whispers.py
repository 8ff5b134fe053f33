"""Somebody waits while another phone is asked whether it will be joined: it rings on for them, and is asked once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hotline.records import RequestState
from infra.local.exchange import LetsItRing, Person, PicksUp, Voicemail
from tests.stories.town import GROUP, LINE, Town, brentwood

pytestmark = pytest.mark.long

_ASKED_ONCE = 26  # seconds, from one phone's ring to the next one's: the words, nine to press a key, and `one moment`


def rang(person: Person) -> timedelta:
    """How long a phone has rung that nobody picked up."""
    begun, over = person.transcript.lines[-2:]
    return over.at - begun.at


def test_a_person_is_thought_about_and_it_rings_on_for_whoever_waits(town: Town) -> None:
    """Gwen takes her time: Rosa never sits in silence, which the exchange would complain of."""
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    town.rosa.dials(LINE).hears("shopping").presses("0").hears("we are ringing one of us")
    town.gwen.picks_up().hears("not now, press 2").waits(8).presses("1").talks_with(town.rosa).hangs_up()
    town.rosa.hears("goodbye").is_hung_up_on()


def test_a_voicemail_is_asked_once_and_then_somebody_else_is_rung(town: Town) -> None:
    """Whoever waits for a person is not kept for two rounds of words that no machine answers."""
    town.joins(town.gwen, town.ali, needs=frozenset(), coordinator=True)
    town.gwen.when_rung(Voicemail(after=1))
    town.rosa.dials(LINE).hears("shopping").presses("0").hears("we are ringing one of us")
    town.gwen.is_rung()
    begun = town.world.now()
    town.ali.picks_up(within=60).hears("would like a person").presses("1").talks_with(town.rosa).hangs_up()
    assert town.gwen.transcript.this_call.casefold().count("would like a person") == 1
    assert town.ali.transcript.lines[0].at - begun < timedelta(seconds=_ASKED_ONCE)
    town.rosa.hears("goodbye").is_hung_up_on()


def test_a_wrong_key_in_a_whisper_is_a_person_and_is_asked_again(town: Town) -> None:
    """No machine presses a key."""
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    town.rosa.dials(LINE).hears("shopping").presses("0").hears("we are ringing one of us")
    town.gwen.picks_up().hears("not now, press 2").presses("7").hears("not now, press 2").presses("1")
    town.gwen.talks_with(town.rosa).hangs_up()
    town.rosa.hears("goodbye").is_hung_up_on()


@pytest.mark.parametrize("town", [{"groups": brentwood(policy={"first_key": timedelta(seconds=20)})}], indirect=True)
def test_a_neighbour_rings_on_while_the_one_it_is_for_decides(town: Town) -> None:
    """An old person needs a while to find the key; Ben, who waits, hears it ring all that time."""
    town.joins(town.ben)
    town.asks_for_shopping(town.rosa)
    town.rosa.when_rung(PicksUp(after=3))
    town.ben.picks_up().hears("yes, press 1").presses("1").hears("to be joined, press 1").presses("1")
    town.ben.hears("ringing them now").talks_with(town.rosa)
    town.rosa.hangs_up()
    town.ben.hears("arranged").presses("1").is_hung_up_on().waits(2)
    assert town.request().state == RequestState.SPOKEN


def test_a_phone_rings_as_long_as_the_group_says_to_the_second(town: Town) -> None:
    """Twilio adds five seconds: of twenty it is told fifteen, and of a resident's forty-five it is told forty."""
    town.joins(town.ben)
    town.ben.when_rung(LetsItRing())
    town.asks_for_shopping(town.rosa)
    town.ben.is_rung(within=60).stops_ringing()
    assert rang(town.ben) == town.world.groups[GROUP].policy.ring == timedelta(seconds=20)


def test_a_residents_phone_rings_as_long_as_the_group_says(town: Town) -> None:
    """The same where it is dialled for a neighbour who waits."""
    town.joins(town.ben)
    town.asks_for_shopping(town.rosa)
    town.rosa.when_rung(LetsItRing())
    town.ben.picks_up().hears("yes, press 1").presses("1").hears("to be joined, press 1").presses("1")
    town.rosa.is_rung(within=60).stops_ringing()
    assert rang(town.rosa) == town.world.groups[GROUP].policy.resident_ring == timedelta(seconds=45)
    town.ben.hears("did not pick up").presses("3").is_hung_up_on()
