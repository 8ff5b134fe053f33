"""What every part of the store does: read strongly, change conditionally, write together, look again."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from threading import Event
from typing import TypeVar

from pynamodb.connection import Connection
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.models import Model
from pynamodb.pagination import ResultIterator

from hotline.errors import Busy
from hotline.store.models import ROWS
from hotline.store.retry import ConditionFailed, Retry, Wait
from hotline.store.together import Together

T = TypeVar("T")
Row = TypeVar("Row", bound=Model)

_NEVER = Event()  # nobody sets it: to wait for it with a limit is a pause
LOOKS = 20  # each look that was in vain means that another's write went through


class Base:
    """The one client, and the few ways in which it is used."""

    def __init__(self, *, wait: Wait = _NEVER.wait) -> None:
        """`wait` pauses between tries, for as many seconds as it is given."""
        self._retry = Retry(wait)
        self._connection = _connect()

    @property
    def has_the_rows(self) -> bool:
        """Whether rows are read with this store's client: the store of a process that was made last has them all."""
        return all(row._get_connection().connection is self._connection for row in ROWS)  # noqa: SLF001 -- as below

    def _get(self, kind: type[Row], hash_key: str, range_key: str | None = None) -> Row | None:
        try:
            return self._retry(lambda: kind.get(hash_key, range_key, consistent_read=True))
        except kind.DoesNotExist:
            return None

    def _each(self, rows: ResultIterator[Row]) -> Iterator[Row]:
        while (row := self._retry(lambda: next(rows, None))) is not None:
            yield row

    def _put(self, row: Model, *, when: Condition) -> bool:
        try:
            self._retry(lambda: row.save(condition=when))
        except ConditionFailed:
            return False
        return True

    def _change(self, row: Row, *actions: Action, when: Condition) -> Row | None:
        """One conditional update. The row as it then stands, or None: the condition did not hold, nothing changed."""
        try:
            self._retry(lambda: row.update(actions=list(actions), condition=when))
        except ConditionFailed:
            return None
        return row

    def _together(self) -> Together:
        return Together(self._connection, self._retry)

    def _until_settled(self, look: Callable[[], T | None]) -> T:
        """Ask `look` to read, and to write on condition that all is still as it read, until it has an answer."""
        for _ in range(LOOKS):
            answer = look()
            if answer is not None:
                return answer
        raise Busy("Too many are changing the same thing at once: nothing is lost, try again in a moment.")


def _connect() -> Connection:
    """One client for all tables. PynamoDB would make one a table, a tenth of a second each.

    The region is AWS_REGION or AWS_DEFAULT_REGION, else London's; the endpoint is AWS_ENDPOINT_URL_DYNAMODB or
    AWS_ENDPOINT_URL where one is set (botocore reads them). It tries once: `Retry` alone tries again.
    """
    for chatty in ("pynamodb", "botocore"):  # at DEBUG they log whole rows, phone numbers included (promise 6)
        logging.getLogger(chatty).setLevel(logging.INFO)
    connection = Connection(
        region=os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or "eu-west-2",
        connect_timeout_seconds=1,
        read_timeout_seconds=2,
        max_retry_attempts=0,
    )
    for row in ROWS:
        table = row._get_connection()  # noqa: SLF001 -- PynamoDB has no public way to share a client
        connection.add_meta_table(table.get_meta_table())
        table.connection = connection
    return connection
