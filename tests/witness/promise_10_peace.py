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
    """Nobody is rung as a volunteer of a group whose line has told them that it does not ring them."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        # By the phone's number and the group: the words, and until when they hold.
        self._told: dict[tuple[str, str], tuple[str, datetime]] = {}

    def happened(self, event: Event) -> None:
        if isinstance(event, Dialled):
            self._told.pop((event.number, self._group(event)), None)
        elif isinstance(event, Said) and event.by == "line":
            self._listens(event)
        elif isinstance(event, Rang) and (event.number, self._group(event)) in self._told:
            self._rings(event)

    def _listens(self, event: Said) -> None:
        sentence = flat(event.text)
        for words, time in _UNTIL.items():
            if words in sentence:
                self._told[event.number, self._group(event)] = (words, event.at + time)
        if _UNTIL_TOMORROW in sentence:
            self._told[event.number, self._group(event)] = (_UNTIL_TOMORROW, event.at + timedelta(hours=24))

    def _group(self, event: Event) -> str:
        """Return the group whose line this call is on. Each group's line speaks for itself."""
        call = self.scene.exchange.calls[event.call_sid]
        ours = {call.to, call.shown, *((call.parent.to, call.parent.shown) if call.parent else ())}
        return next((slug for slug, group in self.scene.settings.items() if ours & set(group.numbers)), "")

    def _rings(self, event: Rang) -> None:
        words, until = self._told[event.number, self._group(event)]
        ring = ring_of(self.scene, event)
        if ring is None or ring.volunteer is None or event.at > until:
            return
        if words == _UNTIL_TOMORROW and not ring.group.same_day(event.at, until - timedelta(hours=24)):
            return  # tomorrow has come
        if words == _STOPPED or not ring.is_about_what_they_hold:
            self.scene.breaks(f"10: `{words}` was said, and they are rung", event.name, ring.why)
