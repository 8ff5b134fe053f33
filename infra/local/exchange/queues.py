"""The account's queues. Each is made when somebody first waits in it, and stays until it is deleted, as Twilio's do.

https://www.twilio.com/docs/voice/api/queue-resource: queues persist.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from infra.local.exchange.queueing import DialQueue, Queueing
    from infra.local.exchange.sids import Sids
    from infra.local.exchange.timeline import Timeline

LEFT_BEHIND = timedelta(minutes=5)  # empty for so long, and not deleted: whoever had it made has forgotten it


class Line:
    """One named queue: who waits in it, and which callers wait for somebody to come."""

    def __init__(self, sid: str, name: str, now: datetime) -> None:
        self.sid, self.name, self.created = sid, name, now
        self.left_at = now  # when it became empty
        self.members: list[Queueing] = []
        self.takers: list[DialQueue] = []

    def match(self) -> None:
        """The first taker gets the first in the queue."""
        if self.members and self.takers:
            member, taker = self.members[0], self.takers.pop(0)
            self.leave(member)
            taker.take(member)

    def leave(self, member: Queueing) -> None:
        """Taken, or gone."""
        self.members.remove(member)
        self.left_at = member.exchange.timeline.now()


class Queues:
    """All of them, by name and by SID."""

    def __init__(self, sids: Sids, timeline: Timeline) -> None:
        self._sids, self._timeline = sids, timeline
        self._lines: dict[str, Line] = {}

    def __iter__(self) -> Iterator[Line]:
        return iter(self._lines.values())

    def join(self, name: str) -> Line:
        """The queue of this name, made when it is first asked for."""
        if name not in self._lines:
            self._lines[name] = Line(self._sids.next("QU"), name, self._timeline.now())
        return self._lines[name]

    def find(self, name: str) -> Line | None:
        """None: nobody has ever waited in it, or it was deleted since."""
        return self._lines.get(name)

    def by_sid(self) -> dict[str, Line]:
        return {line.sid: line for line in self}

    def delete(self, line: Line) -> None:
        """Only an empty one may be."""
        del self._lines[line.name]

    def left_behind(self) -> Iterator[str]:
        """What a test must fail on."""
        for line in self:
            if not line.members and self._timeline.now() - line.left_at > LEFT_BEHIND:
                yield f"the queue {line.name} stands empty, and is not deleted"
