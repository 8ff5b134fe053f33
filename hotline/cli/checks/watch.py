"""Check that somebody is told when something breaks or costs too much."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from hotline.cli.budget import BY_HAND
from hotline.cli.checks.finding import Finding, fault, fine, unknown

if TYPE_CHECKING:
    from hotline.cli.deployed import Deployed


def alarm_mail(deployed: Deployed) -> Iterator[Finding]:
    """Check that the address for alarms is subscribed, and was confirmed by its owner."""
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
                'click "Confirm subscription" in AWS\'s e-mail (look among spam too); '
                f"if it is older than two days, {deploy}"
            )
            yield fault(about, f"{mail.address} has not confirmed, so that nobody is told when something breaks", mend)
        case Mail.GONE:
            mend = f'{deploy}, and click "Confirm subscription" in AWS\'s e-mail within two days'
            yield fault(about, f"{mail.address} is not subscribed, so that nobody is told when something breaks", mend)


def budget(deployed: Deployed) -> Iterator[Finding]:
    """Check that our budget is there. That is no fault if not: one made by hand is as good, and is not known here."""
    about, facts = "AWS: budget", deployed.budget.facts()
    if deployed.stack.facts() is None:
        return  # which has been said
    if facts is None or not facts.is_good:
        again = f"`hotline deploy --stage {deployed.stage.name}` tries again"
        missing = "the budget of `hotline deploy` is not there, so perhaps nobody is told what AWS costs"
        yield unknown(about, f"{missing}: {again}, or {BY_HAND}")
    else:
        yield fine(about, f"somebody is told when a month costs more than {facts.parameters['MonthlyBudget']} USD")
