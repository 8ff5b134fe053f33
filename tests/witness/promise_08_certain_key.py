"""Promise 8: answered is not accepted. Only one certain key takes a request, on an offer that is still open."""

from __future__ import annotations

from infra.local.exchange.events import Pressed
from tests.witness.promise import Promise
from tests.witness.rows import ENDED_OFFERS, moment, text
from tests.year.dynamo import Change
from tests.year.expressions import Row


class NoKeyNoYes(Promise):
    """Nothing is taken or reported done without a certain key, pressed a moment ago on a call placed to that phone."""

    def wrote(self, change: Change) -> None:
        if change.table != "requests":
            return
        before, after = change.before, change.after
        taken = text(after, "taken_by")
        if taken and not text(before, "taken_by"):
            pressed = self._needs(self.scene.number_of(text(after, "group"), taken), "1", "8: taken")
            self._on_an_open_offer(before, after or {}, pressed)
        if text(after, "state") == "reported_done" and text(before, "state") == "spoken":
            holder = self.scene.number_of(text(before, "group"), text(before, "taken_by"))
            self._needs(holder, "12", "8: reported done")

    def _on_an_open_offer(self, before: Row | None, after: Row, pressed: Pressed | None) -> None:
        if text(before, "state") not in ("open", "draft", ""):
            self.scene.breaks("8: taken, and it was not open", text(after, "id"))
        offer = self.scene.row("offers", text(after, "group"), text(after, "taken_offer"))
        ended = offer and text(offer, "state") in ENDED_OFFERS - {"accepted"} and text(offer, "kind") == "ask"
        if offer and ended and text(after, "id") in self._asked(offer) and not self._before_its_end(offer, pressed):
            self.scene.breaks("8: taken by an offer that had ended", text(offer, "id"), text(offer, "state"))

    def _asked(self, offer: Row) -> set[str]:
        """What that call was placed for: one who was too late for it may hear of other tasks, and take one."""
        task = self.scene.row("requests", text(offer, "group"), text(offer, "request"))
        return {text(offer, "request"), text(task, "about")}

    def _before_its_end(self, offer: Row, pressed: Pressed | None) -> bool:
        """The webhook of the key came late: the line was told of the end of the call before it."""
        ended = moment(offer, "ended_at")
        return bool(pressed and ended and pressed.call_sid == text(offer, "call_sid") and pressed.at <= ended)

    def _needs(self, number: str, keys: str, what: str) -> Pressed | None:
        pressed = self.scene.pressed(number, keys)
        if pressed is None:
            self.scene.breaks(f"{what}, and no such key was pressed on that phone", number)
        return pressed
