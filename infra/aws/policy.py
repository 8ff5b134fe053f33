"""What a role allows, as IAM decides it, and what an operation of DynamoDB needs: each side of `make check-aws`.

A role of ours only ever allows; it has no Deny and no Not…, and only the two conditions that are known here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

Statement = Mapping[str, Any]

# Whose rows: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
_KEYS = ("ForAllValues:StringLike", "dynamodb:LeadingKeys")
# Only where nothing is of that name: https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html
_IF_NONE_MATCH = {"Null": {"s3:if-none-match": "false"}}
ONLY_NEW = "only what is new"
_ANY = "*"
_OF_AN_ITEM = {"ConditionCheck": "ConditionCheckItem"}


class Act(NamedTuple):
    """One thing that is done to one resource, as IAM sees it."""

    action: str  # dynamodb:Query
    resource: str  # its ARN
    key: str = ""  # the partition key of the row, or ONLY_NEW; "" where there is none, or it can be anybody's

    @property
    def rows(self) -> str:
        """Which rows only; "" for any."""
        return "" if self.key == _ANY else self.key

    def __str__(self) -> str:
        which = self.rows if self.rows in {"", ONLY_NEW} else f"rows {self.rows}"
        return f"{self.action} on {self.resource}{which and f' ({which})'}"


def allowed(statements: Iterable[Statement], act: Act) -> bool:
    """Denied unless a statement allows it."""
    return any(_allows(one, act) for statement in statements for one in permissions(statement))


def permissions(statement: Statement) -> Iterator[Act]:
    """The same as single ones, each action with each resource and each kind of row; `*` stands for anything.

    Raises ValueError where a statement says what is not understood here.
    """
    astray = statement.keys() - {"Sid", "Effect", "Action", "Resource", "Condition"}
    if astray or statement["Effect"] != "Allow":
        raise ValueError(f"a statement with {', '.join(sorted(astray)) or 'Deny'} is not understood: see {__name__}")
    for action in _each(statement["Action"]):
        for resource in _each(statement["Resource"]):
            yield from (Act(action, resource, key) for key in _keys(statement.get("Condition")))


def unused(statements: Iterable[Statement], acts: Iterable[Act]) -> list[Act]:
    """Permissions that none of these acts needs."""
    done = list(acts)
    each = [one for statement in statements for one in permissions(statement)]
    return [one for one in each if not any(_allows(one, act) for act in done)]


def acts(operation: str, params: Mapping[str, Any], tables: Mapping[str, str]) -> Iterator[Act]:
    """What an operation of DynamoDB does, `tables` being the ARN of each table by its name.

    A transaction is what each of its items is: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/
    transaction-apis-iam.html.
    """
    if "TransactItems" in params:
        for kind, item in (pair for each in params["TransactItems"] for pair in each.items()):
            yield Act(f"dynamodb:{_OF_AN_ITEM.get(kind, f'{kind}Item')}", tables[item["TableName"]], _row(item))
    elif "RequestItems" in params:
        for name, wanted in params["RequestItems"].items():
            rows = {_row({"Key": key}) for key in wanted["Keys"]} if "Keys" in wanted else {""}
            yield from (Act(f"dynamodb:{operation}", tables[name], row) for row in rows)
    elif "TableName" in params:
        index = f"/index/{params['IndexName']}" if "IndexName" in params else ""
        yield Act(f"dynamodb:{operation}", f"{tables[params['TableName']]}{index}", _row(params))
    else:
        yield Act(f"dynamodb:{operation}", "*")


def _row(params: Mapping[str, Any]) -> str:
    """Of the `line` table's rows, whose key is `id` alone, what they are about: `phone#*`. Others are a group's."""
    key = params.get("Key") or params.get("Item") or {}
    if "id" not in key or "group" in key:
        return ""
    about, mark, _ = str(key["id"]["S"]).partition("#")
    return f"{about}{mark}*" if mark else about


def _allows(permission: Act, act: Act) -> bool:
    return all(_like(pattern, name) for pattern, name in zip(permission, act, strict=True))


def _like(pattern: str, name: str) -> bool:
    return re.fullmatch(re.escape(pattern).replace(r"\*", ".*"), name) is not None


def _keys(condition: Mapping[str, Any] | None) -> list[str]:
    if condition is None:
        return [_ANY]
    if condition == _IF_NONE_MATCH:
        return [ONLY_NEW]
    operator, key = _KEYS
    if condition.keys() != {operator} or condition[operator].keys() != {key}:
        raise ValueError(f"a condition is not understood: {condition}; see {__name__}")
    return _each(condition[operator][key])


def _each(one_or_many: str | list[str]) -> list[str]:
    return [one_or_many] if isinstance(one_or_many, str) else one_or_many
