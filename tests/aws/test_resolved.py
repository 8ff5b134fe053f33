"""A template as whoever stands in for AWS reads it: what it does not understand it refuses, and never guesses."""

from __future__ import annotations

from typing import Any

import pytest

from infra.aws.resolved import Resolved

TEMPLATE: dict[str, Any] = {
    "Parameters": {"Stage": {"Type": "String"}, "Mail": {"Type": "String", "Default": ""}},
    "Conditions": {"Mailed": {"Fn::Not": [{"Fn::Equals": [{"Ref": "Mail"}, ""]}]}},
    "Resources": {
        "LineTable": {
            "Type": "AWS::DynamoDB::Table",
            "Properties": {"TableName": {"Fn::Sub": "hotline-${Stage}-line"}},
        },
        "Letters": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "letters"}},
        "Unnamed": {"Type": "AWS::SQS::Queue"},
        "Bell": {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": "bell"}},
        "Logs": {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": "/hotline"}},
        "Door": {"Type": "AWS::ApiGateway::RestApi"},
    },
}
ARN = "arn:aws:{}:eu-west-2:123456789012:{}"


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ({"Ref": "Stage"}, "dev"),
        ({"Ref": "LineTable"}, "hotline-dev-line"),
        ({"Ref": "Bell"}, ARN.format("sns", "bell")),
        ({"Ref": "Door"}, "door"),
        ({"Fn::GetAtt": ["LineTable", "Arn"]}, ARN.format("dynamodb", "table/hotline-dev-line")),
        ({"Fn::GetAtt": ["Letters", "QueueName"]}, "letters"),
        ({"Fn::GetAtt": ["Unnamed", "Arn"]}, ARN.format("sqs", "hotline-dev-Unnamed-1A2B3C4D5E6F")),
        ({"Fn::GetAtt": ["Logs", "Arn"]}, ARN.format("logs", "log-group:/hotline:*")),
        ({"Fn::Sub": "${LineTable.Arn}/index/due"}, ARN.format("dynamodb", "table/hotline-dev-line/index/due")),
        ({"Fn::Sub": "${AWS::Region} ${Stage}"}, "eu-west-2 dev"),
        ({"Fn::If": ["Mailed", "to somebody", {"Ref": "Stage"}]}, "dev"),
        ([{"a": {"Ref": "Stage"}}, 1], [{"a": "dev"}, 1]),
    ],
)
def test_what_is_said_in_clouds_own_words(part: Any, value: Any) -> None:
    """Of a resource its name or its ARN, as AWS would give it; of a parameter what was told, else its default."""
    assert Resolved(TEMPLATE, Stage="dev").value(part) == value


def test_a_condition_is_of_what_was_told() -> None:
    """The same part, told more."""
    part = {"Fn::If": ["Mailed", {"Fn::Sub": "${Mail}"}, "nobody"]}
    assert [Resolved(TEMPLATE, Stage="dev", Mail=mail).value(part) for mail in ("", "us")] == ["nobody", "us"]


@pytest.mark.parametrize(
    ("part", "named"),
    [
        ({"Fn::Join": ["", ["a", "b"]]}, "Fn::Join"),
        ({"Ref": "Window"}, "Window"),
        ({"Fn::GetAtt": ["Door", "Arn"]}, "Door"),
        ({"Fn::GetAtt": ["Letters", "Url"]}, "Letters.Url"),
    ],
)
def test_what_is_not_understood_is_refused_by_its_name(part: Any, named: str) -> None:
    """Nothing is taken to be empty, or to be what it is not."""
    with pytest.raises(ValueError, match=named):
        Resolved(TEMPLATE, Stage="dev").value(part)
