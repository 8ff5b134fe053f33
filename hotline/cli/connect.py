"""`hotline connect`: the groups' numbers at Twilio lead to the line, and to the fallback if that is gone."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from hotline.cli.deployed import Deployed, of_stage
from hotline.groups import Group
from hotline.numbers import PhoneNumber

if TYPE_CHECKING:
    from hotline.telephony.console import Console, Owned
    from hotline.telephony.leads import Leads

BUY = "buy it, or move it here, at console.twilio.com (Phone Numbers), or change `numbers` in {slug}.toml"
WEBHOOKS = 'on its page at console.twilio.com, set "Configure with" to Webhooks, and save'


@dataclass(frozen=True, kw_only=True)
class Number:
    """A number that a group says is its own, as it is at Twilio."""

    group: Group
    number: PhoneNumber
    owned: Owned | None  # None: the account has none like it
    wanted: Leads

    @property
    def differs(self) -> list[str]:
        """What of it leads elsewhere, in words."""
        return self.owned.leads.differences(self.wanted) if self.owned else []


@click.command()
@of_stage
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
def connect(stage_name: str, *, dry_run: bool) -> None:
    """Point the groups' numbers at the line: calls, their end, texts, and the page that answers if the line cannot.

    Each is read back and compared. The account is the one in TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN, else the one
    that the stage was deployed with. Exit code 1 if a number does not lead to the line afterwards.

    Example: hotline connect --dry-run
    """
    deployed = Deployed(stage_name)
    good = True
    for number in numbers(deployed):
        sentence, led = _would(number) if dry_run else _point(deployed.console, number)
        click.echo(f"{number.group.slug} {number.number}: {sentence}")
        good &= led
    sys.exit(0 if good else 1)


def numbers(deployed: Deployed) -> Iterator[Number]:
    """Those of every group, in the order of their files."""
    owned = {one.number: one for one in deployed.console.numbers()}
    for group in deployed.groups.values():
        for number in group.numbers:
            yield of_group(group, number, owned.get(number), deployed.leads(group))


def of_group(group: Group, number: PhoneNumber, owned: Owned | None, leads: Leads) -> Number:
    """Texts only where the number can text."""
    from hotline.telephony.leads import without_texts  # a second: not for --help

    wanted = leads if owned is None or owned.can_text else without_texts(leads)
    return Number(group=group, number=number, owned=owned, wanted=wanted)


def in_the_way(number: Number) -> str | None:
    """Why setting its URLs would change nothing, and how to mend that. None: nothing is in the way."""
    if number.owned is None:
        return f"is not in this Twilio account: {BUY.format(slug=number.group.slug)}"
    if not number.owned.can_speak:
        return f"takes no calls at Twilio: {BUY.format(slug=number.group.slug)}"
    if number.owned.instead:
        return f"its calls are taken by {number.owned.instead}, whatever its own URLs are: {WEBHOOKS}"
    if number.owned.instead_for_texts:
        return f"its texts are taken by {number.owned.instead_for_texts}, whatever its own URL is: {WEBHOOKS}"
    return None


def _would(number: Number) -> tuple[str, bool]:
    why = in_the_way(number)
    if why:
        return why, False
    if number.differs:
        return f"would be changed: {', '.join(number.differs)}", True
    return "leads to the line already", True


def _point(console: Console, number: Number) -> tuple[str, bool]:
    why = in_the_way(number)
    if why or number.owned is None:
        return str(why), False
    if not number.differs:
        return "leads to the line already", True
    after = console.point(number.owned, number.wanted).leads.differences(number.wanted)
    if after:
        return f"was set, but read back otherwise ({', '.join(after)}): run this again, then look at its page", False
    return f"leads to the line ({', '.join(number.differs)})", True
