"""The requests table's stream, read as Lambda reads it: by the real DynamoDB Streams API, in Lambda's event shape.

It works against moto in process, moto's server and DynamoDB Local alike.
"""

from __future__ import annotations

import logging
import os
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

if TYPE_CHECKING:
    from types_boto3_dynamodbstreams import DynamoDBStreamsClient

Event = dict[str, Any]

_FORGOTTEN: Any = None
# An iterator points at records older than a day, or was not used for a quarter of an hour, or its shard is gone.
# https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetRecords.html#API_streams_GetRecords_Errors
_LOST = frozenset({"TrimmedDataAccessException", "ExpiredIteratorException", "ResourceNotFoundException"})
log = logging.getLogger(__name__)


class Streams:
    """New records of one table: those written since this was made."""

    def __init__(self, table: str, *, key: str | None = None) -> None:
        """`key`: the access key to read with, if not this process's.

        Raises LookupError when the table has no stream.
        """
        self._table = table
        self._client = streams_client(key)
        streams = self._client.list_streams(TableName=table)["Streams"]
        if not streams:
            raise LookupError(f"{table} has no stream: make the tables first")
        self._arn = streams[-1]["StreamArn"]
        self._next = {shard: self._iterator(shard, "LATEST") for shard in self.shards()}
        self._read = set(self._next)
        self._lost: set[str] = set()  # shards whose place there is none any more
        self._closed = False  # a shard has: only then are there new ones
        self._last: int | None = None  # sequence number of the record polled last
        self._trimmed = 0
        self._seen = 0

    def poll(self) -> Event:
        """Return what has come since the last poll, as a function on Lambda gets it: `{"Records": […]}`. Do not wait.

        A page at a time: where records came, more may have, so poll again at once. A shard whose place is lost is read
        again from its oldest record, by the next poll: the app may see a change twice. A shard that cannot be read for
        another reason is tried again; its error is raised where no other shard has given anything, which would be lost.
        https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
        """
        self._follow()
        self._find_anew()
        taken: list[Any] = []
        failed: Exception | None = None
        for shard in list(self._next):
            try:
                taken += self._take(shard)
            except (BotoCoreError, ClientError) as error:
                if isinstance(error, ClientError) and error.response["Error"]["Code"] in _LOST:
                    self._lost.add(shard)
                else:
                    failed = error
        if failed and not taken:
            raise failed
        return {"Records": [self._as_lambda_has_it(record) for record in taken if _is_a_change(record["dynamodb"])]}

    def trim(self) -> None:
        """Forget what was polled, where the table is in this process's moto. Only one reader may do this.

        A transaction in moto copies whole tables, stream history included: after 3,000 changes, half a second each
        time. The records are emptied, not removed, since moto numbers the next one by how many there are.
        """
        for shard in self._shards_in_this_process():
            if self._last is None:
                continue
            polled = range(self._trimmed, self._last + 1 - shard.starting_sequence_number)
            for position in polled:
                shard.items[position] = _FORGOTTEN
            self._trimmed = polled.stop

    def _follow(self) -> None:
        """Where a transaction fails, moto puts copies in its tables' place, and iterators would read the old ones."""
        from moto.dynamodbstreams.models import dynamodbstreams_backends

        (shard,) = self._shards_in_this_process() or (None,)
        for backend in [backend for by in dynamodbstreams_backends.values() for backend in by.values()]:
            ours = {name: found for name, found in backend.shard_iterators.items() if name in self._next.values()}
            backend.shard_iterators.clear()  # those that were read are never asked for again: each holds a table
            backend.shard_iterators.update(ours)
            for iterator in ours.values():
                if shard is not None:
                    iterator.stream_shard = shard

    def behind(self) -> bool:
        """Whether there may be anything to poll. In this process's moto that is seen without asking."""
        shards = self._shards_in_this_process()
        seen, self._seen = self._seen, sum(len(shard.items) for shard in shards)
        return not shards or seen != self._seen

    def may_be_due(self, moment: str) -> bool:
        """Whether a row's `next_action_at` has come. In this process's moto that is seen without asking."""
        tables = self._tables_in_this_process()
        rows = (row for table in tables for by in table.items.values() for row in by.values())
        dues = (row.attrs.get("next_action_at") for row in rows)
        return not tables or any(due is not None and due.value <= moment for due in dues)

    def _shards_in_this_process(self) -> list[Any]:
        return [table.stream_shard for table in self._tables_in_this_process() if table.stream_shard is not None]

    def _tables_in_this_process(self) -> list[Any]:
        from moto.dynamodb.models import dynamodb_backends

        here = [backend for account in dynamodb_backends.values() for backend in account.values()]
        return [backend.tables[self._table] for backend in here if self._table in backend.tables]

    def _find_anew(self) -> None:
        """Go on where the last poll could not: with the children of a shard that has closed; where a place was lost."""
        if not (self._lost or self._closed):
            return
        for shard in self._lost:
            self._next.pop(shard, None)
        there = self.shards()
        anew = [shard for shard in there if shard in self._lost or shard not in self._read]
        self._next.update({shard: self._iterator(shard, "TRIM_HORIZON") for shard in anew})
        self._read.update(anew)
        if self._lost:
            log.warning("the stream of %s is read again from its oldest record: its place there was lost", self._table)
        self._lost.clear()
        self._closed = False

    def shards(self) -> list[str]:
        """Return the ids of its shards as they are listed: a parent before its children, as a row's changes are."""
        found: list[str] = []
        after: Any = {}
        while True:
            page = self._client.describe_stream(StreamArn=self._arn, **after)["StreamDescription"]
            found += [shard["ShardId"] for shard in page["Shards"]]
            last = page.get("LastEvaluatedShardId")  # a page has a hundred
            if last is None:
                return found
            after = {"ExclusiveStartShardId": last}

    def _iterator(self, shard: str, where: Any) -> str:
        found = self._client.get_shard_iterator(StreamArn=self._arn, ShardId=shard, ShardIteratorType=where)
        return found["ShardIterator"]

    def _take(self, shard: str) -> list[Any]:
        """A page of this shard. A closed one has no next iterator, and is done with: its children go on."""
        page = self._client.get_records(ShardIterator=self._next[shard])
        taken = page["Records"]
        self._last = int(taken[-1]["dynamodb"]["SequenceNumber"]) if taken else self._last
        following = page.get("NextShardIterator")
        if following is None:
            del self._next[shard]
            self._closed = True
        else:
            self._next[shard] = following
        return taken

    def _as_lambda_has_it(self, record: dict[str, Any]) -> dict[str, Any]:
        change = dict(record["dynamodb"])
        created = change.get("ApproximateCreationDateTime")
        if isinstance(created, datetime):
            change["ApproximateCreationDateTime"] = created.timestamp()
        return {**record, "dynamodb": change, "eventSourceARN": self._arn}


