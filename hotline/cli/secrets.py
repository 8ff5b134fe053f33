"""`hotline secrets`: what the line shares with Twilio, put where its functions read it, with no deployment."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from hotline.cli.deployed import Deployed, console_of, of_stage, shared_here
from hotline.errors import HotlineError

if TYPE_CHECKING:
    from infra.aws.secrets import Shared


@click.command()
@of_stage
def secrets(stage_name: str) -> None:
    """Put Twilio's account and tokens where the line reads them; also to change the token, without a gap.

    They are TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and, if there are two, TWILIO_AUTH_TOKEN_SECONDARY; what is not set
    is asked for, and not shown. Each is tried at Twilio first.

    To change the token: make a secondary one at console.twilio.com, run this with both, promote it there, and run this
    again with the new one alone. The functions look again by themselves.

    If a Webhook Rule makes Twilio sign with a shared key, set TWILIO_SHARED_KEYS to that key's secret. To change the
    key, set it to both secrets with a space between them. If it is not set, the keys that are stored stay.

    Example: hotline secrets --stage prod
    """
    deployed = Deployed(stage_name)
    name = put(deployed)
    click.echo(f"{deployed.stage.secrets} is there, for {name}")


def put(deployed: Deployed) -> str:
    """Ask for it, try it at Twilio, keep it; the account's name. Nothing is kept that Twilio does not take.

    Where there is none yet, codes are made as in the newest nightly backup: the line may be here because another region
    is gone, and its codes are to hold from its first call on.
    """
    shared = shared_here() or _asked_for()
    name = tried(shared)
    if not deployed.secrets.is_there():
        shared = replace(shared, code_secret=deployed.backups.code_secret())
    deployed.secrets.write(shared)
    return name


def tried(shared: Shared) -> str:
    """The name of the account. Raises HotlineError for a token that is not its."""
    from hotline.telephony.carrier import AccountRefused

    name = ""
    for which, token in (("auth token", shared.auth_token), ("secondary token", shared.auth_token_secondary)):
        if not token:
            continue
        try:
            name = console_of(shared, token=token).standing().name
        except AccountRefused as refused:
            raise HotlineError(f"Twilio does not take this account SID with this {which}: {refused}") from None
    return name


def _asked_for() -> Shared:
    from infra.aws.secrets import Shared

    click.echo("From the first page of console.twilio.com (Account Info):", err=True)
    sid = click.prompt("Account SID", err=True).strip()
    token = click.prompt("Auth token (not shown)", hide_input=True, err=True).strip()
    secondary = click.prompt(
        "Secondary token (not shown; Enter if there is none)", hide_input=True, default="", show_default=False, err=True
    ).strip()
    keys = os.environ.get("TWILIO_SHARED_KEYS", "")
    return Shared(account_sid=sid, auth_token=token, auth_token_secondary=secondary, shared_keys=keys)
