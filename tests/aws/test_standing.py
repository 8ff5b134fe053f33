"""What the costs take to stand idle is what the template has."""

from __future__ import annotations

import tomllib

import pytest
import yaml

from infra.aws.stage import BUDGET
from tests.aws.sam import Template
from tests.aws.test_template import BACKUPS, of_type
from tests.sources import ROOT

pytestmark = pytest.mark.aws


def test_what_stands_idle_is_what_is_paid_for(template: Template) -> None:
    """`hotline cost` reckons with as many alarms, metrics, budgets and snapshots, and as much memory."""
    standing = tomllib.loads((ROOT / "infra/aws/usage.toml").read_text())["standing"]
    functions = of_type(template, "AWS::Lambda::Function").values()
    filters = of_type(template, "AWS::Logs::MetricFilter").values()
    metrics = {each["MetricTransformations"][0]["MetricName"] for each in filters}
    assert standing["alarms"] == len(of_type(template, "AWS::CloudWatch::Alarm"))
    assert standing["metrics"] == len(metrics)
    assert standing["budgets"] == len(of_type(yaml.safe_load(BUDGET.read_text()), "AWS::Budgets::Budget"))
    assert standing["snapshots"] == sum("SnapStart" in function for function in functions)
    backups = yaml.safe_load(BACKUPS.read_text())["Resources"]["Backups"]["Properties"]
    assert [standing["backups_kept"]] == [one["ExpirationInDays"] for one in backups["LifecycleConfiguration"]["Rules"]]
    assert {standing["gb_of_memory"] * 1024} == {function["MemorySize"] for function in functions}
