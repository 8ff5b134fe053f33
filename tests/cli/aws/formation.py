"""moto's CloudFormation, with what it leaves out of executing a change set: outputs, parameters, and failing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from moto.cloudformation.models import (
    ChangeSet,
    CloudFormationBackend,
    Event,
    Stack,
    cloudformation_backends,
)

from tests.cli.aws import budgets

Execute = Callable[..., None]


class Formation:
    """What happens when a change set is executed."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.fails: dict[str, str] = {}  # by a stack's name: why its next change fails
        self._execute: Execute = CloudFormationBackend.execute_change_set
        formation = self

        def execute(backend: Any, change_set_name: str, stack_name: str | None = None) -> None:
            formation.executed(backend, change_set_name, stack_name)

        monkeypatch.setattr(CloudFormationBackend, "execute_change_set", execute)

    def stands(self, stack: str, status: str) -> None:
        """Somebody else has been at it."""
        for backend in (one for by_region in cloudformation_backends.values() for one in by_region.values()):
            for each in backend.stacks.values():
                each.status = status if each.name == stack else each.status

    def executed(self, backend: Any, change_set_name: str, stack_name: str | None) -> None:
        change_set: ChangeSet = backend.describe_change_set(change_set_name)
        stack = change_set.stack
        every = [one for by_region in cloudformation_backends.values() for one in by_region.values()]
        others = [other for each in every for other in each.stacks.values()]
        why = self.fails.pop(stack.name, None) or budgets.taken(
            stack, change_set.template, change_set.parameters, others
        )
        if why:
            kind = "ROLLBACK_COMPLETE" if change_set.change_set_type == "CREATE" else "UPDATE_ROLLBACK_COMPLETE"
            stack.events.append(failed(stack, why))
            stack._add_stack_event(kind)  # noqa: SLF001
            stack.status = kind
            return
        self._execute(backend, change_set_name, stack_name)
        stack.template, stack.parameters = change_set.template, change_set.parameters
        stack._parse_template()  # noqa: SLF001
        stack.output_map = stack._create_output_map()  # noqa: SLF001


def failed(stack: Stack, why: str) -> Event:
    """As AWS tells of a resource that it could not make."""
    return Event(
        stack_id=stack.stack_id,
        stack_name=stack.name,
        logical_resource_id="APIHandler",
        physical_resource_id="",
        resource_type="AWS::Lambda::Function",
        resource_status="CREATE_FAILED",
        resource_status_reason=why,
        resource_properties=None,
    )
