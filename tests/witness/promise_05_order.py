"""Promise 5: whatever comes twice, late or out of order, states move on and never go back."""

from __future__ import annotations

from tests.witness.promise import Promise
from tests.witness.rows import ENDED_OFFERS, text
from tests.year.dynamo import Change

# From where to where a request moves. Back to open: handed back or on, or it is needed still.
_ON = {
    "draft": {"open", "cancelled", "done"},
    "open": {"accepted", "cancelled", "unmet", "done"},
    "accepted": {"spoken", "open", "cancelled", "done"},
    "spoken": {"reported_done", "open", "cancelled", "done"},
    "reported_done": {"done", "open", "cancelled"},
}


class EndedStaysEnded(Promise):
    """Requests move by their states; requests and offers that have ended stay so; callbacks count by their sequence."""

    def wrote(self, change: Change) -> None:
        if change.before is None or change.after is None:
            return
        before, after = text(change.before, "state"), text(change.after, "state")
        if change.table == "offers":
            self._offer(change, before, after)
        if change.table == "requests" and before != after and after not in _ON.get(before, set()):
            self.scene.breaks(f"5: a request went from {before} to {after}", change.key)

    def _offer(self, change: Change, before: str, after: str) -> None:
        if before != after and before in ENDED_OFFERS:
            self.scene.breaks(f"5: an offer went from {before} to {after}", change.key)
        if int(text(change.before, "sequence") or -1) > int(text(change.after, "sequence") or -1):
            self.scene.breaks("5: an older callback was taken for a newer one", change.key)
