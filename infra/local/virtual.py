"""The whole line in one process on a virtual clock: days of calls in milliseconds, by the same webhooks as Twilio's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Protocol

from twilio.http import HttpClient

from app import app
from chalicelib.clock import minute
from chalicelib.outside import standing_in
from chalicelib.stream import changed
from hotline.groups import Group, Groups
from hotline.store import Store
from hotline.store.attributes import moment
from hotline.telephony import fallback
from hotline.telephony.account import Account, Known
from hotline.telephony.carrier import Carrier
from hotline.telephony.signature import Tokens
from hotline.world import World
from infra.local.beats import requests_table, tick
from infra.local.exchange import Exchange, HttpRequest, HttpResponse, Timeline
from infra.local.gateway import Context, Gateway
from infra.local.in_process import InProcess, to_app
from infra.local.static_pages import StaticPages
from infra.local.streams import Streams

ACCOUNT, TOKEN = "AC" + "0" * 32, "made-up-token"
BASE = "https://line.example"
ELSEWHERE = "https://fallback.example/fallback"  # where the static pages are, also when nothing of ours answers
_PROMPT = 0.05  # seconds, from a write to the stream's record of it


class Changes(Protocol):
    """What the line needs of a stream, and of the table that it is of (see Streams)."""

    def poll(self) -> dict[str, Any]: ...

    def trim(self) -> None: ...

    def behind(self) -> bool: ...

    def may_be_due(self, moment: str) -> bool: ...


class VirtualLine:
    """One exchange, one app, one store. A DynamoDB must be there: moto in process, or an endpoint."""

    def __init__(
        self,
        *,
        groups: Groups,
        start: datetime,
        account: Account | None = None,
        streams: Callable[[str], Changes] = Streams,
        wire: Callable[[Exchange], HttpClient] = InProcess,
    ) -> None:
        """`account`: what the app knows of the exchange's. `streams` gives the stream of the table of that name.

        `wire` carries what the app asks Twilio's REST API.
        """
        self.timeline = Timeline(start)
        self.gateway = Gateway(app, base_url=BASE)
        self._post, self._elsewhere = to_app(self.gateway), to_app(StaticPages(groups))
        self.exchange = Exchange(timeline=self.timeline, transport=self._webhook, account_sid=ACCOUNT, auth_token=TOKEN)
        for group in groups.values():
            self._own(group)
        self.store = store_of_all()
        self.store.create_tables()
        self._records = streams(requests_table())
        self._stream_lost = False
        self._clock_lost = False
        self.statuses: Counter[int] = Counter()  # of HTTP, that the app has answered with
        self.invoked: Counter[str] = Counter()  # how often each kind of function has run
        self.listeners: list[Callable[[HttpRequest, HttpResponse], None]] = []  # told of each webhook and its answer
        self._polling = False
        self.account: Account = account or Known(sid=ACCOUNT, tokens=Tokens(primary=TOKEN))
        self.world = World(
            clock=self.timeline.now,
            groups=groups,
            base_url=BASE,
            fallback_url=ELSEWHERE,
            open_store=lambda: self.store,
            open_carrier=lambda: Carrier(account=self.account, http=wire(self.exchange)),
            secrets=lambda: self.account.secrets,
            pause=self.timeline.pause,
        )

    @contextmanager
    def answering(self) -> Iterator[VirtualLine]:
        """While this lasts the line answers, the stream runs and the clock beats."""
        with standing_in(self.world, self.account):
            self._beat()
            yield self

    def lose_the_stream(self) -> None:
        """From here on no record of the stream arrives: only the clock is left."""
        self._stream_lost = True

    def lose_the_clock(self, *, seconds: float) -> None:
        """For so long the clock does not beat, and then does again: only the stream is left."""
        self._clock_lost = True

        def found() -> None:
            self._clock_lost = False

        self.timeline.after(seconds, found)

    def answer(self, request: HttpRequest) -> HttpResponse:
        """Run the function that answers a webhook."""
        return self._post(request)

    def give(self, event: dict[str, Any]) -> None:
        """Run the function that is given the stream's records."""
        changed(event, Context(aws_request_id="stream"))

    def strike(self, now: datetime) -> None:
        """Run the function of the clock."""
        minute(tick(now), Context(aws_request_id="clock"))

    def _own(self, group: Group) -> None:
        for number in group.numbers:
            self.exchange.own(
                number.e164,
                voice_url=f"{BASE}/voice",
                status_url=f"{BASE}/status",
                fallback_url=fallback.address(ELSEWHERE, group.slug),
                fallback_method=fallback.METHOD,
                text_url=f"{BASE}/text",
            )

    def _webhook(self, request: HttpRequest) -> HttpResponse:
        if request.url.startswith(ELSEWHERE):
            return self._elsewhere(request)
        answer = self.answer(request)
        self.statuses[answer.status] += 1
        self.invoked["webhook"] += 1
        for listener in self.listeners if request.method == "POST" else ():  # and not for a sound
            listener(request, answer)
        self._poll_soon()
        return answer

    def _may_have_missed(self, now: datetime) -> bool:
        """Else the clock's look would find nothing, and (as of what is due) a year of minutes need not be lived.

        What there is to find, it finds soon after the call, which may have gone on for as long as two can talk.
        """
        policies = [group.policy for group in self.world.groups.values()]
        since = now - max(policy.talk_limit + policy.outage_over + 3 * policy.outage_look for policy in policies)
        noted = (one.at for one in self.exchange.alerts.noted[-1:])
        said = (one.begun for one in self.exchange.recordings.values())
        return any(moment >= since for moment in (*noted, *said))

    def _poll_soon(self) -> None:
        if not self._polling:
            self._polling = True
            self.timeline.after(_PROMPT, self._poll)

    def _poll(self) -> None:
        """What has been written is told to the app, and what the app then writes, in its turn."""
        self._polling = False
        if not self._records.behind():
            return
        event = self._records.poll()
        self._records.trim()
        if event["Records"] and not self._stream_lost:
            self.invoked["stream"] += 1
            self.give(event)
            self._poll_soon()

    def _beat(self) -> None:
        now = self.timeline.now()
        # Else it would find nothing, a day long.
        if not self._clock_lost and (self._records.may_be_due(moment(now)) or self._may_have_missed(now)):
            self.invoked["clock"] += 1
            self.strike(now)
            self._poll_soon()
        sweep = min(group.policy.sweep for group in self.world.groups.values())
        self.timeline.after(sweep.total_seconds(), self._beat)


def store_of_all() -> Store:
    """One client for all lines of this process, whose tables are others: to make it takes a tenth of a second.

    Made anew where another store was made meanwhile, by a command for example, which then has the rows.
    """
    if not _stores or not _stores[0].has_the_rows:
        _stores[:] = [Store(wait=lambda _: None)]
    return _stores[0]


_stores: list[Store] = []
