"""Seeing to it that somebody is told of alarms by e-mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from hotline.errors import HotlineError

if TYPE_CHECKING:
    from hotline.cli.deployed import Deployed


def somebody(deployed: Deployed, *, former: str | None = None) -> None:
    """Subscribe the address again if AWS has given it up, and say that it must be confirmed. The line needs none.

    `former`: the address that was told until now, which is told no more.
    """
    from infra.aws.alarm_mail import AlarmMail, Mail  # a second: not for --help

    try:
        mail = AlarmMail(deployed.cloud, deployed.facts(deployed.stack))
        if former:
            mail.forget(former)
        stands = mail.stands()
        if stands is Mail.GONE:
            mail.ask()
    except HotlineError as why:
        click.echo(f"Whether anybody is told of alarms is not known: {why}", err=True)
        return
    if stands is not Mail.CONFIRMED:
        click.echo(
            f'AWS has written to {mail.address}: click "Confirm subscription" within two days, or nobody is told.'
        )
