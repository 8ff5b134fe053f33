"""The stack of the pages that answer when the line cannot, and the pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from hotline.cli import following
from hotline.cli.following import Wait

if TYPE_CHECKING:
    from hotline.cli.deployed import Deployed


def deploy(deployed: Deployed, *, wait: Wait) -> bool:
    """Make or change it where the line is not, and put each page there as the prompts are now. False: it failed."""
    from infra.aws.away import TEMPLATE, Away  # a second: not for --help

    stack = deployed.fallback
    facts = following.settled(stack, wait=wait)
    if facts and facts.has_stayed and "FallbackBucket" in facts.outputs:
        Away(deployed.away, facts).remove_all()  # why it would not go: the pages are made anew below
    template = TEMPLATE.read_text(encoding="utf-8")
    if not following.deployed(stack, template, {}, "Deploying the fallback", wait=wait):
        click.echo(f"The fallback could not be deployed in {deployed.away.region}.", err=True)
        return False
    Away(deployed.away, deployed.facts(stack)).put_up(deployed.groups)
    return True
