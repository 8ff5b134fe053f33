"""The names of budgets, which are the whole account's, whatever the region of the stack that has one.

https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_CreateBudget.html (DuplicateRecord)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import yaml
from moto.cloudformation.models import Stack

_GOING = {"DELETE_COMPLETE", "ROLLBACK_COMPLETE", "REVIEW_IN_PROGRESS"}


def taken(stack: Stack, template: str, parameters: Mapping[str, str], others: Iterable[Stack]) -> str | None:
    """Return why this stack's budgets cannot be made, as AWS says it. None: their names are nobody else's."""
    wanted = {*_names(template, parameters, stack.region_name)}
    for other in others:
        if other.stack_id != stack.stack_id and other.status not in _GOING:
            for name in wanted & {*_names(other.template, other.parameters, other.region_name)}:
                return f"Error creating budget: {name} - the budget already exists. (DuplicateRecordException)"
    return None


def _names(template: Any, parameters: Mapping[str, str], region: str) -> Iterator[str]:
    read = yaml.safe_load(template) if isinstance(template, str) else template
    for resource in (read or {}).get("Resources", {}).values():
        if resource.get("Type") == "AWS::Budgets::Budget":
            name = str(resource["Properties"]["Budget"]["BudgetName"]["Fn::Sub"])
            yield name.replace("${Stage}", parameters.get("Stage", "")).replace("${AWS::Region}", region)
