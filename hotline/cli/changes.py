"""What a deployment would change, in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from infra.aws.cloudformation import Change

TABLE = "AWS::DynamoDB::Table"
_SIGNS = {"Add": "+", "Modify": "~", "Remove": "-", "Import": "+", "Dynamic": "?"}
_WORDS = {"Add": "new", "Modify": "changed", "Remove": "gone", "Import": "taken over", "Dynamic": "perhaps changed"}
_KINDS = {
    TABLE: "table",
    "AWS::Lambda::Function": "function",
    "AWS::Serverless::Function": "function",
    "AWS::Lambda::Version": "version of a function",
    "AWS::Lambda::Alias": "name for a version",
    "AWS::Lambda::EventSourceMapping": "stream to a function",
    "AWS::Lambda::Permission": "leave to call a function",
    "AWS::Lambda::EventInvokeConfig": "rule for a function that fails",
    "AWS::ApiGateway::RestApi": "API",
    "AWS::Serverless::Api": "API",
    "AWS::ApiGateway::Deployment": "deployment of the API",
    "AWS::ApiGateway::Stage": "stage of the API",
    "AWS::IAM::Role": "role",
    "AWS::Logs::LogGroup": "log",
    "AWS::Logs::MetricFilter": "count of log lines",
    "AWS::CloudWatch::Alarm": "alarm",
    "AWS::Events::Rule": "clock",
    "AWS::SNS::Topic": "topic",
    "AWS::SNS::Subscription": "subscription",
    "AWS::SQS::Queue": "queue",
    "AWS::Budgets::Budget": "budget",
    "AWS::S3::Bucket": "bucket",
}


def told(changes: Iterable[Change]) -> Iterator[str]:
    """A line for what happens alike to things of one kind, in the order in which they come."""
    alike: dict[tuple[str, str], list[str]] = defaultdict(list)
    for change in changes:
        alike[change.action, change.kind].append(_named(change))
    for (action, kind), names in alike.items():
        sign, word = _SIGNS.get(action, "?"), _WORDS.get(action, action.lower())
        yield f"  {sign} {kind_of(kind)}, {word}: {', '.join(sorted(names))}"


def kind_of(kind: str) -> str:
    """`AWS::DynamoDB::Table` as people say it; one that is not known by its last word."""
    return _KINDS.get(kind, kind.rpartition("::")[2])


def empties(changes: Iterable[Change]) -> list[str]:
    """Tables in whose place the line would find an empty one, or none."""
    return sorted(change.name for change in changes if change.kind == TABLE and (change.replaced or _goes(change)))


def _goes(change: Change) -> bool:
    return change.action == "Remove"


def _named(change: Change) -> str:
    what = f" ({', '.join(change.what)})" if change.what else ""
    return f"{change.name}{what}{' MADE ANEW' if change.replaced else ''}"
