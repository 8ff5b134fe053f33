"""The stream on the local machine: each change of a request once, in order, as Lambda would get it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from botocore.exceptions import ClientError
from moto.dynamodb.models import dynamodb_backends

from hotline.records import RequestState
from hotline.store import Store
from infra.local.streams import Streams, streams_client
from tests.store.cast import ALI, BEN, GROUP, MINUTE, NOW, ROSAS_CALL, now_is, opened, ringing, rosas_draft

ID = f"{ROSAS_CALL}-1"
TABLE = "hotline-requests"
OTHER = "shardId-00000000000000000000-other001"  # a shard that is not there

Answer = dict[str, Any]
Answers = Callable[[str, dict[str, Any]], Answer | None]  # the operation and what was asked; None: as DynamoDB does


@dataclass(frozen=True, kw_only=True)
class Response:
    """As much of an HTTP response as botocore looks at."""

    status_code: int


@pytest.fixture
def answering() -> Iterator[Callable[[Answers], None]]:
    """What DynamoDB Streams "answers" is said here, before it is asked."""
    events: Any = streams_client().meta.events  # its types know no handler that answers in the service's place
    handlers: list[Any] = []

    def answer(with_this: Answers) -> None:
        def before(params: dict[str, Any], **_: Any) -> tuple[Response, Answer] | None:
            operation = params["headers"]["X-Amz-Target"].rpartition(".")[2]
            said = with_this(operation, json.loads(params["body"]))
            return None if said is None else (Response(status_code=400 if "Error" in said else 200), said)

        handlers.append(before)
        events.register("before-call.dynamodb-streams", before)

    yield answer
    for each in handlers:
        events.unregister("before-call.dynamodb-streams", each)


def once(operation: str, code: str) -> Answers:
    """Answer the next such operation with this error."""
    errors = [{"Error": {"Code": code, "Message": "…"}}]
    return lambda asked, _: errors.pop() if asked == operation and errors else None


def names(streams: Streams) -> list[str]:
    return [record["eventName"] for record in streams.poll()["Records"]]


def test_each_change_comes_once_and_in_order(store: Store) -> None:
    """Kept, written down, opened; then nothing more."""
    streams = Streams(TABLE)
    assert names(streams) == []
    opened(store)
    assert names(streams) == ["INSERT", "MODIFY", "MODIFY"]
    assert names(streams) == []
    store.end_request(GROUP, ID, state=RequestState.DONE, now=NOW)
    assert names(streams) == ["MODIFY"]


def test_a_record_is_as_lambda_has_it(store: Store) -> None:
    """Keys, both images, a sequence number, its table's stream, and a time that JSON knows."""
    streams = Streams(TABLE)
    store.keep_draft(rosas_draft())
    store.schedule(now_is(store), next_action_at=NOW + MINUTE)
    first, second = streams.poll()["Records"]
    assert first["dynamodb"]["Keys"] == {"group": {"S": GROUP}, "id": {"S": ID}}
    assert "OldImage" not in first["dynamodb"]
    assert second["dynamodb"]["OldImage"]["step"] == {"N": "1"}
    assert second["dynamodb"]["NewImage"]["step"] == {"N": "2"}
    assert second["eventSource"] == "aws:dynamodb"
    assert TABLE in second["eventSourceARN"]
    assert isinstance(second["dynamodb"]["ApproximateCreationDateTime"], float)
    assert first["eventID"] != second["eventID"]
    assert int(first["dynamodb"]["SequenceNumber"]) < int(second["dynamodb"]["SequenceNumber"])


def test_what_was_before_is_not_told(store: Store) -> None:
    """A stream begins when somebody begins to read it; the sweep sees to what is older."""
    opened(store)
    streams = Streams(TABLE)
    store.accept(GROUP, ID, offer=f"{ID}-1", volunteer=BEN.id, now=NOW)
    assert names(streams) == ["MODIFY"]


def test_a_transaction_is_in_the_stream_too(store: Store) -> None:
    """A reservation changes the request's own row: that is the message."""
    opened(store)
    streams = Streams(TABLE)
    offer = ringing(store, BEN)
    (record,) = streams.poll()["Records"]
    assert list(record["dynamodb"]["NewImage"]["ringing"]["M"]) == [offer.id]


def test_a_refused_write_is_not_in_the_stream(store: Store) -> None:
    """Nothing changed, so there is nothing to advance."""
    opened(store)
    streams = Streams(TABLE)
    store.accept(GROUP, ID, offer=f"{ID}-1", volunteer=BEN.id, now=NOW)
    store.accept(GROUP, ID, offer=f"{ID}-2", volunteer=ALI.id, now=NOW)
    assert names(streams) == ["MODIFY"]


