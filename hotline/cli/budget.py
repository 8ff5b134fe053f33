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
_WITHOUT = "so that perhaps nobody is told when a month costs more; the line is as it should be"
_REFUSED = f"AWS refuses the budget, {_WITHOUT}: {BY_HAND}"


def deploy(deployed: Deployed, usd: str | None, *, wait: Wait = NEVER.wait) -> None:
    """Make or change the budget: `usd` dollars a month (None: as before). If AWS refuses it, print one line."""
    try:
        if _is_deployed(deployed, usd, wait):
            return
        click.echo(_REFUSED, err=True)
    except HotlineError as why:
        click.echo(f"The budget could not be deployed, {_WITHOUT}: {why}; or {BY_HAND}", err=True)


def remove(deployed: Deployed, *, wait: Wait = NEVER.wait) -> None:
    """Delete the budget, if it is there."""
    if deployed.budget.facts() is not None:
        following.deleted(deployed.budget, wait=wait)


def _is_deployed(deployed: Deployed, usd: str | None, wait: Wait) -> bool:
    stack = deployed.budget
    facts = stack.facts()
    told = {"Stage": deployed.stage.name, "AlarmTopic": deployed.facts(deployed.stack).outputs["AlarmTopic"]}
    amount = usd or (facts.parameters.get("MonthlyBudget") if facts else None)
    told |= {"MonthlyBudget": amount} if amount else {}
    return following.deployed(stack, BUDGET.read_text(encoding="utf-8"), told, "Deploying the budget", wait=wait)
