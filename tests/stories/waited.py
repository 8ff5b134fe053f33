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


def without_a_number(town: Town) -> Person:
    """Her number is withheld, and she keys none: she can wait on the line, and does if she just waits."""
    town.rosa.dials(LINE, withheld="anonymous").hears("shopping").presses("1").hears("Ongar").presses("2")
    town.rosa.hears("today").presses("1").hears("key the number")
    return town.rosa.hears("key the whole phone number").hears("without a number you can wait on the line")


def waits_with_a_code(town: Town) -> Person:
    """She has no phone of her own, gets a code to phone back with, and stays on the line all the same."""
    town.rosa.dials(LINE, withheld="anonymous").hears("shopping").presses("1").hears("Ongar").presses("2")
    town.rosa.hears("today").presses("1").hears("no phone of your own, press 1").presses("1")
    return town.rosa.hears("your code is", "to wait on the line, press 6").presses("6").hears("two neighbours")


def says_yes(neighbour: Person) -> Person:
    """A neighbour says yes while she waits."""
    neighbour.picks_up(within=60).hears("yes, press 1").presses("1").hears("It's yours", "your words")
    return neighbour.hears("they are on the line")
