"""What a role allows, as IAM decides it: denied unless a statement allows the action and the resource."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

Statement = Mapping[str, Any]

_OF_AN_ITEM = {"Get": "GetItem", "Put": "PutItem", "Update": "UpdateItem", "Delete": "DeleteItem"}


class Act(NamedTuple):
    """One thing that is done to one resource, as IAM sees it."""

    action: str  # dynamodb:Query
    resource: str  # its ARN

    def __str__(self) -> str:
        return f"{self.action} {self.resource}"


def allowed(statements: Iterable[Statement], act: Act) -> bool:
    """Ours only ever allow: no Deny, no conditions, nothing negated."""
    return any(
        _matches(statement["Action"], act.action) and _matches(statement["Resource"], act.resource)
        for statement in statements
    )


def _matches(patterns: str | list[str], name: str) -> bool:
    each = [patterns] if isinstance(patterns, str) else patterns
    return any(re.fullmatch(re.escape(one).replace(r"\*", ".*"), name) for one in each)


def acts(operation: str, params: Mapping[str, Any], *, table: str) -> Iterator[Act]:
    """What an operation of DynamoDB does, `table` being the ARN of a table named {}.

    A transaction is what each of its items is; https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/
    transaction-apis-iam.html.
    """
    if "TransactItems" in params:
        for kind, item in (pair for each in params["TransactItems"] for pair in each.items()):
            yield Act(f"dynamodb:{_OF_AN_ITEM.get(kind, 'ConditionCheckItem')}", table.format(item["TableName"]))
    elif "RequestItems" in params:
        yield from (Act(f"dynamodb:{operation}", table.format(name)) for name in params["RequestItems"])
    elif "TableName" in params:
        index = f"/index/{params['IndexName']}" if "IndexName" in params else ""
        yield Act(f"dynamodb:{operation}", table.format(params["TableName"]) + index)
    else:
        yield Act(f"dynamodb:{operation}", "*")
