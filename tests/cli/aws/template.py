"""What `make package` makes, but for the functions: moto runs none. Tables and queue are the real template's."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from infra.aws.template import parts

_AS_IT_IS = {"AWS::DynamoDB::Table", "AWS::SQS::Queue"}
_LAMBDA = {"Service": "lambda.amazonaws.com"}


def pack(folder: Path, *, code: str = "print('hello')", **changes: Any) -> Path:
    """A folder as `infra.aws.package` fills it; `changes` to the template's resources (None: without it)."""
    folder.mkdir(exist_ok=True)
    with ZipFile(folder / "deployment.zip", "w") as zipped:
        zipped.writestr("app.py", code)
    made = template()
    made["Resources"] |= {name: resource for name, resource in changes.items() if resource}
    made["Resources"] = {name: it for name, it in made["Resources"].items() if name not in changes or changes[name]}
    (folder / "sam.json").write_text(json.dumps(made))
    return folder


def template() -> dict[str, Any]:
    """In the words of CloudFormation, with the names that were agreed."""
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Transform": "AWS::Serverless-2016-10-31",
        "Parameters": {
            "Stage": {"Type": "String"},
            "HotlineBaseUrl": {"Type": "String", "Default": ""},
            "SecretsName": {"Type": "String"},
            "FallbackUrl": {"Type": "String"},
            "AlertEmail": {"Type": "String"},
            "Release": {"Type": "String", "Default": "0" * 64},
        },
        "Resources": {
            **{name: one for name, one in parts()["Resources"].items() if one.get("Type") in _AS_IT_IS},
            **{f"{name}Role": role(name) for name in ("APIHandler", "Minute", "Changed", "Alarm", "Nightly")},
            "APIHandler": {"Type": "AWS::Serverless::Function", "Properties": {"CodeUri": "./deployment.zip"}},
            "AlarmTopic": {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": {"Fn::Sub": "hotline-${Stage}"}}},
        },
        "Outputs": {
            "EndpointURL": {"Value": {"Fn::Sub": "https://abc.execute-api.${AWS::Region}.amazonaws.com/api/"}},
            "AlarmTopic": {"Value": {"Ref": "AlarmTopic"}},
            "DeadLetters": {"Value": {"Ref": "DeadLetters"}},
        },
    }


def role(name: str) -> dict[str, Any]:
    assumed = {"Effect": "Allow", "Principal": _LAMBDA, "Action": "sts:AssumeRole"}
    return {
        "Type": "AWS::IAM::Role",
        "Properties": {
            "RoleName": {"Fn::Sub": f"hotline-${{Stage}}-${{AWS::Region}}-{name}"},
            "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [assumed]},
        },
    }
