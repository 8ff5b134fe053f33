"""Promise 9: nothing is left behind: no lock, no offer, no queue, no place; and nothing of ours breaks."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from tests.witness.promise import Promise
from tests.witness.rows import ENDED_OFFERS, entries, is_ended, members, moment, text

_A_WHILE = timedelta(minutes=3)  # beyond a deadline: the sweep comes each minute
_ENDS_WITHIN = timedelta(hours=6)  # of its deadline: the longest talk, and a pause


class NothingBreaks(Promise):
    """The stream, the clock and the doors log what they stumble over: in a run they never stumble."""

    def logged(self, record: logging.LogRecord) -> None:
        if record.levelno >= logging.ERROR:
            self.scene.breaks("9: something broke", record.name, record.getMessage())


class NothingLeft(Promise):
    """When nothing has been begun for two days, nothing waits for anything that will not come."""

    def ends(self) -> None:
        self._rows()
        self._locks()
        self._offers()
        self._places()
        for queue in self.scene.exchange.queues.left_behind():
            self.scene.breaks("9: a queue is left", queue)

    def _rows(self) -> None:
        for row in self.scene.rows("requests"):
            about = (text(row, "id"), text(row, "state"), text(row, "reason"))
            due = moment(row, "next_action_at")
            if not is_ended(row) and (due is None or due < self.scene.now - _A_WHILE):
                self.scene.breaks("9: a row is due, and nobody sees to it", *about)
            if any(self._is_past(entry["deadline"]["S"]) for entry in entries(row, "ringing").values()):
                self.scene.breaks("9: a row has a phone ringing for ever", *about)

    def _locks(self) -> None:
        """A phone is locked only while a call of ours is on it."""
        on_a_call = {call.phone.number for call in self.scene.live_calls() if call.phone}
        in_use = {text(row, "id") for row in self.scene.rows("volunteers") if text(row, "number") in on_a_call}
        for row in self.scene.rows("line"):
            phone, until = text(row, "id").removeprefix("phone#"), moment(row, "until")
            locked = phone != text(row, "id") and text(row, "lock") and until and until > self.scene.now
            if locked and phone not in in_use and not self._is_reserved(text(row, "lock")):
                self.scene.breaks("9: a phone is locked, and no call is on it", text(row, "lock"), until)

    def _is_reserved(self, offer: str) -> bool:
        """Say whether the lock is of a call that is just being placed."""
        live = (row for row in self.scene.rows("offers") if text(row, "id") == offer)
        return any(text(row, "state") not in ENDED_OFFERS for row in live)

    def _offers(self) -> None:
        for row in self.scene.rows("offers"):
            about = (text(row, "id"), text(row, "kind"), text(row, "state"))
            if text(row, "state") in ENDED_OFFERS:
                continue
            deadline = moment(row, "deadline")
            if text(row, "id") not in members(self.scene.request_of(row), "ringing"):
                self.scene.breaks("9: an offer never ended, and its request knows nothing of it", *about)
            elif deadline and deadline < self.scene.now - _ENDS_WITHIN:
                self.scene.breaks("9: an offer never ended", *about)

    def _places(self) -> None:
        """Each volunteer has one place in each rotation that their row names, and no other."""
        there: dict[tuple[str, str], list[str]] = {}
        for queue, turn in (
            (text(row, "queue"), text(row, "turn")) for row in self.scene.rows("places") if "expires" not in row
        ):
            group, _, need = queue.rpartition("#")
            there.setdefault((group, turn.rpartition("#")[2]), []).append(need)
        for row in self.scene.rows("volunteers"):
            theirs = sorted(there.pop((text(row, "group"), text(row, "id")), []))
            if theirs != sorted(text(row, "standing").split()):
                self.scene.breaks("9: places and standing differ", text(row, "name"), theirs, text(row, "standing"))
        for (group, volunteer), needs in there.items():
            self.scene.breaks("9: a place of somebody who is not there", group, volunteer, needs)

    def _is_past(self, written: str) -> bool:
        return datetime.fromisoformat(written) < self.scene.now - _A_WHILE
