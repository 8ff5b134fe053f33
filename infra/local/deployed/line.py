"""The deployed line on this machine, put together from its template and its zip."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import boto3

from app import app
from hotline.groups import Groups
from hotline.prompts import load_groups
from hotline.store import Store
from hotline.telephony import fallback
from infra.aws.resolved import ACCOUNT as OWNER
from infra.aws.resolved import REGION, Resolved
from infra.local.beats import tick
from infra.local.deployed.guard import Guard
from infra.local.deployed.mapping import FunctionFailed, Record, StreamMapping
from infra.local.deployed.running import Running
from infra.local.exchange import Exchange, HttpRequest, HttpResponse, Timeline
from infra.local.gateway import Gateway
from infra.local.moto_server import EmbeddedDynamoDB
from infra.local.phones import doors
from infra.local.server import Server
from infra.local.static_pages import StaticPages
from infra.local.streams import Streams

ACCOUNT, TOKEN = "AC" + "0" * 32, "made-up-token"
API = "APIHandler"
_PROMPT = 0.05  # seconds, from a write to the stream's record of it
_RATE = re.compile(r"rate\((\d+) (minute|day)s?\)")
_SECONDS = {"minute": 60, "day": 24 * 60 * 60}


class NotAsDeployed(Exception):
    """The template and what runs here do not belong together; why is the message."""


class Deployed:
    """What runs, and the exchange that phones it."""

    def __init__(self, stack: Resolved, groups: Groups) -> None:
        self.guard, self.groups = Guard(stack), groups
        self.functions: dict[str, Running] = {}
        self.stream_lost = False
        self.timeline = Timeline(datetime.now(UTC))  # the functions go by the clock on the wall
        told = stack.functions[API].environment
        base_url, self._away = told["HOTLINE_BASE_URL"], told["HOTLINE_FALLBACK_URL"]
        self._static_pages = StaticPages(groups)
        self._gateway = Gateway(app, base_url=base_url, run=lambda event, _: self._answer(event))
        self._streams: list[tuple[Streams, StreamMapping]] = []
        self.exchange = Exchange(timeline=self.timeline, transport=self._webhook, account_sid=ACCOUNT, auth_token=TOKEN)
        for slug, number in ((slug, number) for slug, group in groups.items() for number in group.numbers):
            self.exchange.own(
                number.e164,
                voice_url=f"{base_url}/voice",
                status_url=f"{base_url}/status",
                fallback_url=fallback.address(self._away, slug),
                fallback_method=fallback.METHOD,
                text_url=f"{base_url}/text",
            )

    def starts(self, functions: Mapping[str, Running]) -> None:
        """The functions are there: from here on the stream runs and the clock beats."""
        self.functions.update(functions)
        for name, one in functions.items():
            source, schedule = one.function.event("DynamoDB"), one.function.event("Schedule")
            if source:
                table = source["Stream"].partition("/stream/")[0].rpartition("/")[2]
                mapping = StreamMapping(source, one.invoke, _gives_up(one, source))
                self._streams.append((Streams(table, key=name), mapping))
            every = _seconds(schedule["Schedule"]) if schedule else None
            if schedule and every:
                self._beats(one, every, schedule.get("Input"))

    def sounds(self, alarm: Mapping[str, Any]) -> None:
        """The topic tells of an alarm, in the words of CloudWatch, whoever listens to it.

        https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html
        """
        told = {"Type": "Notification", "Subject": "ALARM", "Message": json.dumps(alarm), "MessageAttributes": {}}
        for one in self.functions.values():
            if one.function.event("SNS"):
                one.invoke_and_forget({"Records": [{"EventSource": "aws:sns", "Sns": told}]})
        self.polls()

    def night_falls(self) -> None:
        """Whatever runs at an hour of its own runs now."""
        event = {**tick(datetime.now(UTC)), "account": OWNER}
        for one in self.functions.values():
            schedule = one.function.event("Schedule")
            if schedule and _seconds(schedule["Schedule"]) is None:
                one.invoke_and_forget(event)

    def polls(self) -> None:
        """What has been written meanwhile is soon told."""
        self.timeline.after(_PROMPT, self._poll)

    def logs(self) -> str:
        """What all functions have printed."""
        return "".join(one.log() for one in self.functions.values())

    def _webhook(self, request: HttpRequest) -> HttpResponse:
        door = self._static_pages if request.url.startswith(self._away) else self._gateway
        status, headers, body = door(request.method, request.url, dict(request.headers), request.body)
        self.polls()
        return HttpResponse(status=status, headers=headers, body=body)

    def _answer(self, event: dict[str, Any]) -> dict[str, Any]:
        """A function that fails has no answer, of which the API makes a 502."""
        try:
            return self.functions[API].invoke(event)
        except FunctionFailed:
            return {}

    def _poll(self) -> None:
        for records, mapping in self._streams:
            found = records.poll()["Records"]
            if found and not self.stream_lost:
                mapping.give(found)
                self.polls()

    def _beats(self, one: Running, every: int, instead: str | None) -> None:
        """`instead`: the text that a rule hands on in place of its own event."""

        def beat() -> None:
            one.invoke_and_forget(json.loads(instead) if instead else tick(datetime.now(UTC)))
            self.polls()
            self.timeline.after(every, beat)

        self.timeline.after(every, beat)


@contextmanager
def deployed(stack: Resolved, unpacked: Path, groups: Path) -> Iterator[Deployed]:
    """Everything in its order, ready when the block begins and stopped when it ends.

    `unpacked`: the zip's folder. `groups`: settings in place of those in it. This process works on the same tables, so
    its HOTLINE_TABLES must be the template's. Raises NotAsDeployed.
    """
    _check(stack)
    line, server = Deployed(stack, load_groups(groups)), Server(host="127.0.0.1", port=0)
    rest, _ = doors(line.exchange)
    server.put("/2010-04-01/", rest)
    server.put("/v1/", rest)  # Twilio has these on a host of their own
    with EmbeddedDynamoDB(guard=line.guard.before) as aws, server.open(), _at(aws.url), ExitStack() as processes:
        Store().create_tables()
        _keep_secrets(stack, aws.url)
        _make_buckets(stack, aws.url)
        given = {
            "AWS_ENDPOINT_URL": aws.url,
            "AWS_ENDPOINT_URL_SSM": aws.url,
            "AWS_ACCOUNT_ID_ENDPOINT_MODE": "disabled",  # moto knows no other
            "HOTLINE_GROUPS": str(groups),
            "TWILIO_API_URL": server.url,
        }
        each = (
            Running(one, unpacked, given=given, guard=line.guard, server=server) for one in stack.functions.values()
        )
        line.starts({one.function.id: processes.enter_context(one) for one in each})
        yield line


def _check(stack: Resolved) -> None:
    astray = {*Store.definitions()} ^ {*stack.tables}
    if astray:
        raise NotAsDeployed(f"HOTLINE_TABLES is another here than in the template: {', '.join(sorted(astray))}")
    routes = {(path, method) for path, methods in stack.routes.items() for method in methods}
    ours = {(path, method) for path, methods in app.routes.items() for method in methods}
    if routes != ours:
        raise NotAsDeployed(f"the template's API has other routes than the app: {sorted(routes ^ ours)}")


def _gives_up(one: Running, source: Mapping[str, Any]) -> Callable[[Sequence[Record]], None]:
    return lambda records: one.give_up({"DDBStreamBatchInfo": {"batchSize": len(records)}}, source)


def _seconds(schedule: str) -> int | None:
    """Return how long it is from one run to the next. None: it runs at an hour of its own, as in `cron(17 2 …)`."""
    if schedule.startswith("cron("):
        return None
    rate = _RATE.fullmatch(schedule)
    if rate is None:
        raise NotAsDeployed(f"a schedule is not understood here: {schedule}")
    return _SECONDS[rate[2]] * int(rate[1])


@contextmanager
def _at(url: str) -> Iterator[None]:
    """This process's own clients find AWS there, meanwhile."""
    names = ("AWS_ENDPOINT_URL_DYNAMODB", "AWS_ENDPOINT_URL_DYNAMODB_STREAMS")
    before = {name: os.environ.get(name) for name in names}
    os.environ.update(dict.fromkeys(names, url))
    try:
        yield
    finally:
        for name, value in before.items():
            del os.environ[name]
            if value is not None:
                os.environ[name] = value


def _keep_secrets(stack: Resolved, url: str) -> None:
    """The exchange's account, where the functions are told to look for it."""
    told = json.dumps({"account_sid": ACCOUNT, "auth_token": TOKEN, "code_secret": "made-up"})
    ssm = boto3.client("ssm", region_name=REGION, endpoint_url=url)
    for name in {one.environment["HOTLINE_SECRETS"] for one in stack.functions.values()}:
        ssm.put_parameter(Name=name, Value=told, Type="SecureString", Overwrite=True)


def _make_buckets(stack: Resolved, url: str) -> None:
    """The one of another stack (infra/aws/backups.yaml), by what the functions are told of it."""
    told = (one.environment for one in stack.functions.values())
    for bucket, region in {(one["HOTLINE_BACKUPS"], one["HOTLINE_BACKUPS_REGION"]) for one in told}:
        s3 = boto3.client("s3", region_name=region, endpoint_url=url)
        s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": region})
