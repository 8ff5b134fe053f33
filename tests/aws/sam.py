"""AWS's own part of a deployment, offline: the SAM transform, and what a template says with its parameters put in."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

import boto3
from samtranslator.model.exceptions import InvalidDocumentException
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator

REGION, ACCOUNT = "eu-west-2", "123456789012"
BUCKET, KEY = "hotline-prod-packages", "deployment.zip"

Template = dict[str, Any]
Parameters = Mapping[str, str]


def told(template: Template, **given: str) -> dict[str, str]:
    """The stack's parameters: what is given, and else their defaults."""
    defaults = {name: str(one["Default"]) for name, one in template["Parameters"].items() if "Default" in one}
    asked = {"AlertEmail": "gwen@example.org", "FallbackUrl": "https://b.s3.eu-west-1.amazonaws.com/fallback"}
    return {**defaults, **asked, **given}


def transformed(template: Template, parameters: Parameters) -> Template:
    """What AWS::Serverless-2016-10-31 makes of it, its zip being in a bucket. Raises ValueError, with all faults."""
    uploaded = copy.deepcopy(template)
    for resource in uploaded["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            resource["Properties"]["CodeUri"] = f"s3://{BUCKET}/{KEY}"
    pseudo = {"AWS::Region": REGION, "AWS::AccountId": ACCOUNT, "AWS::Partition": "aws"}
    translator = Translator({}, Parser(), boto_session=boto3.Session(region_name=REGION))
    try:
        done: Template = translator.translate(uploaded, {**parameters, **pseudo})
    except InvalidDocumentException as wrong:
        raise ValueError("\n".join(cause.message for cause in wrong.causes)) from None
    return done


def resolved(part: Any, parameters: Parameters) -> Any:
    """A part of a template with its parameters put in; what only AWS knows (an ARN) stays as it is written."""
    match part:
        case {"Ref": str(name)} if name in parameters:
            return parameters[name]
        case {"Fn::Sub": str(text)}:
            for name, value in parameters.items():
                text = text.replace(f"${{{name}}}", value)
            return text if "${" not in text else {"Fn::Sub": text}
        case dict():
            return {key: resolved(value, parameters) for key, value in part.items()}
        case list():
            return [resolved(value, parameters) for value in part]
        case _:
            return part
