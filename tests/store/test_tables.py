"""The tables are what their definitions say, wherever they are made."""

from __future__ import annotations

import logging

import pytest
from pynamodb.expressions.operand import Path

from hotline.errors import StoreError
from hotline.records import RequestState
from hotline.store import Store
from hotline.store.models import RequestRow, VolunteerRow
from tests.faults_later.database import Database
from tests.store.cast import (
    ALI,
    BEN,
    GROUP,
    MINUTE,
    NOW,
    accepts,
    dynamodb,
    now_is,
    person,
    ringing,
    rosas_draft,
    unanswered,
)

KEYS = {
    "volunteers": ("group", "id"),
    "places": ("queue", "turn"),
    "requests": ("group", "id"),
    "offers": ("group", "id"),
    "line": ("id",),
}


def test_five_tables_by_their_keys() -> None:
    """Each key begins with the group, but for the line's, which is of a phone."""
    found = {name: [key["AttributeName"] for key in table["KeySchema"]] for name, table in Store.definitions().items()}
    assert found == {f"hotline-{name}": list(keys) for name, keys in KEYS.items()}


def test_only_requests_have_a_stream_and_indexes() -> None:
    """The stream holds both images; the indexes (due, of a phone, for a phone, held by somebody) hold keys alone."""
    requests = Store.definitions()["hotline-requests"]
    assert requests["StreamSpecification"] == {"StreamViewType": "NEW_AND_OLD_IMAGES"}
    indexes = requests["GlobalSecondaryIndexes"]
    assert {index["IndexName"]: [key["AttributeName"] for key in index["KeySchema"]] for index in indexes} == {
        "due": ["group", "next_action_at"],
        "of_phone": ["number", "group"],
        "for_phone": ["for_number", "group"],
        "held_by": ["taken_by", "group"],
    }
    assert [index["Projection"] for index in indexes] == [{"ProjectionType": "KEYS_ONLY"}] * 4
    others = [table for name, table in Store.definitions().items() if name != "hotline-requests"]
    assert [table for table in others if {"StreamSpecification", "GlobalSecondaryIndexes"} & table.keys()] == []


def test_what_expires() -> None:
    """Requests, offers, what belongs to a phone, and places that were left; volunteers do not."""
    expiring = {name for name, table in Store.definitions().items() if "TimeToLiveSpecification" in table}
    assert expiring == {"hotline-requests", "hotline-offers", "hotline-line", "hotline-places"}


@pytest.mark.usefixtures("made")
def test_made_as_defined() -> None:
    """What DynamoDB says of each table is what its definition says."""
    raw = dynamodb()
    for name, definition in Store.definitions().items():
        table = raw.describe_table(TableName=name)["Table"]
        assert table["KeySchema"] == definition["KeySchema"]
        assert table["BillingModeSummary"]["BillingMode"] == definition["BillingMode"]
        assert sorted(table["AttributeDefinitions"], key=str) == sorted(definition["AttributeDefinitions"], key=str)
        indexes = [
            {key: index[key] for key in ("IndexName", "KeySchema", "Projection")}
            for index in table.get("GlobalSecondaryIndexes", [])
        ]
        assert sorted(indexes, key=str) == sorted(definition.get("GlobalSecondaryIndexes", []), key=str)
        stream = table.get("StreamSpecification", {}).get("StreamViewType")
        assert stream == definition.get("StreamSpecification", {}).get("StreamViewType")
        expiry = raw.describe_time_to_live(TableName=name)["TimeToLiveDescription"]
        expected = definition.get("TimeToLiveSpecification", {})
        assert expiry.get("AttributeName") == expected.get("AttributeName")


def test_making_them_twice_is_fine(store: Store) -> None:
    """Only what is missing is made; what is in them stays."""
    store.add_volunteer(BEN)
    store.create_tables()
    assert person(store, BEN) == BEN


def test_a_missing_table_says_what_to_do(store: Store) -> None:
    """One line, not a traceback of botocore's."""
    VolunteerRow.delete_table()
    with pytest.raises(StoreError, match="hotline doctor"):
        store.volunteer(GROUP, BEN.id)


def test_what_is_over_expires(store: Store) -> None:
    """An ended request and its ledger after 90 days, in the seconds that DynamoDB's expiry counts in."""
    offer = ringing(store, BEN)
    unanswered(store, offer, now=NOW)
    store.end_request(GROUP, offer.request, state=RequestState.DONE, now=NOW)
    ninety_days = {"N": str(int(NOW.timestamp()) + 90 * 24 * 60 * 60)}
    for table, row in (("hotline-requests", offer.request), ("hotline-offers", offer.id)):
        item = dynamodb().get_item(TableName=table, Key={"group": {"S": GROUP}, "id": {"S": row}})["Item"]
        assert item["expires"] == ninety_days


def test_a_database_that_is_slow_to_begin_is_asked_again(store: Store) -> None:
    """On a busy machine the DynamoDB inside `hotline serve` may be late with its first answers: the line starts."""
    database = Database()
    for table in store.definitions():
        dynamodb().delete_table(TableName=table)
    for question in ("ListTables", "CreateTable"):
        database.times_out(question, times=1)
    database.create_tables()
    assert {*dynamodb().list_tables()["TableNames"]} == {*store.definitions()}


def test_what_newer_code_has_written_is_kept(store: Store) -> None:
    """Fault 36: old code reads past an attribute that it does not know, and no write of its own removes it."""
    newer = Path("from_newer_code")
    offer = ringing(store, BEN)
    RequestRow(GROUP, offer.request).update(actions=[newer.set("kept")])
    VolunteerRow(GROUP, BEN.id).update(actions=[newer.set("kept")])
    accepts(store, offer)
    store.schedule(now_is(store), next_action_at=NOW + MINUTE, asked=frozenset({ALI.id}))
    store.change_volunteer(GROUP, BEN.id, name="Benjamin")
    raw = dynamodb()
    for table, row in (("hotline-requests", offer.request), ("hotline-volunteers", BEN.id)):
        item = raw.get_item(TableName=table, Key={"group": {"S": GROUP}, "id": {"S": row}})["Item"]
        assert item["from_newer_code"] == {"S": "kept"}


def test_no_number_is_a_key(store: Store) -> None:
    """A phone is found by its opaque id; its number lies only in the attribute that is erased."""
    ringing(store, BEN)
    raw = dynamodb()
    for name, definition in Store.definitions().items():
        keys = [key["AttributeName"] for key in definition["KeySchema"]]
        for item in raw.scan(TableName=name)["Items"]:
            others = {attribute: value for attribute, value in item.items() if attribute != "number"}
            assert "7700900" not in str(others), keys


def test_no_row_is_logged(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    """Promise 6: PynamoDB and botocore would log whole rows at DEBUG."""
    with caplog.at_level(logging.DEBUG):
        store.keep_draft(rosas_draft())
    assert "7946" not in caplog.text
