"""`hotline destroy`: take a line away from AWS, and leave nobody with a number that is dead without a word."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from hotline.cli import budget, following, nightly
from hotline.cli.deployed import Deployed, base_url_of, of_stage
from hotline.errors import HotlineError

if TYPE_CHECKING:
    from hotline.telephony.console import Owned
    from infra.aws.away import Away
    from infra.aws.cloudformation import Facts, Stack

# https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/PointInTimeRecovery_Howitworks.html
_FOR_35_DAYS = (
    "AWS itself keeps a backup of each table that is deleted (its name ends in $DeletedTableBackup) for 35 days, and "
    "then erases it: nobody can do that sooner."
)


@click.command()
@of_stage
@click.option(
    "--tables",
    is_flag=True,
    help="Delete the tables too, with everything in them, and their nightly backups; asked for twice.",
)
@click.option("--leave-numbers", is_flag=True, help="Do not look at the numbers: the Twilio account is gone, or other.")
def destroy(stage_name: str, *, tables: bool, leave_numbers: bool) -> None:
    """Take a stage away: its functions, alarms and code; tables, backups and secret stay unless --tables is said.

    It asks for the stage's name. First its numbers are pointed at a page which says that they are not in use, so that
    whoever rings hears a voice. That page is the fallback's: as long as a number leads there, the fallback stays, and
    so does the secret, by which Twilio is asked. Release the numbers at Twilio, or point them elsewhere, and run this
    again.

    Tables that stay are used again by a later deployment of the same stage. The secret stays with them, since people's
    codes cannot be read without it. The nightly backups stay too, each until it is fourteen days old. With --tables all
    of these are deleted; AWS itself keeps a backup of each table for 35 days more.

    Example: hotline destroy --stage dev
    """
    destruction = Destruction(Deployed(stage_name), tables=tables, leave_numbers=leave_numbers)
    destruction.must_be_there()
    for line in destruction.shown():
        click.echo(line)
    _name_again(f"To go on, type the name of the stage ({stage_name})", stage_name)
    if tables:
        click.echo(_FOR_35_DAYS, err=True)
        _name_again("All rows of all tables, for good (hotline backup saves them). Type its name once more", stage_name)
    sys.exit(0 if destruction.carry_out() else 1)


def _name_again(question: str, name: str) -> None:
    if click.prompt(question, err=True).strip() != name:
        raise HotlineError("that is not its name: nothing was destroyed")


class Destruction:
    """What goes, and what stays."""

    def __init__(self, deployed: Deployed, *, tables: bool, leave_numbers: bool) -> None:
        from infra.aws.artefacts import Artefacts  # a second: not for --help, here and below

        self._deployed, self._tables, self._leave_numbers = deployed, tables, leave_numbers
        self._line = deployed.stack.facts()
        self._pages = dict(self._fallbacks())
        self._is_empty = self._line is None and deployed.stack.was_only_proposed()
        self._artefacts = Artefacts(deployed.cloud, deployed.stage)

    def must_be_there(self) -> None:
        """Raise HotlineError where nothing of this stage is there, in this region."""
        deployed, stage = self._deployed, self._deployed.stage
        is_there = (
            self._line
            or self._is_empty
            or self._pages
            or deployed.budget.facts()
            or self._tables_there()
            or self._artefacts.is_there()
            or deployed.secrets.is_there()
            or (deployed.backups_stack.facts() and not deployed.elsewhere)
        )
        if not is_there:
            raise HotlineError(
                f"there is no stage {stage.name} in {stage.region}, AWS account {deployed.cloud.account}: nothing was "
                "destroyed (--stage names another, AWS_REGION another region)"
            )

    def shown(self) -> Iterator[str]:
        """A line for each thing."""
        deployed, stage = self._deployed, self._deployed.stage
        account = f"AWS account {deployed.cloud.account}"
        yield f"stage {stage.name}, {account}:"
        if self._line:
            yield f"  - the stack {stage.stack} in {stage.region}: {len(deployed.stack.resources())} resources"
        if self._is_empty:
            yield f"  - the stack {stage.stack} in {stage.region}, which holds nothing"
        if deployed.budget.facts():
            yield f"  - the stack {stage.budget_stack}, the budget that says what AWS costs"
        for number in self._leading_here():
            yield f"  ~ {number.number} is pointed at a page which says that it is not in use"
        there = self._tables_there()
        for table, rows in there.items():
            sign, stays = ("-", "") if self._tables else ("=", ": stays")
            yield f"  {sign} the table {table}, about {rows} rows{stays}"
        if deployed.backups_stack.facts():
            sign, stays = ("-", "") if self._tables else ("=", ": stay, and are erased when they are fourteen days old")
            yield f"  {sign} the nightly backups in {stage.backups_region}{stays}"
        if self._artefacts.is_there():
            yield f"  - the bucket {self._artefacts.bucket}, with all code that was ever deployed"
        for stack in self._pages:
            yield f"  - the fallback {stack.name} in {stack.region}, once no number leads there"
        if there and not self._tables:
            yield f"  = the secret {stage.secrets}: stays, since codes in the tables cannot be read without it"
        else:
            yield f"  - the secret {stage.secrets}, once no number leads there"

    def carry_out(self) -> bool:
        """False: something would not go; what, has been said.

        1. The numbers, while there is something that can answer them.
        2. The line and the budget, and if told so its tables, with their nightly backups.
        3. The code.
        4. The fallback, if no number needs it, and the secret, if no table does either.
        """
        deployed = self._deployed
        for number in self._leading_here():
            self._close(number)
        if (self._line or self._is_empty) and not following.deleted(deployed.stack):
            return False
        budget.remove(deployed)
        if self._tables:
            self._delete_tables()
            if not nightly.remove(deployed):
                return False
        self._artefacts.remove()
        held = self._held_by_the_fallback()
        if held:
            click.echo(f"the fallback and the secret stay: {', '.join(held)} would be dead without a word")
            click.echo(
                "release them at console.twilio.com, or point them elsewhere (`hotline connect`), and run this again"
            )
            return True
        return self._end()

    def _end(self) -> bool:
        for away in self._aways():
            away.remove_all()
        if not all(following.deleted(stack) for stack in self._pages):
            return False
        stage = self._deployed.stage
        stays = ", but for its tables" if self._tables_there() else ""
        if not stays:
            self._deployed.secrets.remove()
        elif self._deployed.backups_stack.facts():
            stays += f", their nightly backups and {stage.secrets}"
        else:
            stays += f" and {stage.secrets}"
        click.echo(f"{stage.name} is gone{stays}")
        return True

    def _fallbacks(self) -> Iterator[tuple[Stack, Facts]]:
        """The stacks whose pages answer for this line alone; those that are on their way out answer nobody for long.

        One without a region in its name is from before each line had its own, and may be another's.
        """
        deployed = self._deployed
        stacks = [deployed.fallback]
        if deployed.shared_fallback and not deployed.elsewhere:
            stacks.append(deployed.shared_fallback)
        for stack in stacks:
            facts = stack.facts()
            if facts and not facts.is_going:
                yield stack, facts

    def _aways(self) -> list[Away]:
        from infra.aws.away import Away

        there = (facts for facts in self._pages.values() if not facts.never_came and "FallbackBucket" in facts.outputs)
        return [Away(self._deployed.away, facts) for facts in there]

    def _leading_here(self) -> list[Owned]:
        """Numbers of the account that ask this line."""
        if self._line is None or self._line.never_came or self._leave_numbers:
            return []
        ours = f"{base_url_of(self._line)}/"
        return [one for one in self._deployed.console.numbers() if one.leads.voice.startswith(ours)]

    def _held_by_the_fallback(self) -> list[str]:
        """Return the numbers of the account that lead to the fallback's pages."""
        under = tuple(f"{away.url}/" for away in self._aways())
        if not under or self._leave_numbers:
            return []
        numbers = self._deployed.console.numbers()
        return [str(one.number) for one in numbers if _leads_under(one, under)]

    def _close(self, number: Owned) -> None:
        from hotline.telephony.leads import to_a_page

        away = next(iter(self._aways()), None)
        if away is None:
            raise HotlineError(
                "the fallback is not there, so that nothing could answer: say --leave-numbers, or deploy"
            )
        away.put_up({})
        wanted = to_a_page(away.closed())
        if self._deployed.console.point(number, wanted).leads.differences(wanted):
            raise HotlineError(
                f"{number.number} was pointed at the page, but reads back otherwise: look at it at Twilio"
            )
        click.echo(f"{number.number} says that it is not in use")

    def _tables_there(self) -> dict[str, int]:
        from hotline.store.copying import names  # half a second
        from infra.aws.tables import row_counts

        ours = [f"{self._deployed.stage.tables}-{name}" for name in names()]
        return row_counts(self._deployed.cloud.client("dynamodb"), ours)

    def _delete_tables(self) -> None:
        from infra.aws.tables import delete

        for table in self._tables_there():
            delete(self._deployed.cloud.client("dynamodb"), table)
            click.echo(f"the table {table} is gone")


def _leads_under(number: Owned, under: tuple[str, ...]) -> bool:
    return number.leads.voice.startswith(under) or number.leads.fallback.startswith(under)
