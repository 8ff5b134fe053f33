"""The stack of the bucket that the nightly backups go to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from hotline.cli import following
from hotline.cli.following import Wait

if TYPE_CHECKING:
    from hotline.cli.deployed import Deployed


def deploy(deployed: Deployed, *, wait: Wait) -> bool:
    """Make or change it, in the one region for backups. False: it failed."""
    from infra.aws.backups import TEMPLATE  # a second: not for --help

    stack, stage = deployed.backups_stack, deployed.stage
    following.make_room(stack, wait=wait)
    proposal = stack.propose(TEMPLATE.read_text(encoding="utf-8"), {})
    if proposal and not following.changed(stack, proposal, "Deploying the bucket for nightly backups", wait=wait):
        click.echo(f"The bucket for nightly backups could not be made in {stage.backups_region}.", err=True)
        return False
    return True


def remove(deployed: Deployed) -> bool:
    """Delete those of the line in this region, and their bucket once it is empty. False: it would not go."""
    if not deployed.backups.remove():
        click.echo(f"nightly backups of other regions stay in {deployed.stage.backups_region}")
        return True
    if deployed.backups_stack.facts() and not following.deleted(deployed.backups_stack):
        click.echo(f"{deployed.stage.backups_stack} would not go: run this again", err=True)
        return False
    click.echo("the nightly backups are gone")
    return True
