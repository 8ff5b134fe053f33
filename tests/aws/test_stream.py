"""What the requests table's stream gives to the function `changed`: bounded, and nothing that matters left out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from itertools import product
from typing import Any, NoReturn

import pytest

from chalicelib.outside import standing_in
from chalicelib.stream import changed
from hotline.store.attributes import moment
from hotline.telephony.account import Known
from hotline.telephony.signature import Tokens
from hotline.world import World
from infra.local.gateway import Context
from tests.aws.sam import Template
from tests.aws.test_template import of_type
from tests.stories.town import GROUP, SAMPLE, START

pytestmark = pytest.mark.aws

Record = dict[str, Any]


@pytest.fixture
def mapping(template: Template) -> dict[str, Any]:
    """The stream's mapping."""
    (one,) = of_type(template, "AWS::Lambda::EventSourceMapping").values()
    properties: dict[str, Any] = one
    return properties


def records() -> Iterator[Record]:
    """Rows in every state that the door looks at: due, not due, ended, erased; owing a text, ringing still, neither."""
    dues: list[datetime | None] = [None, START, *(START + timedelta(minutes=late) for late in (-1, 1))]
    texts: list[dict[str, Any]] = [
        {},
        {"text_owed": {"S": "offer-1"}, "ringing": {"M": {}}},
        {"text_owed": {"S": "offer-1"}, "ringing": {"M": {"offer-1": {"M": {}}}}},
        {"text_owed": {"S": "offer-1"}},
    ]
    key = {"group": {"S": GROUP}, "id": {"S": "request-1"}}
    for number, (due, text) in enumerate(product(dues, texts)):
        image = {**key, "state": {"S": "open"}, **text, **({"next_action_at": {"S": moment(due)}} if due else {})}
        yield record(str(number), {"Keys": key, "NewImage": image, "OldImage": key})
    yield record("erased", {"Keys": key, "OldImage": {**key, "next_action_at": {"S": moment(START)}}})


def record(number: str, change: Mapping[str, Any]) -> Record:
    """As Lambda has it: https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html."""
    arn = "arn:aws:dynamodb:eu-west-2:123456789012:table/hotline-prod-requests/stream/2026-11-24T10:00:00.000"
    how = {"StreamViewType": "NEW_AND_OLD_IMAGES", "ApproximateCreationDateTime": START.timestamp()}
    change = {**change, **how, "SequenceNumber": number, "SizeBytes": 300}
    return {
        "eventID": number,
        "eventName": "MODIFY",
        "eventSourceARN": arn,
        "awsRegion": "eu-west-2",
        "dynamodb": change,
    }


def acted_on(all_of_them: list[Record]) -> set[str]:
    """Those that the door does something about: it has no store here, so that it fails for just those."""

    def no_store() -> NoReturn:
        raise LookupError("there is no store")

    nothing = World(clock=lambda: START, groups=SAMPLE, base_url="", open_store=no_store, open_carrier=no_store)
    with standing_in(nothing, Known(sid="", tokens=Tokens(primary=""))):
        answer = changed({"Records": all_of_them}, Context(aws_request_id="stream"))
    return {failed["itemIdentifier"] for failed in answer["batchItemFailures"]}


def passed(mapping: Mapping[str, Any], all_of_them: list[Record]) -> set[str]:
    """Those that AWS gives to the function: one filter is enough."""
    patterns = [json.loads(each["Pattern"]) for each in mapping["FilterCriteria"]["Filters"]]
    return {each["eventID"] for each in all_of_them if any(fits(pattern, each) for pattern in patterns)}


def fits(pattern: Mapping[str, Any], part: Mapping[str, Any]) -> bool:
    """https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html, as far as ours go: `exists`."""
    for key, wanted in pattern.items():
        if isinstance(wanted, list):
            assert wanted == [{"exists": True}], f"{wanted}: teach the test what this means"
            if key not in part:
                return False
        elif not fits(wanted, part.get(key, {})):
            return False
    return True


def test_nothing_that_the_door_acts_on_is_left_out(mapping: dict[str, Any]) -> None:
    """Whatever the state of a row: a filter that drops one that matters would be worse than none."""
    every = list(records())
    acts_on = acted_on(every)
    assert len(acts_on) > 5
    assert acts_on - passed(mapping, every) == set()


def test_what_is_over_is_left_out(mapping: dict[str, Any]) -> None:
    """Rows that have ended, or are erased: nothing will ever be due for them."""
    every = list(records())
    assert {each["eventID"] for each in every} - passed(mapping, every) == {"0", "erased"}


def test_a_record_that_nobody_can_take_holds_up_nothing_for_long(mapping: dict[str, Any]) -> None:
    """Tried a few times, in ever smaller batches, each record by itself, and not for more than five minutes."""
    assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert mapping["BisectBatchOnFunctionError"] is True
    assert 0 < mapping["MaximumRetryAttempts"] <= 5
    assert 60 <= mapping["MaximumRecordAgeInSeconds"] <= 300
    assert mapping["ParallelizationFactor"] > 1


def test_a_batch_is_done_in_time(template: Template, mapping: dict[str, Any]) -> None:
    """The phone company may take three seconds for each call, and a record asks for two at most."""
    function = of_type(template, "AWS::Lambda::Function")["Changed"]
    assert mapping["BatchSize"] * 2 * 3 <= function["Timeout"]
