"""AWS, Twilio and the line, each a stand-in on this machine: moto, the exchange, and the app itself."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import boto3
import pytest
from click.testing import CliRunner, Result

from app import app
from chalicelib.outside import standing_in
from hotline.cli import following, main
from hotline.groups import Groups, load
from hotline.prompts import prompt_ids
from hotline.store import Store
from hotline.telephony.account import Known
from hotline.telephony.signature import Tokens
from hotline.world import World
from infra.aws import smoke
from infra.aws.stage import AWAY, HOME, KEPT
from infra.local.exchange import Exchange, HttpResponse, Timeline
from infra.local.gateway import Gateway
from infra.local.moto_server import EmbeddedDynamoDB
from infra.local.phones import doors
from infra.local.server import Answer, Door, Server
from tests.cli.aws.formation import Formation
from tests.cli.aws.gate import Gate
from tests.cli.aws.iam import Iam
from tests.cli.aws.regions import Regions
from tests.cli.aws.template import pack

SID, TOKEN, SECOND = "AC" + "1" * 32, "a-made-up-token", "another-made-up-token"
LINE, ONGAR = "+442079460000", "+442079460001"
ACCOUNT = "123456789012"  # moto's
STARTED = datetime(2026, 11, 24, 10, tzinfo=UTC)
GROUP = """
name = "{name}"
numbers = ["{number}"]
keepers = ["Gwen Rees", "Tom Hale"]
needs = ["shopping", "chat", "other"]
drama = true
[areas]
{slug} = "{name}"
"""


class Line:
    """The app, on HTTP, as API Gateway has it; or something that is broken."""

    def __init__(self, server: Server) -> None:
        self.url = f"{server.url}/api"
        self._door: Door = Gateway(app, base_url=self.url)
        self.broken_for = 0  # how many answers are still to be bad ones
        self.lets_anybody_in = False
        server.put("/api/", self)

    def __call__(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        if self.broken_for:
            self.broken_for -= 1
            return 502, {}, b""
        answer = self._door(method, url, headers, body)
        return (200, {}, b"<Response/>") if self.lets_anybody_in and answer[0] == HTTPStatus.FORBIDDEN else answer


@dataclass
class Cloud:
    """A clean AWS account, a Twilio account with the groups' numbers, and somebody at a terminal with both."""

    moto: str
    twilio: str
    line: Line
    exchange: Exchange
    groups: Path
    packed: Path
    formation: Formation
    iam: Iam
    gate: Gate
    regions: Regions
    packed_groups: Groups | None = None  # if they are not those of the files as they are now

    def run(self, *words: str, stdin: str | None = None, **env: str | None) -> Result:
        """`hotline …`; what it changes in the environment is put back."""
        return CliRunner(env={**self.settings(), **env}).invoke(main, words, input=stdin)

    def types(self, *words: str, exits: int = 0, env: Mapping[str, str] | None = None) -> str:
        """`hotline …` in a process of its own: what it prints, and if it is to fail what it says of that."""
        done = self._process(words, env or {})
        assert done.returncode == exits, done.stderr
        return done.stdout + (done.stderr if exits else "")

    def says(self, *words: str, env: Mapping[str, str] | None = None) -> str:
        """The same, with what it warns of as well."""
        done = self._process(words, env or {})
        assert done.returncode == 0, done.stderr
        return done.stdout + done.stderr

    def _process(self, words: tuple[str, ...], env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
        environ = {**os.environ, **{name: value for name, value in self.settings().items() if value}, **env}
        command = [sys.executable, "-c", "from hotline.cli import main; main()", *words]
        return subprocess.run(command, env=environ, capture_output=True, text=True, timeout=60, check=False)

    def settings(self) -> dict[str, str | None]:
        """What the environment says; None: nothing."""
        return {
            "AWS_ENDPOINT_URL": self.moto,
            "AWS_ENDPOINT_URL_IAM": self.iam.url,
            "AWS_ENDPOINT_URL_LAMBDA": self.gate.url,
            "AWS_ENDPOINT_URL_SNS": self.gate.url,
            "AWS_REGION": "eu-west-2",
            "HOTLINE_GROUPS": str(self.groups),
            "HOTLINE_TABLES": None,
            "TWILIO_API_URL": self.twilio,
            "TWILIO_ACCOUNT_SID": SID,
            "TWILIO_AUTH_TOKEN": TOKEN,
        }

    def deploys(self, *words: str, **env: str | None) -> Result:
        """What is packed already, unasked, with an address that can be phoned here."""
        base = ("--base-url", self.line.url, "--alert-email", "gwen@example.org")
        return self.run("deploy", "--packed", str(self.packed), "--yes", *base, *words, **env)

    def completes_what_moto_leaves_out(self) -> None:
        """Of a stack it makes no policy of a bucket (the pages are anybody's), no recovery and no expiry of rows."""
        self.gate.mail = "confirmed"  # by whoever reads AWS's e-mail
        s3, dynamodb = self.client("s3", "eu-west-1"), self.client("dynamodb")
        for bucket in (one["Name"] for one in s3.list_buckets()["Buckets"] if "fallback" in one["Name"]):
            for page in s3.list_objects_v2(Bucket=bucket).get("Contents", []):
                s3.put_object_acl(Bucket=bucket, Key=page["Key"], ACL="public-read")
        expiring = {
            name.rpartition("-")[2]: table["TimeToLiveSpecification"]
            for name, table in Store.definitions().items()
            if "TimeToLiveSpecification" in table
        }
        for table in dynamodb.list_tables()["TableNames"]:
            kept = {"PointInTimeRecoveryEnabled": True}
            dynamodb.update_continuous_backups(TableName=table, PointInTimeRecoverySpecification=kept)
            if expiry := expiring.get(table.rpartition("-")[2]):
                dynamodb.update_time_to_live(TableName=table, TimeToLiveSpecification=expiry)

    def state(self) -> dict[str, Any]:
        """All that is there at AWS: to see that nothing has changed."""
        s3, there = self.client("s3"), {}
        for region in (HOME, AWAY, KEPT):
            cloudformation = self.client("cloudformation", region)
            for stack in cloudformation.describe_stacks()["Stacks"]:
                proposed = cloudformation.list_change_sets(StackName=stack["StackName"])["Summaries"]
                there[stack["StackName"]] = (stack["StackStatus"], sorted(one["ChangeSetName"] for one in proposed))
        kept = {
            bucket["Name"]: [one["Key"] for one in s3.list_objects_v2(Bucket=bucket["Name"]).get("Contents", [])]
            for bucket in s3.list_buckets()["Buckets"]
        }
        tables = self.client("dynamodb").list_tables()["TableNames"]
        return {"stacks": there, "kept": kept, "tables": tables, "secrets": self.secrets()}

    def secrets(self) -> list[str]:
        """The names of parameters."""
        return [one["Name"] for one in self.client("ssm").describe_parameters()["Parameters"]]

    def client(self, service: str, region: str = "eu-west-2") -> Any:
        return boto3.client(service, region_name=region, endpoint_url=self.moto)  # type: ignore[call-overload] # a name

    def add_group(self, slug: str, name: str, number: str) -> None:
        (self.groups / f"{slug}.toml").write_text(GROUP.format(slug=slug, name=name, number=number), encoding="utf-8")

    def loaded(self) -> Groups:
        return self.packed_groups or load(self.groups, prompts=prompt_ids())


@pytest.fixture(scope="session")
def regions() -> Regions:
    return Regions()


@pytest.fixture(scope="session")
def moto(regions: Regions) -> Iterator[str]:
    with EmbeddedDynamoDB(guard=regions.before) as server:
        yield server.url


@pytest.fixture
def cloud(moto: str, regions: Regions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cloud]:
    """Each test has clean accounts. Nobody phones: time stands still at the exchange."""
    regions.gone, regions.asked_in_vain = None, set()
    urlopen(Request(f"{moto}/moto-api/reset", method="POST")).close()  # noqa: S310 -- moto's own
    monkeypatch.setattr(following, "LOOK_EVERY", 0)
    monkeypatch.setattr(following, "NAME_EVERY", 0, raising=False)
    monkeypatch.setattr(smoke, "PAUSE", 0)
    groups = tmp_path / "groups"
    groups.mkdir()
    with ExitStack() as stack:
        server = Server(host="127.0.0.1", port=0)
        timeline = Timeline(STARTED)
        exchange = Exchange(
            timeline=timeline, transport=lambda _: HttpResponse(status=204), account_sid=SID, auth_token=TOKEN
        )
        exchange.own(LINE)
        rest, _ = doors(exchange)
        for prefix in ("/2010-04-01/", "/v1/", "/v2/"):
            server.put(prefix, rest)
        line = Line(server)
        before_moto = Server(host="127.0.0.1", port=0)
        iam = Iam(server, moto)
        gate = Gate(before_moto, moto, iam)
        cloud = Cloud(
            moto=moto,
            twilio=server.url,
            line=line,
            exchange=exchange,
            groups=groups,
            packed=pack(tmp_path / "packed"),
            formation=Formation(monkeypatch),
            iam=iam,
            gate=gate,
            regions=regions,
        )
        cloud.add_group("brentwood", "Brentwood Mutual Aid", LINE)
        exchange.numbers[LINE].bundle = exchange.standing.add_bundle("BU" + "2" * 32)
        stack.enter_context(server.open())
        stack.enter_context(before_moto.open())
        world = World(
            clock=timeline.now,
            groups=Lazily(cloud),
            base_url=line.url,
            open_store=Store,
            open_carrier=lambda: pytest.fail("nobody is to be rung"),
        )
        stack.enter_context(
            standing_in(world, Known(sid=exchange.account_sid, tokens=Tokens(primary=TOKEN, secondary=SECOND)))
        )
        yield cloud


class Lazily(Groups):
    """The groups as their files are at each look: as if every change of them were packed at once."""

    def __init__(self, cloud: Cloud) -> None:
        super().__init__({})
        self._cloud = cloud

    def __getitem__(self, slug: str) -> Any:
        return self._cloud.loaded()[slug]

    def __iter__(self) -> Iterator[str]:
        return iter(self._cloud.loaded())

    def __len__(self) -> int:
        return len(self._cloud.loaded())

    def by_number(self, e164: str) -> Any:
        return self._cloud.loaded().by_number(e164)
