"""What the stories of the last calls begin with: two who have spoken, and one who says that it is done."""

from __future__ import annotations

from datetime import timedelta

from infra.local.exchange import Person
from tests.stories.town import Town, brentwood

# The clock looks only every quarter of an hour, since these stories last for days.
FORGOTTEN = 1000  # seconds after `all is well`: a minute and a half, and a sweep of these towns
FOR_DAYS = {"groups": brentwood(policy={"sweep": timedelta(minutes=15)})}

A_DAY = 24 * 3600


def arranged(town: Town, *, ring_after: bool = False) -> Town:
    """Ben has said yes to Rosa's shopping, for today; the two have talked."""
    town.asks_for_shopping(town.rosa)
    they_talk(town, ring_after=ring_after)
    return town


def they_talk(town: Town, *, ring_after: bool = False, within: float = 600) -> None:
    """Ben says yes, is joined with Rosa, and it is arranged."""
    town.ben.picks_up(within=within).hears("yes, press 1").presses("1").hears("It's yours").presses("1")
    town.rosa.picks_up()
    town.ben.talks_with(town.rosa)
    town.rosa.hangs_up()
    town.ben.hears("arranged", "a ring afterwards, 2").presses("2" if ring_after else "1")
    town.ben.is_hung_up_on().waits(5)


def says_it_is_arranged(person: Person) -> Person:
    """Key 2 on a call about a yes, of two whom the line has not joined: asked once more, and 2 again."""
    return person.presses("2").hears("not been joined yet", "it is arranged, press 2").presses("2")


def reports(town: Town) -> None:
    """Ben is rung in the evening, and says that it is done."""
    town.ben.answers(within=16 * 3600).hears("is it done", "yes, press 1").presses("1").hears("thank you so much")
    town.ben.is_hung_up_on()
