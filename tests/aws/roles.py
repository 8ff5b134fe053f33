"""Each function's role against what the function does: each difference in a sentence."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from infra.aws.policy import ONLY_NEW, Act, allowed, permissions, unused
from infra.aws.resolved import Function, Resolved
from tests.recorder import Uses

WHERE = "infra/aws/template/roles.yaml"


def in_this_stack(recorded: Uses, stack: Resolved) -> Uses:
    """What tests have recorded, of tables that any stage has, as it would be in this one."""
    tables = {name.rpartition("-")[2]: arn for name, arn in stack.tables.items()}
    return {(function, _of(act, tables)) for function, act in recorded}


def _of(act: Act, tables: Mapping[str, str]) -> Act:
    table, slash, index = act.resource.partition("/")
    return act._replace(resource=f"{tables[table]}{slash}{index}")


def differences(functions: Mapping[str, Function], uses: Uses) -> list[str]:
    """One sentence for what a function does and may not, and for what it may and never does."""
    by = {name: {act for function, act in uses if function == name} for name in functions}
    return [line for name, function in functions.items() for line in _of_one(function, by[name])]


def _of_one(function: Function, done: Collection[Act]) -> Iterator[str]:
    for act in sorted(done):
        if not allowed(function.may, act):
            yield f"{function.id} needs {act}, and {function.role} does not allow it: add it to {WHERE}"
    for act in unused(function.may, done):
        yield f"{function.role} allows {act}, which {function.id} never does: take it out of {WHERE}"


def without(function: Function, act: Act) -> Function:
    """The same function, if its role did not allow this."""
    kept = [one for statement in function.may for one in permissions(statement) if one != act]
    return replace(function, may=tuple(map(_statement, kept)))


def also(function: Function, act: Act) -> Function:
    """The same function, if its role allowed this too."""
    return replace(function, may=(*function.may, _statement(act)))


def _statement(act: Act) -> Mapping[str, object]:
    rows = {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": act.key}}
    condition = {"Null": {"s3:if-none-match": "false"}} if act.key == ONLY_NEW else rows
    where = {"Condition": condition} if act.rows else {}
    return {"Effect": "Allow", "Action": act.action, "Resource": act.resource, **where}
