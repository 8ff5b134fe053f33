"""Promise 10: whoever was told that we leave them in peace is not rung before that time, unless they phone."""

from __future__ import annotations

from datetime import datetime, timedelta

from infra.local.exchange.events import Dialled, Event, Rang, Said
from tests.witness.heard import flat
from tests.witness.promise import Promise
from tests.witness.rings import ring_of
from tests.witness.scene import Scene

_EVER = timedelta(days=3650)
_WEEK = timedelta(days=7)
_STOPPED = "we will not ring you any more"
_UNTIL = {
    _STOPPED: _EVER,
    "we leave you in peace until you phone": _EVER,
    "we leave you in peace for a week": _WEEK,
}
_UNTIL_TOMORROW = "we leave you in peace until tomorrow"


class LeftInPeace(Promise):
    """Nobody is rung as a volunteer whom the line has told that it does not ring them."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        self._told: dict[str, tuple[str, datetime]] = {}  # by the phone's number: the words, and until when they hold

    def happened(self, event: Event) -> None:
        if isinstance(event, Dialled):
            self._told.pop(event.number, None)
        elif isinstance(event, Said) and event.by == "line":
            self._listens(event)
        elif isinstance(event, Rang) and event.number in self._told:
            self._rings(event)

    def _listens(self, event: Said) -> None:
        sentence = flat(event.text)
        for words, time in _UNTIL.items():
            if words in sentence:
                self._told[event.number] = (words, event.at + time)
        if _UNTIL_TOMORROW in sentence:
            self._told[event.number] = (_UNTIL_TOMORROW, event.at + timedelta(hours=24))

    def _rings(self, event: Rang) -> None:
        words, until = self._told[event.number]
        ring = ring_of(self.scene, event)
        if ring is None or ring.volunteer is None or event.at > until:
            return
        if words == _UNTIL_TOMORROW and not ring.group.same_day(event.at, until - timedelta(hours=24)):
            return  # tomorrow has come
        if words == _STOPPED or not ring.is_about_what_they_hold:
            self.scene.breaks(f"10: `{words}` was said, and they are rung", event.name, ring.why)
