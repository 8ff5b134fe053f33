"""`hotline volunteers texts`: who would like a text message of what they have said yes to."""

from __future__ import annotations

import click

from hotline.cli import fields
from hotline.cli.here import Here
from hotline.cli.volunteers import find, in_group, whom


@click.command()
@whom
@in_group
@click.option("--on/--off", "wanted", required=True, help="Whether they want text messages: only if they have said so.")
def texts(who: str, group: str | None, *, wanted: bool) -> None:
    """Text somebody what they have said yes to, or no longer.

    Only mobiles can be texted. By phone they switch it themselves, and STOP, texted to the line, ends it.

    Example: hotline volunteers texts "07700 900001" --on
    """
    here = Here()
    chosen = here.group(group)
    found = find(here, chosen, who)
    try:
        fields.check_texts(found.number, wanted=wanted)
    except ValueError as error:
        raise click.UsageError(f"{found.number}: {error}") from None
    here.store.want_texts(chosen.slug, found.id, wanted=wanted)
    click.echo(f"{found.name} is {'texted what they say yes to' if wanted else 'not texted'}")
