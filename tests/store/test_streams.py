"""The stream on the local machine: each change of a request once, in order, as Lambda would get it."""

from __future__ import annotations

import pytest
from moto.dynamodb.models import dynamodb_backends

from hotline.records import RequestState
from hotline.store import Store
from infra.local.streams import Streams
from tests.store.cast import ALI, BEN, GROUP, MINUTE, NOW, ROSAS_CALL, now_is, opened, ringing, rosas_draft

ID = f"{ROSAS_CALL}-1"
TABLE = "hotline-requests"


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


@pytest.mark.usefixtures("store")
def test_a_table_without_a_stream_says_so() -> None:
    """Only requests have one."""
    with pytest.raises(LookupError, match="hotline-offers"):
        Streams("hotline-offers")
