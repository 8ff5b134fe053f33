"""A DynamoDB for one year: the operations that the store sends, in this process and quick.

moto needs eight milliseconds an operation, and more with every row; DynamoDB Local as much; a year is some hundred
thousand. Conditions, transactions, indexes and the stream are as Amazon documents them: `test_as_moto.py` lives through
some days on both, and every row must be the same.

Each write is told to whoever listens, with each row as it was before and is after. A parameter that is not understood
here is an error, so that no expression is left out in silence.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from botocore.exceptions import ClientError

from hotline.store import Store
from hotline.store.base import Base
from tests.year.conditions import condition
from tests.year.expressions import Refused, Row
from tests.year.parameters import MOST_TOGETHER, Params, checked, given_with, understood
from tests.year.units import TRANSACTION, Units
from tests.year.updates import update

Key = tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Change:
    """One row, as it was before a write and as it is after. None: there is none."""

    table: str  # its last name
    key: Key
    before: Row | None
    after: Row | None


class Table:
    """Rows by their keys, and in which order they are read."""

    def __init__(self, definition: Params) -> None:
        self.name = definition["TableName"]
        self.keys = _names(definition)
        self.indexes = {index["IndexName"]: _names(index) for index in definition.get("GlobalSecondaryIndexes", ())}
        self.rows: dict[Key, Row] = {}

    def key(self, row: Row) -> Key:
        return tuple(row[name]["S"] for name in self.keys)

    def query(self, params: Params) -> Params:
        """One page. An index lists the rows that have its keys, and shows nothing but keys."""
        index = params.get("IndexName")
        names = [*self.indexes[index], *self.keys] if index else self.keys
        order = self.indexes[index] if index else self.keys
        holds, given = (
            condition(params["KeyConditionExpression"]),
            given_with(params, "KeyConditionExpression", "FilterExpression"),
        )
        there = (row for row in self.rows.values() if all(name in row for name in names) and holds(row, given))
        found = sorted(there, key=lambda row: [row[name]["S"] for name in (*order, *self.keys)])
        start = params.get("ExclusiveStartKey")
        if start:
            last = [start[name]["S"] for name in (*order, *self.keys)]
            found = [row for row in found if [row[name]["S"] for name in (*order, *self.keys)] > last]
        page = found[: params.get("Limit", len(found))]
        wanted = condition(params["FilterExpression"]) if "FilterExpression" in params else None
        shown = [row for row in page if wanted is None or wanted(row, given)]
        items = [{name: row[name] for name in names} if index else dict(row) for row in shown]
        more = {"LastEvaluatedKey": {name: page[-1][name] for name in names}} if len(page) < len(found) else {}
        return {"Items": items, "Count": len(items), "ScannedCount": len(items), **more}


Write = tuple[Table, Key, "Row | None"]


class Dynamo:
    """All tables of one store. Calling it is one operation; what is refused is the error that botocore would raise."""

    def __init__(self) -> None:
        self.tables = {name: Table(definition) for name, definition in Store.definitions().items()}
        self.operations: Counter[str] = Counter()
        self.units = Units()
        self.conditions: set[str] = set()  # that a write has depended on
        self.listeners: list[Callable[[list[Change]], None]] = []

    def __call__(self, operation: str, params: Params) -> Params:
        self.operations[operation] += 1
        understood(operation, params)
        try:
            answer: Params = getattr(self, f"_{operation}")(params)
        except Refused as why:
            raise ClientError({"Error": {"Code": "ValidationException", "Message": str(why)}}, operation) from why
        return answer

    @contextmanager
    def behind(self, store: Base) -> Iterator[Dynamo]:
        """While this lasts it answers the store. The client is botocore's own, and has no wire."""
        client = vars(store._connection.client)  # noqa: SLF001 -- PynamoDB has no public way in
        client["_make_api_call"] = self
        try:
            yield self
        finally:
            del client["_make_api_call"]

    def rows(self, name: str) -> dict[Key, Row]:
        """Of the table whose name ends so."""
        return next(table.rows for table in self.tables.values() if table.name.endswith(f"-{name}"))

    def expire(self, now: datetime) -> None:
        """What DynamoDB does within days: erase the rows whose time is up."""
        for table in self.tables.values():
            over = [key for key, row in table.rows.items() if _expires(row) < now.timestamp()]
            self._tell([(table, key, None) for key in over])

    def lose(self) -> None:
        """Every row is gone, and nobody is told: the stream is lost with its table."""
        for table in self.tables.values():
            table.rows.clear()

    def _ListTables(self, _: Params) -> Params:  # noqa: N802 -- Amazon's names
        return {"TableNames": list(self.tables)}

    def _GetItem(self, params: Params) -> Params:  # noqa: N802
        return self._item(params["TableName"], params["Key"], consistent=params.get("ConsistentRead", False))

    def _BatchGetItem(self, params: Params) -> Params:  # noqa: N802
        found = {}
        for name, wanted in params["RequestItems"].items():
            understood("Keys", wanted)
            consistent = wanted.get("ConsistentRead", False)
            rows = (self._item(name, key, consistent=consistent) for key in wanted["Keys"])
            found[name] = [row["Item"] for row in rows if row]
        return {"Responses": found, "UnprocessedKeys": {}}

    def _TransactGetItems(self, params: Params) -> Params:  # noqa: N802
        gets = [item["Get"] for item in params["TransactItems"]]
        for get in gets:
            understood("Get", get)
        read = [self._item(get["TableName"], get["Key"], consistent=True, times=TRANSACTION) for get in gets]
        return {"Responses": read}

    def _item(self, name: str, key: Row, *, consistent: bool, times: int = 1) -> Params:
        table = self.tables[name]
        row = table.rows.get(table.key(key))
        self.units.reads([row] if row else [], consistent=consistent, times=times)
        return {"Item": dict(row)} if row else {}

    def _Query(self, params: Params) -> Params:  # noqa: N802
        answer = self.tables[params["TableName"]].query(params)
        self.units.reads(answer["Items"], consistent=params.get("ConsistentRead", False))
        return answer

    def _Scan(self, params: Params) -> Params:  # noqa: N802
        rows = [dict(row) for row in self.tables[params["TableName"]].rows.values()]
        return {"Items": rows[: params.get("Limit", len(rows))], "Count": len(rows), "ScannedCount": len(rows)}

    def _BatchWriteItem(self, params: Params) -> Params:  # noqa: N802
        for name, writes in params["RequestItems"].items():
            for write in writes:
                self._one("Put", {"TableName": name, "Item": write["PutRequest"]["Item"]})
        return {"UnprocessedItems": {}}

    def _PutItem(self, params: Params) -> Params:  # noqa: N802
        return self._one("Put", params)

    def _UpdateItem(self, params: Params) -> Params:  # noqa: N802
        return self._one("Update", params)

    def _DeleteItem(self, params: Params) -> Params:  # noqa: N802
        return self._one("Delete", params)

    def _one(self, act: str, params: Params) -> Params:
        holds, table, key, after = self._worked_out(act, params)
        self._charge([(table, key, after)], done=holds)
        if not holds:
            code = "ConditionalCheckFailedException"
            raise ClientError({"Error": {"Code": code, "Message": "The conditional request failed"}}, act)
        self._tell([(table, key, after)])
        return {"Attributes": dict(after)} if after and params.get("ReturnValues") == "ALL_NEW" else {}

    def _TransactWriteItems(self, params: Params) -> Params:  # noqa: N802
        items = [next(iter(item.items())) for item in params["TransactItems"]]
        for act, its in items:
            understood(act, its)
        acts = [self._worked_out(act, its) for act, its in items]
        if len({(table.name, key) for _, table, key, _ in acts}) < len(acts) or len(acts) > MOST_TOGETHER:
            raise Refused("one row twice in one transaction, or too many rows")
        writes, done = [(table, key, after) for _, table, key, after in acts], all(holds for holds, *_ in acts)
        self._charge(writes, done=done, times=TRANSACTION)
        if not done:
            reasons = [{"Code": "None" if holds else "ConditionalCheckFailed"} for holds, *_ in acts]
            error = {"Error": {"Code": "TransactionCanceledException", "Message": ""}, "CancellationReasons": reasons}
            raise ClientError(error, "TransactWriteItems")  # type: ignore[arg-type]
        self._tell(writes)
        return {}

    def _worked_out(self, act: str, params: Params) -> tuple[bool, Table, Key, Row | None]:
        """Whether the condition holds, and what the row would then be."""
        table = self.tables[params["TableName"]]
        key = table.key(params["Item"] if act == "Put" else params["Key"])
        before, given = table.rows.get(key), given_with(params, "ConditionExpression", "UpdateExpression")
        wanted = params.get("ConditionExpression")
        holds = not wanted or condition(wanted)(before or {}, given)
        self.conditions.add(wanted or "")
        match act:
            case "Put":
                return holds, table, key, checked(params["Item"])
            case "Update" if holds:
                after = checked(update(params["UpdateExpression"])(before or dict(params["Key"]), given))
                if table.key(after) != key:
                    raise Refused("an attribute is part of the key, and cannot be updated")
                return holds, table, key, after
            case "ConditionCheck":
                return holds, table, key, before
        return holds, table, key, None

    def _charge(self, writes: list[Write], *, done: bool, times: int = 1) -> None:
        for table, key, after in writes:
            before = table.rows.get(key)
            self.units.writes(before, after, times=times)
            for names in table.indexes.values() if done else ():
                self.units.keeps_up([*names, *table.keys], before, after)

    def _tell(self, writes: list[Write]) -> None:
        changes = []
        for table, key, after in writes:
            before = table.rows.get(key)
            if after is None:
                table.rows.pop(key, None)
            else:
                table.rows[key] = after
            if before != after:
                changes.append(Change(table=table.name.rpartition("-")[2], key=key, before=before, after=after))
        for listener in self.listeners:
            listener(changes)


def _expires(row: Row) -> float:
    return float(row["expires"]["N"]) if "expires" in row else math.inf


def _names(definition: Params) -> list[str]:
    return [key["AttributeName"] for key in definition["KeySchema"]]
