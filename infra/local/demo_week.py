"""A week of the demo: a first call, yes, done, a handing-back, a status call, next week's with the same neighbour.

On the virtual clock, which jumps from one due moment to the next: the same app, by the same webhooks, in one process.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from moto import mock_aws

from hotline.groups import Group
from hotline.records import Request, RequestState
from infra.local.cast import Cast, this_morning
from infra.local.exchange import Person, StoryFailed
from infra.local.logs import to_stderr
from infra.local.narration import Narrator
from infra.local.settings import read_groups
from infra.local.virtual import VirtualLine

__all__ = ["Week", "week_played"]

Say = Callable[[str], None]

_WEDNESDAY = 2
_A_DAY = 24 * 3600.0
_FOR_MOTO = {
    "AWS_DEFAULT_REGION": "eu-west-2",
    "AWS_ACCOUNT_ID_ENDPOINT_MODE": "disabled",  # else moto answers DescribeStream with 404
}


@contextmanager
def week_played(say: Say) -> Iterator[Week]:
    """Play it, from the Wednesday that comes, at ten in the morning. Raises StoryFailed."""
    to_stderr(logging.WARNING)
    os.environ.update(_FOR_MOTO)
    morning = this_morning()
    start = morning + timedelta(days=(_WEDNESDAY - morning.weekday()) % 7)
    groups = read_groups()
    group = next(iter(groups.values()))
    with mock_aws():
        line = VirtualLine(groups=groups, start=start)
        line.exchange.listeners.append(Narrator(say, group, days=True))
        with line.answering():
            week = Week(line, group, say)
            week.play()
            line.exchange.check()
            yield week


class Week(Cast):
    """What happens, day by day; each step fails with the whole transcript if it does not."""

    def __init__(self, line: VirtualLine, group: Group, say: Say) -> None:
        super().__init__(line.exchange, line.store, group)
        self._tell = say

    def play(self) -> None:
        self.join(self.ben, self.priya, self.ali)
        self._title("Rosa phones for the first time: shopping, every week. Ben says yes, and they agree on Thursdays")
        self.rosa_asks_every_week()
        self._title("Emil needs his dog walked. Priya says yes, then hands it back: it is Ali's turn")
        self.emils_dog_is_handed_back()
        self._title("Rosa phones to ask how it stands, and is rung straight back")
        self.rosa_asks_how_it_stands()
        self._title("Thursday: is it done? Then Rosa hears what comes every week, and would like Ben again")
        self.it_is_done()
        self._title("Next week's shopping, two days ahead: Ben is asked first, although it is Priya's turn")
        self.next_week_with_the_same_neighbour()
        self._check()

    def requests(self) -> list[Request]:
        """The residents' requests, the oldest first."""
        found = (one for one in self.store.requests(self.group.slug) if one.reason is None)
        return sorted(found, key=lambda one: one.made_at)

    def rosa_asks_every_week(self) -> None:
        self.rosa.dials(self.line).hears("shopping").presses("1").hears("Ongar").presses("2")
        self.rosa.hears("every week, press 3").presses("3").hears("right").presses("1").hears("written down")
        self.rosa.is_hung_up_on()
        self.ben.picks_up().hears("every week").presses("1").hears("It's yours").presses("1")
        self._talk(self.ben, self.rosa, "Thursdays would be lovely.")
        self.ben.hears("arranged").presses("1").hears("which day").presses("4").hears("in the morning").presses("1")
        self.ben.hears("come again").presses("1").hears("every week").is_hung_up_on()

    def emils_dog_is_handed_back(self) -> None:
        self.emil.waits(600).dials(self.line).hears("anything else").presses("4").hears("a dog").presses("1")
        self.emil.hears("Ongar").presses("2").hears("today").presses("1").hears("right").presses("1")
        self.emil.hears("written down").is_hung_up_on()
        self.priya.picks_up().hears("dog").presses("1").hears("It's yours").presses("1")
        self._talk(self.priya, self.emil, "He is a big one.")
        self.priya.hears("arranged", "someone else, please, 4").presses("4").is_hung_up_on()
        self.ali.picks_up().hears("dog").presses("1").hears("It's yours").presses("1")
        self._talk(self.ali, self.emil, "Come at four, he likes you.")
        self.ali.hears("arranged").presses("1").is_hung_up_on()
        self.ali.answers(within=_A_DAY).hears("is it done").presses("1").is_hung_up_on()

    def rosa_asks_how_it_stands(self) -> None:
        self.rosa.waits(300).dials(self.line).hears("anything else").presses("4").hears("news").presses("9")
        self.rosa.hears("straight back").is_hung_up_on().answers()
        self.rosa.hears("which would you like").presses("1").hears("have spoken", "two words, 2").presses("2")
        self.rosa.hears("your two words").hangs_up()

    def it_is_done(self) -> None:
        self.ben.answers(within=2 * _A_DAY).hears("is it done").presses("1").is_hung_up_on()
        self.rosa.answers(within=_A_DAY).hears("every Thursday")
        self.rosa.hears("last time").presses("1").hears("asked first").is_hung_up_on()

    def next_week_with_the_same_neighbour(self) -> None:
        self.ben.picks_up(within=7 * _A_DAY).hears("on Thursday morning").presses("1").hears("It's yours").presses("1")
        self._talk(self.ben, self.rosa, "The same as last week, and a lemon.")
        self.ben.hears("arranged").presses("1").is_hung_up_on().waits(5)

    def _talk(self, neighbour: Person, resident: Person, words: str) -> None:
        resident.picks_up().hears(self.group.name)
        neighbour.is_joined_with(resident)
        resident.says(words, 5)
        resident.hangs_up()

    def _title(self, text: str) -> None:
        self._tell(f"\n{text}.\n")

    def _check(self) -> None:
        """Raises StoryFailed unless it ended as it should."""
        by = {request.made_for or request.need: request for request in self.requests()}
        states = [request.state for request in by.values()]
        if states != [RequestState.REPORTED_DONE, RequestState.REPORTED_DONE, RequestState.SPOKEN]:
            raise StoryFailed(f"the requests are {', '.join(states)}")
        holders = [self.names.get(request.taken_by or "") for request in by.values()]
        if holders != ["Ben", "Ali", "Ben"]:
            raise StoryFailed(f"they are held by {holders}")
