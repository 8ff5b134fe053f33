"""The whole line on one machine: the app on HTTP, a DynamoDB, a carrier, the stream and the clock."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from threading import Event

from app import app
from chalicelib.outside import groups_folder, standing_in
from hotline.groups import Groups, check_thoroughly
from hotline.store import Store
from hotline.telephony import fallback
from hotline.telephony.carrier import Carrier
from hotline.world import World
from infra.local import beats, whereabouts
from infra.local.exchange import Exchange, RealTimeline
from infra.local.gateway import Gateway
from infra.local.moto_server import EmbeddedDynamoDB
from infra.local.phones import doors, exchange_inside
from infra.local.server import Server
from infra.local.settings import Database, Twilio, checked_url, read_groups
from infra.local.static_pages import StaticPages
from infra.local.whereabouts import Whereabouts

Facts = dict[str, object]


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line that runs: what whoever started it must know."""

    groups: Groups
    base_url: str
    database: Database
    twilio: Twilio
    api_url: str
    timeline: RealTimeline
    exchange: Exchange | None  # None: the carrier is somebody else's

    def facts(self) -> Facts:
        """The ready line of `hotline serve`. Secrets are in it only where they were made up for this run."""
        twilio = {"api_url": self.api_url, "account_sid": self.twilio.account_sid}
        made_up = {"auth_token": self.twilio.auth_token} if self.twilio.made_up else {}
        return {
            "ready": True,
            "base_url": self.base_url,
            "groups": [self._urls(slug) for slug in self.groups],
            "dynamodb": self.database.url,
            "twilio": {**twilio, **made_up},
        }

    def _urls(self, slug: str) -> Facts:
        return {
            "group": slug,
            "number": self.groups[slug].numbers[0].e164,
            "voice_url": f"{self.base_url}/voice",
            "status_url": f"{self.base_url}/status",
            "fallback_url": fallback.address(f"{self.base_url}/fallback", slug),
            "fallback_method": fallback.METHOD,
            "text_url": f"{self.base_url}/text",
        }


@contextmanager
def running(
    *, host: str, port: int, public_url: str | None, environ: Mapping[str, str], timeline: RealTimeline | None = None
) -> Iterator[Line]:
    """Everything in its order, ready when the block begins and stopped when it ends. Raises HotlineError.

    `timeline`: whose clock the line and its phones go by (the demo's runs faster); None: true time.

    1. Every setting is checked before anything starts.
    2. The address is bound, since its port is in every URL.
    3. The database is there, with its tables.
    4. The app answers; so does the exchange, if it is inside.
    5. The stream and the clock beat, and other commands find the line.
    """
    groups, database, twilio = read_groups(), Database.from_environment(environ), Twilio.from_environment(environ)
    public_url = checked_url("--public-url", public_url) if public_url else None
    for group in groups.values():
        check_thoroughly(group)
    with ExitStack() as stack:
        server = Server(host=host, port=port)
        database = _with_tables(database, stack)
        timeline = stack.enter_context(timeline or RealTimeline())
        base_url, api_url = public_url or server.url, twilio.api_url or server.url
        exchange = None
        if twilio.api_url is None:
            exchange = exchange_inside(twilio, groups, timeline, base_url=base_url, api_url=api_url)
        line = Line(
            groups=groups,
            base_url=base_url,
            database=database,
            twilio=twilio,
            api_url=api_url,
            timeline=timeline,
            exchange=exchange,
        )
        _answer(line, server, stack)
        _beat(line, stack, embedded=not Database.from_environment(environ).url)
        _be_found(line, server, stack, environ)
        yield line


def _with_tables(database: Database, stack: ExitStack) -> Database:
    if database.url is None:
        url = stack.enter_context(EmbeddedDynamoDB()).url
        database = Database(url=url, streams=url)
    database.use()
    if database.is_ours:
        Store().create_tables()
    return database


def _answer(line: Line, server: Server, stack: ExitStack) -> None:
    world = World(
        clock=line.timeline.now,
        groups=line.groups,
        base_url=line.base_url,
        fallback_url=f"{line.base_url}/fallback",
        open_store=Store,
        open_carrier=lambda: Carrier(account=line.twilio.account, api_url=line.api_url),
        secrets=lambda: line.twilio.account.secrets,
        pause=lambda seconds: Event().wait(seconds / line.timeline.speed),
    )
    stack.enter_context(standing_in(world, line.twilio.account))
    server.put("/", Gateway(app, base_url=line.base_url))
    server.put("/fallback/", StaticPages(line.groups))
    if line.exchange:
        rest, phones = doors(line.exchange)
        server.put("/2010-04-01/", rest)
        server.put("/v1/", rest)  # Twilio has these on a host of their own
        server.put("/exchange/", phones, here_only=True)
    stack.enter_context(server.open())


def _beat(line: Line, stack: ExitStack, *, embedded: bool) -> None:
    stack.enter_context(beats.stream(beats.requests_table(), trim=embedded))
    sweep = min(group.policy.sweep for group in line.groups.values())
    stack.enter_context(beats.clock(sweep / line.timeline.speed, line.timeline.now))


def _be_found(line: Line, server: Server, stack: ExitStack, environ: Mapping[str, str]) -> None:
    mine = Whereabouts(
        pid=os.getpid(),
        base_url=server.url,
        dynamodb=line.database.url,
        streams=line.database.streams,
        groups=str(groups_folder().resolve()),
        tables=environ.get("HOTLINE_TABLES", "hotline"),
        exchange=line.exchange is not None,
    )
    where = whereabouts.path(environ)
    whereabouts.leave(mine, where)
    stack.callback(whereabouts.remove, mine, where)
