"""`hotline doctor`: what is wrong with a line, and how to mend it."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from hotline.cli import show
from hotline.cli.checks import aws, here, people, settings, stack, twilio, watch
from hotline.cli.checks.finding import Finding, State, once_each, tried, unknown
from hotline.cli.deployed import Deployed, console_of, shared_here
from hotline.errors import HotlineError
from hotline.groups import Groups

if TYPE_CHECKING:
    from hotline.telephony.console import Console

_AWS = ("AWS_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_ACCESS_KEY_ID")
_WORDS = {State.FINE: "ok", State.FAULT: "FAULT", State.UNKNOWN: "not checked"}


@click.command()
@click.option("--stage", "stage_name", metavar="S", help="Which line at AWS. [default: prod, where AWS is named]")
@click.option("--json", "as_json", is_flag=True, help="For a program to read.")
def doctor(stage_name: str | None, *, as_json: bool) -> None:
    """Look at everything that a line needs, and say how to mend what is wrong; nothing is changed.

    The groups' settings and prompts; at AWS, where the environment or --stage names it, credentials, the account,
    permissions, the stack, its alarms, its tables, its secret and its fallback; else the line on this machine; and at
    Twilio the account and the numbers. What could not be looked at is said so, and is no fault; what you may not look
    at is one. Exit code 1 if there is a fault.

    Example: hotline doctor --stage prod
    """
    found = []
    for finding in once_each(_look(stage_name)):
        found.append(finding)
        if not as_json:
            _tell(finding)
    if as_json:
        show.as_json([{"about": f.about, "state": f.state, "said": f.said, "mend": f.mend} for f in found])
    states = Counter(finding.state for finding in found)
    faults, unseen = states[State.FAULT], states[State.UNKNOWN]
    if not as_json:
        click.echo(f"{faults or 'nothing'} to mend{f'; {unseen} not checked' if unseen else ''}")
    sys.exit(1 if faults else 0)


def _look(stage_name: str | None) -> Iterator[Finding]:
    groups, found = settings.groups()
    yield from found
    if groups:
        yield from tried("prompts", lambda: settings.prompts(groups))
    deployed = None
    if stage_name or any(os.environ.get(name) for name in _AWS):
        deployed = Deployed(stage_name or "prod")
        yield from _at_aws(deployed, groups)
    else:
        yield unknown("AWS", "no stage was named, and nothing names AWS here: set AWS_PROFILE, or say --stage")
        yield from tried("line here", here.tables)
        if groups:
            yield from tried("volunteers", lambda: people.volunteers(groups))
    yield from _at_twilio(deployed, groups)


def _at_aws(deployed: Deployed, groups: Groups | None) -> Iterator[Finding]:
    """What comes after the credentials needs them."""
    os.environ.setdefault("HOTLINE_TABLES", deployed.stage.tables)  # before anything imports the store
    known = list(tried("AWS: credentials", lambda: aws.credentials(deployed)))
    yield from known
    if known[0].state is not State.FINE:
        yield unknown("AWS", "nothing else at AWS could be looked at")
        return
    yield from tried("AWS: account", lambda: aws.account(deployed))
    for about, look in aws.services(deployed).items():
        yield from tried(about, look)
    yield from tried("AWS: your permissions", lambda: aws.permissions(deployed))
    yield from tried("stack", lambda: stack.stack(deployed))
    yield from tried("AWS: alarms by e-mail", lambda: watch.alarm_mail(deployed))
    yield from tried("AWS: budget", lambda: watch.budget(deployed))
    yield from tried("AWS: the functions' roles", lambda: aws.roles(deployed))
    yield from tried("tables", lambda: stack.tables(deployed))
    yield from tried("secret", lambda: stack.secret(deployed))
    yield from tried("backups", lambda: stack.backups(deployed))
    if groups is None:
        yield unknown("line and fallback", "the settings have a mistake")
        return
    yield from tried("volunteers", lambda: people.volunteers(groups, deployed.stage.tables))
    yield from tried("line", lambda: stack.answers(deployed, groups))
    yield from tried("fallback", lambda: stack.fallback(deployed, groups))


def _at_twilio(deployed: Deployed | None, groups: Groups | None) -> Iterator[Finding]:
    try:
        shared = shared_here() or (deployed.secrets.read() if deployed else None)
        console = console_of(shared) if shared else None
    except HotlineError as why:
        yield unknown("Twilio", str(why))
        return
    if console is None:
        yield unknown("Twilio", "no account is known here: set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN")
        return
    known = list(tried("Twilio: account", lambda: twilio.account(console, groups)))
    yield from known
    if len(known) == 1:
        yield unknown("Twilio", "nothing else at Twilio could be looked at")
    elif groups is None:
        yield unknown("Twilio: numbers", "the settings have a mistake")
    else:
        yield from tried("Twilio: countries", lambda: twilio.countries(console, groups))
        yield from tried("listening line", lambda: twilio.listening(console, groups))
        yield from tried("Twilio: numbers", lambda: twilio.numbers(console, groups, deployed))
        yield from tried("Twilio: signatures", lambda: _signatures(console, groups, deployed))


def _signatures(console: Console, groups: Groups, deployed: Deployed | None) -> Iterator[Finding]:
    """Check the signatures, if AWS tells the keys. If not, the lines about AWS have said why."""
    try:
        keys = _shared_keys(deployed)
    except HotlineError as why:
        yield unknown("Twilio: signatures", str(why))
        return
    yield from twilio.signatures(console, groups, keys)


def _shared_keys(deployed: Deployed | None) -> str:
    """Return the shared keys of the functions at AWS, else of the line on this machine."""
    shared = deployed.secrets.read() if deployed else shared_here()
    return shared.shared_keys if shared else ""


def _tell(finding: Finding) -> None:
    mend = f"; to mend it: {finding.mend}" if finding.mend else ""
    click.echo(f"{_WORDS[finding.state]:<12} {finding.about}: {finding.said}{mend}")
