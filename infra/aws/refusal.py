"""Why CloudFormation refused a change set, in one sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from infra.aws.cloud import CloudError, plainly


def why(cloudformation: Any, change_set: Mapping[str, Any]) -> str:
    """Return the reason of each resource that failed, else the change set's own.

    Since November 2025 a change set that fails early validation names only the check. Which resource failed, and why,
    is told by DescribeEvents alone, which knows a change set by its ARN and not by its name.
    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/validate-stack-deployments.html
    https://github.com/aws-cloudformation/cloudformation-cli/issues/1116
    """
    general = str(change_set.get("StatusReason") or "it gives no reason")
    try:
        with plainly("ask why the change was refused"):
            pages = cloudformation.get_paginator("describe_events").paginate(
                ChangeSetName=change_set["ChangeSetId"], Filters={"FailedEvents": True}
            )
            found = list(dict.fromkeys(sentence for page in pages for sentence in _told(page["OperationEvents"])))
    except CloudError as error:
        return f"{general} ({error})"
    return "; ".join(found) or general


def _told(events: list[Mapping[str, Any]]) -> Iterator[str]:
    """Yield the reasons of failed checks. A check that only warns has refused nothing."""
    for event in events:
        warns = "WARN" in {event.get("ValidationFailureMode"), event.get("HookFailureMode")}
        reasons = ("ValidationStatusReason", "HookStatusReason", "ResourceStatusReason")
        reason = next((event[name] for name in reasons if event.get(name)), "")
        if reason and not warns:
            yield f"{event.get('LogicalResourceId', 'the template')}: {reason}"
