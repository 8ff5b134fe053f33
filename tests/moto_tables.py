"""What lies in moto's tables, past its API: to erase row by row, or to make the tables anew, takes most of a test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from moto import mock_aws
from moto.dynamodb.models import dynamodb_backends


def moto_tables() -> Iterator[Any]:
    """All that there are, of every account and region."""
    for regions in dynamodb_backends.values():
        for backend in regions.values():
            yield from backend.tables.values()


def clear() -> None:
    """Every table as if it had just been made."""
    for table in moto_tables():
        table.items.clear()
        if table.stream_shard:
            table.stream_shard.items.clear()


@contextmanager
def emptied_tables() -> Iterator[None]:
    """moto, with the tables of the test before, emptied: to make them anew costs as much as half a test."""
    moto = mock_aws()
    moto.start(reset=False)
    clear()
    try:
        yield
    finally:
        moto.stop(remove_data=False)
