"""What the stories of waiting on the line begin with: Rosa stays on it."""

from __future__ import annotations

from datetime import timedelta

from infra.local.exchange import Person
from tests.stories.town import LINE, Town, brentwood

BRIEFLY = {"groups": brentwood(policy={"wait_longest": timedelta(seconds=60)})}


def waits(town: Town) -> Person:
    """Shopping, in Ongar, today; and she stays on the line."""
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("2").hears("today").presses("1")
    town.rosa.hears("right").presses("1").hears("written down", "to wait on the line, press 6").presses("6")
    return town.rosa.hears("two neighbours at a time")


def says_yes(neighbour: Person) -> Person:
    """A neighbour says yes while she waits."""
    neighbour.picks_up(within=60).hears("yes, press 1").presses("1").hears("It's yours", "your words")
    return neighbour.hears("they are on the line")
