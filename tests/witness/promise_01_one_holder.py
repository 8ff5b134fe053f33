"""Promise 1: one volunteer at most holds a request. `It's yours` is said once it is written; the holder hears so."""

from __future__ import annotations

from datetime import datetime, timedelta

from infra.local.exchange.events import Event, Joined, Said
from tests.witness.promise import Promise
from tests.witness.rows import HELD, text
from tests.witness.scene import Scene
from tests.year.dynamo import Change
from tests.year.expressions import Row

_A_DAY = timedelta(hours=24)
_SO_IT_IS_THEIRS = ("it's yours", "you said yes", "you have said yes", "it stays yours", "it is still yours")


class OneHolder(Promise):
    """A request passes from one holder to the next by way of nobody. A request in a holder's state has a holder."""

    def wrote(self, change: Change) -> None:
        if change.table != "requests":
            return
        before, after = text(change.before, "taken_by"), text(change.after, "taken_by")
        if before and after and before != after:
            self.scene.breaks("1: from one holder straight to another", change.key)
        held = text(change.after, "state") in HELD
        if change.after and held != bool(after):
            self.scene.breaks("1: held by nobody, or open and held", change.key, text(change.after, "state"))

    def happened(self, event: Event) -> None:
        if not isinstance(event, Said) or event.by != "line" or not event.text.startswith("It's yours"):
            return
        theirs = {(text(row, "group"), text(row, "id")) for row in self.scene.volunteers_at(event.number)}
        offer = self.scene.offer_of_call(event.call_sid)
        about = self._about(offer) if offer and text(offer, "kind") == "ask" else self.scene.unfinished()
        if not any((text(row, "group"), text(row, "taken_by")) in theirs for row in about):
            self.scene.breaks("1: `it's yours` was said, and nothing like it is written", event.name)

    def _about(self, offer: Row) -> list[Row | None]:
        """Return the request that was offered. On a call about a task all tasks are told, and what they are about."""
        asked = self.scene.request_of(offer)
        if text(asked, "need") == "person":
            return [*self.scene.unfinished()]
        return [asked, self.scene.row("requests", text(asked, "group"), text(asked, "about"))]


class HolderHears(Promise):
    """Whoever holds a request hears so: at once, or on the next call about it, within a day."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        self._unheard: dict[
            tuple[str, ...], tuple[str, datetime]
        ] = {}  # by request: the holder's number, and since when

    def wrote(self, change: Change) -> None:
        if change.table != "requests" or text(change.before, "taken_by") == text(change.after, "taken_by"):
            return
        self._unheard.pop(change.key, None)
        if holder := text(change.after, "taken_by"):
            number = self.scene.number_of(text(change.after, "group"), holder)
            self._unheard[change.key] = (number, self.scene.now)

    def happened(self, event: Event) -> None:
        heard = isinstance(event, Said) and event.by == "line" and _says_so(event.text)
        if heard or isinstance(event, Joined):
            for about in [about for about, (number, _) in self._unheard.items() if number == event.number]:
                del self._unheard[about]

    def looks_round(self) -> None:
        for about, (_, since) in list(self._unheard.items()):
            if since < self.scene.now - _A_DAY:
                self.scene.breaks("1: whoever holds it has not heard so in a day", about)
                del self._unheard[about]


def _says_so(words: str) -> bool:
    return any(each in words.casefold().replace("’", "'") for each in _SO_IT_IS_THEIRS)
