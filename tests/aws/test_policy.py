"""The judge of roles is not blind: what IAM allows, and what an operation of DynamoDB needs."""

from __future__ import annotations

from typing import Any

import pytest

from infra.aws.policy import ONLY_NEW, Act, acts, allowed, permissions, unused

TABLE, LINE = "arn:aws:dynamodb:eu-west-2:1:table/requests", "arn:aws:dynamodb:eu-west-2:1:table/line"
TABLES = {"requests": TABLE, "line": LINE}


def allow(action: str | list[str], resource: str | list[str], *rows: str) -> dict[str, Any]:
    condition = {"Condition": {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": list(rows)}}} if rows else {}
    return {"Effect": "Allow", "Action": action, "Resource": resource, **condition}


def test_what_no_statement_allows_is_denied() -> None:
    """The action and the resource, both whole: an index is not its table, nor is a table whose name begins alike."""
    may = [allow(["dynamodb:Query", "dynamodb:GetItem"], [TABLE, f"{TABLE}/index/due"])]
    assert allowed(may, Act("dynamodb:Query", TABLE))
    assert allowed(may, Act("dynamodb:Query", f"{TABLE}/index/due"))
    for denied in (("Scan", TABLE), ("Query", f"{TABLE}/index/other"), ("Query", f"{TABLE}-2"), ("Quer", TABLE)):
        assert not allowed(may, Act(f"dynamodb:{denied[0]}", denied[1]))
    assert not allowed([], Act("dynamodb:Query", TABLE))


def test_a_star_stands_for_anything() -> None:
    """In an action and in a resource, as IAM has it."""
    assert allowed([allow("dynamodb:*", "*")], Act("dynamodb:DeleteTable", TABLE))
    assert not allowed([allow("dynamodb:*", f"{TABLE}/index/*")], Act("dynamodb:Query", TABLE))


def test_rows_of_another_kind_are_denied() -> None:
    """A condition on the first key of a row."""
    may = [allow("dynamodb:UpdateItem", LINE, "phone#*", "calls#*")]
    assert allowed(may, Act("dynamodb:UpdateItem", LINE, "phone#*"))
    assert not allowed(may, Act("dynamodb:UpdateItem", LINE, "kept#*"))
    assert not allowed(may, Act("dynamodb:UpdateItem", LINE))


def test_whoever_may_only_add_may_write_over_nothing() -> None:
    """S3 must be asked to write only where nothing is of that name."""
    only_new = {"Condition": {"Null": {"s3:if-none-match": "false"}}}
    may = [{**allow("s3:PutObject", "arn:aws:s3:::backups/*"), **only_new}]
    assert allowed(may, Act("s3:PutObject", "arn:aws:s3:::backups/new", ONLY_NEW))
    assert not allowed(may, Act("s3:PutObject", "arn:aws:s3:::backups/new"))
    assert allowed([allow("s3:PutObject", "*")], Act("s3:PutObject", "arn:aws:s3:::backups/new", ONLY_NEW))
    assert str(next(permissions(may[0]))) == f"s3:PutObject on arn:aws:s3:::backups/* ({ONLY_NEW})"


def test_what_is_not_needed_is_found() -> None:
    """Of one statement with several of each, just those that nothing needs."""
    may = [allow(["dynamodb:Query", "dynamodb:Scan"], [TABLE, LINE]), allow("dynamodb:GetItem", LINE, "a#*", "b#*")]
    done = [Act("dynamodb:Query", TABLE), Act("dynamodb:Scan", LINE), Act("dynamodb:GetItem", LINE, "b#*")]
    assert [str(one) for one in unused(may, done)] == [
        f"dynamodb:Query on {LINE}",
        f"dynamodb:Scan on {TABLE}",
        f"dynamodb:GetItem on {LINE} (rows a#*)",
    ]


@pytest.mark.parametrize(
    "statement",
    [
        {"Effect": "Deny", "Action": "dynamodb:Scan", "Resource": "*"},
        {"Effect": "Allow", "NotAction": "dynamodb:Scan", "Action": "a:b", "Resource": "*"},
        {"Effect": "Allow", "Action": "a:b", "Resource": "*", "Condition": {"IpAddress": {"aws:SourceIp": "1.2.3.4"}}},
    ],
)
def test_what_is_not_understood_is_an_error(statement: dict[str, Any]) -> None:
    """Never taken for a yes or a no."""
    with pytest.raises(ValueError, match="not understood"):
        list(permissions(statement))


KEY = {"group": {"S": "brentwood"}, "id": {"S": "r1"}}


@pytest.mark.parametrize(
    ("operation", "params", "needs"),
    [
        ("GetItem", {"TableName": "requests", "Key": KEY}, [("GetItem", TABLE, "")]),
        ("UpdateItem", {"TableName": "line", "Key": {"id": {"S": "phone#1"}}}, [("UpdateItem", LINE, "phone#*")]),
        ("PutItem", {"TableName": "line", "Item": {"id": {"S": "calls#a#b"}}}, [("PutItem", LINE, "calls#*")]),
        ("Query", {"TableName": "requests"}, [("Query", TABLE, "")]),
        ("Query", {"TableName": "requests", "IndexName": "due"}, [("Query", f"{TABLE}/index/due", "")]),
        ("BatchGetItem", {"RequestItems": {"requests": {"Keys": [KEY]}}}, [("BatchGetItem", TABLE, "")]),
        ("ListTables", {}, [("ListTables", "*", "")]),
        (
            "TransactWriteItems",
            {
                "TransactItems": [
                    {"ConditionCheck": {"TableName": "requests", "Key": KEY}},
                    {"Delete": {"TableName": "requests", "Key": KEY}},
                    {"Put": {"TableName": "line", "Item": {"id": {"S": "phone#1"}}}},
                    {"Update": {"TableName": "requests", "Key": KEY}},
                ]
            },
            [
                ("ConditionCheckItem", TABLE, ""),
                ("DeleteItem", TABLE, ""),
                ("PutItem", LINE, "phone#*"),
                ("UpdateItem", TABLE, ""),
            ],
        ),
        (
            "TransactGetItems",
            {"TransactItems": [{"Get": {"TableName": "requests", "Key": KEY}}]},
            [("GetItem", TABLE, "")],
        ),
    ],
)
def test_what_an_operation_needs(operation: str, params: dict[str, Any], needs: list[tuple[str, str, str]]) -> None:
    """A transaction is what each of its items is; an index is a resource of its own."""
    assert list(acts(operation, params, TABLES)) == [Act(f"dynamodb:{action}", *rest) for action, *rest in needs]
