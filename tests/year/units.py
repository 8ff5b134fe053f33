"""What DynamoDB charges for on demand: read and write units, and what is kept.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html (units, and that a condition
which fails is charged too), /CapacityUnitCalculations.html (how large an item is), /transaction-apis.html (twice as
much), /GSI.html (what an index costs to keep up). A row that expires is charged for nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import ceil
from typing import Any

from tests.year.expressions import Row, Value

TRANSACTION = 2  # times the units of the same act alone
_READ, _WRITTEN = 4096, 1024  # bytes in a unit
_KEPT = 100  # bytes that an item takes besides its own


class Units:
    """Counted as they are used; half a unit is a read that may be a moment old."""

    def __init__(self) -> None:
        self.read, self.written = 0.0, 0

    def reads(self, rows: Iterable[Row], *, consistent: bool, times: int = 1) -> None:
        """One item, or what a query looks at; nothing found is a unit too."""
        units = max(1, ceil(sum(map(size, rows)) / _READ)) * times
        self.read += units if consistent else units / 2

    def writes(self, before: Row | None, after: Row | None, *, times: int = 1) -> None:
        """One item, by its larger size; also where a condition was in the way, or nothing but looked at."""
        self.written += max(1, ceil(max(size(before), size(after)) / _WRITTEN)) * times

    def keeps_up(self, entry: list[str], before: Row | None, after: Row | None) -> None:
        """An index that holds nothing but keys: its entry is written, erased, or, where the keys change, both."""
        was, is_now = _entry(entry, before), _entry(entry, after)
        if was != is_now:
            self.written += (was is not None) + (is_now is not None)


def size(row: Row | None) -> int:
    """Bytes, as DynamoDB counts them. No row has none."""
    return sum(len(name.encode()) + _worth(value) for name, value in (row or {}).items())


def kept(rows: Iterable[Row]) -> int:
    """Bytes that are charged for as storage."""
    return sum(size(row) + _KEPT for row in rows)


def _worth(value: Value) -> int:
    kind, worth = next(iter(value.items()))
    return _SIZES[kind](worth)


def _number(digits: str) -> int:
    return ceil(len(digits.strip("-").replace(".", "")) / 2) + 1


def _map(entries: Row) -> int:
    return 3 + size(entries) + len(entries)


def _list(elements: list[Value]) -> int:
    return 3 + sum(_worth(element) + 1 for element in elements)


def _set(members: list[str]) -> int:
    return sum(len(member.encode()) for member in members)


_SIZES: dict[str, Callable[[Any], int]] = {
    "S": lambda text: len(text.encode()),
    "N": _number,
    "B": len,
    "BOOL": lambda _: 1,
    "NULL": lambda _: 1,
    "SS": _set,
    "NS": lambda members: sum(map(_number, members)),
    "BS": lambda members: sum(map(len, members)),
    "M": _map,
    "L": _list,
}


def _entry(names: list[str], row: Row | None) -> list[Value] | None:
    return [row[name] for name in names] if row and all(name in row for name in names) else None
