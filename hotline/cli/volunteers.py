"""`hotline volunteers`: who gave a number and said yes to being rung."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import IO

import click

from hotline.cli import fields, show, volunteer_file, volunteer_table
from hotline.cli.checks.people import NO_COORDINATOR
from hotline.cli.here import Here
from hotline.errors import HotlineError
from hotline.groups import Group
from hotline.records import Request, Volunteer
from hotline.rotation.eligibility import can_take_tasks
from hotline.rotation.watch import let_go
from infra.local.clock import now

in_group = click.option("--group", metavar="G", help="Which group; may be left out when there is one.")
sure = click.option("--yes", is_flag=True, help="Do not ask whether it is meant.")
whom = click.argument("who", metavar="ID|NUMBER")


@click.group()
def volunteers() -> None:
    """Add, list and pause the neighbours whose phones the line rings.

    Example: hotline volunteers add "07700 900001" --name Ben --needs shopping,dog
    """


@volunteers.command()
@click.argument("number")
@in_group
@click.option("--name", required=True, help="What the group calls them.")
@click.option("--needs", default="", metavar="A,B", help="What they help with: shopping,dog … [default: all]")
@click.option("--areas", default="", metavar="A,B", help="Where, as the group's file calls it. [default: anywhere]")
@click.option("--languages", default="", metavar="A,B", help="What they speak: en,pl … [default: the group's first]")
@click.option("--hours", default="", help='When: "mon-fri 09:00-20:00". [default: the group\'s hours]')
@click.option("--coordinator", is_flag=True, help="They also take the calls that need a person.")
@click.option("--drawn", is_flag=True, help="They may be drawn by lot, to hear both sides of what went wrong.")
@click.option("--texts", is_flag=True, help="They would like a text message of what they say yes to; mobiles only.")
@click.option("--rest", default="", metavar="1h", help="Between two asks. [default: the group's policy]")
@click.option("--daily-cap", default="", metavar="N", help="Asks in a day. [default: the group's policy]")
def add(group: str | None, *, coordinator: bool, drawn: bool, texts: bool, **given: str) -> None:
    """Add one neighbour, who then stands at the end of the rotation.

    Example: hotline volunteers add "07700 900001" --name Ben --areas ongar --hours "mon-fri 09:00-20:00"
    """
    here = Here()
    chosen = here.group(group)
    said = {"coordinator": coordinator, "drawn": drawn, "texts": texts}
    flags = {name: fields.yes_or_no(holds) for name, holds in said.items()}
    try:
        who = fields.volunteer({**given, **flags}, chosen, now())
    except fields.Faults as faults:
        raise click.UsageError(str(faults)) from None
    if not here.store.add_volunteer(who):
        raise HotlineError(f"{who.number} is a volunteer already, and is left as it is: see hotline volunteers list")
    click.echo(f"added {who.name}, {who.number}, as {who.id}")


@volunteers.command("list")
@in_group
@click.option("--show-numbers", is_flag=True, help="Print whole phone numbers.")
@click.option("--json", "as_json", is_flag=True, help="For a program to read.")
def list_(group: str | None, *, show_numbers: bool, as_json: bool) -> None:
    """List everybody, whoever was asked longest ago first; numbers are masked.

    Example: hotline volunteers list --json
    """
    here = Here()
    chosen, moment = here.group(group), now()
    everybody = sorted(here.store.volunteers(chosen.slug), key=lambda who: (who.asked_at, who.id))
    if as_json:
        show.as_json([volunteer_table.record(who, chosen, moment, whole=show_numbers) for who in everybody])
        return
    rows = (volunteer_table.row(who, chosen, moment, whole=show_numbers) for who in everybody)
    show.table(volunteer_table.TITLES, rows, empty="nobody yet: add somebody with hotline volunteers add")


@volunteers.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@in_group
def import_(file: Path, group: str | None) -> None:
    """Add everybody in a CSV file, or nobody if anything in it is wrong.

    The columns are number, name, needs, areas, languages, hours, coordinator, rest, daily_cap, paused_until, drawn,
    texts; all but the first two may be left out. Inside a cell, ; parts several things. A volunteer who is there
    already stays as is.

    Example: hotline volunteers import volunteers.csv
    """
    here = Here()
    chosen = here.group(group)
    rows = volunteer_file.read(file, chosen, now())
    added = 0
    with click.progressbar(rows, label="Adding", file=sys.stderr) as each:
        for row in each:
            if here.store.add_volunteer(row.volunteer):
                added += 1
            else:
                click.echo(f"{file.name}:{row.line}: {row.volunteer.number} is a volunteer already, left as it is")
    click.echo(f"added {added} of {len(rows)}")


@volunteers.command()
@click.argument("file", metavar="FILE|-", type=click.File("w", encoding="utf-8", lazy=True))
@in_group
def export(file: IO[str], group: str | None) -> None:
    """Write everybody to a CSV file, whole numbers included, as `import` reads it; - is the terminal.

    Whoever asked not to be rung again is left out, so that an import never rings them.

    Example: hotline volunteers export volunteers.csv
    """
    here = Here()
    chosen = here.group(group)
    everybody = list(here.store.volunteers(chosen.slug))
    rung = [who for who in everybody if not who.stopped]
    volunteer_file.write(rung, chosen, now(), file)
    left = len(everybody) - len(rung)
    click.echo(f"wrote {len(rung)}" + (f", left out {left} who asked not to be rung" if left else ""), err=True)


@volunteers.command()
@whom
@in_group
@click.option("--until", default="", metavar="DATE", help="First day on which they may be rung: 2026-12-01.")
def pause(who: str, group: str | None, until: str) -> None:
    """Do not ring somebody until a day, or until `resume`.

    Example: hotline volunteers pause "07700 900001" --until 2026-12-01
    """
    here = Here()
    chosen = here.group(group)
    try:
        end = fields.paused_until(until, chosen) if until else fields.FOREVER
    except ValueError as error:
        raise click.UsageError(f"--until: {error}") from None
    found = find(here, chosen, who)
    held = here.store.requests_held_by(chosen.slug, found.id)
    paused = here.store.change_volunteer(chosen.slug, found.id, paused_until=end)
    click.echo(f"{found.name} is not rung {volunteer_table.until(end, chosen)}{_goes_on(held, paused, chosen)}")
    _warn_of_the_last(here, chosen, found)


@volunteers.command()
@whom
@in_group
@sure
def resume(who: str, group: str | None, *, yes: bool) -> None:
    """Ring somebody again, in their turn.

    Example: hotline volunteers resume "07700 900001"
    """
    here = Here()
    chosen = here.group(group)
    found = find(here, chosen, who)
    if found.stopped and not yes:
        click.confirm(f"{found.name} asked not to be rung again. Have they said that they wish it now?", abort=True)
    here.store.change_volunteer(chosen.slug, found.id, paused_until=None, quiet_until=None, stopped=False, unanswered=0)
    click.echo(f"{found.name} is rung again, in turn")


@volunteers.command()
@whom
@in_group
@sure
def remove(who: str, group: str | None, *, yes: bool) -> None:
    """Forget somebody and their number; what they had said yes to goes to somebody else at once.

    Example: hotline volunteers remove "07700 900001"
    """
    here = Here()
    chosen = here.group(group)
    found = find(here, chosen, who)
    if not yes:
        click.confirm(f"Forget {found.name}, {found.number}?", abort=True)
    held = here.store.requests_held_by(chosen.slug, found.id)
    here.store.forget_volunteer(chosen.slug, found.id)
    click.echo(f"{found.name} is forgotten{_goes_on(held, None, chosen)}")
    _warn_of_the_last(here, chosen, found)


def _goes_on(held: Iterable[Request], holder: Volunteer | None, group: Group) -> str:
    """Say how many requests go round again because of it; nothing if there are none.

    Whoever is not to be rung is not told by the line, so that whoever types the command tells them.
    """
    count = len(let_go(held, holder, group, now()))
    goes = "goes" if count == 1 else "go"
    return (
        f"; {count} that they had said yes to {goes} round again: tell them so, for the line does not" if count else ""
    )


def _warn_of_the_last(here: Here, group: Group, gone: Volunteer) -> None:
    """Say so if no coordinator is left, now that this one is not rung any more."""
    left = here.store.volunteers(group.slug) if gone.coordinator else ()
    if gone.coordinator and not any(can_take_tasks(who, group, now()) for who in left):
        click.echo(f"warning: {NO_COORDINATOR}", err=True)


def find(here: Here, group: Group, who: str) -> Volunteer:
    """By id, else by number. Raises HotlineError."""
    found = here.store.volunteer(group.slug, who)
    if found is None and any(letter.isdigit() for letter in who):
        try:
            found = here.store.volunteer(group.slug, fields.number(who, group).opaque)
        except (ValueError, HotlineError):
            found = None
    if found is None:
        raise HotlineError(f"no volunteer of {group.slug} has that id or number: see hotline volunteers list")
    return found
