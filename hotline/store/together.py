"""Several writes that happen all together or not at all, each named, so that one can ask which condition failed."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from pynamodb.connection import Connection
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.models import Model
from pynamodb.transactions import TransactWrite

from hotline.store.retry import ConditionFailed, Retry

_Write = tuple[str, Callable[[TransactWrite], None]]


class Together:
    """One TransactWriteItems. No item may be in it twice (DynamoDB's own rule)."""

    def __init__(self, connection: Connection, retry: Retry) -> None:
        self._connection = connection
        self._retry = retry
        self._checks: list[_Write] = []
        self._deletes: list[_Write] = []
        self._puts: list[_Write] = []
        self._updates: list[_Write] = []

    def check(self, name: str, row: Model, *, when: Condition) -> None:
        """Change nothing, but only if this row is so."""
        kind, (hash_key, range_key) = type(row), _key(row)
        self._checks.append((name, lambda write: write.condition_check(kind, hash_key, range_key, condition=when)))

    def delete(self, name: str, row: Model, *, when: Condition | None = None) -> None:
        self._deletes.append((name, lambda write: write.delete(row, condition=when)))

    def put(self, name: str, row: Model, *, when: Condition | None = None) -> None:
        """A new row, never one that was read: `save` replaces whatever newer code has put there."""
        self._puts.append((name, lambda write: write.save(row, condition=when)))

    def update(self, name: str, row: Model, *actions: Action, when: Condition | None = None) -> None:
        self._updates.append((name, lambda write: write.update(row, actions=list(actions), condition=when)))

    def commit(self) -> frozenset[str]:
        """Do it all. Empty when done; else nothing was done, and these are the names whose condition failed.

        A repeat after a conflict or a timeout has the same token, so that DynamoDB does it once. PynamoDB puts checks
        first, then deletes, puts and updates, and DynamoDB gives its reasons in that order.
        """
        token = str(uuid.uuid4())
        writes = [*self._checks, *self._deletes, *self._puts, *self._updates]
        if not writes:
            return frozenset()

        def act() -> None:
            with TransactWrite(connection=self._connection, client_request_token=token) as transaction:
                for _, write in writes:
                    write(transaction)

        try:
            self._retry(act)
        except ConditionFailed as failed:
            return frozenset(writes[position][0] for position in failed.positions)
        return frozenset()


def _key(row: Model) -> tuple[str, str | None]:
    attributes = row.get_attributes().items()
    ranges = (getattr(row, name) for name, attribute in attributes if attribute.is_range_key)
    return next(getattr(row, name) for name, attribute in attributes if attribute.is_hash_key), next(ranges, None)
