"""`hotline volunteers invite`: the line rings each number of a list, and asks; only their own yes makes a volunteer."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

import click

from hotline.cli import fields, show, volunteer_file
from hotline.cli.here import Here
from hotline.cli.volunteers import in_group
from hotline.effects import joining
from hotline.groups import Group
from hotline.numbers import CannotRing, PhoneNumber
from hotline.rotation.phone import phones_ring_from
from infra.local.clock import now

_APART = timedelta(seconds=10)  # from one phone to the next: whoever phones for help does not wait behind a long list


class Result(StrEnum):
    """What became of one number."""

    INVITED = "invited"
    WAITS = "waits"
    VOLUNTEER = "volunteer"


_LEFT = {
    Result.WAITS: "is being asked already, or was today",
    Result.VOLUNTEER: "is a volunteer already, left as it is",
}


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A number to invite, and where it was found."""

    where: str  # "neighbours.csv:2"; of a number alone: empty
    number: PhoneNumber


@click.command()
@click.argument("what", metavar="FILE|NUMBER")
@in_group
@click.option("--json", "as_json", is_flag=True, help="For a program to read.")
def invite(what: str, group: str | None, *, as_json: bool) -> None:
    """Ring a number, or everybody in a CSV file, and ask whether they would help.

    Only a 1 pressed on that phone makes a volunteer, with the group's settings, which they change by phone. The columns
    are those of `import`, and nobody is rung if anything in the file is wrong. Nothing of it is kept but the numbers,
    until each was asked. A phone is rung in the group's hours, three times at most.

    Example: hotline volunteers invite neighbours.csv
    """
    here = Here()
    chosen = here.group(group)
    listed = _listed(what, chosen)
    when = moments(chosen, now())
    with click.progressbar(listed, label="Inviting", file=sys.stderr) as each:
        results = [(one, _invite(here, chosen, one.number, when)) for one in each]
    if as_json:
        show.as_json([{"where": one.where, "number": str(one.number), "result": became} for one, became in results])
    else:
        _tell(results)


def _tell(results: list[tuple[Listed, Result]]) -> None:
    for one, became in results:
        if became in _LEFT:
            click.echo(f"{one.where}: {one.number} {_LEFT[became]}".removeprefix(": "))
    invited = sum(became is Result.INVITED for _, became in results)
    click.echo(f"invited {invited} of {len(results)}")


def _listed(what: str, group: Group) -> list[Listed]:
    """What has a letter in it is the name of a file. Raises FileFaults, click.UsageError."""
    path = Path(what)
    if path.exists() or re.search("[A-Za-z]", what):
        rows = volunteer_file.read(path, group, now())
        return [Listed(where=f"{path.name}:{row.line}", number=row.volunteer.number) for row in rows]
    try:
        return [Listed(where="", number=fields.number(what, group))]
    except (ValueError, CannotRing) as error:
        raise click.UsageError(f"number: {error}") from None


def _invite(here: Here, group: Group, number: PhoneNumber, when: Iterator[datetime]) -> Result:
    if here.store.volunteer(group.slug, number.opaque):
        return Result.VOLUNTEER
    if joining.waits_to_be_asked(here.store, group, number):
        return Result.WAITS
    asked = joining.invite(here.store, group, number, now=now(), at=next(when))
    return Result.INVITED if asked else Result.WAITS


def moments(group: Group, start: datetime) -> Iterator[datetime]:
    """One after the other, in the group's hours; none later than a day from now, since each is looked at within one."""
    at, latest = start, start + timedelta(days=1)
    while True:
        at = phones_ring_from(group, at)
        yield min(at, latest)
        at += _APART
