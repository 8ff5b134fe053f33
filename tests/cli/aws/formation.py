"""moto's CloudFormation, with what it leaves out: change sets that are refused, failing, taking over, and time.

Each method is one rule of the real one, with its page; `test_formation.py` holds them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from moto.cloudformation.exceptions import ValidationError
from moto.cloudformation.models import ChangeSet, CloudFormationBackend, Event, Stack, cloudformation_backends
from moto.cloudformation.responses import CloudFormationResponse
from moto.core.responses import ActionResult

from tests.cli.aws import budgets
from tests.cli.aws.buckets import Buckets, holds_something
from tests.cli.aws.left_behind import LeftBehind

_FREE = {
    *("CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE"),
    *("IMPORT_COMPLETE", "IMPORT_ROLLBACK_COMPLETE"),
}
_EARLY = (
    "The following hook(s)/validation failed: [AWS::EarlyValidation::ResourceExistenceCheck]. To troubleshoot Early "
    "Validation errors, use the DescribeEvents API for detailed failure information."
)
Method = Callable[..., Any]


class Formation:
    """The rules of change sets and of deleting."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.fails: dict[str, str] = {}  # by a stack's name: why its next change fails
        self.refuses: dict[str, str] = {}  # by a stack's name: why its next change set fails early validation
        self.asked: list[str] = []  # what changes something, as `CreateChangeSet hotline-prod`
        self.looks_while_deleting = 3  # how often a stack is still seen going
        self.left_behind = LeftBehind(monkeypatch)
        self.buckets = Buckets(monkeypatch)
        self._takes_over = False  # of the change set that is being made: ImportExistingResources
        self._going: dict[str, int] = {}  # by a stack's id: how often it is still seen
        self._busy: dict[str, tuple[int, str]] = {}  # by a stack's id: how often it is seen so, and how that ends
        self._early: dict[str, list[dict[str, str]]] = {}  # by a change set's id: what DescribeEvents tells
        replaced: dict[type, dict[str, Method]] = {
            CloudFormationBackend: {
                "create_change_set": self._proposed,
                "execute_change_set": self._executed,
                "delete_change_set": self._dropped,
                "delete_stack": self._deleted,
                "describe_stacks": self._looked_at,
                "describe_stack_events": self._looked_at,
            },
            CloudFormationResponse: {"create_change_set": self._asked_to_propose},
        }
        self._moto: dict[str, Method] = {}
        for owner, methods in replaced.items():
            for name, ours in methods.items():
                self._moto[f"{owner.__name__}.{name}"] = getattr(owner, name)
                monkeypatch.setattr(owner, name, _method(ours, self._moto[f"{owner.__name__}.{name}"]))
        monkeypatch.setattr(CloudFormationResponse, "describe_events", _method(self._events, None), raising=False)

    def stands(self, stack: str, status: str, *, then: str = "", looks: int = 3) -> None:
        """Somebody else has been at it. `then`: what becomes of that once it was looked at so often."""
        for each in [one for backend in _everywhere() for one in backend.stacks.values() if one.name == stack]:
            each.status = status
            if then:
                self._busy[each.stack_id] = (looks, then)

    def ages(self, stack: str, by: timedelta) -> None:
        """It was made so much earlier."""
        for each in [one for backend in _everywhere() for one in backend.stacks.values() if one.name == stack]:
            each.creation_time -= by

    def _asked_to_propose(self, moto: Method, response: Any) -> Any:
        self._takes_over = bool(response._get_bool_param("ImportExistingResources"))  # noqa: SLF001
        return moto(response)

    def _proposed(self, moto: Method, backend: Any, **given: Any) -> tuple[str, str]:
        """A change set. A stack that is being deleted takes none; one that was only proposed takes another."""
        name, kind = given["stack_name"], given["change_set_type"]
        self.asked.append(f"CreateChangeSet {name}")
        before = _named(backend, name)
        if before and before.status == "REVIEW_IN_PROGRESS" and kind == "CREATE":
            del backend.stacks[before.stack_id]
        elif before and (before.status not in _FREE or kind == "CREATE"):
            stands = f"Stack:{before.stack_id} is in {before.status} state"
            raise ValidationError(message=f"{stands} and can not be updated.")
        change_set_id, stack_id = moto(backend, **given)
        change_set = backend.change_sets[change_set_id]
        faults = self.left_behind.meets(change_set, takes_over=self._takes_over)
        if why := self.refuses.pop(name, None):
            faults = [*faults, _fault("APIHandlerRole", "AWS::IAM::Role", why, "PROPERTY_VALIDATION")]
        if faults:
            change_set.status, change_set.execution_status = "FAILED", "UNAVAILABLE"
            change_set.status_reason = _EARLY
            self._early[change_set_id] = faults
        return change_set_id, stack_id

    def _dropped(self, moto: Method, backend: Any, change_set_name: str) -> None:
        """A change set alone: a stack that was only proposed stays, and what was told of the change set goes."""
        self._early.pop(backend.describe_change_set(change_set_name).change_set_id, None)
        moto(backend, change_set_name)

    def _events(self, _: None, response: Any) -> Any:
        """DescribeEvents. A change set is known by its ARN only."""
        named = response._get_param("ChangeSetName") or ""  # noqa: SLF001
        if not named.startswith("arn:"):
            raise ValidationError(message="One of ChangeSetName, OperationId or StackName must be specified")
        backend = response.cloudformation_backend
        backend.describe_change_set(named)  # raises ValidationError where it is gone
        return ActionResult({"OperationEvents": self._early.get(named, [])})

    def _executed(self, moto: Method, backend: Any, change_set_name: str, stack_name: str | None = None) -> None:
        change_set: ChangeSet = backend.describe_change_set(change_set_name)
        stack = change_set.stack
        self.asked.append(f"ExecuteChangeSet {stack.name}")
        others = [other for every in _everywhere() for other in every.stacks.values()]
        why = (
            self.fails.pop(stack.name, None)
            or self.left_behind.refuses(change_set)
            or self.buckets.refuses(change_set)
            or budgets.taken(stack, change_set.template, change_set.parameters, others)
        )
        if why:
            self._rolled_back(change_set, why)
            return
        with self.left_behind.taken_over():
            moto(backend, change_set_name, stack_name)
        stack.template, stack.parameters = change_set.template, change_set.parameters
        stack._parse_template()  # noqa: SLF001
        stack.output_map = stack._create_output_map()  # noqa: SLF001

    def _rolled_back(self, change_set: ChangeSet, why: str) -> None:
        """A creation leaves what is retained, and a stack that can only be deleted; a change leaves all as it was."""
        stack, is_new = change_set.stack, change_set.change_set_type == "CREATE"
        if is_new:
            with self.left_behind.taken_over(), self.buckets.rolling_back():
                change_set.apply()
                stack.resource_map.delete()
            stack.resource_map._resource_json_map = {}  # noqa: SLF001
        kind = "ROLLBACK_COMPLETE" if is_new else "UPDATE_ROLLBACK_COMPLETE"
        stack.events.append(failed(stack, why))
        stack._add_stack_event(kind)  # noqa: SLF001
        stack.status = kind

    def _deleted(self, moto: Method, backend: Any, name_or_stack_id: str) -> None:
        """It takes a while, in which the stack is DELETE_IN_PROGRESS."""
        stack = _named(backend, name_or_stack_id)
        if stack is None:
            return
        self.asked.append(f"DeleteStack {stack.name}")
        if stack.status.endswith("_IN_PROGRESS") and not stack.status.startswith(("CREATE", "REVIEW", "DELETE")):
            raise ValidationError(message=f"Stack [{stack.name}] cannot be deleted while in status {stack.status}")
        if why := holds_something(stack):
            stack.events.append(failed(stack, why, "DELETE_FAILED", kind="AWS::S3::Bucket"))
            stack._add_stack_event("DELETE_FAILED")  # noqa: SLF001
            stack.status = "DELETE_FAILED"
            return
        for change_set in [one for one in backend.change_sets.values() if one.stack_id == stack.stack_id]:
            del backend.change_sets[change_set.change_set_id]
        moto(backend, stack.stack_id)
        stack.events.pop()  # that it is over
        stack.status, self._going[stack.stack_id] = "DELETE_IN_PROGRESS", self.looks_while_deleting
        backend.stacks[stack.stack_id] = stack

    def _looked_at(self, moto: Method, backend: Any, name: str) -> Any:
        for stack_id in [one for one in self._busy if one in backend.stacks]:
            looks, then = self._busy[stack_id]
            self._busy[stack_id] = (looks - 1, then)
            if looks <= 0:
                del self._busy[stack_id]
                backend.stacks[stack_id].status = then
        for stack_id in [one for one in self._going if one in backend.stacks]:
            self._going[stack_id] -= 1
            if self._going[stack_id] < 0:
                del self._going[stack_id]
                backend.stacks.pop(stack_id).status = "DELETE_COMPLETE"
        return moto(backend, name)


