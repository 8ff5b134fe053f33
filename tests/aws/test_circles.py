"""No two resources wait for each other: cfn-lint does not see that through SAM's words, and AWS only as it deploys."""

from __future__ import annotations

import copy

import pytest

from tests.aws.circles import circles
from tests.aws.sam import Template, told, transformed

pytestmark = pytest.mark.aws


def test_there_is_none(template: Template) -> None:
    """The API names the function that it calls, and the function's settings name the API: only one by reference."""
    assert "\n".join(circles(template)) == ""


def test_one_that_was_put_in_is_found(sam: Template) -> None:
    """As Chalice writes it: the API calls the function by reference, whose settings refer to the API."""
    wrong = copy.deepcopy(sam)
    paths = wrong["Resources"]["RestAPI"]["Properties"]["DefinitionBody"]["paths"]
    paths["/voice"]["post"]["x-amazon-apigateway-integration"]["uri"] = {
        "Fn::Sub": "arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${APIHandler.Arn}/invocations"
    }
    assert circles(transformed(wrong, told(wrong))) == ["APIHandler waits for RestAPI waits for APIHandler"]


def test_each_way_to_refer_is_seen() -> None:
    """Ref, GetAtt in both its forms, Sub in both of its, and DependsOn in both of its."""
    a_to_b = [
        {"Ref": "B"},
        {"Fn::GetAtt": ["B", "Arn"]},
        {"Fn::GetAtt": "B.Arn"},
        {"Fn::Sub": "${B}"},
        {"Fn::Sub": "x-${B.Arn}"},
        {"Fn::Sub": ["${it}", {"it": {"Ref": "B"}}]},
    ]
    back = {"DependsOn": "A"}
    for way in a_to_b:
        assert circles({"Resources": {"A": {"Properties": [way]}, "B": back}}) == ["A waits for B waits for A"]
    assert circles({"Resources": {"A": {"DependsOn": ["B"]}, "B": back}}) == ["A waits for B waits for A"]
    assert circles({"Resources": {"A": {"DependsOn": ["B"]}, "B": {"Ref": "AWS::Region"}}}) == []
