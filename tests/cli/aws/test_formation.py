"""The stand-in of CloudFormation: one fact of the real one each, with its page, asked with AWS's own client."""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError, WaiterError

from tests.cli.aws.conftest import Cloud

pytestmark = [pytest.mark.aws, pytest.mark.filterwarnings("ignore:Tried to parse:UserWarning")]
NAMED, BY_A_FUNCTION = "a-table", {"Fn::Sub": "${Name}-table"}
TOPIC = {"Type": "AWS::SNS::Topic", "Properties": {}}


def table(name: Any = NAMED, **more: Any) -> dict[str, Any]:
    keys = {
        "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
        "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
        "BillingMode": "PAY_PER_REQUEST",
    }
    retained = {"Type": "AWS::DynamoDB::Table", "DeletionPolicy": "Retain"}
    return {**retained, "Properties": {"TableName": name, **keys}, **more}


class Client:
    """What is asked of CloudFormation, of one stack."""

    def __init__(self, cloud: Cloud) -> None:
        self.asked = cloud.client("cloudformation")
        self.formation = cloud.formation

    def propose(self, name: str = "first", *, kind: str = "CREATE", takes_over: bool = True, **resources: Any) -> str:
        """The ARN of a change set; whether it is any good is for `ready`."""
        template = {"Parameters": {"Name": {"Type": "String"}}, "Resources": resources}
        made = self.asked.create_change_set(
            StackName="a-stack",
            ChangeSetName=name,
            ChangeSetType=kind,
            TemplateBody=json.dumps(template),
            Parameters=[{"ParameterKey": "Name", "ParameterValue": "a"}],
            ImportExistingResources=takes_over,
        )
        return str(made["Id"])

    def ready(self, change_set: str) -> dict[str, Any]:
        waiter = self.asked.get_waiter("change_set_create_complete")
        waiter.wait(ChangeSetName=change_set, WaiterConfig={"Delay": 0, "MaxAttempts": 2})
        return self.described(change_set)

    def described(self, change_set: str) -> dict[str, Any]:
        return dict(self.asked.describe_change_set(ChangeSetName=change_set))

    def make(self, **resources: Any) -> None:
        self.asked.execute_change_set(ChangeSetName=self.propose(**resources))

    def delete(self) -> None:
        """And wait until it is gone."""
        self.asked.delete_stack(StackName="a-stack")
        while self.status():
            pass

    def status(self) -> str:
        try:
            return str(self.asked.describe_stacks(StackName="a-stack")["Stacks"][0]["StackStatus"])
        except ClientError:
            return ""

    def why(self, change_set: str) -> list[str]:
        events = self.asked.describe_events(ChangeSetName=change_set, Filters={"FailedEvents": True})
        return [one["ValidationStatusReason"] for one in events["OperationEvents"]]


@pytest.fixture
def aws(cloud: Cloud) -> Client:
    return Client(cloud)


