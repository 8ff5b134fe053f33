"""The stack of the budget, which e-mails somebody when AWS costs too much. The line does not need it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from hotline.cli import following
from hotline.cli.following import NEVER, Wait
from hotline.errors import HotlineError
from infra.aws.stage import BUDGET

if TYPE_CHECKING:
    from hotline.cli.deployed import Deployed

BY_HAND = "make one at console.aws.amazon.com (Billing, Budgets)"
_REFUSED = (
    "AWS refuses the budget, so that nobody is told when AWS costs too much; the line is deployed all the same: "
    f"{BY_HAND}"
)


def deploy(deployed: Deployed, usd: str | None, *, wait: Wait = NEVER.wait) -> None:
    """Make or change the budget: `usd` dollars a month (None: as before). If AWS refuses it, print one line."""
    try:
        if _is_deployed(deployed, usd, wait):
            return
    except HotlineError as why:
        click.echo(str(why), err=True)
    click.echo(_REFUSED, err=True)


def remove(deployed: Deployed, *, wait: Wait = NEVER.wait) -> None:
    """Delete the budget, if it is there."""
    if deployed.budget.facts() is not None and not following.deleted(deployed.budget, wait=wait):
        click.echo(
            f"{deployed.budget.name} was not deleted: delete it at console.aws.amazon.com (CloudFormation)",
            err=True,
        )


def _is_deployed(deployed: Deployed, usd: str | None, wait: Wait) -> bool:
    stack = deployed.budget
    facts = stack.facts()
    if facts is not None and facts.never_came:
        following.deleted(stack, wait=wait)
        facts = None
    told = {"Stage": deployed.stage.name, "AlarmTopic": deployed.facts(deployed.stack).outputs["AlarmTopic"]}
    amount = usd or (facts.parameters["MonthlyBudget"] if facts else None)
    proposal = stack.propose(BUDGET.read_text(encoding="utf-8"), told | ({"MonthlyBudget": amount} if amount else {}))
    return proposal is None or following.changed(stack, proposal, "Deploying the budget", wait=wait)
