"""The template as it is uploaded: tables by names that are written out, and nothing else."""

from __future__ import annotations

import json
from typing import Any

import pytest

from hotline.store import Store
from infra.aws.release import TABLE, Packed
from tests.cli.aws.conftest import ACCOUNT, Cloud

pytestmark = [pytest.mark.aws, pytest.mark.filterwarnings("ignore:Tried to parse:UserWarning")]


def uploaded(cloud: Cloud, stage: str) -> dict[str, Any]:
    """Its newest template."""
    s3, bucket = cloud.client("s3"), f"hotline-{stage}-{ACCOUNT}-eu-west-2"
    (key,) = [one["Key"] for one in s3.list_objects_v2(Bucket=bucket, Prefix="templates/")["Contents"]]
    text: dict[str, Any] = json.loads(s3.get_object(Bucket=bucket, Key=key)["Body"].read())
    return text


@pytest.mark.assumes("import-needs-static-names")
@pytest.mark.parametrize("stage", ["prod", "dev"])
def test_each_table_is_named_by_plain_text(cloud: Cloud, stage: str) -> None:
    """A name that is put together there is not taken over. The names are those of the stage that is deployed."""
    # https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/import-resources-automatically.html
    assert cloud.deploys("--stage", stage).exit_code == 0
    resources = uploaded(cloud, stage)["Resources"].values()
    tables = [one for one in resources if one["Type"] == TABLE]
    names = {name.replace("hotline-", f"hotline-{stage}-", 1) for name in Store.definitions()}
    assert {one["Properties"]["TableName"] for one in tables} == names
    assert {one["DeletionPolicy"] for one in tables} == {"Retain"}


def test_what_is_packed_is_named_by_what_the_stack_is_told(cloud: Cloud) -> None:
    """Of each table, by its name in the template."""
    told = {"Stage": "dev"}
    assert Packed.read(cloud.packed).tables(told)["LineTable"] == "hotline-dev-line"
