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

    stack, template = deployed.backups_stack, TEMPLATE.read_text(encoding="utf-8")
    if not following.deployed(stack, template, {}, "Deploying the bucket for nightly backups", wait=wait):
        click.echo(f"The bucket for nightly backups could not be made in {deployed.stage.backups_region}.", err=True)
        return False
    return True


def remove(deployed: Deployed) -> bool:
    """Delete the backups of the line in this region, and the bucket once no line uses it. False: it cannot be deleted.

    A line in another region writes its backups into the same bucket, also if it has not had a night yet.
    """
    where = deployed.stage.backups_region
    if not deployed.backups.remove():
        click.echo(f"nightly backups of other regions stay in {where}")
        return True
    if deployed.elsewhere:
        click.echo(f"the bucket for nightly backups stays in {where}, for the line in {', '.join(deployed.elsewhere)}")
        return True
    if deployed.backups_stack.facts() and not following.deleted(deployed.backups_stack):
        return False
    click.echo("the nightly backups are gone")
    return True
