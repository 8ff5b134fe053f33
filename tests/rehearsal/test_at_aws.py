"""The last step asks AWS: here, one in this process."""

from __future__ import annotations

import json
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from moto import mock_aws

from hotline.cli.rehearsal import at_aws
from hotline.cli.rehearsal.judge_aws import AT_ONCE, BUDGET, SENDER, SENDERS, UNIT
from infra.aws.cloud import Cloud
from infra.aws.stage import Stage


@pytest.fixture
def deployed(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "made-up")
    with mock_aws():
        outputs: dict[str, str] = {}
        facts = SimpleNamespace(outputs=outputs)
        yield SimpleNamespace(cloud=Cloud("eu-west-2"), stage=Stage(name="dev"), stack="", facts=lambda _: facts)


def test_the_budget_and_the_queue_are_read_as_they_stand(deployed: Any) -> None:
    """The unit of the one, and who may send to the other."""
    name, limit = "hotline-dev-eu-west-2-spend", {"Amount": "10", "Unit": UNIT}
    budget = {"BudgetName": name, "BudgetLimit": limit, "TimeUnit": "MONTHLY", "BudgetType": "COST"}
    cloud = deployed.cloud
    cloud.client("budgets").create_budget(AccountId=cloud.account, Budget=budget)
    statement = {"Effect": "Allow", "Principal": {"Service": SENDER}, "Action": "sqs:SendMessage", "Resource": "*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    made = cloud.client("sqs").create_queue(QueueName="hotline-dev-DeadLetters-1", Attributes={"Policy": policy})
    deployed.facts("").outputs["DeadLetters"] = made["QueueUrl"]
    found = at_aws.facts(deployed)
    assert (found[BUDGET], found[SENDERS]) == (UNIT, SENDER)


def test_what_cannot_be_asked_is_left_out_and_a_budget_that_is_not_there_is_none(deployed: Any) -> None:
    """Not there is otherwise; not asked is not seen."""
    found = at_aws.facts(deployed)
    assert found[BUDGET] == ""
    assert SENDERS not in found
    assert found.keys() <= {BUDGET, AT_ONCE}
