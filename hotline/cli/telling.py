"""The e-mail address for alarms, after a deployment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from hotline.errors import HotlineError

if TYPE_CHECKING:
    from hotline.cli.deployed import Deployed


def somebody(deployed: Deployed, *, former: str | None = None) -> None:
    """Subscribe the address again if AWS has dropped it, and say that it must be confirmed. The line works without.

    `former`: the address until now, which gets no more e-mails.
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
        click.echo(f"It could not be checked whether anybody is told of alarms: {why}", err=True)
        return
    if stands is not Mail.CONFIRMED:
        click.echo(
            f'AWS has written to {mail.address}: click "Confirm subscription" within two days, or nobody is told.'
        )
