"""How commands print: tables for people, JSON where a program reads along."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import click

_UNCUT = 1000  # columns
_SIZES = (("d", timedelta(days=1)), ("h", timedelta(hours=1)), ("min", timedelta(minutes=1)))


def table(titles: Sequence[str], rows: Iterable[Sequence[str]], *, empty: str) -> None:
    """Columns as wide as the terminal allows; on a pipe nothing is cut off."""
    from rich.console import Console
    from rich.table import Table

    listed = list(rows)
    if not listed:
        click.echo(empty)
        return
    whole = None if sys.stdout.isatty() else _UNCUT
    grid = Table(*titles, box=None, pad_edge=False, header_style="bold")
    for row in listed:
        grid.add_row(*row)
    Console(width=whole, highlight=False, markup=False).print(grid)


def as_json(value: Any) -> None:
    """One document on stdout."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def json_line(value: Any) -> None:
    """One document on one line, for something that goes on."""
    click.echo(json.dumps(value, ensure_ascii=False))


def iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat(timespec="seconds")


def ago(length: timedelta) -> str:
    """How long, in the largest unit: `3 min`, `2 h`, `4 d`."""
    for unit, size in _SIZES:
        if length >= size:
            return f"{length // size} {unit}"
    return "now" if length < timedelta(seconds=1) else f"{int(length.total_seconds())} s"


def clock(moment: datetime, zone: str, today: datetime) -> str:
    """`14:05:09` where the group is; with its day if that is not today."""
    local, here = moment.astimezone(ZoneInfo(zone)), today.astimezone(ZoneInfo(zone))
    return f"{local:%H:%M:%S}" if local.date() == here.date() else f"{local:%a %d %b %H:%M}"
