"""What a template says of its functions and tables, once the stack's parameters are known: read, not run.

For whoever stands in for AWS (`infra.local.deployed`) and for whoever checks the roles (tests/aws): neither copies by
hand a name, a setting or a permission that the template has. Of CloudFormation's words those that ours uses are known;
others raise ValueError. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from infra.aws.policy import Statement

Template = Mapping[str, Any]

REGION, ACCOUNT = "eu-west-2", "123456789012"
_PSEUDO = {
    "AWS::AccountId": ACCOUNT,
    "AWS::Partition": "aws",
    "AWS::Region": REGION,
    "AWS::URLSuffix": "amazonaws.com",
}
_ARNS = {  # the name's property, and what stands before it
    "AWS::DynamoDB::Table": ("TableName", "dynamodb", "table/{}"),
    "AWS::Logs::LogGroup": ("LogGroupName", "logs", "log-group:{}:*"),
    "AWS::SNS::Topic": ("TopicName", "sns", "{}"),
    "AWS::SQS::Queue": ("QueueName", "sqs", "{}"),
}


@dataclass(frozen=True, kw_only=True)
class Function:
    """One function, as AWS is told to run it."""

    id: str  # in the template: APIHandler
    handler: str
    environment: Mapping[str, str]
    memory: int  # MB
    timeout: int  # seconds
    log_group: str | None  # its ARN
    role: str  # in the template: APIHandlerRole
    may: tuple[Statement, ...]
    events: tuple[tuple[str, Mapping[str, Any]], ...]  # the type of each and its properties
    asynchronous: Mapping[str, Any]  # what becomes of a run that fails, and nobody waits for
    snapshot: bool  # its processes begin as copies of one

    def event(self, kind: str) -> Mapping[str, Any] | None:
        """The properties of its one event of this type (`DynamoDB`, `Schedule`). None: it has none."""
        return next((properties for each, properties in self.events if each == kind), None)


class Resolved:
    """A template, and what it was told."""

    def __init__(self, template: Template, **parameters: str) -> None:
        """`parameters`: those that have no default, and those that are to have another."""
        self._template = template
        defaults = {
            name: str(one["Default"]) for name, one in template.get("Parameters", {}).items() if "Default" in one
        }
        self._parameters = {**_PSEUDO, **defaults, **parameters}

    @cached_property
    def functions(self) -> dict[str, Function]:
        """All, by their names in the template."""
        return {name: self._function(name) for name, _ in self._of_type("AWS::Serverless::Function")}

    @cached_property
    def tables(self) -> dict[str, str]:
        """The ARN of each table, by its name."""
        names = [name for name, _ in self._of_type("AWS::DynamoDB::Table")]
        return {self._name(name): self._arn(name) for name in names}

    @cached_property
    def routes(self) -> dict[str, frozenset[str]]:
        """The methods of each path that the API has, in capitals."""
        paths = (self._properties(name)["DefinitionBody"]["paths"] for name, _ in self._of_type("AWS::Serverless::Api"))
        return {path: frozenset(map(str.upper, methods)) for each in paths for path, methods in each.items()}

    def roles(self) -> dict[str, tuple[Statement, ...]]:
        """What each role allows, by its name in the template."""
        return {name: self._statements(name) for name, _ in self._of_type("AWS::IAM::Role")}

    def value(self, part: Any) -> Any:
        """A part of the template as AWS would read it. Raises ValueError."""
        match part:
            case {"Ref": str(name)}:
                return self._ref(name)
            case {"Fn::GetAtt": [str(name), str(attribute)]}:
                return self._attribute(name, attribute)
            case {"Fn::Sub": str(text)}:
                return re.sub(r"\$\{([^}]+)\}", lambda found: self._named(found[1]), text)
            case {"Fn::If": [str(condition), then, otherwise]}:
                return self.value(then if self._holds({"Condition": condition}) else otherwise)
            case dict():
                astray = [name for name in part if name.startswith("Fn::") or name == "Ref"]
                if astray:
                    raise ValueError(f"{astray[0]} is not understood here: {part}")
                return {name: self.value(each) for name, each in part.items()}
            case list():
                return [self.value(each) for each in part]
            case _:
                return part

    def _function(self, name: str) -> Function:
        """What is said of all functions, and what of this one, which counts."""
        of_all = self._template.get("Globals", {}).get("Function", {})
        own = self._properties(name)
        said = {**of_all, **own}
        variables = {**_variables(of_all), **_variables(own)}
        role = said["Role"]["Fn::GetAtt"][0]
        logs = said.get("LoggingConfig", {}).get("LogGroup")
        return Function(
            id=name,
            handler=said["Handler"],
            environment={key: str(value) for key, value in self.value(variables).items()},
            memory=int(said["MemorySize"]),
            timeout=int(said["Timeout"]),
            log_group=self._arn(logs["Ref"]) if logs else None,
            role=role,
            may=self._statements(role),
            events=tuple(self._events(said.get("Events", {}))),
            asynchronous=self.value(said.get("EventInvokeConfig", {})),
            snapshot=said.get("SnapStart", {}).get("ApplyOn") == "PublishedVersions",
        )

    def _events(self, events: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
        for event in events.values():
            if event["Type"] != "Api":  # whose properties name the API, of which nothing more is asked
                yield event["Type"], self.value(event.get("Properties", {}))

    def _statements(self, role: str) -> tuple[Statement, ...]:
        policies = self._properties(role).get("Policies", [])
        return tuple(self.value(one) for policy in policies for one in policy["PolicyDocument"]["Statement"])

    def _of_type(self, kind: str) -> list[tuple[str, Template]]:
        return [(name, one) for name, one in self._template["Resources"].items() if one.get("Type") == kind]

    def _properties(self, name: str) -> Mapping[str, Any]:
        properties: Mapping[str, Any] = self._template["Resources"][name].get("Properties", {})
        return properties

    def _named(self, name: str) -> str:
        """What stands between `${` and `}`."""
        resource, dot, attribute = name.partition(".")
        return self._attribute(resource, attribute) if dot else str(self._ref(resource))

    def _ref(self, name: str) -> str:
        if name in self._parameters:
            return self._parameters[name]
        kind = self._template["Resources"][name]["Type"] if name in self._template["Resources"] else None
        if kind is None:
            raise ValueError(f"{name} is neither a parameter that was told nor a resource")
        if kind == "AWS::SNS::Topic":
            return self._arn(name)
        return self._name(name) if kind in _ARNS else name.lower()

    def _attribute(self, name: str, attribute: str) -> str:
        if attribute == "Arn":
            return self._arn(name)
        if attribute == "StreamArn":
            return f"{self._arn(name)}/stream/2026-01-01T00:00:00.000"
        if attribute.endswith("Name"):
            return self._name(name)
        raise ValueError(f"{name}.{attribute} is not understood here")

    def _arn(self, name: str) -> str:
        kind = self._template["Resources"][name]["Type"]
        if kind not in _ARNS:
            raise ValueError(f"the ARN of {name}, a {kind}, is not known here")
        _, service, place = _ARNS[kind]
        return f"arn:aws:{service}:{REGION}:{ACCOUNT}:{place.format(self._name(name))}"

    def _name(self, name: str) -> str:
        """As it is given; else AWS makes one of the stack's name, the name in the template, and something random."""
        key = _ARNS[self._template["Resources"][name]["Type"]][0]
        given = self._properties(name).get(key)
        return f"hotline-{self._parameters['Stage']}-{name}-1A2B3C4D5E6F" if given is None else str(self.value(given))

    def _holds(self, condition: Mapping[str, Any]) -> bool:
        match condition:
            case {"Condition": str(name)}:
                return self._holds(self._template["Conditions"][name])
            case {"Fn::Not": [one]}:
                return not self._holds(one)
            case {"Fn::Equals": [one, other]}:
                return bool(self.value(one) == self.value(other))
            case _:
                raise ValueError(f"a condition is not understood here: {condition}")


def _variables(said: Mapping[str, Any]) -> Mapping[str, Any]:
    variables: Mapping[str, Any] = said.get("Environment", {}).get("Variables", {})
    return variables
