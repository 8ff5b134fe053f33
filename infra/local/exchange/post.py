"""How a webhook gets to the app: 15 seconds at most, one more try where no connection was had, faults on the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from infra.local.exchange.faults import Faults, Kind, WebhookFault
from infra.local.exchange.http import LIMIT_SECONDS
from infra.local.exchange.messages import ConnectionFailed, HttpRequest, HttpResponse, TimedOut, Transport
from infra.local.exchange.timeline import Timeline

TRIES = 2  # https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides: rc=1, on rp=ct, by default


@dataclass(frozen=True, kw_only=True)
class Unanswered:
    """No answer came; why, in a sentence."""

    why: str


Answer = HttpResponse | Unanswered
Then = Callable[[Answer], None]


class Post:
    """Sends webhooks, each in its turn on the timeline."""

    def __init__(self, *, timeline: Timeline, transport: Transport, faults: Faults) -> None:
        self._timeline, self._transport, self._faults = timeline, transport, faults
        self.carries: HttpRequest | None = None  # what the app is answering at this moment, on a virtual clock

    def send(self, request: HttpRequest, then: Then) -> None:
        """Send it; `then` is told of the answer, once, within 15 seconds."""
        fault = self._faults.on(request)
        if fault is None:
            self._go(request, then)
            return
        self._spoil(request, then, fault)

    def _spoil(self, request: HttpRequest, then: Then, fault: WebhookFault) -> None:
        match fault.kind:
            case Kind.REPEAT:
                self._go(request, then)
                self._go(request, _nobody_waits)
            case Kind.SWAP:
                self._faults.hold(fault.after, lambda: self._go(request, then))
            case Kind.ANSWER:
                self._timeline.after(0, lambda: then(HttpResponse(status=fault.status)))
            case Kind.DELAY if fault.seconds < LIMIT_SECONDS:
                self._timeline.after(fault.seconds, lambda: self._go(request, then))
            case Kind.DELAY:
                self._timeline.after(fault.seconds, lambda: self._go(request, _nobody_waits))
                self._give_up(request, then)
            case _:
                self._give_up(request, then)

    def _go(self, request: HttpRequest, then: Then) -> None:
        def arrived(answer: Answer) -> None:
            then(answer)
            for send in self._faults.let_go(request):
                send()

        self._timeline.outside(lambda: self._try(request), arrived)

    def _give_up(self, request: HttpRequest, then: Then) -> None:
        late = Unanswered(why=f"{request.url} did not answer within {LIMIT_SECONDS} seconds")
        self._timeline.after(LIMIT_SECONDS, lambda: then(late))

    def _try(self, request: HttpRequest) -> Answer:
        why = ""
        for _ in range(TRIES):
            try:
                return self._connect(request)
            except ConnectionFailed as error:
                why = str(error)
            except TimedOut as error:
                return Unanswered(why=str(error))
        return Unanswered(why=why)

    def _connect(self, request: HttpRequest) -> HttpResponse:
        fault = self._faults.on_connection(request)
        if fault is None:
            return self._carry(request)
        if fault.kind is Kind.LOSE_ANSWER:
            self._carry(request)
        raise ConnectionFailed(f"the connection to {request.url} failed")

    def _carry(self, request: HttpRequest) -> HttpResponse:
        self.carries = request
        try:
            return self._transport(request)
        finally:
            self.carries = None


def _nobody_waits(_: Answer) -> None:
    """The app's answer to a copy, or to what came too late, is heard by nobody."""
