"""The calls that a process makes to the world outside, and a line whose process can be stopped before and after each.

Nothing of the product is replaced. The stop is a BaseException, so that nothing of ours catches it. What the process
held in memory is gone; the exchange and the database go on. The webhook is answered with 502, as API Gateway does, a
batch of the stream is lost or given once more, and a beat of the clock is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, Protocol
from urllib.parse import urlsplit

from chalicelib.outside import standing_in
from hotline.telephony.carrier import Carrier
from hotline.world import World
from infra.local.exchange.messages import HttpRequest, HttpResponse
from infra.local.in_process import InProcess
from infra.local.virtual import BASE, ELSEWHERE, VirtualLine
from tests.year.dynamo import Dynamo

WRITES = frozenset({"PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems", "BatchWriteItem"})
BAD_GATEWAY = 502
_A_SECOND = 1.0


class Stopped(BaseException):
    """The process ends here."""


class Fate(Protocol):
    """Decides at each call to the outside whether the process lives on. It may raise Stopped on either side of it."""

    stream_again: bool  # after a stop, whether the stream gives that batch once more

    def begins(self, function: str) -> None:
        """One of the functions begins to run: `webhook`, `stream` or `clock`."""

    def call(self, what: str, do: Callable[[], Any], *, writes: bool) -> Any:
        """Make a call to the outside, and return its answer."""


class Lives:
    """The fate of a process that nothing stops."""

    stream_again = False

    def begins(self, function: str) -> None:
        """Run it to its end."""

    def call(self, what: str, do: Callable[[], Any], *, writes: bool) -> Any:  # noqa: ARG002 -- Fate's own names
        return do()


class MortalDynamo(Dynamo):
    """The quick DynamoDB, each of whose operations may be the last of its caller."""

    def __init__(self) -> None:
        super().__init__()
        self.fate: Fate = Lives()

    def __call__(self, operation: str, params: dict[str, Any]) -> dict[str, Any]:
        whole = super().__call__
        answer: dict[str, Any] = self.fate.call(
            _named(operation, params), lambda: whole(operation, params), writes=operation in WRITES
        )
        return answer


class MortalTwilio(InProcess):
    """Twilio's REST API, each of whose requests may be the last of its caller."""

    def __init__(self, line: MortalLine) -> None:
        super().__init__(line.exchange)
        self._line = line

    def request(self, method: str, uri: str, *args: Any, **more: Any) -> Any:
        whole = super().request
        what = f"{method} {'/'.join(urlsplit(uri).path.split('/')[4:5])}"
        return self._line.fate.call(what, lambda: whole(method, uri, *args, **more), writes=method != "GET")


class MortalLine(VirtualLine):
    """The whole line on a virtual clock, whose process can be stopped; a new one then takes its place."""

    def __init__(self, *, dynamo: MortalDynamo, **more: Any) -> None:
        self._dynamo, self.stops = dynamo, 0
        super().__init__(**more)
        self.world = self._new_process()
        self._standing = ExitStack()

    @property
    def fate(self) -> Fate:
        return self._dynamo.fate

    @fate.setter
    def fate(self, fate: Fate) -> None:
        self._dynamo.fate = fate

    @contextmanager
    def answering(self) -> Iterator[MortalLine]:
        """While this lasts the line answers, the stream runs and the clock beats."""
        with super().answering(), ExitStack() as self._standing:
            self._standing.enter_context(standing_in(self.world, self.account))
            yield self

    def answer(self, request: HttpRequest) -> HttpResponse:
        try:
            self.fate.begins("webhook")
            return super().answer(request)
        except Stopped:
            self._begin_anew()
            return HttpResponse(status=BAD_GATEWAY)

    def give(self, event: dict[str, Any]) -> None:
        again = self.fate.stream_again
        try:
            self.fate.begins("stream")
            super().give(event)
        except Stopped:
            self._begin_anew()
            if again or self.fate.stream_again:
                self.timeline.after(_A_SECOND, lambda: self.give(event))

    def strike(self, now: Any) -> None:
        try:
            self.fate.begins("clock")
            super().strike(now)
        except Stopped:
            self._begin_anew()

    def _begin_anew(self) -> None:
        """Start another process, which knows nothing of the one that has ended."""
        self.stops += 1
        self.world = self._new_process()
        self._standing.close()
        self._standing.enter_context(standing_in(self.world, self.account))

    def _new_process(self) -> World:
        return World(
            clock=self.timeline.now,
            groups=self.world.groups,
            base_url=BASE,
            fallback_url=ELSEWHERE,
            open_store=lambda: self.store,
            open_carrier=lambda: Carrier(account=self.account, http=MortalTwilio(self)),
            secrets=lambda: self.account.secrets,
            pause=self.timeline.pause,
        )


def _named(operation: str, params: dict[str, Any]) -> str:
    if "TableName" in params:
        return f"{operation} {_last(params['TableName'])}"
    items = params.get("TransactItems") or params.get("RequestItems") or ()
    tables = items if isinstance(items, dict) else [next(iter(item.values()))["TableName"] for item in items]
    return f"{operation} {'+'.join(sorted({_last(table) for table in tables}))}"


def _last(table: str) -> str:
    return table.rpartition("-")[2]
