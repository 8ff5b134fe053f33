"""`hotline backup` and `hotline restore`: everything that the line remembers, in one file, and back."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from hotline.cli import backup_file
from hotline.cli.backup_file import Keys, Row
from hotline.cli.deployed import stage_of
from hotline.cli.here import Here
from hotline.cli.progress import counting
from hotline.dispatch.restored import is_a_persons_first, restoring
from hotline.errors import HotlineError
from hotline.records import Request
from infra.local.clock import now

_PRIVATE = "Numbers are in it, also of those who leave later: keep it where nobody else looks, and not for long."

file_of_rows = click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
of_tables = click.option("--stage", "stage_name", metavar="S", help="Whose tables, at AWS. [default: as in serve]")


@click.command()
@file_of_rows
@of_tables
def backup(file: Path, stage_name: str | None) -> None:
    """Write every row of every table into a new FILE, which only you can read.

    The line goes on meanwhile, and what changes just then may be half in it.

    Example: hotline backup line.jsonl --stage prod
    """
    here = _here(stage_name)
    counts: Counter[str] = Counter()
    with counting("Copying") as count:
        for _ in backup_file.write(
            file, _counted(here.copying.rows(), counts), tables=_tables(), keys=_keys(here), now=now()
        ):
            count.more(1)
    listed = ", ".join(f"{count} of {table}" for table, count in counts.items())
    click.echo(f"wrote {counts.total()} rows into {file}" + (f": {listed}" if listed else ""))
    click.echo(_PRIVATE, err=True)


@click.command()
@file_of_rows
@of_tables
@click.option("--replace", is_flag=True, help="The tables may have rows: those of the same key are replaced.")
def restore(file: Path, stage_name: str | None, *, replace: bool) -> None:
    """Put every row of a backup back, into empty tables.

    No phone rings for what is long over: a call straight back that is an hour late is left out, and so are other calls
    to one phone that are a day late, and what was to be erased by now. Help that was wanted more than a day ago is put
    to a coordinator, and for a day to nobody else; who has said yes is asked whether it was done. All else goes on.

    Whoever has left since the backup is there again.

    Example: hotline restore line.jsonl --stage prod
    """
    here, moment = _here(stage_name), now()
    found = backup_file.read(file, keys=_keys(here))
    if not replace and not here.copying.is_empty():
        raise HotlineError("there are rows in these tables: restore into empty ones, or say --replace")
    as_restored = restoring(here.copying.requests_in(found.rows), moment)
    over = first = kept = left = 0

    def mend(request: Request) -> Request | None:
        nonlocal over, first
        mended = as_restored(request)
        over += mended is None
        first += is_a_persons_first(request, moment)
        return mended

    with counting("Restoring", total=len(found.rows)) as count:
        for put, out in here.copying.put_back(found.rows, mend=mend, now=moment):
            kept, left = kept + put, left + out
            count.more(put + out)
    click.echo(f"restored {kept} rows, as they were on {found.taken_at:%d %B %Y at %H:%M} UTC")
    for many, words in (
        (over, "calls left out: their moment is over"),
        (left - over, "rows left out: they were to be erased by now"),
        (first, "requests that a coordinator is asked about first: they were wanted more than a day ago"),
    ):
        if many:
            click.echo(f"{many} {words}")


def _here(stage_name: str | None) -> Here:
    """At AWS it is the stage's tables in its region, whatever the environment says of tables."""
    if stage_name:
        stage = stage_of(stage_name)
        os.environ.update(HOTLINE_TABLES=stage.tables, AWS_REGION=stage.region)
    return Here()


def _tables() -> str:
    return os.environ.get("HOTLINE_TABLES", "hotline")


def _keys(here: Here) -> Keys:
    """What the rows of each table are known by."""
    definitions = here.store.definitions().values()
    return {
        str(one["TableName"]).rpartition("-")[2]: [key["AttributeName"] for key in one["KeySchema"]]
        for one in definitions
    }


def _counted(rows: Iterable[Row], counts: Counter[str]) -> Iterator[Row]:
    for table, item in rows:
        counts[table] += 1
        yield table, item
