"""The year's own DynamoDB does what moto's does."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from moto import mock_aws
from moto.dynamodb.models import dynamodb_backends

from infra.local.virtual import VirtualLine, store_of_all
from tests.year.dynamo import Dynamo, Key
from tests.year.stream import Stream
from tests.year.town import SAMPLE, Town

START = datetime(2027, 3, 26, tzinfo=UTC)  # a Friday: on Sunday the clocks go forward
DAYS = 4

Rows = dict[str, dict[Key, dict[str, Any]]]


@pytest.mark.year
def test_some_days_on_moto_leave_the_same_rows() -> None:
    """Every call, key, offer and number of tries is the same, or some row would not be."""
    assert days_on_our_own() == days_on_moto()


def days_on_our_own() -> Rows:
    with Dynamo().behind(store_of_all()) as dynamo:
        lived(VirtualLine(groups=SAMPLE, start=START, streams=lambda table: Stream(dynamo, table)))
        return {name: {key: in_order(row) for key, row in table.rows.items()} for name, table in dynamo.tables.items()}


def days_on_moto() -> Rows:
    with mock_aws():
        lived(VirtualLine(groups=SAMPLE, start=START))
        (tables,) = [backend.tables for by in dynamodb_backends.values() for backend in by.values() if backend.tables]
        return {name: dict(map(keyed, rows_of(table))) for name, table in tables.items()}


def lived(line: VirtualLine) -> None:
    town = Town(line, seed=7)
    with town.alive():
        for _ in town.lives(days=DAYS):
            assert line.statuses.keys() <= {200}


def rows_of(table: Any) -> list[Any]:
    return [item for by in table.items.values() for item in (by.values() if table.range_key_attr else [by])]


def keyed(item: Any) -> tuple[Key, dict[str, Any]]:
    keys = tuple(key.value for key in (item.hash_key, item.range_key) if key is not None)
    return keys, in_order(item.to_json()["Attributes"])


def in_order(row: dict[str, Any]) -> dict[str, Any]:
    """A set has no order."""
    return {
        name: {kind: sorted(worth) if kind == "SS" else worth for kind, worth in value.items()}
        for name, value in row.items()
    }
