"""The tables as such: what they are keyed by, and making those that are missing (on AWS the template does that)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from pynamodb.models import Model

from hotline.store.base import Base
from hotline.store.models import ROWS

Definition = dict[str, Any]


class Tables(Base):
    """What the tables are. `infra/aws` is checked against it."""

    def create_tables(self) -> None:
        """Make the missing ones, with index, stream and expiry. For the local machine."""
        there = self._tables_there()
        for row in ROWS:
            if row.Meta.table_name not in there:
                row.create_table(wait=True)

    def _tables_there(self) -> set[str]:
        """One operation for each hundred tables of the account."""
        there: set[str] = set()
        page: dict[str, Any] = {"LastEvaluatedTableName": None}
        while "LastEvaluatedTableName" in page:
            last = page["LastEvaluatedTableName"]
            page = self._retry(partial(self._connection.list_tables, exclusive_start_table_name=last))
            there |= {*page["TableNames"]}
        return there

    @staticmethod
    def definitions() -> dict[str, Definition]:
        """Each table by its name, in the words of CloudFormation's AWS::DynamoDB::Table (its `Properties`).

        https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-dynamodb-table.html
        """
        return {row.Meta.table_name: _definition(row) for row in ROWS}


def _definition(row: type[Model]) -> Definition:
    schema = row._get_schema()  # noqa: SLF001 -- what PynamoDB itself creates the table from
    definition: Definition = {
        "TableName": row.Meta.table_name,
        "BillingMode": row.Meta.billing_mode,
        "KeySchema": _keys(schema["key_schema"]),
        "AttributeDefinitions": _sorted(schema["attribute_definitions"]),
    }
    if schema["global_secondary_indexes"]:
        definition["GlobalSecondaryIndexes"] = [
            {
                "IndexName": index["index_name"],
                "KeySchema": _keys(index["key_schema"]),
                "Projection": index["projection"],
            }
            for index in schema["global_secondary_indexes"]
        ]
    if stream := getattr(row.Meta, "stream_view_type", None):
        definition["StreamSpecification"] = {"StreamViewType": stream}
    if "expires" in row.get_attributes():
        definition["TimeToLiveSpecification"] = {"AttributeName": "expires", "Enabled": True}
    return definition


def _keys(schema: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """HASH before RANGE, as CloudFormation wants them."""
    keys = [{"AttributeName": key["AttributeName"], "KeyType": key["KeyType"]} for key in schema]
    return sorted(keys, key=lambda key: key["KeyType"])


def _sorted(attributes: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Once each: PynamoDB names `group` for the table and again for its index."""
    types = {each["AttributeName"]: each["AttributeType"] for each in attributes}
    return [{"AttributeName": name, "AttributeType": types[name]} for name in sorted(types)]
