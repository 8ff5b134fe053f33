"""Promise 5: whatever comes twice, late or out of order, states move on and never go back."""

from __future__ import annotations

from tests.witness.promise import Promise
from tests.witness.rows import ENDED_OFFERS, is_ended, members, text
from tests.year.dynamo import Change
from tests.year.expressions import Row

# From where to where a request moves. Back to open: handed back or on, or it is needed still.
_ON = {
    "draft": {"open", "cancelled", "done"},
    "open": {"accepted", "cancelled", "unmet", "done"},
    "accepted": {"spoken", "open", "cancelled", "done"},
    "spoken": {"reported_done", "open", "cancelled", "done"},
    "reported_done": {"done", "open", "cancelled"},
}
_NO_KEY = frozenset({"unanswered", "failed"})  # as what an offer ends of which no key was told


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
        if before != after and before in ENDED_OFFERS and not self._is_a_late_key(before, change.after or {}):
            self.scene.breaks(f"5: an offer went from {before} to {after}", change.key)
        if int(text(change.before, "sequence") or -1) > int(text(change.after, "sequence") or -1):
            self.scene.breaks("5: an older callback was taken for a newer one", change.key)

    def _is_a_late_key(self, before: str, offer: Row) -> bool:
        """Say whether a key that was told after the end of its call corrects the ledger, as the request has it."""
        request = self.scene.request_of(offer)
        about = self.scene.row("requests", text(offer, "group"), text(request, "about")) if request else None
        match text(offer, "state"):
            case "accepted":
                taken = {text(row, "taken_offer") for row in (request, about)}
                return before in _NO_KEY | {"too_late"} and text(offer, "id") in taken
            case "passed":
                said_no = members(request, "passed") | members(request, "later")
                said_no |= {each.partition("#")[0] for each in members(request, "not_today")}
                return before in _NO_KEY and text(offer, "volunteer") in said_no
            case "too_late":
                gone = any(is_ended(row) or text(row, "taken_by") for row in (request, about))
                return before in _NO_KEY and gone
        return False
