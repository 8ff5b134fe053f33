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
        # By the phone's number and the group that said so: the words, and until when they hold.
        self._told: dict[tuple[str, str], tuple[str, datetime]] = {}

    def happened(self, event: Event) -> None:
        if isinstance(event, Dialled):
            self._told.pop(self._key(event), None)
        elif isinstance(event, Said) and event.by == "line":
            self._listens(event)
        elif isinstance(event, Rang) and self._key(event) in self._told:
            self._rings(event)

    def _key(self, event: Dialled | Said | Rang) -> tuple[str, str]:
        call = self.scene.exchange.calls.get(event.call_sid)
        group = self.scene.group_of_call(call) if call else None
        return event.number, group.slug if group else ""

    def _listens(self, event: Said) -> None:
        sentence = flat(event.text)
        for words, time in _UNTIL.items():
            if words in sentence:
                self._told[self._key(event)] = (words, event.at + time)
        if _UNTIL_TOMORROW in sentence:
            self._told[self._key(event)] = (_UNTIL_TOMORROW, event.at + timedelta(hours=24))

    def _rings(self, event: Rang) -> None:
        words, until = self._told[self._key(event)]
        ring = ring_of(self.scene, event)
        if ring is None or ring.volunteer is None or event.at > until:
            return
        if words == _UNTIL_TOMORROW and not ring.group.same_day(event.at, until - timedelta(hours=24)):
            return  # tomorrow has come
        if words == _STOPPED or not ring.is_about_what_they_hold:
            self.scene.breaks(f"10: `{words}` was said, and they are rung", event.name, ring.why)
