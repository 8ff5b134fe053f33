"""The tables that are deployed are those that the code uses."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from hotline.store import Store
from infra.aws.release import TABLE, with_named_tables
from tests.aws.sam import Template, resolved, told, transformed
from tests.aws.tables import differences, of

pytestmark = pytest.mark.aws


@pytest.fixture
def written(template: Template, sam: Template) -> dict[str, Any]:
    """The template's tables, named as those of the stage `test` are."""
    return copy.deepcopy(of(resolved(template, told(sam, Stage="test"))))


def models() -> dict[str, Any]:
    """The models' tables, named as HOTLINE_TABLES names those of the stage `test`."""
    return {name.replace("hotline-", "hotline-test-", 1): table for name, table in Store.definitions().items()}


def test_each_table_is_as_its_model_has_it(written: dict[str, Any]) -> None:
    """Names, keys, indexes, streams and expiry."""
    assert "\n".join(differences(written, models())) == ""


def test_every_table_is_kept_whatever_happens_to_the_stack(template: Template) -> None:
    """Protected, retained, encrypted, on demand, and as it was at any second of the last 35 days."""
    tables = {name: one for name, one in template["Resources"].items() if one["Type"] == "AWS::DynamoDB::Table"}
    assert len(tables) == 5
    for name, table in tables.items():
        properties = table["Properties"]
        assert (table.get("DeletionPolicy"), table.get("UpdateReplacePolicy")) == ("Retain", "Retain"), name
        assert properties.get("DeletionProtectionEnabled") is True, name
        assert properties.get("PointInTimeRecoverySpecification") == {"PointInTimeRecoveryEnabled": True}, name
        assert properties.get("SSESpecification") == {"SSEEnabled": True}, name
        assert properties.get("BillingMode") == "PAY_PER_REQUEST", name


def test_the_uploaded_template_names_its_tables_and_is_else_the_same(sam: Template) -> None:
    """All else goes with its stack, so that it need not be taken over: AWS makes its name of the stage."""
    # https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/import-resources-automatically.html
    uploaded = with_named_tables(sam, {"Stage": "test"})
    tables = {name for name, one in sam["Resources"].items() if one["Type"] == TABLE}
    assert {uploaded["Resources"][name]["Properties"]["TableName"] for name in tables} == set(models())
    as_before = copy.deepcopy(uploaded)
    for name in tables:
        as_before["Resources"][name]["Properties"]["TableName"] = sam["Resources"][name]["Properties"]["TableName"]
    assert as_before == sam
    assert of(transformed(uploaded, told(sam, Stage="test"))).keys() == models().keys()


REQUESTS, LINE = "hotline-test-requests", "hotline-test-line"
Break = Callable[[dict[str, Any]], object]


@pytest.mark.parametrize(
    ("wrong", "told_of"),
    [
        pytest.param(lambda tables: tables.pop(LINE), f"{LINE}: the models have this table", id="a table"),
        pytest.param(
            lambda tables: tables[REQUESTS]["GlobalSecondaryIndexes"].pop(0), f"{REQUESTS}: index due", id="an index"
        ),
        pytest.param(
            lambda tables: tables[REQUESTS]["GlobalSecondaryIndexes"][1]["KeySchema"].reverse(),
            f"{REQUESTS}: index for_phone",
            id="an index's keys",
        ),
        pytest.param(
            lambda tables: tables[REQUESTS]["GlobalSecondaryIndexes"][2].update(Projection={"ProjectionType": "ALL"}),
            f"{REQUESTS}: index held_by",
            id="an index's projection",
        ),
        pytest.param(lambda tables: tables[LINE]["KeySchema"].clear(), f"{LINE}: KeySchema", id="a key"),
        pytest.param(
            lambda tables: tables[REQUESTS].pop("StreamSpecification"), f"{REQUESTS}: Stream", id="the stream"
        ),
        pytest.param(lambda tables: tables[LINE].pop("TimeToLiveSpecification"), f"{LINE}: TimeToLive", id="expiry"),
    ],
)
def test_each_difference_is_named(written: dict[str, Any], wrong: Break, told_of: str) -> None:
    """By its table, and its index."""
    wrong(written)
    assert differences(written, models())[0].startswith(told_of)
