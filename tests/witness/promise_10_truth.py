"""Promise 10: what the line says is true. Each sentence that claims something is held against the rows."""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta

from infra.local.exchange.events import Event, Said
from tests.witness.claims import Claim
from tests.witness.claims_of_residents import OF_RESIDENTS
from tests.witness.claims_of_volunteers import OF_VOLUNTEERS
from tests.witness.heard import Heard, flat, need_names
from tests.witness.promise import Promise
from tests.witness.scene import Scene
from tests.year.dynamo import Change

CLAIMS = (*OF_RESIDENTS, *OF_VOLUNTEERS)
_LONGEST_CALL = timedelta(hours=5)


class WhatIsSaidIsSo(Promise):
    """Every sentence of the line, when it begins to be said; and what it promises, when the time has come."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        self._written: deque[tuple[datetime, Change]] = deque()
        self._read_back: dict[str, str] = {}  # by the call's SID

    def wrote(self, change: Change) -> None:
        now = self.scene.now
        self._written.append((now, change))
        while self._written[0][0] < now - _LONGEST_CALL:
            self._written.popleft()

    def happened(self, event: Event) -> None:
        if not isinstance(event, Said) or event.by != "line":
            return
        sentence = flat(event.text)
        if sentence.startswith(tuple(need_names().values())):
            self._read_back[event.call_sid] = sentence
        for claim in CLAIMS:
            if claim.is_in(sentence):
                self._judge(claim, event)

    def _judge(self, claim: Claim, event: Said) -> None:
        call = self.scene.exchange.calls[event.call_sid]
        group = self.scene.group_of_call(call)
        if group is None:
            return
        heard = Heard(
            scene=self.scene,
            event=event,
            call=call,
            group=group,
            changes=tuple(change for at, change in self._written if at >= call.created),
            before=self._read_back.get(event.call_sid, ""),
        )
        if not claim.holds(heard):
            self.scene.breaks(f"10: `{claim.words}` was said, and is not so", event.name)
        if claim.then:
            self.scene.exchange.timeline.at(claim.judged_at(heard), lambda: self._judge_later(claim, heard))

    def _judge_later(self, claim: Claim, heard: Heard) -> None:
        if claim.then and not claim.then(heard):
            at = f"{heard.event.at:%d %b %H:%M:%S}"
            self.scene.breaks(f"10: `{claim.words}` was said, and did not come true", heard.event.name, at)
