"""`hotline rule`: how the line works, as it says it to whoever asks, for paper."""

from __future__ import annotations

import click

from hotline.cli.here import Here


@click.command()
@click.option("--group", metavar="G", help="Whose; may be left out when there is one group.")
def rule(group: str | None) -> None:
    """Print how the rotation works, the group's settings that touch people, and who keeps the keys.

    They are the words that the line speaks, by key 7 of its second menu, to whoever asks.

    Example: hotline rule
    """
    from hotline.prompts import Speaker, load
    from hotline.scripts.rule import rule as told

    chosen = Here().group(group)
    speaker = Speaker(load(chosen.languages[0]), chosen)
    click.echo(f"{chosen.name}\n")
    for said in told(chosen):
        click.echo(" ".join(piece for piece in speaker.pieces(said.prompt, said.values) if isinstance(piece, str)))
