"""`hotline backup` and `hotline restore`: everything that the line remembers, in one file, and back."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from hotline import backup_file
from hotline.backup_file import Backup, Row
from hotline.cli.deployed import Deployed, stage_of
from hotline.cli.following import NEVER, Wait
from hotline.cli.here import Here
from hotline.cli.progress import counting, turning
from hotline.dispatch.restored import is_a_persons_first, restoring
from hotline.errors import HotlineError
from hotline.records import Request
from infra.local.clock import now

_PRIVATE = (
    "The file has phone numbers, also of people who leave later, and the secret of their codes: "
    "keep it where nobody else looks, and delete it soon."
)
_READ_AGAIN = 300.0  # seconds, until every function has read the secret again (chalicelib.account.KEPT)

of_tables = click.option("--stage", "stage_name", metavar="S", help="Whose tables, at AWS. [default: as in serve]")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@of_tables
def backup(file: Path, stage_name: str | None) -> None:
    """Write every row of every table into a new FILE, which only you can read.

    The line goes on meanwhile, and what changes just then may be half in it. At AWS the line does this by itself each
    night, into a bucket in another region: see `hotline restore --nightly`.

    Example: hotline backup line.jsonl --stage prod
    """
    here = _here(stage_name)
    shared = Deployed(stage_name).secrets.read() if stage_name else None
    counts: Counter[str] = Counter()
    with counting("Copying") as count:
        for _ in backup_file.write(
            file,
            _counted(here.copying.rows(), counts),
            tables=_tables(),
            keys=here.copying.keys(),
            now=now(),
            code_secret=shared.code_secret if shared else "",
        ):
            count.more(1)
    listed = ", ".join(f"{count} of {table}" for table, count in counts.items())
    click.echo(f"wrote {counts.total()} rows into {file}" + (f": {listed}" if listed else ""))
    click.echo(_PRIVATE, err=True)


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), required=False)
@of_tables
@click.option("--nightly", is_flag=True, help="Instead of FILE: the newest backup that the line made by itself.")
@click.option("--replace", is_flag=True, help="The tables may have rows: those of the same key are replaced.")
def restore(file: Path | None, stage_name: str | None, *, nightly: bool, replace: bool) -> None:
    """Put every row of a backup back, into empty tables, and the secret that codes are made with.

    No phone rings for what is long over: a call straight back that is an hour late is left out, and so are other calls
    to one phone that are a day late, and what was to be erased by now. Help that was wanted more than a day ago is put
    to a coordinator, and for a day to nobody else; who has said yes is asked whether it was done. All else goes on.

    Whoever has left since the backup is there again.

    Example: hotline restore --nightly --stage prod
    """
    if nightly == bool(file):
        raise click.UsageError("Name a FILE, or give --nightly for the newest backup that the line made by itself.")
    if nightly and not stage_name:
        raise click.UsageError("Name the stage whose nightly backup to restore with --stage, like --stage prod.")
    here, moment = _here(stage_name), now()
    found = _newest(here, Deployed(stage_name)) if stage_name and nightly else _in(file, here)
    if not replace and not here.copying.is_empty():
        raise HotlineError("there are rows in these tables: restore into empty ones, or say --replace")
    if stage_name and found.code_secret:
        codes_hold(Deployed(stage_name), found.code_secret)
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


def codes_hold(deployed: Deployed, code_secret: str, *, wait: Wait = NEVER.wait) -> None:
    """Have the line make and find codes with this secret, before any row is there that needs it.

    A line that was deployed where there was no backup has a secret of its own, which its functions may have read.
    """
    if deployed.secrets.make_codes_with(code_secret):
        with turning("Waiting five minutes, until every function has read the backup's secret of codes …"):
            wait(_READ_AGAIN)


def _newest(here: Here, deployed: Deployed) -> Backup:
    newest, stage = deployed.backups.newest(), deployed.stage
    if newest is None:
        raise HotlineError(f"there is no nightly backup of {stage.name} in {stage.backups_region}: restore a FILE")
    click.echo(
        f"the newest nightly backup is of {newest.written_at:%d %B %Y at %H:%M} UTC, of the line in {newest.region}"
    )
    with TemporaryDirectory() as place:
        file = Path(place) / "nightly.jsonl"
        deployed.backups.read(newest, file)
        return _in(file, here)


def _in(file: Path | None, here: Here) -> Backup:
    return backup_file.read(file or Path(), keys=here.copying.keys())


def _here(stage_name: str | None) -> Here:
    """At AWS it is the stage's tables in its region, whatever the environment says of tables."""
    if stage_name:
        stage = stage_of(stage_name)
        os.environ.update(HOTLINE_TABLES=stage.tables, AWS_REGION=stage.region)
    return Here()


def _tables() -> str:
    return os.environ.get("HOTLINE_TABLES", "hotline")


def _counted(rows: Iterable[Row], counts: Counter[str]) -> Iterator[Row]:
    for table, item in rows:
        counts[table] += 1
        yield table, item
