"""<Enqueue>, and <Dial><Queue>: https://www.twilio.com/docs/voice/twiml/enqueue and /queue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from infra.local.exchange.act import Act
from infra.local.exchange.performer import Performer
from infra.local.exchange.places import QUEUE_JOIN, QUEUE_WAIT
from infra.local.exchange.silence import Silence
from infra.local.exchange.states import Hook
from infra.local.exchange.verbs import Dial, Enqueue

if TYPE_CHECKING:
    from infra.local.exchange.timeline import Due

MOST_WAITING = 1000


class Queueing(Act):
    """A caller who waits, and hears the waiting document over and over."""

    def __init__(self, performer: Performer, enqueue: Enqueue) -> None:
        super().__init__(performer)
        self._enqueue = enqueue
        self._line = self.exchange.queues.join(enqueue.name)
        self.since = self._fetched = self.exchange.timeline.now()
        self._inner: Performer | None = None
        self._taker: DialQueue | None = None

    def begin(self) -> None:
        if len(self._line.members) >= MOST_WAITING:
            self._leave("queue-full")
            return
        self._line.members.append(self)
        self._wait()
        self._line.match()

    def stop(self) -> None:
        """Redirected by REST, or over."""
        if self in self._line.members:
            self._line.leave(self)
        if self._inner:
            self._inner.stop()
        if self._taker:
            self._taker.lost()

    def hung_up(self) -> None:
        self.stop()
        if self._enqueue.action:
            result = "bridged" if self._taker else "hangup"
            self.exchange.webhooks.tell(self.call, self._action(self._enqueue.action), self._result(result))

    def key(self, key: str) -> bool:
        return self._inner is not None and self._inner.key(key)

    def about_to_join(self, taker: DialQueue, hook: Hook | None) -> None:
        """Somebody takes this caller, who may hear a document first."""
        self._taker = taker
        if self._inner:
            self._inner.stop()
            self._inner = None
        if hook is None:
            taker.join(self)
            return
        self._inner = Performer(self.exchange, self.call, at_end=lambda: taker.join(self), place=QUEUE_JOIN)
        self._inner.fetch(hook, self._place() | {"DequeingCallSid": taker.call.sid})

    def left_by_taker(self) -> None:
        """The other party has hung up."""
        self._taker = None
        self._leave("bridged")

    def _wait(self) -> None:
        if self._enqueue.wait_url is None:
            return
        self._fetched = self.exchange.timeline.now()
        self._inner = Performer(
            self.exchange, self.call, at_end=self._again, place=QUEUE_WAIT, on_leave=lambda: self._leave("leave")
        )
        self._inner.fetch(Hook(url=self._enqueue.wait_url, method=self._enqueue.wait_method), self._place())

    def _again(self) -> None:
        """A waiting document that takes no time would be asked for without end."""
        if self.exchange.timeline.now() <= self._fetched:
            self.exchange.complain(f"{self._enqueue.wait_url}: the waiting document takes no time")
            self.call.hang_up()
            return
        self._wait()

    def _leave(self, result: str) -> None:
        self.stop()
        if self._enqueue.action is None:
            self.performer.next()
            return
        self.performer.fetch(self._action(self._enqueue.action), self._result(result))

    def _action(self, url: str) -> Hook:
        return Hook(url=url, method=self._enqueue.method)

    def _seconds(self) -> str:
        return str(round((self.exchange.timeline.now() - self.since).total_seconds()))

    def _result(self, result: str) -> Mapping[str, str]:
        return {"QueueResult": result, "QueueSid": self._line.sid, "QueueTime": self._seconds()}

    def _place(self) -> dict[str, str]:
        members = self._line.members
        return {
            "QueueSid": self._line.sid,
            "QueueTime": self._seconds(),
            "QueuePosition": str(members.index(self) + 1 if self in members else 0),
            "CurrentQueueSize": str(len(members)),
        }


class DialQueue(Act):
    """A caller who takes the first in a queue, and waits for one until the timeout."""

    def __init__(self, performer: Performer, dial: Dial) -> None:
        super().__init__(performer)
        self._dial = dial
        name = dial.queue.name if dial.queue else ""
        self._line = self.exchange.queues.find(name)
        self._member: Queueing | None = None
        self._timer: Due | None = None
        self._joined = False
        self._silence = Silence(self.call)

    def begin(self) -> None:
        """A queue that is not there is an error: https://www.twilio.com/docs/voice/twiml/queue."""
        if self._line is None:
            self._finish("failed")
            return
        self._line.takers.append(self)
        longest = self._dial.timeout + self.exchange.otherwise.buffer
        self._timer = self.exchange.timeline.after(longest, lambda: self._finish("no-answer"))
        self._line.match()

    def take(self, member: Queueing) -> None:
        """The first in the queue is ours."""
        self.exchange.timeline.cancel(self._timer)
        self._member = member
        queue = self._dial.queue
        hook = Hook(url=queue.url, method=queue.method) if queue and queue.url else None
        if hook:
            self._silence.begin()
        member.about_to_join(self, hook)

    def join(self, member: Queueing) -> None:
        self._joined = True
        self._silence.end()
        self.call.join(member.call)
        self._timer = self.exchange.timeline.after(self._dial.time_limit, lambda: self._finish("completed"))

    def lost(self) -> None:
        """The other party has hung up."""
        self._member = None
        self._finish("completed")

    def stop(self) -> None:
        self._let_go()

    def hung_up(self) -> None:
        self._let_go()
        if self._dial.action:
            self.exchange.webhooks.tell(self.call, self._hook(self._dial.action), self._outcome("completed"))

    def _let_go(self) -> None:
        self.exchange.timeline.cancel(self._timer)
        self._silence.end()
        if self._line and self in self._line.takers:
            self._line.takers.remove(self)
        member, self._member = self._member, None
        if member:
            self.call.part()
            member.left_by_taker()

    def _finish(self, status: str) -> None:
        self._let_go()
        if self._dial.action is None:
            self.performer.next()
            return
        self.performer.fetch(self._hook(self._dial.action), self._outcome(status))

    def _hook(self, url: str) -> Hook:
        return Hook(url=url, method=self._dial.method)

    def _outcome(self, status: str) -> dict[str, str]:
        if self._joined and self.exchange.otherwise.calls_a_queue_answered:
            return {"DialCallStatus": "answered"}
        return {"DialCallStatus": status, "DialBridged": str(self._joined).lower()}
