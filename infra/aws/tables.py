"""Tables as they are, against what the store defines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from infra.aws.cloud import CloudError, plainly

Definition = Mapping[str, Any]  # the properties of CloudFormation's AWS::DynamoDB::Table
_NOT_THERE = "ResourceNotFoundException"
_ON_DEMAND = "PAY_PER_REQUEST"


def faults(dynamodb: Any, name: str, wanted: Definition, *, kept_well: bool) -> Iterator[str]:
    """What of a table is not as the store defines it, in words that follow its name.

    `kept_well`: also whether it can be got back, and is not deleted by mistake, which is AWS's own to give.
    """
    table = _described(dynamodb, name)
    if table is None:
        yield "is not there"
        return
    if table["TableStatus"] not in {"ACTIVE", "UPDATING"}:
        yield f"cannot be used: it is {table['TableStatus'].lower()}"
    if _keys(table) != _keys(wanted):
        yield f"is keyed by {_words(_keys(table))} and not by {_words(_keys(wanted))}"
    yield from _of_indexes(table, wanted)
    yield from _of_the_stream(table, wanted)
    if kept_well:
        yield from _of_its_keeping(dynamodb, name, table, wanted)


def _described(dynamodb: Any, name: str) -> dict[str, Any] | None:
    try:
        with plainly(f"look at the table {name}"):
            return dict(dynamodb.describe_table(TableName=name)["Table"])
    except CloudError as error:
        if error.code != _NOT_THERE:
            raise
        return None


def _of_indexes(table: Definition, wanted: Definition) -> Iterator[str]:
    there = {one["IndexName"]: one for one in table.get("GlobalSecondaryIndexes") or []}
    for index in wanted.get("GlobalSecondaryIndexes", []):
        name, its = index["IndexName"], there.get(index["IndexName"])
        if its is None:
            yield f"has no index {name}"
        elif _keys(its) != _keys(index):
            yield f"has an index {name} by {_words(_keys(its))} and not by {_words(_keys(index))}"
        elif its["Projection"]["ProjectionType"] != index["Projection"]["ProjectionType"]:
            yield f"has an index {name} with other attributes in it"
        elif its.get("IndexStatus", "ACTIVE") != "ACTIVE":
            yield f"has an index {name} that cannot be used yet: it is {its['IndexStatus'].lower()}"


def _of_the_stream(table: Definition, wanted: Definition) -> Iterator[str]:
    want = wanted.get("StreamSpecification", {}).get("StreamViewType")
    stream = table.get("StreamSpecification") or {}
    if want and not stream.get("StreamEnabled"):
        yield "has no stream, so that only the clock moves requests"
    elif want and stream.get("StreamViewType") != want:
        yield f"has a stream of {stream.get('StreamViewType')} and not of {want}"


def _of_its_keeping(dynamodb: Any, name: str, table: Definition, wanted: Definition) -> Iterator[str]:
    with plainly(f"ask how the table {name} is kept"):
        expiry = dynamodb.describe_time_to_live(TableName=name)["TimeToLiveDescription"]
        backups = dynamodb.describe_continuous_backups(TableName=name)["ContinuousBackupsDescription"]
    want = wanted.get("TimeToLiveSpecification", {}).get("AttributeName")
    if want and (expiry["TimeToLiveStatus"] not in {"ENABLED", "ENABLING"} or expiry.get("AttributeName") != want):
        yield f"does not erase what has expired ({want})"
    if backups.get("PointInTimeRecoveryDescription", {}).get("PointInTimeRecoveryStatus") != "ENABLED":
        yield "cannot be put back to an earlier moment (point-in-time recovery is off)"
    if not table.get("DeletionProtectionEnabled"):
        yield "is not protected from being deleted"
    if table.get("BillingModeSummary", {}).get("BillingMode") != _ON_DEMAND:
        yield "is not paid for on demand"


def _keys(of: Definition) -> list[tuple[str, str]]:
    return sorted((key["KeyType"], key["AttributeName"]) for key in of["KeySchema"])


def _words(keys: list[tuple[str, str]]) -> str:
    return " and ".join(name for _, name in keys)


def stream_of(dynamodb: Any, name: str) -> str:
    """When its stream began, which is its name; empty: it has none."""
    table = _described(dynamodb, name) or {}
    return str(table.get("LatestStreamLabel", ""))


def row_counts(dynamodb: Any, names: Iterable[str]) -> dict[str, int]:
    """Of those tables that are there: how many rows, as AWS counted them within the last six hours."""
    there = {name: _described(dynamodb, name) for name in names}
    return {name: table["ItemCount"] for name, table in there.items() if table}


def delete(dynamodb: Any, name: str) -> None:
    """A table, protected or not, and every row of it."""
    with plainly(f"delete the table {name}"):
        dynamodb.update_table(TableName=name, DeletionProtectionEnabled=False)
        dynamodb.get_waiter("table_exists").wait(TableName=name)
        dynamodb.delete_table(TableName=name)
        dynamodb.get_waiter("table_not_exists").wait(TableName=name, WaiterConfig={"Delay": 2, "MaxAttempts": 150})
