"""The stack of the bucket for nightly backups."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from hotline.cli import following
from hotline.cli.following import Wait

if TYPE_CHECKING:
    from hotline.cli.deployed import Deployed


def deploy(deployed: Deployed, *, wait: Wait) -> bool:
    """Make or change the bucket, in the region for backups. False: it failed."""
    from infra.aws.backups import TEMPLATE  # a second: not for --help

    stack, stage = deployed.backups_stack, deployed.stage
    following.make_room(stack, wait=wait)
    proposal = stack.propose(TEMPLATE.read_text(encoding="utf-8"), {})
    if proposal and not following.changed(stack, proposal, "Deploying the bucket for nightly backups", wait=wait):
        click.echo(f"The bucket for nightly backups could not be made in {stage.backups_region}.", err=True)
        return False
    return True


def remove(deployed: Deployed) -> bool:
    """Delete the backups of the line in this region, and the bucket once it is empty. False: the bucket stays."""
    if not deployed.backups.remove():
        click.echo(f"the bucket in {deployed.stage.backups_region} stays, with nightly backups of other regions")
        return True
    if deployed.backups_stack.facts() and not following.deleted(deployed.backups_stack):
        click.echo(f"{deployed.stage.backups_stack} could not be deleted: run this again", err=True)
        return False
    click.echo("the nightly backups are gone")
    return True
