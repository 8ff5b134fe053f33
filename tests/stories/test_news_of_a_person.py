"""News for whoever waits for a person: one of us is to ring them, and nobody says that nothing is waiting."""

from __future__ import annotations

import pytest

from infra.local.exchange import LetsItRing, Person
from tests.stories.phoning_in import phones_for_news
from tests.stories.town import LINE, Town


@pytest.fixture
def alone(town: Town) -> Town:
    """Gwen coordinates, and does not pick up."""
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    town.gwen.when_rung(LetsItRing())
    return town


def leaves_words(person: Person) -> None:
    person.dials(LINE).hears("just tell us", "(beep)").says("some bread").presses("#").hears("a person will listen")
    person.is_hung_up_on().waits(60)


def wants_a_person(person: Person) -> None:
    person.dials(LINE).hears("shopping").presses("0").hears("after the tone").hangs_up()
    person.waits(60)


def test_words_that_were_left_are_waiting(alone: Town) -> None:
    """Half an hour later nobody has heard them yet."""
    leaves_words(alone.rosa)
    phones_for_news(alone.rosa).hears("a person will listen to what you said, and ring you")
    alone.rosa.hears_nothing_of("nothing is waiting").is_hung_up_on()


def test_so_is_whoever_wanted_a_person(alone: Town) -> None:
    """Nought, and no words."""
    wants_a_person(alone.rosa)
    phones_for_news(alone.rosa).hears("one of us is to ring you").hears_nothing_of("nothing is waiting").is_hung_up_on()


def test_beside_what_else_was_asked(alone: Town) -> None:
    """It comes first; how the shopping stands is told as always."""
    alone.asks_for_shopping(alone.rosa)
    wants_a_person(alone.rosa)
    phones_for_news(alone.rosa).hears("one of us is to ring you", "no neighbour has been asked").hangs_up()


def test_a_volunteer_who_waits_for_one_hears_both(alone: Town) -> None:
    """Their phone asks, and helps."""
    alone.joins(alone.ben)
    wants_a_person(alone.ben)
    phones_for_news(alone.ben).hears("press 1").presses("1").hears("one of us is to ring you").hangs_up()


def test_nobody_is_promised_where_nobody_can_ring(town: Town) -> None:
    """There is no coordinator: it is kept, and that is all that is said."""
    wants_a_person(town.rosa)
    phones_for_news(town.rosa).hears("nobody just now who can ring you").hears_nothing_of("one of us is to ring you")
    town.rosa.is_hung_up_on()
