"""Switches for what goes wrong between Twilio and the app: repeated, late, lost, out of order, cut off.

A switch is set before the fault, acts on the next webhook (or REST request) that it matches, as often as `times` says
(None: always), and is spent. What it matches is a piece of the request as people write it: method, URL and form, such
as "CallStatus=completed", "/status/" or "To=+447700900001".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar
from urllib.parse import unquote_plus

from infra.local.exchange.messages import HttpRequest

Fault = TypeVar("Fault", bound="Switch")


class Kind(StrEnum):
    """What happens to a webhook."""

    REPEAT = "repeat"  # it comes twice
    DROP = "drop"  # it never comes
    DELAY = "delay"  # it comes late
    SWAP = "swap"  # it comes after the other one
    ANSWER = "answer"  # something in front of the app answers with an error
    REFUSE = "refuse"  # the connection fails before the app has seen it
    LOSE_ANSWER = "lose_answer"  # the app has seen it, and the connection fails before its answer


BROKEN_CONNECTION = {Kind.REFUSE, Kind.LOSE_ANSWER}


@dataclass(kw_only=True)
class Switch:
    """A fault that was set, and how often it has yet to act."""

    matching: str
    left: int | None  # None: always
    acted: bool = False

    def takes(self, request: str) -> bool:
        """Whether this request is its to spoil; if so it has acted."""
        if self.left == 0 or self.matching not in request:
            return False
        self.acted = True
        if self.left is not None:
            self.left -= 1
        return True


@dataclass(kw_only=True)
class WebhookFault(Switch):
    """What happens to a webhook that it matches."""

    kind: Kind
    seconds: float = 0.0  # how late it comes
    status: int = 0  # what is answered in its place
    after: str = ""  # which other one goes first

    def __str__(self) -> str:
        return f"{self.kind} {self.matching!r}"


@dataclass(kw_only=True)
class RestFault(Switch):
    """What happens to a REST request that it matches."""

    status: int | None  # None: no answer
    code: int
    placed: bool  # it was done all the same
    seconds: float  # how long the answer takes, while calls go on

    def __str__(self) -> str:
        return f"rest {self.matching!r}"


class Faults:
    """The faults of one exchange."""

    def __init__(self) -> None:
        self._webhooks: list[WebhookFault] = []
        self._rest: list[RestFault] = []
        self._held: list[tuple[str, Callable[[], None]]] = []

    def repeat(self, matching: str, *, times: int | None = 1) -> None:
        """The webhook comes twice (fault 1); the caller hears the first answer."""
        self._webhooks.append(WebhookFault(kind=Kind.REPEAT, matching=matching, left=times))

    def drop(self, matching: str, *, times: int | None = 1) -> None:
        """It never comes. A caller who waits for its answer waits for 15 seconds."""
        self._webhooks.append(WebhookFault(kind=Kind.DROP, matching=matching, left=times))

    def delay(self, matching: str, *, seconds: float, times: int | None = 1) -> None:
        """It comes late. After 15 seconds nobody waits for its answer any more."""
        self._webhooks.append(WebhookFault(kind=Kind.DELAY, matching=matching, left=times, seconds=seconds))

    def swap(self, first: str, second: str) -> None:
        """What would come first comes after the second (fault 2)."""
        self._webhooks.append(WebhookFault(kind=Kind.SWAP, matching=first, left=1, after=second))

    def answer(self, matching: str, *, status: int = 502, times: int | None = 1) -> None:
        """Something in front of the app answers in its place (fault 27)."""
        self._webhooks.append(WebhookFault(kind=Kind.ANSWER, matching=matching, left=times, status=status))

    def refuse(self, matching: str, *, times: int | None = 1) -> None:
        """The connection fails before the app has seen anything. Twilio tries once more, so 2 keep it away."""
        self._webhooks.append(WebhookFault(kind=Kind.REFUSE, matching=matching, left=times))

    def lose_answer(self, matching: str, *, times: int | None = 1) -> None:
        """The app does what it does, and the connection fails before its answer. Twilio tries once more (fault 1)."""
        self._webhooks.append(WebhookFault(kind=Kind.LOSE_ANSWER, matching=matching, left=times))

    def rest(
        self,
        matching: str = "",
        *,
        status: int | None = None,
        code: int = 20500,
        placed: bool = False,
        times: int | None = 1,
    ) -> None:
        """A REST request times out, or answers this status with Twilio's code; `placed`: yet it was done (fault 7)."""
        self._rest.append(
            RestFault(matching=matching, left=times, status=status, code=code, placed=placed, seconds=0.0)
        )

    def rest_late(self, matching: str = "", *, seconds: float, times: int | None = 1) -> None:
        """A REST request is done, and answers only so much later, while the calls go on (fault 4)."""
        self._rest.append(RestFault(matching=matching, left=times, status=None, code=0, placed=True, seconds=seconds))

    def mend(self, matching: str) -> None:
        """From here on nothing happens of what was set for this: an outage is over. It must have acted."""
        for fault in (*self._webhooks, *self._rest):
            if fault.matching == matching:
                fault.left = 0

    def on(self, request: HttpRequest) -> WebhookFault | None:
        """What happens to this webhook on its way."""
        ways = (fault for fault in self._webhooks if fault.kind not in BROKEN_CONNECTION)
        return _first(ways, described(request.method, request.url, request.body.decode()))

    def on_connection(self, request: HttpRequest) -> WebhookFault | None:
        """What happens to this attempt to connect."""
        connections = (fault for fault in self._webhooks if fault.kind in BROKEN_CONNECTION)
        return _first(connections, described(request.method, request.url, request.body.decode()))

    def on_rest(self, method: str, path: str, form: str) -> RestFault | None:
        """What happens to this REST request."""
        return _first(self._rest, described(method, path, form))

    def hold(self, until: str, send: Callable[[], None]) -> None:
        """Keep a webhook until another one has been sent."""
        self._held.append((until, send))

    def let_go(self, request: HttpRequest) -> list[Callable[[], None]]:
        """What waited for this webhook to go first."""
        sent = described(request.method, request.url, request.body.decode())
        free = [held for held in self._held if held[0] in sent]
        self._held = [held for held in self._held if held not in free]
        return [send for _, send in free]

    def left_over(self) -> list[str]:
        """Switches that never acted, and webhooks still held back: who sets a fault wants to see it happen."""
        idle = [f"the fault {switch} never happened" for switch in (*self._webhooks, *self._rest) if not switch.acted]
        return idle + [f"a webhook still waits for {until!r} to go first" for until, _ in self._held]


def _first(switches: Iterable[Fault], request: str) -> Fault | None:
    return next((switch for switch in switches if switch.takes(request)), None)


def described(method: str, url: str, form: str) -> str:
    """A request as a switch looks at it."""
    return unquote_plus(f"{method} {url} {form}")
