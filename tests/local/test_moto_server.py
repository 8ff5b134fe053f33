"""The DynamoDB inside `hotline serve`."""

from __future__ import annotations

import boto3
from types_boto3_dynamodb import DynamoDBClient

from infra.local.moto_server import EmbeddedDynamoDB


def make_table(db: EmbeddedDynamoDB) -> DynamoDBClient:
    """A client, and a table with a stream."""
    client = boto3.client("dynamodb", endpoint_url=db.url)
    client.create_table(
        TableName="requests",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
    )
    return client


def test_it_remembers_and_tells_its_stream() -> None:
    """What is written is there, and is in the table's stream, over HTTP as at AWS."""
    with EmbeddedDynamoDB() as db:
        client = make_table(db)
        client.put_item(TableName="requests", Item={"id": {"S": "blue kettle"}})
        assert client.get_item(TableName="requests", Key={"id": {"S": "blue kettle"}})["Item"]

        streams = boto3.client("dynamodbstreams", endpoint_url=db.url)
        arn = streams.list_streams(TableName="requests")["Streams"][0]["StreamArn"]
        shard = streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"][0]["ShardId"]
        start = streams.get_shard_iterator(StreamArn=arn, ShardId=shard, ShardIteratorType="TRIM_HORIZON")
        records = streams.get_records(ShardIterator=start["ShardIterator"])["Records"]
        assert [record["dynamodb"]["Keys"] for record in records] == [{"id": {"S": "blue kettle"}}]


def test_each_starts_empty() -> None:
    """Nothing of one run is there in the next of the same process."""
    with EmbeddedDynamoDB() as db:
        make_table(db)
    with EmbeddedDynamoDB() as db:
        assert boto3.client("dynamodb", endpoint_url=db.url).list_tables()["TableNames"] == []


def test_it_can_be_given_its_port() -> None:
    """The port that a first one had is free again afterwards, and a second one takes it by name."""
    with EmbeddedDynamoDB() as db:
        first = db.url
    with EmbeddedDynamoDB(port=int(first.rpartition(":")[2])) as db:
        assert db.url == first
