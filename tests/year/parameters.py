"""What the year's DynamoDB understands of what an operation is sent with: whatever else is sent is an error."""

from __future__ import annotations

from typing import Any

from tests.year.attribute_values import parts
from tests.year.conditions import condition
from tests.year.expressions import Given, Refused, Row
from tests.year.updates import update

Params = dict[str, Any]

_CONDITIONAL = frozenset({"TableName", "ConditionExpression", "ExpressionAttributeNames", "ExpressionAttributeValues"})
# What each operation, and each part of a transaction, may be sent with.
_UNDERSTOOD = {
    "ListTables": frozenset[str](),
    "GetItem": frozenset({"TableName", "Key", "ConsistentRead"}),
    "BatchGetItem": frozenset({"RequestItems"}),
    "TransactGetItems": frozenset({"TransactItems"}),
    "Query": _CONDITIONAL - {"ConditionExpression"}
    | {"KeyConditionExpression", "FilterExpression", "IndexName", "ConsistentRead", "Limit", "ExclusiveStartKey"},
    "Scan": frozenset({"TableName", "ConsistentRead", "Limit"}),
    "BatchWriteItem": frozenset({"RequestItems"}),
    "PutItem": _CONDITIONAL | {"Item"},
    "UpdateItem": _CONDITIONAL | {"Key", "UpdateExpression", "ReturnValues"},
    "DeleteItem": _CONDITIONAL | {"Key"},
    "TransactWriteItems": frozenset({"TransactItems", "ClientRequestToken"}),
    "Put": _CONDITIONAL | {"Item"},
    "Update": _CONDITIONAL | {"Key", "UpdateExpression"},
    "Delete": _CONDITIONAL | {"Key"},
    "ConditionCheck": _CONDITIONAL | {"Key"},
    "Get": frozenset({"TableName", "Key"}),
    "Keys": frozenset({"Keys", "ConsistentRead"}),
}
MOST_TOGETHER = 100  # items of one transaction, or of one batch that is read


def understood(operation: str, params: Params) -> None:
    """Raise NotImplementedError for what would otherwise be passed over in silence."""
    if operation not in _UNDERSTOOD:
        raise NotImplementedError(f"{operation} is not understood")
    others = params.keys() - _UNDERSTOOD[operation] - {"ReturnConsumedCapacity"}
    if others or params.get("ReturnValues", "ALL_NEW") != "ALL_NEW":
        raise NotImplementedError(
            f"{operation} is sent with {others or params['ReturnValues']}, which is not understood"
        )


def checked(row: Row) -> Row:
    """The row, each of whose values is one of DynamoDB's. Raises Refused."""
    for value in row.values():
        parts(value)
    return row


def given_with(params: Params, *expressions: str) -> Given:
    """What the placeholders of these expressions stand for. Raises Refused where one is not used."""
    names, values = params.get("ExpressionAttributeNames", {}), params.get("ExpressionAttributeValues", {})
    texts = {name: params[name] for name in expressions if name in params}
    used = [(update if name == "UpdateExpression" else condition)(text).uses for name, text in texts.items()]
    if unused := {*names, *values}.difference(*used):
        raise Refused(f"placeholders that no expression uses: {unused}")
    return names, values
