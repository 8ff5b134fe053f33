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
@click.option(
    "--phone",
    "phones",
    metavar="NUMBER",
    multiple=True,
    help="Give it three times: first, second, third.",
)
@click.option("--only", metavar="STEP", multiple=True, help="Only this step; may be given several times.")
@click.option("--resume", is_flag=True, help="Go on with a rehearsal that was stopped.")
@click.option(
    "--file",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("rehearsal.json"),
    show_default=True,
    help="The file of what was seen, without numbers and words. Send it to us if something is otherwise.",
)
def rehearse(
    stage_name: str, slug: str | None, phones: tuple[str, ...], only: tuple[str, ...], *, resume: bool, file: Path
) -> None:
    """Find out with three real phones, in about twenty steps, whether Twilio and AWS do what the line assumes.

    The first phone is a resident's, the second a coordinator's, the third a volunteer's; nobody else may be in the
    group, so that no other phone rings. Each step says what to do. The command watches what Twilio sends and what the
    line does, asks you what you heard, and ends with a table: each assumption is as expected, otherwise (and what to
    do), or not seen. Exit code 1 if something is otherwise.

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
    """Print the table and how to go on, however the rehearsal ends. An error then ends the command, in one line."""
    from hotline.cli.rehearsal.acts import still_down

    try:
        yield
    except (KeyboardInterrupt, click.Abort):  # the second is what a question makes of it
        _show(notebook, "Stopped. ")
        if notebook.voice_url:  # broken off once more, while it was put back
            click.echo(still_down(setting, notebook))
    except Exception:
        if notebook.steps:
            _show(notebook, "The rehearsal cannot go on now: the last line says why. ")
        raise
    else:
        _show(notebook, "")


def _show(notebook: Notebook, broken_off: str) -> None:
    from hotline.cli.rehearsal.table import table

    click.echo(f"\n{table(notebook)}")
    click.echo(f"{broken_off}What was seen is in {notebook.file}.{' Go on with --resume.' if broken_off else ''}")


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
    """Return the steps that the operator named, or all. Raises click.UsageError for an unknown name."""
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
    os.environ.update(HOTLINE_TABLES=deployed.stage.tables, AWS_REGION=deployed.stage.region)  # over the environment's
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
    """Return the three phones, which must differ. Raises click.UsageError."""
    try:
        numbers = [fields.number(phone, group) for phone in phones]
    except (ValueError, HotlineError) as error:
        raise click.UsageError(f"--phone: {error}") from None
    if len(set(numbers)) != _THREE or len(numbers) != _THREE:
        raise click.UsageError("give three different --phone: the resident's, the coordinator's, the volunteer's")
    return numbers


def _opened(blank: Notebook, steps: list[Step], *, resume: bool) -> tuple[Notebook, list[Step]]:
    """Return the notebook, new or read from its file, and the steps to do. Raises HotlineError if they do not fit."""
    from hotline.cli.rehearsal.course import left
    from hotline.cli.rehearsal.evidence import opened
    from hotline.cli.rehearsal.steps import STEPS

    file, all_of_them = blank.file, len(steps) == len(STEPS)
    if not file.exists() and not resume:
        return blank, steps
    if all_of_them and not resume:
        raise HotlineError(f"{file} exists: go on with --resume, or name another --file")
    notebook = opened(file)
    if (notebook.group, notebook.stage, notebook.phones) != (blank.group, blank.stage, blank.phones):
        was = f"{notebook.group} ({notebook.stage}) with {', '.join(notebook.phones)}"
        raise HotlineError(f"{file} belongs to another rehearsal, of {was}: use those, or name another --file")
    return notebook, left(notebook) if all_of_them else steps
