"""The budget: a stack of its own, which AWS may refuse without anything happening to the line."""

from __future__ import annotations

import pytest

from hotline.cli.budget import BY_HAND
from tests.cli.aws.conftest import Cloud

pytestmark = [pytest.mark.aws, pytest.mark.filterwarnings("ignore:Tried to parse:UserWarning")]
STACK = "hotline-prod-budget"
# In AWS's words: https://github.com/awslabs/landing-zone-accelerator-on-aws/issues/682
REFUSED = "Unable to create/update budget - USD is not in the supported unit set: [INR]"


def budget_of(cloud: Cloud) -> dict[str, str]:
    """What its stack was told."""
    (stack,) = cloud.client("cloudformation").describe_stacks(StackName=STACK)["Stacks"]
    return {one["ParameterKey"]: one["ParameterValue"] for one in stack["Parameters"]}


def test_a_budget_is_made_beside_the_line(cloud: Cloud) -> None:
    """It tells the topic of the line's alarms; as many dollars as was said, else ten."""
    assert cloud.deploys("--budget", "25").exit_code == 0
    told = budget_of(cloud)
    assert told["MonthlyBudget"] == "25"
    assert told["AlarmTopic"].startswith("arn:aws:sns:eu-west-2:")
    assert cloud.deploys().exit_code == 0
    assert budget_of(cloud)["MonthlyBudget"] == "25"


@pytest.mark.parametrize("when", ["refuses", "fails"])
def test_a_budget_that_is_refused_leaves_the_line_deployed(cloud: Cloud, when: str) -> None:
    """One line says why and how to mend it, if AWS refuses or fails to make it; the next deployment tries again."""
    getattr(cloud.formation, when)[STACK] = REFUSED
    done = cloud.deploys()
    assert done.exit_code == 0, done.output
    assert f"The line answers at {cloud.line.url}" in done.output
    (said,) = [line for line in done.stderr.splitlines() if BY_HAND in line]
    assert "nobody is told when a month costs more" in said
    assert REFUSED in done.stderr
    (line,) = cloud.client("cloudformation").describe_stacks(StackName="hotline-prod")["Stacks"]
    assert line["StackStatus"] in {"CREATE_COMPLETE", "UPDATE_COMPLETE"}
    again = cloud.deploys()
    assert (again.exit_code, BY_HAND in again.stderr) == (0, False)
    assert budget_of(cloud)


def test_a_budget_goes_with_its_line(cloud: Cloud) -> None:
    """Nobody is told of a line that is gone."""
    assert cloud.deploys().exit_code == 0
    del cloud.exchange.numbers[next(iter(cloud.exchange.numbers))]
    assert cloud.run("destroy", stdin="prod\n").exit_code == 0
    assert cloud.client("cloudformation").describe_stacks()["Stacks"] == []
