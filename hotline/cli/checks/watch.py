"""Who is told when something breaks or costs too much."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from hotline.cli.budget import BY_HAND
from hotline.cli.checks.finding import Finding, fault, fine, unknown

if TYPE_CHECKING:
    from hotline.cli.deployed import Deployed


def alarm_mail(deployed: Deployed) -> Iterator[Finding]:
    """Whether whoever is to be told by e-mail has confirmed that they wish it."""
    from infra.aws.alarm_mail import AlarmMail, Mail  # a second: not for --help

    about, facts = "AWS: alarms by e-mail", deployed.stack.facts()
    if facts is None or not facts.is_good:
        return  # which has been said
    mail = AlarmMail(deployed.cloud, facts)
    deploy = f"run `hotline deploy --stage {deployed.stage.name}` again"
    match mail.stands():
        case Mail.CONFIRMED:
            others = f", and to {', '.join(mail.others())}" if mail.others() else ""
            yield fine(about, f"go to {mail.address}{others}")
        case Mail.WAITS:
            mend = (
                f'click "Confirm subscription" in AWS\'s e-mail (among spam too); after two days it is void: {deploy}'
            )
            yield fault(about, f"{mail.address} has not confirmed, so that nobody is told when something breaks", mend)
        case Mail.GONE:
            mend = f'{deploy}, and click "Confirm subscription" in AWS\'s e-mail within two days'
            yield fault(about, f"{mail.address} is not subscribed, so that nobody is told when something breaks", mend)


def budget(deployed: Deployed) -> Iterator[Finding]:
    """Whether ours is there. One that was made by hand does as well, and is not known here: its lack is no fault."""
    about, facts = "AWS: budget", deployed.budget.facts()
    if deployed.stack.facts() is None:
        return  # which has been said
    if facts is None or not facts.is_good:
        again = f"`hotline deploy --stage {deployed.stage.name}` tries again"
        yield unknown(about, f"ours is not there, so that perhaps nobody is told what AWS bills: {again}, or {BY_HAND}")
    else:
        yield fine(about, f"somebody is told when a month costs more than {facts.parameters['MonthlyBudget']} USD")