def failed(stack: Stack, why: str, status: str = "CREATE_FAILED", kind: str = "AWS::Lambda::Function") -> Event:
    """As AWS tells of a resource that it could not make, or delete."""
    return Event(
        stack_id=stack.stack_id,
        stack_name=stack.name,
        logical_resource_id="APIHandler",
        physical_resource_id="",
        resource_type=kind,
        resource_status=status,
        resource_status_reason=why,
        resource_properties=None,
    )


def _fault(name: str, kind: str, why: str, check: str) -> dict[str, str]:
    """As DescribeEvents tells of it."""
    return {
        "EventType": "VALIDATION_ERROR",
        "LogicalResourceId": name,
        "ResourceType": kind,
        "ValidationFailureMode": "FAIL",
        "ValidationName": check,
        "ValidationStatus": "FAILED",
        "ValidationStatusReason": why,
    }


def _method(ours: Method, moto: Method | None) -> Method:
    """A method of moto's class that is one of ours, given what it replaces."""

    def method(self: Any, *args: Any, **given: Any) -> Any:
        return ours(moto, self, *args, **given)

    return method


def _everywhere() -> list[CloudFormationBackend]:
    """Each account's, in each of its regions."""
    return [one for by_region in cloudformation_backends.values() for one in by_region.values()]


def _named(backend: Any, name_or_id: str) -> Stack | None:
    return next((one for one in backend.stacks.values() if name_or_id in {one.name, one.stack_id}), None)
