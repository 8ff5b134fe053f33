"""`hotline script`: the call flow as people read it, from the scripts themselves."""

from __future__ import annotations

from enum import StrEnum
from typing import IO

import click

from hotline.cli.here import Here
from hotline.errors import HotlineError


class Format(StrEnum):
    """How it is drawn."""

    TEXT = "text"
    SVG = "svg"
    HTML = "html"


@click.command()
@click.argument("name", default="resident", metavar="[NAME]")
@click.option(
    "--format",
    "form",
    type=click.Choice([str(form) for form in Format]),
    default=str(Format.TEXT),
    show_default=True,
    help="text for a terminal, svg a picture, html a page with it.",
)
@click.option("--group", metavar="G", help="Whose menus; may be left out when there is one group.")
@click.option(
    "--output", type=click.File("w", encoding="utf-8"), default="-", metavar="FILE", help="Instead of the terminal."
)
def script(name: str, form: str, group: str | None, output: IO[str]) -> None:
    """Draw what one kind of call says and asks, with its keys, from hello to goodbye.

    NAME is the resident's call if it is left out; a name that is not known lists those that are.

    Example: hotline script offer --format svg --output offer.svg
    """
    from hotline.cli.flow import chart, outline, page, svg
    from hotline.scripts import SCRIPTS

    if name not in SCRIPTS:
        raise HotlineError(f"there is no script {name}; there is {', '.join(SCRIPTS)}")
    chosen = Here().group(group)
    drawn = chart.chart(f"{chosen.name}: {name}", SCRIPTS[name], chosen)
    match Format(form):
        case Format.TEXT:
            output.write(outline.write(drawn))
        case Format.SVG:
            output.write(svg.write(drawn))
        case Format.HTML:
            output.write(page.write(drawn))