@pytest.mark.assumes("import-needs-static-names")
def test_a_table_that_was_retained_is_taken_over_by_its_name(aws: Client, cloud: Cloud) -> None:
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/import-resources-automatically.html."""
    aws.make(Table=table())
    cloud.client("dynamodb").put_item(TableName=NAMED, Item={"id": {"S": "kept"}})
    aws.delete()
    change_set = aws.propose(Table=table())
    (change,) = aws.ready(change_set)["Changes"]
    assert change["ResourceChange"]["Action"] == "Import"
    aws.asked.execute_change_set(ChangeSetName=change_set)
    assert aws.status() == "CREATE_COMPLETE"
    assert cloud.client("dynamodb").scan(TableName=NAMED)["Count"] == 1


@pytest.mark.parametrize(
    ("again", "takes_over"),
    [
        pytest.param(table(BY_A_FUNCTION), True, id="dynamic names are not supported"),
        pytest.param(table(DeletionPolicy="Delete"), True, id="only what is to be retained"),
        pytest.param(table(), False, id="only with ImportExistingResources"),
    ],
)
def test_what_cannot_be_taken_over_is_in_the_way(aws: Client, again: dict[str, Any], *, takes_over: bool) -> None:
    """Early validation finds the name taken, and says so only to who asks for events."""
    # https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/validate-stack-deployments.html
    aws.make(Table=table())
    aws.delete()
    change_set = aws.propose(Table=again, takes_over=takes_over)
    with pytest.raises(WaiterError):
        aws.ready(change_set)
    assert "AWS::EarlyValidation::ResourceExistenceCheck" in aws.described(change_set)["StatusReason"]
    assert NAMED not in aws.described(change_set)["StatusReason"]
    assert aws.why(change_set) == [f"Resource of type 'AWS::DynamoDB::Table' with identifier '{NAMED}' already exists."]


@pytest.mark.assumes("reason-by-describe-events")
def test_events_are_told_of_a_change_sets_arn_while_it_is_there(aws: Client) -> None:
    """https://github.com/aws-cloudformation/cloudformation-cli/issues/1116: its name alone is refused."""
    aws.formation.refuses["a-stack"] = "Required property [PolicyDocument] not found"
    change_set = aws.propose(Topic=TOPIC)
    assert aws.why(change_set) == ["Required property [PolicyDocument] not found"]
    with pytest.raises(ClientError, match="One of ChangeSetName, OperationId or StackName must be specified"):
        aws.why("first")
    aws.asked.delete_change_set(ChangeSetName=change_set)
    with pytest.raises(ClientError):
        aws.why(change_set)


def test_a_change_set_alone_is_deleted_and_its_empty_stack_takes_another(aws: Client) -> None:
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateChangeSet.html."""
    aws.asked.delete_change_set(ChangeSetName=aws.propose(Topic=TOPIC))
    assert aws.status() == "REVIEW_IN_PROGRESS"
    aws.asked.execute_change_set(ChangeSetName=aws.propose("second", Topic=TOPIC))
    assert aws.status() == "CREATE_COMPLETE"


@pytest.mark.assumes("deleting-takes-time")
def test_a_stack_that_is_being_deleted_takes_no_change_set_for_a_while(aws: Client) -> None:
    """https://github.com/aws/aws-cdk/pull/29492: also one that was only proposed."""
    change_set = aws.propose(Topic=TOPIC)
    aws.asked.delete_change_set(ChangeSetName=change_set)
    aws.asked.delete_stack(StackName="a-stack")
    with pytest.raises(ClientError, match="is in DELETE_IN_PROGRESS state and can not be updated"):
        aws.propose("second", Topic=TOPIC)
    while aws.status():
        pass
    aws.propose("third", Topic=TOPIC)


def test_a_first_deployment_that_fails_leaves_its_tables_and_can_only_be_deleted(aws: Client, cloud: Cloud) -> None:
    """ROLLBACK_COMPLETE: Retain also keeps what a creation that is rolled back has made."""
    # https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html
    # https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
    aws.formation.fails["a-stack"] = "No."
    aws.make(Table=table(), Topic=TOPIC)
    assert aws.status() == "ROLLBACK_COMPLETE"
    assert cloud.client("dynamodb").list_tables()["TableNames"] == [NAMED]
    assert cloud.client("sns").list_topics()["Topics"] == []
    with pytest.raises(ClientError, match="is in ROLLBACK_COMPLETE state and can not be updated"):
        aws.propose("second", kind="UPDATE", Table=table())
    aws.delete()
    assert cloud.client("dynamodb").list_tables()["TableNames"] == [NAMED]


@pytest.mark.assumes("queue-name-rests")
def test_the_name_of_a_queue_is_not_free_for_a_minute(aws: Client) -> None:
    """https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteQueue.html."""
    queue = {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "a-queue"}}
    aws.make(Queue=queue)
    aws.delete()
    aws.make(Queue=queue)
    assert aws.status() == "ROLLBACK_COMPLETE"
    events = aws.asked.describe_stack_events(StackName="a-stack")["StackEvents"]
    assert any("You must wait 60 seconds" in one.get("ResourceStatusReason", "") for one in events)
    aws.delete()
    aws.make(Queue={"Type": "AWS::SQS::Queue", "Properties": {}})
    assert aws.status() == "CREATE_COMPLETE"
