"""The packed zip answers the phone: under AWS's own runtime client, with a DynamoDB and the exchange beside it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import boto3
import pytest

from app import app
from hotline.conversation.trail import Spot
from hotline.groups import load
from hotline.hours import Hours
from hotline.prompts import prompt_ids
from hotline.records import Reason
from hotline.store import Store
from hotline.telephony import fallback
from infra.aws.stage import HOME, KEPT
from infra.local.exchange import Exchange, HttpRequest, HttpResponse, Person, Timeline, signature
from infra.local.gateway import Gateway
from infra.local.moto_server import EmbeddedDynamoDB
from infra.local.runtime_api import LambdaFailed, LambdaProcess
from infra.local.server import Answer, Server
from infra.local.static_pages import StaticPages
from tests.sources import ROOT

pytestmark = pytest.mark.lambda_zip

BASE = "https://line.test/api"
ELSEWHERE = "https://bucket.test/fallback"
BACKUPS = "hotline-prod-backups-000000000000"
SID, TOKEN = "AC" + "0" * 32, "made-up"
LINE, ROSA, BEN = "+442079460000", "+442079460123", "+447700900101"
ALWAYS = Hours.parse("every day 00:00-23:59")
SCHEDULED = {  # https://docs.aws.amazon.com/AmazonCloudWatch/latest/events/EventTypes.html#schedule_event_type
    "version": "0",
    "id": "89d1a02d-5ec7-412e-82f5-13505f849b41",
    "detail-type": "Scheduled Event",
    "source": "aws.events",
    "account": "000000000000",
    "time": "2026-11-24T12:00:00Z",
    "region": "eu-west-2",
    "resources": ["arn:aws:events:eu-west-2:000000000000:rule/minute"],
    "detail": {},
}

IT_IS_OVER = {  # https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html
    "Subject": "OK: hotline-prod-clock",
    "Message": json.dumps({"AlarmName": "hotline-prod-clock", "OldStateValue": "ALARM", "NewStateValue": "OK"}),
    "MessageAttributes": {},
}


@dataclass(frozen=True, kw_only=True)
class Line:
    """The line as it is at AWS: what its functions are told, and the exchange that phones it."""

    exchange: Exchange
    function: LambdaProcess
    settings: dict[str, str]


@pytest.fixture
def line(unpacked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Line]:
    """One function takes the calls; the exchange's REST API is on HTTP, for the function that dials."""
    server = Server(host="127.0.0.1", port=0)
    with EmbeddedDynamoDB() as db, server.open():
        monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", db.url)
        Store().create_tables()
        settings = {
            "AWS_ACCESS_KEY_ID": "made-up",
            "AWS_REGION": HOME,  # https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
            "AWS_SECRET_ACCESS_KEY": "made-up",
            "AWS_ENDPOINT_URL_DYNAMODB": db.url,
            "AWS_ENDPOINT_URL_S3": db.url,
            "HOTLINE_BACKUPS": BACKUPS,
            "HOTLINE_BACKUPS_REGION": KEPT,
            "HOTLINE_BASE_URL": BASE,
            "HOTLINE_FALLBACK_URL": ELSEWHERE,
            "HOTLINE_GROUPS": str(where_it_is_noon(tmp_path)),
            "TWILIO_ACCOUNT_SID": SID,
            "TWILIO_API_URL": server.url,
            "TWILIO_AUTH_TOKEN": TOKEN,
        }
        with LambdaProcess(unpacked, env=settings) as function:
            exchange = an_exchange(function)
            server.put("/", twilio(exchange))
            yield Line(exchange=exchange, function=function, settings=settings)


def test_what_we_warn_of_is_in_cloudwatch(line: Line) -> None:
    """A call that is sent to a script which is there no more goes back to its start, and the log says so."""
    assert "Brentwood Mutual Aid" in said(line.function, f"{BASE}/call/brentwood/{Spot(script='gone').path}")
    assert "a call goes back to its start: no such script" in line.function.log()


def test_a_machine_without_time_zones_finds_them_in_the_zip(line: Line, unpacked: Path, tmp_path: Path) -> None:
    """Images for Lambda have come without any; a line that knows no hours would ring nobody, or everybody at night."""
    env = {**line.settings, "HOTLINE_GROUPS": str(ROOT / "groups"), "PYTHONTZPATH": str(tmp_path)}
    with LambdaProcess(unpacked, env=env) as function:
        assert "Brentwood Mutual Aid" in said(function, f"{BASE}/voice")


