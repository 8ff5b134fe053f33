"""`hotline backup` and `hotline restore`: everything that the line remembers, in one file, and back."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from hotline import backup_file
from hotline.backup_file import Backup, Row
from hotline.cli import nightly_choice
from hotline.cli.deployed import Deployed, stage_of
from hotline.cli.following import NEVER, Wait
from hotline.cli.here import Here
from hotline.cli.progress import counting, turning
from hotline.dispatch.restored import is_a_persons_first, restoring
from hotline.errors import HotlineError
from hotline.records import Request
from infra.local.clock import now

TABLES = ("volunteers", "places", "requests", "offers", "line")  # by the ends of their names
_PRIVATE = (
    "The file has phone numbers, also of people who leave later{}: keep it where nobody else looks, and delete it soon."
)
_WITH_CODES = ", and the secret of their codes"
_WITHOUT_CODES = "The secret that codes are made with is not in the file: for the line of a stage at AWS, add --stage."
_CODES_LEFT = "The secret of its codes was not restored: for the line of a stage at AWS, add --stage."
_READ_AGAIN = 300.0  # seconds, until every function has read the secret again (chalicelib.account.KEPT)

of_tables = click.option("--stage", "stage_name", metavar="S", help="Whose tables, at AWS. [default: as in serve]")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@of_tables
@click.option("--only", "only", multiple=True, type=click.Choice(TABLES), help="This table alone; may be repeated.")
def backup(file: Path, stage_name: str | None, *, only: tuple[str, ...]) -> None:
    """Write every row of every table into a new FILE, which only you can read.

    The line goes on meanwhile, and what changes just then may be half in it. At AWS the line does this by itself each
    night, into a bucket in another region: see `hotline restore --nightly`.

    The secret that codes are made with is in it only with --stage.

    Example: hotline backup line.jsonl --stage prod
    """
    here = _here(stage_name)
    shared = Deployed(stage_name).secrets.read() if stage_name else None
    code_secret = shared.code_secret if shared else ""
    counts: Counter[str] = Counter()
    with counting("Copying") as count:
        for _ in backup_file.write(
            file,
            _counted(here.copying.rows(only=only), counts),
            tables=_tables(),
            keys=here.copying.keys(),
            now=now(),
            code_secret=code_secret,
        ):
            count.more(1)
    listed = ", ".join(f"{count} of {table}" for table, count in counts.items())
    click.echo(f"wrote {counts.total()} rows into {file}" + (f": {listed}" if listed else ""))
    click.echo(_PRIVATE.format(_WITH_CODES if code_secret else ""), err=True)
    if not code_secret:
        click.echo(_WITHOUT_CODES, err=True)


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), required=False)
@of_tables
@click.option("--nightly", is_flag=True, help="Instead of FILE: a backup that the stage's line made by itself.")
@click.option(
    "--from",
    "from_region",
    metavar="REGION",
    help="The nightly backup of the line in this region. [default: the one other region]",
)
@click.option("--replace", is_flag=True, help="The tables may have volunteers: rows of the same key are replaced.")
def restore(
    file: Path | None, stage_name: str | None, *, nightly: bool, from_region: str | None, replace: bool
) -> None:
    """Put every row of a backup back, into tables without volunteers, and the secret that codes are made with.

    No phone rings for what is long over: a call straight back that is an hour late is left out, and so are other calls
    to one phone that are a day late, and what was to be erased by now. Help that was wanted more than a day ago is put
    to a coordinator, and for a day to nobody else; who has said yes is asked whether it was done. All else goes on.

    With --nightly, the newest backup of each region that the line has been in is listed. The one of another region than
    this is put back; where there are several, say which with --from.

    Whoever has left since the backup is there again.

    Example: hotline restore --nightly --stage prod
    """
    _check_words(file, stage_name, nightly=nightly, from_region=from_region)
    here, moment = _here(stage_name), now()
    deployed = Deployed(stage_name) if stage_name else None
    found = _nightly(here, deployed, from_region) if deployed and nightly else _in(file, here)
    if not found.rows:
        raise HotlineError("there is not one row in this backup: nothing was changed; restore another")
    if not replace:
        _expect_nobody(here)
    if deployed and found.code_secret:
        codes_hold(deployed, found.code_secret)
    _put_back(here, found, moment)
    if found.code_secret and not deployed:
        click.echo(_CODES_LEFT, err=True)
    if nightly:
        _say_how_far_back(here, moment - found.taken_at)


def _check_words(file: Path | None, stage_name: str | None, *, nightly: bool, from_region: str | None) -> None:
    """Raises click.UsageError."""
    if nightly == bool(file):
        raise click.UsageError("Name a FILE, or give --nightly for the newest backup that the line made by itself.")
    if nightly and not stage_name:
        raise click.UsageError("Name the stage whose nightly backup to restore with --stage, like --stage prod.")
    if from_region and not nightly:
        raise click.UsageError("--from is for --nightly: a FILE says by itself what it is.")


def _put_back(here: Here, found: Backup, moment: datetime) -> None:
    """Put the rows back, and say how many. Raises HotlineError if all were left out."""
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
    if not kept:
        raise HotlineError(f"not one row was restored: all {left} of them were to be left out by now")
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


def _expect_nobody(here: Here) -> None:
    """Raises HotlineError where anybody has joined. What the line alone has made (an alarm) stays beside the rest."""
    if here.copying.has_people():
        raise HotlineError("there are rows of neighbours in these tables: restore into empty ones, or say --replace")
    own = sum(1 for _ in here.copying.rows())
    if own:
        click.echo(f"{own} rows that the line has made since it was deployed stay, or are replaced by the same")


def _nightly(here: Here, deployed: Deployed, region: str | None) -> Backup:
    one = nightly_choice.chosen(deployed, region=region)
    with TemporaryDirectory() as place:
        file = Path(place) / "nightly.jsonl"
        deployed.backups.read(one, file)
        return _in(file, here)


def _say_how_far_back(here: Here, age: timedelta) -> None:
    """What the fallback took before that is never looked for."""
    short = [group.slug for group in here.groups.values() if group.policy.outage_back < age]
    if short:
        click.echo(
            f"This backup is {age.total_seconds() / 3600:.0f} hours old. If the line was down for longer than "
            f'outage_back of {", ".join(short)}: set that to longer (like "3d"), and run `hotline deploy` before you '
            "run `hotline connect`, since words that were left before that are not looked for.",
            err=True,
        )


def _in(file: Path | None, here: Here) -> Backup:
    return backup_file.read(file or Path(), keys=here.copying.keys())


def _here(stage_name: str | None) -> Here:
    """At AWS it is the stage's tables in its region. Raises click.UsageError where the environment names others."""
    if stage_name:
        stage, named = stage_of(stage_name), os.environ.get("HOTLINE_TABLES")
        if named not in {None, "", stage.tables}:
            raise click.UsageError(
                f"HOTLINE_TABLES says {named}, and --stage {stage_name} means {stage.tables}: leave one of the two out."
            )
        os.environ.update(HOTLINE_TABLES=stage.tables, AWS_REGION=stage.region)
    return Here()


def _tables() -> str:
    return os.environ.get("HOTLINE_TABLES", "hotline")


def _counted(rows: Iterable[Row], counts: Counter[str]) -> Iterator[Row]:
    for table, item in rows:
        counts[table] += 1
        yield table, item
