"""Which nightly backup is restored: listed, and chosen so that no empty or outdated one passes for the line's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from hotline.errors import HotlineError

if TYPE_CHECKING:
    from hotline.cli.deployed import Deployed
    from infra.aws.backups import Newest, Nightly


def chosen(deployed: Deployed, *, region: str | None) -> Nightly:
    """List the newest backup of each region, and return that of `region`, or of the only region that it can be.

    Never by itself that of the region that is restored into: the new line there has written one too, perhaps with what
    its clock has made since. Nor the newest of several regions: a line that came back after the group had moved writes
    its outdated tables each night. Raises HotlineError.
    """
    newest, stage = deployed.backups.newest_of_each(), deployed.stage
    if not newest:
        raise HotlineError(f"there is no nightly backup of {stage.name} in {stage.backups_region}: restore a FILE")
    click.echo(f"nightly backups of {stage.name}, in {stage.backups_region}, the newest of each line:")
    for one in newest:
        click.echo(f"  {_told(one)}")
    found = _of(newest, region) if region else _of_another(newest, stage.region)
    if not found.rows:
        raise HotlineError(
            f"the line in {found.nightly.region} has written not one row in fourteen days: there is nothing in that to "
            "restore; name another region with --from, or restore a FILE"
        )
    click.echo(f"restoring that of the line in {found.nightly.region}")
    return found.nightly


def _told(one: Newest) -> str:
    nightly = one.nightly
    rows = f"{one.rows} rows" if one.rows else "no rows"
    where = f"{nightly.region}, which is restored into" if one.is_own else nightly.region
    return f"{nightly.written_at:%d %B %Y at %H:%M} UTC, {rows}, {nightly.size:,} bytes: of the line in {where}"


def _of(newest: list[Newest], region: str) -> Newest:
    found = next((one for one in newest if one.nightly.region == region), None)
    if found is None:
        there = ", ".join(one.nightly.region for one in newest)
        raise HotlineError(f"there is no nightly backup of a line in {region}, only of {there}")
    return found


def _of_another(newest: list[Newest], own: str) -> Newest:
    """The only one of another region that has rows."""
    others = [one for one in newest if one.rows and not one.is_own]
    if len(others) == 1:
        return others[0]
    regions = " or ".join(f"--from {one.nightly.region}" for one in others)
    if others:
        raise HotlineError(f"say which line neighbours phoned last: {regions}. A line that came back writes old rows")
    if any(one.rows for one in newest):
        raise HotlineError(
            f"no other region's line has written a row: to restore what the line in {own} wrote, say --from {own}"
        )
    raise HotlineError("there is not one row in any of them: restore a FILE")
