"""A change set that CloudFormation refuses: one line, with the reason of each resource."""

from __future__ import annotations

import pytest

from infra.aws import refusal
from tests.cli.aws.conftest import Cloud
from tests.cli.aws.template import pack

pytestmark = [pytest.mark.aws, pytest.mark.filterwarnings("ignore:Tried to parse:UserWarning")]
NAMED = "CloudFormation does not take the template of hotline-prod in eu-west-2"
REASON = "Required property [PolicyDocument] not found"


def test_the_reason_is_one_line(cloud: Cloud) -> None:
    """Only DescribeEvents tells it, of a change set that is still there; then that is deleted."""
    # https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/validate-stack-deployments.html
    cloud.deploys()
    before = cloud.state()
    pack(cloud.packed, code="print('another')")
    cloud.formation.refuses["hotline-prod"] = REASON
    refused = cloud.deploys("--budget", "20")
    assert refused.exit_code == 1
    assert refused.stderr == f"{NAMED} (APIHandlerRole: {REASON}): mend that, and run this again\n"
    assert cloud.state() == before


def test_a_table_that_cannot_be_taken_over_is_named(cloud: Cloud) -> None:
    """Somebody has a table of that name, which the template does not retain."""
    cloud.client("dynamodb").create_table(
        TableName="a-table",
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        BillingMode="PAY_PER_REQUEST",
    )
    pack(cloud.packed, Another={"Type": "AWS::DynamoDB::Table", "Properties": {"TableName": "a-table"}})
    refused = cloud.deploys()
    assert refused.exit_code == 1
    said = "Another: Resource of type 'AWS::DynamoDB::Table' with identifier 'a-table' already exists."
    assert refused.stderr.splitlines()[-1] == f"{NAMED} ({said}): mend that, and run this again"


EVENTS = [
    {"LogicalResourceId": "One", "ValidationStatusReason": "is there", "ValidationFailureMode": "FAIL"},
    {"LogicalResourceId": "One", "ValidationStatusReason": "is there", "ValidationFailureMode": "FAIL"},
    {"LogicalResourceId": "Two", "ValidationStatusReason": "is not empty", "ValidationFailureMode": "WARN"},
    {"LogicalResourceId": "Three", "HookStatusReason": "is against the rules", "HookFailureMode": "FAIL"},
    {"LogicalResourceId": "Four"},
]


class Told:
    """DescribeEvents, which tells so much."""

    def __init__(self, events: list[dict[str, str]]) -> None:
        self._pages = [{"OperationEvents": [one]} for one in events]

    def get_paginator(self, _: str) -> Told:
        return self

    def paginate(self, **_: object) -> list[dict[str, list[dict[str, str]]]]:
        return self._pages


def test_each_reason_is_said_once_and_a_warning_is_none() -> None:
    """Of every page; a hook of an organisation's is told in other fields."""
    told = refusal.why(Told(EVENTS), {"ChangeSetId": "arn:1", "StatusReason": "The following hook(s) failed"})
    assert told == "One: is there; Three: is against the rules"


def test_where_no_event_tells_it_the_change_sets_own_reason_is_said() -> None:
    """As before November 2025."""
    assert refusal.why(Told([]), {"ChangeSetId": "arn:1", "StatusReason": "Template error"}) == "Template error"
    assert refusal.why(Told([]), {"ChangeSetId": "arn:1"}) == "it gives no reason"


def test_whoever_may_not_ask_for_events_is_told_so(cloud: Cloud) -> None:
    """With what AWS says to everybody."""
    client, gone = cloud.client("cloudformation"), "a name, and no ARN"
    told = refusal.why(client, {"ChangeSetId": gone, "StatusReason": "The following hook(s)/validation failed"})
    assert told.startswith("The following hook(s)/validation failed (AWS would not ask why the change was refused")
