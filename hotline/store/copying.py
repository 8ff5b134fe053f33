"""All rows of all tables, as they lie there: out of them for a backup, and back.

Of the line's functions only the nightly backup's may read them all, and none may put them back.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial
from itertools import groupby, islice
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from pynamodb.exceptions import PynamoDBException
from pynamodb.models import Model

from hotline.errors import Busy, StoreError
from hotline.records import Need, Request
from hotline.store.base import LOOKS, Base
from hotline.store.convert import to_record, to_row
from hotline.store.models import PREFIX, ROWS, LineRow, OfferRow, PlaceRow, RequestRow, VolunteerRow
from hotline.store.tables import Tables

Item = dict[str, Any]  # attributes as DynamoDB's API has them
Mend = Callable[[Request], Request | None]

# Whatever a request leads to is there before it, since its row is looked at the moment that it is.
_ORDER: tuple[type[Model], ...] = (LineRow, VolunteerRow, PlaceRow, OfferRow, RequestRow)
_AT_ONCE = 25  # items in one BatchWriteItem
_NO_TABLE = "ResourceNotFoundException"
_PEOPLES = (VolunteerRow, PlaceRow, OfferRow)


def names() -> tuple[str, ...]:
    """The tables, as a backup names them: `volunteers`, whatever they begin with here."""
    return tuple(_name(row) for row in ROWS)


class Copying(Base):
    """Reading and putting back whole tables."""

    def rows(self, *, only: Collection[str] = ()) -> Iterator[tuple[str, Item]]:
        """Every row, with its table, or those of `only` these tables.

        Each table is read as it then is: what changes meanwhile may be half in it.
        """
        for row in _ORDER:
            if not only or _name(row) in only:
                yield from ((_name(row), item) for item in self._scan(row))

    def has_people(self) -> bool:
        """Whether anybody has ever joined, or was asked. An alarm makes rows before that."""
        return any(next(iter(self._scan(row, limit=1)), None) for row in _PEOPLES)

    @staticmethod
    def keys() -> dict[str, list[str]]:
        """Return, for each table, the attributes that its rows are known by."""
        definitions = ((_name(row), Tables.definitions()[row.Meta.table_name]) for row in ROWS)
        return {name: [key["AttributeName"] for key in one["KeySchema"]] for name, one in definitions}

    @staticmethod
    def requests_in(rows: Iterable[tuple[str, Item]]) -> Iterator[Request]:
        """Return every request of these rows."""
        requests = _name(RequestRow)
        return (_request(item) for name, item in rows if name == requests)

    def put_back(self, rows: Iterable[tuple[str, Item]], *, mend: Mend, now: datetime) -> Iterator[tuple[int, int]]:
        """Put each row, whatever is there under its key: time and again, how many were, and how many were left out.

        Left out is what has expired, since it was to be erased, and a request of which `mend` makes nothing.
        """
        kinds = {_name(row): row for row in _ORDER}
        stands = {name: nth for nth, name in enumerate(kinds)}

        def in_turn(row: tuple[str, Item]) -> tuple[int, bool]:
            return stands[row[0]], _may_be_about_another(row[1])

        for (nth, _), alike in groupby(sorted(rows, key=in_turn), key=in_turn):
            name = list(kinds)[nth]
            while some := [item for _, item in islice(alike, _AT_ONCE)]:
                mended = [_mended(name, item, mend) for item in some if not _has_expired(item, now)]
                kept = [item for item in mended if item is not None]
                self._put_all(kinds[name], kept)
                yield len(kept), len(some) - len(kept)

    def _scan(self, row: type[Model], *, limit: int | None = None) -> Iterator[Item]:
        asked: dict[str, Any] = {"TableName": row.Meta.table_name, "ConsistentRead": True}
        if limit:
            asked["Limit"] = limit
        while True:
            page = self._ask("Scan", asked)
            yield from page["Items"]
            if "LastEvaluatedKey" not in page:
                return
            asked["ExclusiveStartKey"] = page["LastEvaluatedKey"]

    def _put_all(self, kind: type[Model], items: Sequence[Item]) -> None:
        left: dict[str, Any] = {kind.Meta.table_name: [{"PutRequest": {"Item": item}} for item in items]}
        for _ in range(LOOKS):
            if not any(left.values()):
                return
            left = self._ask("BatchWriteItem", {"RequestItems": left})["UnprocessedItems"]
        raise Busy(
            "The database takes no more for now: restore again, and say --replace, since the tables have rows now"
        )

    def _ask(self, operation: str, asked: Item) -> Item:
        """Do an operation of DynamoDB's as it is written there: tried again, and refused, as PynamoDB's own are."""
        return self._retry(partial(self._dispatch, operation, asked))

    def _dispatch(self, operation: str, asked: Item) -> Item:
        try:
            answer: Item = self._connection.dispatch(operation, dict(asked))
        except ClientError as error:
            if error.response["Error"]["Code"] == _NO_TABLE:
                raise StoreError(_no_table(asked)) from None
            raise PynamoDBException(str(error), error) from error
        except BotoCoreError as error:
            raise PynamoDBException(str(error), error) from error
        return answer


def _no_table(asked: Item) -> str:
    """Also of one that AWS is still making, or restoring to a point in time."""
    table = asked.get("TableName") or next(iter(asked["RequestItems"]))
    return (
        f"there is no table {table} here, or it is not ready yet: `hotline deploy` makes a stage's, --stage names "
        f"them; others begin with HOTLINE_TABLES ({PREFIX} now), and `hotline backup --only` copies one of them alone"
    )


def _name(row: type[Model]) -> str:
    return str(row.Meta.table_name).rpartition("-")[2]


def _may_be_about_another(item: Item) -> bool:
    """The other is there before it."""
    return bool(item.get("need", {}).get("S") == Need.PERSON)


def _has_expired(item: Item, now: datetime) -> bool:
    expires = item.get("expires", {}).get("N")
    return expires is not None and int(expires) <= now.timestamp()


def _request(item: Item) -> Request:
    return to_record(Request, RequestRow.from_raw_data(item))


def _mended(name: str, item: Item, mend: Mend) -> Item | None:
    """Only what differs is changed: attributes that newer code has added stay as they are."""
    if name != _name(RequestRow):
        return item
    request = _request(item)
    mended = mend(request)
    if mended is None or mended == request:
        return item if mended else None
    before, after = to_row(RequestRow, request).serialize(), to_row(RequestRow, mended).serialize()
    changed = {key: value for key, value in after.items() if before.get(key) != value}
    return {key: value for key, value in item.items() if key in after or key not in before} | changed
