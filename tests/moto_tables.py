"""What lies in moto's tables, past its API: to erase row by row, or to make the tables anew, takes most of a test."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from moto.dynamodb.models import dynamodb_backends


def moto_tables() -> Iterator[Any]:
    """All that there are, of every account and region."""
    for regions in dynamodb_backends.values():
        for backend in regions.values():
            yield from backend.tables.values()
