"""The story of the demo: six people, one line, and everything between them real but the phones."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from tempfile import TemporaryDirectory

from hotline.groups import Group
from hotline.records import Offer, OfferState, RequestState
from hotline.store import Store
from infra.local.cast import Cast, this_morning
from infra.local.exchange import Exchange, LetsItRing, Person, RealTimeline, StoryFailed, Voicemail
from infra.local.line import running
from infra.local.logs import to_stderr
from infra.local.narration import Narrator

__all__ = ["Told", "play", "played"]

Say = Callable[[str], None]

_SETTLES = 20.0  # seconds on the sped-up clock, for the last callbacks to come
_FIRST = [
    ("Ben", OfferState.UNANSWERED),
    ("Ali", OfferState.UNANSWERED),
    ("Priya", OfferState.PASSED),
]
_LAST = [  # two press 1 in the same instant: either may be first
    [("Gwen", OfferState.ACCEPTED), ("Emil", OfferState.TOO_LATE)],
    [("Gwen", OfferState.TOO_LATE), ("Emil", OfferState.ACCEPTED)],
]


@dataclass(frozen=True, kw_only=True)
class Told:
    """What is left of the story when it has been told."""

    store: Store
    group: Group
    request: str
    now: datetime
    cast: dict[str, str]  # names by volunteer id

    def check(self, offers: Sequence[Offer]) -> None:
        """Raises StoryFailed unless each was asked in turn and it ended as it should."""
        seen = [(self.cast[offer.volunteer], offer.state) for offer in offers]
        if sorted(seen) not in [sorted([*_FIRST, *last]) for last in _LAST]:
            raise StoryFailed(f"these were asked: {', '.join(f'{name} ({state})' for name, state in seen)}")
        request = self.store.request(self.group.slug, self.request)
        if request is None or request.state != RequestState.SPOKEN:
            raise StoryFailed(f"the request is {request.state if request else 'gone'}")


@contextmanager
def played(*, speed: float, say: Say) -> Iterator[Told]:
    """Play the whole story, `speed` times as fast as true time, at ten in the morning. Raises StoryFailed."""
    with TemporaryDirectory() as folder:
        to_stderr(logging.WARNING)
        timeline = RealTimeline(speed, start=this_morning())
        quiet = {"XDG_RUNTIME_DIR": folder, "HOME": folder}
        with running(host="127.0.0.1", port=0, public_url=None, environ=quiet, timeline=timeline) as line:
            if line.exchange is None:
                raise StoryFailed("there is no exchange inside")
            group = next(iter(line.groups.values()))
            line.exchange.listeners.append(Narrator(say, group))
            yield play(line.exchange, Store(), group)


def play(exchange: Exchange, store: Store, group: Group) -> Told:
    """The story, on a line that runs; nobody has joined it yet. Raises StoryFailed."""
    town = _Town(exchange, store, group)
    town.join(town.ben, town.ali, town.priya, town.gwen, town.emil)
    town.two_are_away()
    town.rosa_phones()
    town.one_cannot()
    town.two_press_at_once_and_one_talks()
    (request,) = (request for request in store.requests(group.slug) if request.reason is None)
    exchange.check()
    return Told(store=store, group=group, request=request.id, now=exchange.timeline.now(), cast=town.names)


class _Town(Cast):
    """The cast, and what they do."""

    def two_are_away(self) -> None:
        self.ben.when_rung(LetsItRing())
        self.ali.when_rung(Voicemail())

    def rosa_phones(self) -> None:
        self.rosa.dials(self.line).hears("shopping").presses("1").hears("Ongar").presses("2")
        self.rosa.hears("today").presses("1").hears("if that is right").presses("1")
        self.rosa.hears("written down", "two words").is_hung_up_on()

    def one_cannot(self) -> None:
        self.priya.picks_up().hears("shopping", "Ongar").presses("3").is_hung_up_on()

    def two_press_at_once_and_one_talks(self) -> None:
        self.gwen.is_rung()
        self.emil.is_rung()  # while nobody has picked up: no phone begins to ring while somebody makes up their mind
        self.gwen.picks_up()
        self.emil.picks_up()
        self.gwen.hears("yes, press 1")
        self.emil.hears("yes, press 1").presses("1")
        self.gwen.presses("1")
        self.exchange.timeline.run_while(lambda: self._holder() is None, _SETTLES)
        first, second = (self.gwen, self.emil) if self._holder() == "Gwen" else (self.emil, self.gwen)
        second.hears("neighbour took it just before you").is_hung_up_on()
        first.hears("It's yours").presses("1")
        self._they_talk(first)

    def _they_talk(self, neighbour: Person) -> None:
        self.rosa.picks_up().hears(self.group.name)
        self.rosa.is_joined_with(neighbour)
        neighbour.says("Hello Rosa, your two words. What would you like from the shop?", 5)
        self.rosa.says("Bread, milk, and a bit of cheese. I am at the green door.", 6)
        neighbour.says("I will be there at noon. We settle up at the door.", 4)
        self.rosa.hangs_up()
        neighbour.hears("is it arranged").presses("1").is_hung_up_on()
        for person in (self.rosa, neighbour):
            if set(person.displays) != {self.line}:
                raise StoryFailed(f"{person.name}'s display showed another number than the line's")
        self.exchange.timeline.run_while(self._settling, _SETTLES)

    def _holder(self) -> str | None:
        holders = (request.taken_by for request in self.store.requests(self.group.slug))
        return next((self.names[holder] for holder in holders if holder), None)

    def _settling(self) -> bool:
        offers = (
            offer
            for request in self.store.requests(self.group.slug)
            for offer in self.store.offers(request.group, request.id)
        )
        return any(offer.ended_at is None for offer in offers)
