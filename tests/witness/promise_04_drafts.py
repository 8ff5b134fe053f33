"""Promise 4, and idea 2: a draft opens when its call is over. No phone rings while the caller is still answering."""

from __future__ import annotations

from datetime import timedelta

from infra.local.exchange.calls import Call
from infra.local.exchange.events import Event, Said
from tests.witness.heard import flat
from tests.witness.promise import Promise
from tests.witness.rows import moment, text
from tests.witness.scene import Scene
from tests.year.dynamo import Change

# Said at the end of what the line asks, or before the caller waits for a neighbour or a person.
_ENDS = (
    "written down",
    "kept",
    "goodbye",
    "we ring you back",
    "put through",
    "ringing one of us",
    "put the phone down",
)
_SOON = timedelta(seconds=10)  # from the write to the words


class DraftsWait(Promise):
    """A draft opens while its caller is on the line only where the words that end the asking are said."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        self._ended: set[str] = set()  # calls on which such words were said

    def happened(self, event: Event) -> None:
        if isinstance(event, Said) and event.by == "line" and any(words in flat(event.text) for words in _ENDS):
            self._ended.add(event.call_sid)

    def wrote(self, change: Change) -> None:
        opened = text(change.before, "state") == "draft" and text(change.after, "state") == "open"
        call = self.scene.exchange.calls.get(text(change.before, "call") or text(change.after, "call"))
        if change.table != "requests" or not opened or call is None or call.is_over:
            return
        made = moment(change.after, "made_at")
        longest = self.scene.group_of(change.after).policy.draft_longest
        if made and made + longest > self.scene.now:
            self.scene.exchange.timeline.after(_SOON.total_seconds(), lambda: self._judge(call))

    def _judge(self, call: Call) -> None:
        if not call.is_over and call.sid not in self._ended:
            self.scene.breaks("4: a draft opened while its caller was still answering", call.shown)
