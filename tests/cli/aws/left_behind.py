"""Resources that outlive their stack: tables that are to be retained, and for a minute the names of queues."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
from moto.cloudformation.models import ChangeSet
from moto.dynamodb.models import dynamodb_backends
from moto.dynamodb.models.table import Table
from moto.sqs.models import SQSBackend

_TABLE, _QUEUE = "AWS::DynamoDB::Table", "AWS::SQS::Queue"
_TOO_SOON = "You must wait 60 seconds after deleting a queue before you can create another with the same name."
_RETAINED = {"Retain", "RetainExceptOnCreate"}


class LeftBehind:
    """Tables by their names, and queues that were deleted within the last minute."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.queues: set[str] = set()
        self._taking_over = False
        left, make, delete = self, Table.create_from_cloudformation_json, SQSBackend.delete_queue

        def make_or_take(_: type[Table], name: str, *about: Any, **more: Any) -> Table:
            _, account, region = about
            there = dynamodb_backends[account][region].tables.get(name)
            return there if there and left._taking_over else make(name, *about, **more)

        def delete_queue(backend: SQSBackend, queue_name: str) -> None:
            left.queues.add(queue_name)
            delete(backend, queue_name)

        monkeypatch.setattr(Table, "create_from_cloudformation_json", classmethod(make_or_take))
        monkeypatch.setattr(SQSBackend, "delete_queue", delete_queue)

    def meets(self, change_set: ChangeSet, *, takes_over: bool) -> list[dict[str, str]]:
        """What early validation says of new tables that exist already; those that may be taken over are `Import`."""
        faults = []
        for change in change_set.changes:
            resource = change_set.template_dict["Resources"][change.logical_resource_id] if _adds(change) else {}
            if resource.get("Type") != _TABLE:
                continue
            given = resource["Properties"].get("TableName", "")
            name = _resolved(given, change_set.parameters)
            if name not in dynamodb_backends[change_set.stack.account_id][change_set.stack.region_name].tables:
                continue
            if takes_over and isinstance(given, str) and resource.get("DeletionPolicy") in _RETAINED:
                change.action = "Import"
            else:
                faults.append(_conflict(change.logical_resource_id, name))
        return faults

    def refuses(self, change_set: ChangeSet) -> str | None:
        """Why a queue of this change set cannot be made, if its name was in use a moment ago."""
        for resource in change_set.template_dict["Resources"].values():
            given = resource["Properties"].get("QueueName", "") if resource["Type"] == _QUEUE else ""
            if _resolved(given, change_set.parameters) in self.queues:
                return _TOO_SOON
        return None

    @contextmanager
    def taken_over(self) -> Iterator[None]:
        """Tables that are there already are these."""
        self._taking_over = True
        try:
            yield
        finally:
            self._taking_over = False


def _adds(change: Any) -> bool:
    return bool(change.action == "Add")


def _resolved(given: str | Mapping[str, str], parameters: Mapping[str, str]) -> str:
    text = given if isinstance(given, str) else given["Fn::Sub"]
    return re.sub(r"\$\{(\w+)\}", lambda found: parameters[found[1]], text)


def _conflict(name: str, physical: str) -> dict[str, str]:
    return {
        "EventType": "VALIDATION_ERROR",
        "LogicalResourceId": name,
        "ResourceType": _TABLE,
        "ValidationFailureMode": "FAIL",
        "ValidationName": "NAME_CONFLICT_VALIDATION",
        "ValidationStatus": "FAILED",
        "ValidationStatusReason": f"Resource of type '{_TABLE}' with identifier '{physical}' already exists.",
    }
