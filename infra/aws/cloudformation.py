"""A CloudFormation stack: how it stands, what would change, changing it, and how far that has come."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import uuid4

from botocore.exceptions import WaiterError

from infra.aws import refusal
from infra.aws.artefacts import Kept
from infra.aws.cloud import Cloud, CloudError, plainly

CAPABILITIES = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"]
_NOTHING_CHANGES = ("didn't contain changes", "No updates are to be performed")
_NOT_THERE = "ValidationError"
_ONLY_PROPOSED, _GOING, _STAYED = "REVIEW_IN_PROGRESS", "DELETE_IN_PROGRESS", "DELETE_FAILED"
# https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_RollbackStack.html
_GOOD = {
    *("CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE"),
    *("IMPORT_COMPLETE", "IMPORT_ROLLBACK_COMPLETE"),
}
_NEVER_CAME = {"CREATE_FAILED", "ROLLBACK_COMPLETE", "ROLLBACK_FAILED"}


@dataclass(frozen=True, kw_only=True)
class Facts:
    """A stack as it stands."""

    status: str
    why: str
    outputs: Mapping[str, str]
    parameters: Mapping[str, str]
    made_at: datetime

    @property
    def is_good(self) -> bool:
        """It runs, and can be changed."""
        return self.status in _GOOD

    @property
    def never_came(self) -> bool:
        """Its first deployment failed; it can only be deleted."""
        return self.status in _NEVER_CAME

    @property
    def has_stayed(self) -> bool:
        """It was being deleted, and something of it would not go; it can only be deleted once more."""
        return self.status == _STAYED

    @property
    def can_only_go(self) -> bool:
        """AWS changes it no more; its name is free once it is deleted."""
        return self.never_came or self.has_stayed

    @property
    def is_no_more(self) -> bool:
        """It was never good, or is on its way out: nothing can be counted on in it."""
        return self.can_only_go or self.is_going

    @property
    def is_going(self) -> bool:
        """It is being deleted, and its name is free once that is over."""
        return self.status == _GOING

    @property
    def is_busy(self) -> bool:
        return self.status.endswith("_IN_PROGRESS") and not self.is_going


@dataclass(frozen=True, kw_only=True)
class Change:
    """What would happen to one resource."""

    action: str  # Add, Modify, Remove, Import, Dynamic
    kind: str  # AWS::DynamoDB::Table
    name: str  # its logical id
    replaced: bool  # made anew, and the old one goes
    what: tuple[str, ...] = ()  # properties that change


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that has happened to one resource."""

    id: str
    at: datetime
    name: str
    kind: str
    status: str
    why: str

    @property
    def is_over(self) -> bool:
        """It is done, or has failed; what AWS cleans up after itself is still going on."""
        return self.status.endswith(("_COMPLETE", "_FAILED"))


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A change set: nothing has changed yet."""

    name: str
    changes: tuple[Change, ...] = field(default_factory=tuple)


class Stack:
    """One stack, by its name."""

    def __init__(self, cloud: Cloud, name: str) -> None:
        self._cloudformation, self.name, self.region = cloud.client("cloudformation"), name, cloud.region

    def facts(self) -> Facts | None:
        """None: there is none, or one that was only ever proposed and holds nothing."""
        stack = self._look()
        if stack is None or stack["StackStatus"] == _ONLY_PROPOSED:
            return None
        return Facts(
            status=stack["StackStatus"],
            why=stack.get("StackStatusReason", ""),
            outputs={one["OutputKey"]: one["OutputValue"] for one in stack.get("Outputs", [])},
            parameters={one["ParameterKey"]: one.get("ParameterValue", "") for one in stack.get("Parameters", [])},
            made_at=stack["CreationTime"],
        )

    def was_only_proposed(self) -> bool:
        """A stack of this name is there, and holds nothing."""
        stack = self._look()
        return stack is not None and stack["StackStatus"] == _ONLY_PROPOSED

    def _look(self) -> dict[str, Any] | None:
        try:
            with plainly(f"look at the stack {self.name}"):
                (stack,) = self._cloudformation.describe_stacks(StackName=self.name)["Stacks"]
        except CloudError as error:
            if _is_missing(error):
                return None
            raise
        return dict(stack)

    def template(self) -> str:
        """As it was given when it was deployed last."""
        with plainly(f"read the template of {self.name}"):
            given = self._cloudformation.get_template(StackName=self.name, TemplateStage="Original")["TemplateBody"]
        return given if isinstance(given, str) else json.dumps(given)

    def resources(self) -> dict[str, str]:
        """Physical ids by logical id."""
        with plainly(f"list what is in the stack {self.name}"):
            pages = self._cloudformation.get_paginator("list_stack_resources").paginate(StackName=self.name)
            listed = [one for page in pages for one in page["StackResourceSummaries"]]
        return {one["LogicalResourceId"]: one.get("PhysicalResourceId", "") for one in listed}

    def propose(self, template: Kept | str, parameters: Mapping[str, str]) -> Proposal | None:
        """What this template (one that is kept, or a short text) and these parameters would change. None: nothing.

        A table that an earlier stack of this name has left behind is taken over, with its rows, by its name; only a
        name that is written out in the template is found, and none that is put together there (Fn::Sub).
        https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/import-resources-automatically.html
        """
        name = f"hotline-{uuid4().hex[:12]}"
        with plainly(f"propose a change of {self.name}"):
            self._cloudformation.create_change_set(
                StackName=self.name,
                ChangeSetName=name,
                ChangeSetType="UPDATE" if self.facts() else "CREATE",
                **({"TemplateBody": template} if isinstance(template, str) else {"TemplateURL": template.url}),
                Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()],
                Capabilities=CAPABILITIES,
                ImportExistingResources=True,
            )
            return self._described(name)

    def drop(self, proposal: Proposal) -> None:
        """Delete the change set alone.

        Where there was no stack, AWS keeps an empty one. It takes the next proposal; one that was being deleted would
        refuse it. https://github.com/aws/aws-cdk/pull/29492
        """
        with plainly(f"drop the proposed change of {self.name}"):
            self._cloudformation.delete_change_set(StackName=self.name, ChangeSetName=proposal.name)

    def execute(self, proposal: Proposal) -> None:
        """Begin; `news` tells how it goes."""
        with plainly(f"change the stack {self.name}"):
            self._cloudformation.execute_change_set(StackName=self.name, ChangeSetName=proposal.name)

    def delete(self) -> None:
        """Begin to take it away; what is to be retained stays."""
        with plainly(f"delete the stack {self.name}"):
            self._cloudformation.delete_stack(StackName=self.name)

    def news(self, seen: set[str]) -> list[Event] | None:
        """What has happened that is not among the ids of `seen` (and is from now on), the oldest first.

        None: the stack is gone. Of the newest hundred: whoever follows it asks more often than so many happen.
        """
        try:
            with plainly(f"ask how far {self.name} has come"):
                listed = self._cloudformation.describe_stack_events(StackName=self.name)["StackEvents"]
        except CloudError as error:
            if _is_missing(error):
                return None
            raise
        new = [_event(one) for one in reversed(listed) if one["EventId"] not in seen]
        seen |= {event.id for event in new}
        return new

    def _described(self, name: str) -> Proposal | None:
        ready = self._cloudformation.get_waiter("change_set_create_complete")
        try:
            ready.wait(StackName=self.name, ChangeSetName=name, WaiterConfig={"Delay": 2, "MaxAttempts": 150})
        except WaiterError as failed:
            refused = self._describe(name)
            nothing = any(words in str(refused.get("StatusReason", failed)) for words in _NOTHING_CHANGES)
            why = "" if nothing else refusal.why(self._cloudformation, refused)
            self.drop(Proposal(name=name))
            if nothing:
                return None
            said = f"CloudFormation does not take the template of {self.name} in {self.region} ({why})"
            raise CloudError(said, mend="mend that, and run this again") from None
        return Proposal(name=name, changes=tuple(self._changes(name)))

    def _describe(self, name: str, **more: str) -> dict[str, Any]:
        return dict(self._cloudformation.describe_change_set(StackName=self.name, ChangeSetName=name, **more))

    def _changes(self, name: str) -> Iterator[Change]:
        page: dict[str, Any] = {"NextToken": None}
        while "NextToken" in page:
            more = {"NextToken": page["NextToken"]} if page["NextToken"] else {}
            page = self._describe(name, **more)
            for change in page.get("Changes", []):
                of = change["ResourceChange"]
                details = (detail.get("Target", {}) for detail in of.get("Details", []))
                names = (target.get("Name") or target.get("Attribute", "") for target in details)
                yield Change(
                    action=of["Action"],
                    kind=of["ResourceType"],
                    name=of["LogicalResourceId"],
                    replaced=of.get("Replacement") == "True",
                    what=tuple(dict.fromkeys(filter(None, names))),
                )


def _is_missing(error: CloudError) -> bool:
    return error.code == _NOT_THERE and "does not exist" in str(error)


def _event(one: Mapping[str, Any]) -> Event:
    return Event(
        id=one["EventId"],
        at=one["Timestamp"],
        name=one["LogicalResourceId"],
        kind=one["ResourceType"],
        status=one.get("ResourceStatus", ""),
        why=one.get("ResourceStatusReason", ""),
    )
