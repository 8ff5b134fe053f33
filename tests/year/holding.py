"""Promises 1, 5, 7 and 8: who holds a request, by which key, and that what has ended stays so."""

from __future__ import annotations

from infra.local.exchange.events import Event, Said
from tests.year.dynamo import Change
from tests.year.expressions import Row
from tests.year.witness import ENDED, Promise, text

_ENDED_OFFERS = frozenset({"accepted", "passed", "unanswered", "failed", "too_late"})
# From where to where a request moves. Back to open: handed back or on, or it is needed still.
_ON = {
    "draft": {"open", "cancelled", "done"},
    "open": {"accepted", "cancelled", "unmet", "done"},
    "accepted": {"spoken", "open", "cancelled", "done"},
    "spoken": {"reported_done", "open", "cancelled", "done"},
    "reported_done": {"done", "open", "cancelled"},
}


class OneHolder(Promise):
    """At most one volunteer holds a request, and whoever hears `it's yours` does."""

    def wrote(self, change: Change) -> None:
        if change.table != "requests":
            return
        before, after = text(change.before, "taken_by"), text(change.after, "taken_by")
        if before and after and before != after:
            self.scene.breaks("1: from one holder straight to another", change.key)
        held = text(change.after, "state") in ("accepted", "spoken", "reported_done")
        if change.after and held != bool(after):
            self.scene.breaks("1: held by nobody, or open and held", change.key, text(change.after, "state"))

    def happened(self, event: Event) -> None:
        if isinstance(event, Said) and event.by == "line" and event.text.startswith("It's yours"):
            who = self.scene.id_of(event.number)
            if not any(text(row, "taken_by") == who for row in self.scene.rows("requests")):
                self.scene.breaks("1: `it's yours` was said before it was written", event.name)


class NoKeyNoYes(Promise):
    """Nothing is accepted, cancelled, joined or left without a certain key, on a call placed to that very phone."""

    def wrote(self, change: Change) -> None:
        if change.table == "requests":
            self._request(change.before, change.after)
        if change.table == "volunteers":
            self._volunteer(change.before, change.after)

    def _request(self, before: Row | None, after: Row | None) -> None:
        taken = text(after, "taken_by")
        if taken and not text(before, "taken_by"):
            self._needs(self.scene.number_of(taken), "1", "8: taken")
        if text(after, "cancelled_at") and not text(before, "cancelled_at"):
            self._needs(text(before, "number"), "52", "7: cancelled")
        if text(after, "state") == "reported_done" and text(before, "state") == "spoken":
            self._needs(self.scene.number_of(text(before, "taken_by")), "12", "8: reported done")

    def _volunteer(self, before: Row | None, after: Row | None) -> None:
        if before is None and after and self.scene.exchange.calls:  # those of the beginning stood there already
            self._needs(text(after, "number"), "1", "7: joined")
        if after is None:
            self._needs(text(before, "number"), "8", "7: left")

    def _needs(self, number: str, keys: str, what: str) -> None:
        if not self.scene.pressed_just_now(number, *keys):
            self.scene.breaks(f"{what}, and no such key was pressed on that phone", number)


class EndedStaysEnded(Promise):
    """Requests move on by their states, and those that have ended, and offers, never go back."""

    def wrote(self, change: Change) -> None:
        before, after = text(change.before, "state"), text(change.after, "state")
        if not before or not after or before == after:
            return
        if change.table == "requests" and after not in _ON.get(before, set()):
            self.scene.breaks(f"5: a request went from {before} to {after}", change.key)
        if change.table == "offers" and before in _ENDED_OFFERS:
            self.scene.breaks(f"5: an offer went from {before} to {after}", change.key)


class NothingKept(Promise):
    """What has ended holds nobody's number or recording, and not who did it."""

    def wrote(self, change: Change) -> None:
        kept = change.after or {}
        if change.table == "requests" and text(kept, "state") in ENDED:
            for name in ("number", "note", "taken_by"):
                if name in kept:
                    self.scene.breaks(f"no data: `{name}` is kept of what has ended", change.key)
