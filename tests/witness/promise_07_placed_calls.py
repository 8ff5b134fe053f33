"""Promise 7: what matters to somebody happens only on a call placed to the number that we hold."""

from __future__ import annotations

from infra.local.exchange.events import Event, Said
from infra.local.exchange.states import Direction
from tests.witness.promise import Promise
from tests.witness.rows import flag, moment, text
from tests.year.dynamo import Change
from tests.year.expressions import Row


class OnPlacedCalls(Promise):
    """Nothing is cancelled, joined or left but by a certain key on a call that was placed to that very phone."""

    def wrote(self, change: Change) -> None:
        if change.table == "requests":
            self._request(change.before, change.after)
        if change.table == "volunteers":
            self._volunteer(change.before, change.after)

    def _request(self, before: Row | None, after: Row | None) -> None:
        if text(after, "cancelled_at") and not text(before, "cancelled_at"):
            self._needs(text(before, "number"), "52", "7: cancelled", code="code" in (before or {}))
        if text(after, "state") == "cancelled" and not any(
            name in (before or {}) for name in ("cancelled_at", "declined_at", "repeat")
        ):
            self.scene.breaks("7: cancelled, and nobody who asked wished it", text(after, "id"))

    def _volunteer(self, before: Row | None, after: Row | None) -> None:
        if before is None and after and self.scene.exchange.calls:  # those of the beginning stood there already
            self._needs(text(after, "number"), "1", "7: joined")
        if flag(after, "stopped") and before and not flag(before, "stopped"):
            self._needs(text(before, "number"), "8", "7: stopped")
        if after is None and not flag(before, "stopped"):  # who has stopped is erased by the dispatcher, a moment later
            self._needs(text(before, "number"), "8", "7: left")

    def _needs(self, number: str, keys: str, what: str, *, code: bool = False) -> None:
        if not code and not self.scene.pressed(number, keys):
            self.scene.breaks(f"{what}, and no such key was pressed on that phone", number)


class NothingToldToStrangers(Promise):
    """On a call that somebody made to us, nobody hears the two words of a request that stood there before that call."""

    def happened(self, event: Event) -> None:
        if not isinstance(event, Said) or event.by != "line":
            return
        call = self.scene.exchange.calls[event.call_sid]
        if call.direction is not Direction.INBOUND:
            return
        heard = event.text.casefold()
        said = [row for row in self.scene.unfinished() if (words := _words(row)) and words in heard]
        theirs = {_words(row) for row in said if (moment(row, "made_at") or call.created) >= call.created}
        for row in said:  # two requests may have the same two words, by chance
            if _words(row) not in theirs and "code" not in row:
                self.scene.breaks("7: the words of a request were said on a call from outside", event.name)


def _words(row: Row) -> str:
    return text(row, "words").casefold().replace("-", " ")
