"""`hotline deploy`: put the line on AWS, or change it there; and back, if it does not answer."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from hotline.cli.deployed import Deployed, of_stage
from hotline.cli.deployment import Deployment
from hotline.cli.progress import turning
from hotline.errors import HotlineError
from infra.local.settings import checked_url

if TYPE_CHECKING:
    from infra.aws.release import Packed


@click.command()
@of_stage
@click.option("--dry-run", is_flag=True, help="Stop once it is shown what would change.")
@click.option("--yes", is_flag=True, help="Do not ask whether it is meant.")
@click.option("--alert-email", metavar="E", help="Who is told when something breaks; wanted the first time.")
@click.option("--budget", type=click.IntRange(1), metavar="USD", help="Told when a month costs more; else as it was.")
@click.option("--base-url", metavar="URL", help="A domain of your own that leads to the line; else the API's address.")
@click.option(
    "--packed", type=click.Path(path_type=Path, file_okay=False), help="What `make package` has made, and not anew."
)
def deploy(
    stage_name: str,
    *,
    dry_run: bool,
    yes: bool,
    alert_email: str | None,
    budget: int | None,
    base_url: str | None,
    packed: Path | None,
) -> None:
    """Pack the line, show what would change at AWS, ask, change it, and phone it.

    If it does not answer as it should, what was deployed before is deployed again. The first time it asks for Twilio's
    account and token as well (see `hotline secrets`). Numbers are not touched: `hotline connect` points them here.

    If a first deployment failed, run this again. It deletes what is left of the first try, and takes over its tables
    with their rows.

    A dry run changes nothing. What AWS needs to compare it with a deployed line is deleted afterwards.

    Example: hotline deploy --stage prod --alert-email gwen@example.org
    """
    base_url = checked_url("--base-url", base_url) if base_url else base_url
    given = {"AlertEmail": alert_email, "MonthlyBudget": str(budget) if budget else None, "HotlineBaseUrl": base_url}
    deployment = Deployment(Deployed(stage_name), {name: value for name, value in given.items() if value is not None})
    deployment.expect_somebody_is_told()
    deployment.show(_packed(packed) if packed else packed_now(stage_name))
    if dry_run:
        deployment.leave()
        return
    if (deployment.proposal or deployment.is_first) and not yes:
        with deployment.left_alone_if_aborted():
            click.confirm("Deploy this?", abort=True)
    sys.exit(0 if deployment.deploy() else 1)


def _packed(folder: Path) -> Packed:
    from infra.aws.release import Packed  # a second: not for --help, here and below

    return Packed.read(folder)


def packed_now(stage_name: str) -> Packed:
    """Pack the project as it is now, with the groups that HOTLINE_GROUPS names. Raises HotlineError."""
    from infra.aws.package import ROOT, CannotPack, groups_named, package

    with TemporaryDirectory() as folder:
        try:
            with turning("Packing for Lambda (half a minute) …"):
                package(ROOT, Path(folder), stage=stage_name, groups=groups_named())
        except CannotPack as why:
            raise HotlineError(str(why)) from None
        return _packed(Path(folder))
