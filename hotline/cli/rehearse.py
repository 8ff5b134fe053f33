"""`hotline rehearse`: an hour with three phones and the real account, which settles what only a call can tell."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hotline.cli import fields
from hotline.cli.deployed import Deployed, of_stage
from hotline.cli.following import NEVER
from hotline.cli.here import Here
from hotline.cli.progress import turning
from hotline.errors import HotlineError
from hotline.groups import Group
from hotline.numbers import PhoneNumber
from infra.local.clock import now

if TYPE_CHECKING:
    from hotline.cli.rehearsal.evidence import Notebook
    from hotline.cli.rehearsal.setting import Setting
    from hotline.cli.rehearsal.steps import Step

_THREE = 3


@click.command()
@of_stage
@click.option("--group", "slug", metavar="G", help="Which group. [default: the only one]")
@click.option("--phone", "phones", metavar="NUMBER", multiple=True, help="Three times: first, second, third.")
@click.option("--only", metavar="STEP", multiple=True, help="Only this step; may be given several times.")
@click.option("--resume", is_flag=True, help="Go on where it was broken off.")
@click.option(
    "--file",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("rehearsal.json"),
    show_default=True,
    help="Where what was seen is kept: no numbers, no words. Send it to us if something is otherwise.",
)
def rehearse(
    stage_name: str, slug: str | None, phones: tuple[str, ...], only: tuple[str, ...], *, resume: bool, file: Path
) -> None:
    """Try with three phones what nobody can know before: about fifteen calls, a line of what to do for each.

    The first phone is a neighbour who asks, the second a coordinator's, the third a volunteer's; nobody else may be in
    the group, so that no other phone rings. It watches what Twilio sends and what the line does, asks you what only an
    ear can tell, and ends with a table: as expected, otherwise (and what to do), or not seen. Exit code 1 if something
    is otherwise.

    Example: hotline rehearse --stage dev --phone 07700900001 --phone 07700900002 --phone 07700900003
    """
    from hotline.cli.rehearsal.course import Course  # these take a second: not for --help
    from hotline.cli.rehearsal.evidence import Notebook
    from hotline.cli.rehearsal.table import is_as_expected

    steps, group = _named(only), Here().group(slug)
    numbers = _numbers(phones, group)
    blank = Notebook(file=file, group=group.slug, stage=stage_name, phones=tuple(map(str, numbers)))
    notebook, steps = _opened(blank, steps, resume=resume)
    setting, operator = _setting(stage_name, group, numbers), _AtTheTerminal()
    course = Course(setting, operator, notebook)
    with _shown_in_the_end(setting, notebook):
        course.run(steps)
        course.wait_for_the_rest()
    sys.exit(0 if is_as_expected(notebook) else 1)


@contextmanager
def _shown_in_the_end(setting: Setting, notebook: Notebook) -> Iterator[None]:
    """Print the table, however it ends, and how to go on. An error then ends the command, in one line."""
    from hotline.cli.rehearsal.acts import still_down

    try:
        yield
    except (KeyboardInterrupt, click.Abort):  # the second is what a question makes of it
        _show(notebook, "Broken off. ")
        if notebook.voice_url:  # broken off once more, while it was put back
            click.echo(still_down(setting, notebook))
    except Exception:
        if notebook.steps:
            _show(notebook, "It does not go on now, for the reason in the last line. ")
        raise
    else:
        _show(notebook, "")


def _show(notebook: Notebook, broken_off: str) -> None:
    from hotline.cli.rehearsal.table import table

    click.echo(f"\n{table(notebook)}")
    click.echo(f"{broken_off}It is kept in {notebook.file}.{' Go on with --resume.' if broken_off else ''}")


class _AtTheTerminal:
    """The operator, at a terminal."""

    def told(self, line: str) -> None:
        click.echo(line)

    def says(self, question: str) -> bool:
        return click.confirm(question)

    def waits(self, seconds: float) -> None:
        with turning("watching …"):
            NEVER.wait(seconds)

    def now(self) -> datetime:
        return now()


def _named(only: tuple[str, ...]) -> list[Step]:
    """Raises click.UsageError for a step that there is not."""
    from hotline.cli.rehearsal.steps import BY_NAME, STEPS

    for name in only:
        if name not in BY_NAME:
            raise click.UsageError(f"There is no step {name}; there are {', '.join(BY_NAME)}")
    return [step for step in STEPS if not only or step.name in only]


def _setting(stage_name: str, group: Group, numbers: list[PhoneNumber]) -> Setting:
    from hotline.cli.rehearsal import at_aws
    from hotline.cli.rehearsal.setting import Setting
    from hotline.cli.rehearsal.steps import ROLES
    from hotline.telephony.trace import Trace

    deployed = Deployed(stage_name)
    os.environ.update(HOTLINE_TABLES=deployed.stage.tables, AWS_REGION=deployed.stage.region)  # whatever it said
    shared = deployed.shared
    return Setting(
        group=group,
        base_url=deployed.base_url,
        phones=dict(zip(ROLES, numbers, strict=True)),
        store=Here().store,
        trace=Trace(
            account_sid=shared.account_sid,
            auth_token=shared.auth_token,
            api_url=os.environ.get("TWILIO_API_URL") or None,
        ),
        console=deployed.console,
        at_aws=lambda: at_aws.facts(deployed),
    )


def _numbers(phones: tuple[str, ...], group: Group) -> list[PhoneNumber]:
    """Three different ones. Raises click.UsageError."""
    try:
        numbers = [fields.number(phone, group) for phone in phones]
    except (ValueError, HotlineError) as error:
        raise click.UsageError(f"--phone: {error}") from None
    if len(set(numbers)) != _THREE or len(numbers) != _THREE:
        raise click.UsageError("say --phone three times: the neighbour's who asks, the coordinator's, the volunteer's")
    return numbers


def _opened(blank: Notebook, steps: list[Step], *, resume: bool) -> tuple[Notebook, list[Step]]:
    """The file, begun or gone on with, and the steps to do. Raises HotlineError where it is of another rehearsal."""
    from hotline.cli.rehearsal.course import left
    from hotline.cli.rehearsal.evidence import opened
    from hotline.cli.rehearsal.steps import STEPS

    file, all_of_them = blank.file, len(steps) == len(STEPS)
    if not file.exists() and not resume:
        return blank, steps
    if all_of_them and not resume:
        raise HotlineError(f"{file} is there already: go on with --resume, or name another --file")
    notebook = opened(file)
    if (notebook.group, notebook.stage, notebook.phones) != (blank.group, blank.stage, blank.phones):
        was = f"{notebook.group} ({notebook.stage}) with {', '.join(notebook.phones)}"
        raise HotlineError(f"{file} is of another rehearsal, of {was}: use those, or name another --file")
    return notebook, left(notebook) if all_of_them else steps
