"""A world for the app to stand in while it is measured: a real store, and a carrier that takes note and no money."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from pynamodb.signals import pre_dynamodb_send
from twilio.http import HttpClient
from twilio.http.response import Response

from benchmarks.posts import ACCOUNT, BASE_URL, TOKEN
from chalicelib.outside import groups_folder
from hotline.hours import Hours
from hotline.numbers import PhoneNumber
from hotline.prompts import load_groups
from hotline.records import Need, Volunteer
from hotline.store import Store
from hotline.telephony.account import Known
from hotline.telephony.carrier import Carrier
from hotline.telephony.signature import Tokens
from hotline.world import World

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
GROUP = "brentwood"
KNOWN = Known(sid=ACCOUNT, tokens=Tokens(primary=TOKEN))
WRITES = {"PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems"}


class Twilio(HttpClient):
    """Places every call that it is asked for."""

    def __init__(self) -> None:
        self.placed: list[dict[str, Any]] = []

    def request(self, method: str, uri: str, *_: Any, **asked: Any) -> Response:
        """Note the call, and give it a SID."""
        self.placed.append({"method": method, "uri": uri, **asked["data"]})
        return Response(201, json.dumps({"sid": f"CA{len(self.placed):032x}", "status": "queued"}))


def world(store: Store, twilio: Twilio) -> World:
    """The sample group at noon."""
    return World(
        clock=lambda: NOON,
        groups=load_groups(groups_folder()),
        base_url=BASE_URL,
        open_store=lambda: store,
        open_carrier=lambda: Carrier(account=KNOWN, http=twilio),
    )


def volunteer(number: str, *, needs: set[Need], asked_at: datetime) -> Volunteer:
    """Somebody who is always there, and never too often."""
    phone = PhoneNumber(number)
    return Volunteer(
        group=GROUP,
        id=phone.opaque,
        number=phone,
        name="Ben",
        needs=frozenset(needs),
        areas=frozenset(),
        languages=frozenset({"en"}),
        hours=Hours.parse("every day 00:00-23:59"),
        joined_at=asked_at,
        asked_at=asked_at,
    )


@contextmanager
def counting() -> Iterator[Counter[str]]:
    """Every operation sent to DynamoDB meanwhile, by its name in the API."""
    counted: Counter[str] = Counter()

    def count(_: object, operation_name: str, **__: Any) -> None:
        counted[operation_name] += 1

    pre_dynamodb_send.connect(count)
    try:
        yield counted
    finally:
        pre_dynamodb_send.disconnect(count)


def writes(counted: Counter[str]) -> int:
    """Those of them that change something."""
    return sum(times for name, times in counted.items() if name in WRITES)
