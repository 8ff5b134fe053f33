"""`hotline voice`: what the line says, by the numbers with which a coordinator records it over the phone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from hotline.cli import show
from hotline.cli.here import Here
from hotline.groups import Group
from hotline.prompts.entries import seconds_to_say
from hotline.prompts.wordings import Wording, cannot_be_recorded, wordings
from hotline.records import Recording
from hotline.scripts.menus import most_heard

_OURS, _SYNTHETIC = "our own", "synthetic"


@click.command()
@click.option("--group", metavar="G", help="Whose prompts; may be left out when there is one group.")
@click.option("--language", metavar="L", help="In which language; the group's first if it is left out.")
@click.option("--not-recorded", is_flag=True, help="Instead: what cannot be recorded, and why.")
@click.option("--json", "as_json", is_flag=True, help="For a program to read.")
def voice(group: str | None, language: str | None, *, not_recorded: bool, as_json: bool) -> None:
    """List what can be recorded in the group's own voice: its number, who says it now, its seconds, its words.

    A coordinator rings the line, presses the key for anything else, then 9, and is rung back; there 5 records.

    Example: hotline voice --language en
    """
    here = Here()
    chosen = here.group(group)
    if not_recorded:
        _print(("prompt", "why not"), cannot_be_recorded(chosen, most_heard(chosen)), as_json=as_json)
        return
    spoken = language or chosen.languages[0]
    if spoken not in chosen.languages:
        raise click.UsageError(f"{chosen.name} does not speak {spoken}; it speaks {', '.join(chosen.languages)}")
    recorded = here.store.own_voice(chosen.slug).recordings
    there = wordings(chosen, most_heard(chosen))
    rows = [_row(wording, spoken, chosen, recorded) for wording in there]
    known = {wording.key(spoken, chosen) for wording in there}
    rows += [_other_words(each) for key, each in recorded.items() if key.startswith(f"{spoken}-") and key not in known]
    _print(("number", "prompt", "voice", "seconds", "words"), rows, as_json=as_json)


def _row(wording: Wording, language: str, group: Group, recorded: Mapping[str, Recording]) -> tuple[str, ...]:
    pieces = wording.pieces(language, group)
    recording = recorded.get(wording.key(language, group))
    seconds = recording.seconds if recording else round(seconds_to_say(pieces))
    words = " ".join(piece for piece in pieces if isinstance(piece, str))
    return str(wording.number), wording.prompt, _OURS if recording else _SYNTHETIC, str(seconds), words


def _other_words(recording: Recording) -> tuple[str, ...]:
    """Its prompt has other words or another key by now, which the synthetic voice says."""
    return "", recording.prompt, "not played", str(recording.seconds), "(recorded for other words than it has now)"


def _print(titles: tuple[str, ...], rows: list[Any], *, as_json: bool) -> None:
    if as_json:
        show.as_json([dict(zip(titles, row, strict=True)) for row in rows])
    else:
        show.table(titles, rows, empty="nothing")
