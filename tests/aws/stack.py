"""The stack, created in moto's CloudFormation: its tables, functions and roles are then there as the template says."""

from __future__ import annotations

import json
from ast import literal_eval
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import boto3
from moto import mock_aws

from infra.aws.policy import Statement
from tests.aws.sam import BUCKET, KEY, REGION, Template

# Of these moto's CloudFormation knows nothing; cfn-lint has looked at them.
_LEFT_OUT = {
    "AWS::ApiGateway::Deployment",  # it has no API whose routes are in a Body
    "AWS::ApiGateway::Stage",
    "AWS::CloudWatch::Alarm",
    "AWS::Lambda::Alias",
    "AWS::Lambda::EventInvokeConfig",
    "AWS::Lambda::EventSourceMapping",  # known, and for each change of a row it would look for Docker to run the zip
    "AWS::Logs::MetricFilter",
    "AWS::SNS::Subscription",
    "AWS::SNS::TopicPolicy",
    "AWS::SQS::QueuePolicy",
}


@dataclass(frozen=True, kw_only=True)
class Function:
    """A function as it was created."""

    name: str
    environment: Mapping[str, str]
    role: str  # its ARN
    may: list[Statement]


def for_moto(template: Template) -> Template:
    """The template without what moto cannot create. What names the alias by its ARN then names its function by that."""
    # https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-lambda-alias.html (Ref)
    text = json.dumps(template).replace('{"Ref": "APIHandlerAliaslive"}', '{"Fn::GetAtt": ["APIHandler", "Arn"]}')
    kept: Template = json.loads(text)
    kept["Resources"] = {name: one for name, one in kept["Resources"].items() if one["Type"] not in _LEFT_OUT}
    return kept


@contextmanager
def an_account() -> Iterator[None]:
    """Somebody's account at AWS, with nothing in it but the bucket with the zip."""
    with mock_aws():
        s3 = boto3.client("s3", region_name=REGION)
        s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
        s3.put_object(Bucket=BUCKET, Key=KEY, Body=b"the zip")
        yield


def create(template: Template, parameters: Mapping[str, str]) -> None:
    """The stack of this stage. Raises what moto's CloudFormation raises."""
    boto3.client("cloudformation", region_name=REGION).create_stack(
        StackName=f"hotline-{parameters['Stage']}",
        TemplateBody=json.dumps(for_moto(template)),
        Parameters=[{"ParameterKey": name, "ParameterValue": value} for name, value in parameters.items()],
        Capabilities=["CAPABILITY_IAM"],
    )


def functions() -> dict[str, Function]:
    """All that are there, by name, each with what its role allows."""
    found = boto3.client("lambda", region_name=REGION).list_functions()["Functions"]
    return {one["FunctionName"]: _function(one) for one in found}


def _function(one: Mapping[str, Any]) -> Function:
    return Function(
        name=one["FunctionName"],
        environment=one["Environment"]["Variables"],
        role=one["Role"],
        may=_statements(one["Role"].rpartition("/")[2]),
    )


def _statements(role: str) -> list[Statement]:
    iam = boto3.client("iam", region_name=REGION)
    names = iam.list_role_policies(RoleName=role)["PolicyNames"]
    policies = [iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"] for name in names]
    # What CloudFormation has put there moto gives back as Python prints it.
    return [each for policy in policies for each in literal_eval(policy)["Statement"]]