def test_forgotten_records_are_not_missed(store: Store) -> None:
    """After trimming, the next change is told as before, and what was not polled yet is not lost."""
    streams = Streams(TABLE)
    opened(store)
    assert len(names(streams)) == 3
    store.schedule(now_is(store), next_action_at=NOW + MINUTE)
    for _ in range(2):
        streams.trim()
    assert names(streams) == ["MODIFY"]
    streams.trim()
    store.schedule(now_is(store), next_action_at=NOW)
    assert names(streams) == ["MODIFY"]


def test_a_transaction_that_fails_does_not_end_the_stream(store: Store) -> None:
    """moto then puts a copy of each table in its place: what comes afterwards is told as before."""
    opened(store)
    streams = Streams(TABLE)
    store.end_request(GROUP, ID, state=RequestState.DONE, now=NOW)  # the first count of a group has to be made first
    assert names(streams) == ["MODIFY"]
    store.keep_draft(rosas_draft(id="anothercall-1"))
    assert names(streams) == ["INSERT"]


def test_in_moto_nothing_polled_is_left_behind(store: Store, endpoint: str | None) -> None:
    """Else every transaction copies the whole history."""
    streams = Streams(TABLE)
    opened(store)
    streams.poll()
    streams.trim()
    kept = [
        record
        for backends in dynamodb_backends.values()
        for backend in backends.values()
        if TABLE in backend.tables
        for record in getattr(backend.tables[TABLE].stream_shard, "items", [])
    ]
    assert set(kept) == ({None} if endpoint is None else set())


@pytest.mark.parametrize(
    "code", ["TrimmedDataAccessException", "ExpiredIteratorException", "ResourceNotFoundException"]
)
def test_where_its_place_is_lost_the_stream_is_read_again_from_its_oldest_record(
    store: Store, answering: Callable[[Answers], None], caplog: pytest.LogCaptureFixture, code: str
) -> None:
    """DynamoDB Local trims within minutes, and an iterator lives a quarter of an hour: one line in the log tells it."""
    streams = Streams(TABLE)
    opened(store)
    assert len(names(streams)) == 3
    store.schedule(now_is(store), next_action_at=NOW + MINUTE)
    answering(once("GetRecords", code))
    assert names(streams) == []
    assert names(streams) == ["INSERT", "MODIFY", "MODIFY", "MODIFY"]
    store.schedule(now_is(store), next_action_at=NOW)
    assert names(streams) == ["MODIFY"]
    assert [line.message for line in caplog.records if line.levelname == "WARNING"] == [
        f"the stream of {TABLE} is read again from its oldest record: its place there was lost"
    ]


def test_a_shard_that_is_gone_is_read_no_more(store: Store, answering: Callable[[Answers], None]) -> None:
    """After a day a closed shard is listed no longer."""
    streams = Streams(TABLE)
    opened(store)
    answering(once("GetRecords", "TrimmedDataAccessException"))
    answering(lambda asked, _: {"StreamDescription": {"Shards": []}} if asked == "DescribeStream" else None)
    assert [names(streams), names(streams), names(streams)] == [[], [], []]


def test_a_shard_that_cannot_be_read_costs_no_other_its_records(
    store: Store, answering: Callable[[Answers], None]
) -> None:
    """What was read is given; with nothing to give, the error is told."""

    def has_a_bad_one(asked: str, of: dict[str, Any]) -> Answer | None:
        if asked == "GetShardIterator" and of["ShardId"] == OTHER:
            return {"ShardIterator": OTHER}
        if asked == "GetRecords" and of["ShardIterator"] == OTHER:
            return {"Error": {"Code": "InternalServerError", "Message": "…"}}
        shards = [{"ShardId": OTHER}, {"ShardId": here}]
        return {"StreamDescription": {"Shards": shards}} if asked == "DescribeStream" else None

    (here,) = Streams(TABLE).shards()
    answering(has_a_bad_one)
    streams = Streams(TABLE)
    opened(store)
    assert names(streams) == ["INSERT", "MODIFY", "MODIFY"]
    with pytest.raises(ClientError, match="InternalServerError"):
        streams.poll()


@pytest.mark.usefixtures("store")
def test_all_pages_of_shards_are_read(answering: Callable[[Answers], None]) -> None:
    """A page has a hundred; a line that has run for days has more."""
    streams = Streams(TABLE)
    first = {"StreamDescription": {"Shards": [{"ShardId": OTHER}], "LastEvaluatedShardId": OTHER}}
    second = {"StreamDescription": {"Shards": [{"ShardId": "two"}]}}
    answering(lambda _, of: second if of.get("ExclusiveStartShardId") == OTHER else first)
    assert streams.shards() == [OTHER, "two"]


@pytest.mark.usefixtures("store")
def test_a_table_without_a_stream_says_so() -> None:
    """Only requests have one."""
    with pytest.raises(LookupError, match="hotline-offers"):
        Streams("hotline-offers")
