"""Rosa phones, and a neighbour's phone rings: the real app, signed posts, the real TwiML, on moto."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from moto import mock_aws
from twilio.http.http_client import TwilioHttpClient
from twilio.http.response import Response
from twilio.request_validator import RequestValidator

from app import app
from chalicelib.outside import standing_in
from hotline.dispatch.advance import sweep
from hotline.groups import load
from hotline.hours import Hours
from hotline.numbers import PhoneNumber
from hotline.prompts import prompt_ids
from hotline.records import Need, RequestState, Volunteer
from hotline.store import Store
from hotline.telephony.carrier import Carrier
from hotline.telephony.signature import Tokens
from hotline.world import World
from infra.local.gateway import Gateway

BASE, TOKEN = "https://line.test", "made-up-token"
LINE, ROSA, BEN = "+442079460000", "+442079460123", "+447700900001"
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


class Placed(TwilioHttpClient):
    """Twilio's side of REST: notes each call placed."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[dict[str, Any]] = []

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Response:
        self.calls.append({"method": method, "url": url, **(kwargs.get("data") or (args[1] if len(args) > 1 else {}))})
        return Response(201, json.dumps({"sid": "CA" + f"{len(self.calls):032x}", "status": "queued"}))


class Line:
    """One world, and the posts that Twilio makes into it."""

    def __init__(self, world: World, placed: Placed) -> None:
        self.world, self.placed = world, placed
        self.gateway = Gateway(app, base_url=BASE)

    def post(self, url: str, *, sign: bool = True, **form: Any) -> tuple[int, str]:
        form = {"CallSid": "CA" + "a" * 32, "From": ROSA, "To": LINE, "Direction": "inbound", "Digits": "", **form}
        signature = RequestValidator(TOKEN).compute_signature(url, form) if sign else "no"
        headers = {"Content-Type": "application/x-www-form-urlencoded", "X-Twilio-Signature": signature}
        status, _, body = self.gateway("POST", url, headers, urlencode(form).encode())
        return status, body.decode()


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> Iterator[Line]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "made-up")
    groups = load(Path(__file__).parents[2] / "groups", prompts=prompt_ids())
    placed = Placed()
    with mock_aws():
        store = Store(wait=lambda _: None)
        store.create_tables()
        world = World(
            clock=lambda: NOON,
            groups=groups,
            base_url=BASE,
            open_store=lambda: store,
            open_carrier=lambda: Carrier(account_sid="AC" + "0" * 32, auth_token=TOKEN, http=placed),
        )
        with standing_in(world, Tokens(primary=TOKEN)):
            yield Line(world, placed)


def joins(line: Line, number: str) -> None:
    phone = PhoneNumber(number)
    line.world.store.add_volunteer(
        Volunteer(
            group="brentwood",
            id=phone.opaque,
            number=phone,
            name="Ben",
            needs=frozenset({Need.SHOPPING}),
            areas=frozenset(),
            languages=frozenset({"en"}),
            hours=Hours.parse("every day 09:00-20:00"),
            joined_at=NOON,
            asked_at=NOON,
        )
    )


def action(twiml: str) -> str:
    found = re.search(r'action="([^"]+)"', twiml)
    assert found, twiml
    return found[1]


def test_a_resident_phones_and_a_volunteer_says_yes(line: Line) -> None:
    """Four keys and goodbye: the request opens, Ben's phone is rung, and 1 makes it his."""
    joins(line, BEN)
    _, heard = line.post(f"{BASE}/voice")
    assert "shopping" in heard
    for key, words in (("1", "Ongar"), ("2", "today"), ("1", "right"), ("1", "written down"), ("", "Goodbye")):
        status, heard = line.post(action(heard), Digits=key)
        assert status == 200
        assert words in heard
    (request,) = line.world.store.requests("brentwood")
    assert (request.state, request.need, request.area) == (RequestState.OPEN, Need.SHOPPING, "ongar")

    sweep(line.world)
    (call,) = line.placed.calls
    assert (call["To"], call["From"]) == (BEN, LINE)
    ben = {"CallSid": "CA" + f"{1:032x}", "From": LINE, "To": BEN, "Direction": "outbound-api"}
    _, heard = line.post(call["Url"], **ben)
    assert "Shopping for a neighbour" in heard
    _, heard = line.post(action(heard), **{**ben, "Digits": "1"})
    assert "It's yours" in heard
    (request,) = line.world.store.requests("brentwood")
    assert (request.state, request.taken_by) == (RequestState.ACCEPTED, PhoneNumber(BEN).opaque)
    _, heard = line.post(action(heard), **{**ben, "Digits": "1"})
    assert f'callerId="{LINE}"' in heard
    assert ROSA in heard


def test_what_twilio_did_not_sign_gets_403(line: Line) -> None:
    """Only Twilio can move a call (fault 29)."""
    status, _ = line.post(f"{BASE}/voice", sign=False)
    assert status == 403
    assert not list(line.world.store.requests("brentwood"))


def test_hanging_up_after_a_need_leaves_a_request(line: Line) -> None:
    """The resident hangs up after the first key: it opens all the same (fault 21)."""
    _, heard = line.post(f"{BASE}/voice")
    line.post(action(heard), Digits="1")
    line.post(f"{BASE}/status", CallStatus="completed")
    (request,) = line.world.store.requests("brentwood")
    assert request.state == RequestState.OPEN
