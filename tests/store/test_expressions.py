"""The year's own DynamoDB works out every expression as DynamoDB Local does, and refuses the same ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from botocore.exceptions import ClientError

from hotline.store import Store
from tests.store.cast import dynamodb
from tests.year.attribute_values import canonical
from tests.year.dynamo import Dynamo
from tests.year.expressions import Row
from tests.year.generated import Expressions

KEY: Row = {"group": {"S": "brentwood"}, "id": {"S": "ben"}}
ROWS, EACH = 500, 12  # rows, and expressions on each of them, one after the other
REFUSED, NOT_HELD = "ValidationException", "ConditionalCheckFailedException"

Answer = str | frozenset[tuple[str, Any]]


@pytest.mark.usefixtures("made")
def test_six_thousand_generated_expressions_come_to_the_same() -> None:
    """Half of them are conditions and half updates; the wrong ones among them are refused by both."""
    ours, theirs, expressions = Dynamo(), dynamodb(), Expressions(seed=7)
    came_of_it: Counter[str] = Counter()
    for _ in range(ROWS):
        row = {**KEY, **expressions.row()}
        ours("PutItem", {"TableName": table(), "Item": row})
        theirs.put_item(TableName=table(), Item=row)
        for nth in range(EACH):
            sent = with_condition(expressions) if nth % 2 else with_update(expressions)
            here, there = answer(partial(ours, "UpdateItem", sent)), answer(partial(theirs.update_item, **sent))
            assert here == there, sent
            came_of_it[here if isinstance(here, str) else "written"] += 1
    assert min(came_of_it[each] for each in (REFUSED, NOT_HELD, "written")) > ROWS


def with_condition(expressions: Expressions) -> dict[str, Any]:
    """An update that changes nothing, so that the row stays for the next condition."""
    condition = expressions.condition()
    expressions.names["#void"] = "void"
    return sent_with(expressions, ConditionExpression=condition, UpdateExpression="REMOVE #void")


def with_update(expressions: Expressions) -> dict[str, Any]:
    return sent_with(expressions, UpdateExpression=expressions.update())


def sent_with(expressions: Expressions, **texts: str) -> dict[str, Any]:
    values = {"ExpressionAttributeValues": expressions.values} if expressions.values else {}
    names = {"ExpressionAttributeNames": expressions.names, **values}
    return {"TableName": table(), "Key": KEY, "ReturnValues": "ALL_NEW", **texts, **names}


def answer(act: Callable[[], Any]) -> Answer:
    """The row that came of it, whatever the order of its sets; or why none did."""
    try:
        row: Row = act()["Attributes"]
    except ClientError as error:
        return str(error.response["Error"]["Code"])
    return frozenset((name, canonical(value)) for name, value in row.items())


def table() -> str:
    return next(name for name in Store.definitions() if name.endswith("-volunteers"))
