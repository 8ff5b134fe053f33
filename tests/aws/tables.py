"""The tables of a template against the models of hotline/store: each difference in a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Definition = Mapping[str, Any]

WHERE = "infra/aws/template/tables.yaml"


def of(template: Mapping[str, Any]) -> dict[str, Definition]:
    """Each table's properties, by its name."""
    tables = [one["Properties"] for one in template["Resources"].values() if one["Type"] == "AWS::DynamoDB::Table"]
    return {table["TableName"]: table for table in tables}


def differences(written: Mapping[str, Definition], models: Mapping[str, Definition]) -> list[str]:
    """One sentence for each, naming the table, and the index if it is one's."""
    missing = [f"{name}: the models have this table, and {WHERE} has not" for name in sorted({*models} - {*written})]
    astray = [f"{name}: {WHERE} has this table, and the models have not" for name in sorted({*written} - {*models})]
    both = sorted({*written} & {*models})
    return [*missing, *astray, *(line for name in both for line in _of_table(name, written[name], models[name]))]


def _of_table(name: str, written: Definition, model: Definition) -> Iterator[str]:
    for what in ("BillingMode", "KeySchema", "StreamSpecification", "TimeToLiveSpecification"):
        yield from _if_other(f"{name}: {what}", written.get(what), model.get(what))
    there, meant = _by_name(written), _by_name(model)
    for index in sorted({*there, *meant}):
        yield from _if_other(f"{name}: index {index}", there.get(index), meant.get(index))
    attributes = [
        {one["AttributeName"]: one["AttributeType"] for one in each["AttributeDefinitions"]}
        for each in (written, model)
    ]
    yield from _if_other(f"{name}: AttributeDefinitions", *attributes)


def _by_name(table: Definition) -> dict[str, Definition]:
    return {index["IndexName"]: index for index in table.get("GlobalSecondaryIndexes", [])}


def _if_other(what: str, written: object, model: object) -> Iterator[str]:
    if written != model:
        yield f"{what}: {WHERE} has {written or 'none'}, and the models have {model or 'none'}"