def test_what_was_left_at_the_fallback_is_found_by_the_clock(line: Line, unpacked: Path) -> None:
    """Nothing answers, and Rosa speaks to the static page; a Lambda that has never heard of her call asks Twilio."""
    rosa = Person(line.exchange, ROSA, "Rosa")
    line.exchange.faults.refuse(f"POST {BASE}", times=None)
    rosa.dials(LINE).hears("our line is broken", "(beep)").says("Bread, please.").presses("#").hears("kept").hangs_up()
    with LambdaProcess(unpacked, handler="chalicelib.clock.minute", env=line.settings) as minute:
        minute.invoke(SCHEDULED)
    (item,) = Store().requests("brentwood")
    assert (item.reason, item.note) == (Reason.RECORDING, next(iter(line.exchange.recordings)))


def test_every_function_of_the_template_starts(packed: Path, unpacked: Path, line: Line) -> None:
    """Whatever the template has Lambda run can be loaded from the zip, and does what there is to be done on no rows."""
    s3 = boto3.client("s3", region_name=KEPT, endpoint_url=line.settings["AWS_ENDPOINT_URL_S3"])
    s3.create_bucket(Bucket=BACKUPS, CreateBucketConfiguration={"LocationConstraint": KEPT})
    template = json.loads((packed / "sam.json").read_text())
    functions = [each["Properties"] for each in template["Resources"].values() if each["Type"].endswith("::Function")]
    nothing = {
        "app.app": unrouted(),
        "chalicelib.clock.minute": SCHEDULED,
        "chalicelib.stream.changed": {"Records": []},
        "chalicelib.alarm.sounded": {"Records": [{"Sns": IT_IS_OVER}]},
        "chalicelib.backups.nightly": SCHEDULED,
    }
    assert {function["Handler"] for function in functions} == nothing.keys()
    for handler, event in nothing.items():
        with LambdaProcess(unpacked, handler=handler, env=line.settings) as function:
            function.invoke(event)
    assert s3.list_objects_v2(Bucket=BACKUPS)["KeyCount"] == 1


def test_a_function_that_cannot_be_loaded_says_why(unpacked: Path) -> None:
    """The runtime client reports it, and we pass on what it reports."""
    with LambdaProcess(unpacked, handler="nowhere.app") as function, pytest.raises(LambdaFailed, match="nowhere"):
        function.invoke({})


def said(function: LambdaProcess, url: str) -> str:
    """What Rosa hears at this address, as TwiML."""
    form = {"CallSid": "CA" + "1" * 32, "From": ROSA, "To": LINE}
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Twilio-Signature": signature(TOKEN, url, form),
    }
    gateway = Gateway(app, base_url=BASE, run=lambda event, _context: function.invoke(event))
    status, _, body = gateway("POST", url, headers, urlencode(form).encode())
    assert status == 200
    return body.decode()


def an_exchange(function: LambdaProcess) -> Exchange:
    """Its webhooks go through API Gateway's part to this function."""
    gateway = Gateway(app, base_url=BASE, run=lambda event, _context: function.invoke(event))
    bucket = StaticPages(load(ROOT / "groups", prompts=prompt_ids()))

    def answer(request: HttpRequest) -> HttpResponse:
        door = bucket if request.url.startswith(ELSEWHERE) else gateway
        status, headers, body = door(request.method, request.url, request.headers, request.body)
        return HttpResponse(status=status, headers=headers, body=body)

    earlier = datetime.now(UTC) - timedelta(minutes=30)  # so that what happens now is over when the clock looks
    exchange = Exchange(timeline=Timeline(earlier), transport=answer, account_sid=SID, auth_token=TOKEN)
    exchange.own(
        LINE,
        voice_url=f"{BASE}/voice",
        status_url=f"{BASE}/status",
        fallback_url=fallback.address(ELSEWHERE, "brentwood"),
        fallback_method=fallback.METHOD,
    )
    return exchange


def twilio(exchange: Exchange) -> Any:
    """The exchange's REST API, as a door of the server."""

    def door(method: str, url: str, _headers: object, body: bytes) -> Answer:
        given = parse_qsl(urlsplit(url).query if method == "GET" else body.decode())
        answer = exchange.rest(method, urlsplit(url).path, given, (SID, TOKEN))
        return answer.status, {"Content-Type": "application/json"}, json.dumps(answer.body).encode()

    return door


def where_it_is_noon(folder: Path) -> Path:
    """The sample's settings, in a zone where it is about noon now: the packed functions go by the clock on the wall."""
    groups = folder / "groups"
    shutil.copytree(ROOT / "groups", groups)
    settings = groups / "brentwood.toml"
    zone = f"Etc/GMT{datetime.now(UTC).hour - 12:+d}"  # POSIX counts westwards
    settings.write_text(settings.read_text().replace("Europe/London", zone))
    return groups


def unrouted() -> dict[str, Any]:
    """An event that belongs to no route."""
    return {"requestContext": {}, "multiValueQueryStringParameters": None}