def _is_a_change(change: dict[str, Any]) -> bool:
    """What DynamoDB would have sent. moto also sends updates that change nothing, and each new row first by its key."""
    return change.get("NewImage") not in (change.get("OldImage"), change["Keys"])


def streams_client(key: str | None = None) -> DynamoDBStreamsClient:
    """Return the client that reads streams with this access key, or with this process's.

    Streams are served where DynamoDB is, unless AWS_ENDPOINT_URL_DYNAMODB_STREAMS says otherwise.
    """
    own, table = (os.environ.get(f"AWS_ENDPOINT_URL_DYNAMODB{which}") for which in ("_STREAMS", ""))
    region = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or "eu-west-2"
    return _client_at(own or table, region, key or os.environ.get("AWS_ACCESS_KEY_ID"))


@cache
def _client_at(endpoint: str | None, region: str, key: str | None) -> DynamoDBStreamsClient:
    """One for all that read from there with that key (DynamoDB Local has a database for each); costs 0.1 s to make."""
    mine = key == os.environ.get("AWS_ACCESS_KEY_ID")
    session = boto3.Session() if mine else boto3.Session(aws_access_key_id=key, aws_secret_access_key="made-up")  # noqa: S106
    return session.client(
        "dynamodbstreams",
        region_name=region,
        endpoint_url=endpoint,
        config=Config(account_id_endpoint_mode="disabled"),  # else moto answers DescribeStream with 404
    )
