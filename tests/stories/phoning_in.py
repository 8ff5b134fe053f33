"""Phoning in to be rung straight back."""

from __future__ import annotations

from infra.local.exchange import Person
from tests.stories.town import LINE


def rings_in(person: Person) -> None:
    """Anything else, then nine; and the phone is put down."""
    person.dials(LINE).hears("anything else").presses("4").hears("news of something you asked").presses("9")
    person.hears("put the phone down").is_hung_up_on()


def phones_for_news(person: Person) -> Person:
    """It rings at once; a key, and it is told."""
    rings_in(person)
    return person.picks_up(within=10).hears("ringing you back", "press 1 to hear").presses("1")
