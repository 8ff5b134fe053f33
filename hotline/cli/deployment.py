"""One deployment of a stage: what it would change, changing it, phoning it, and putting back what was there before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from hotline.cli import changes, fallback, following, nightly, phoning, secrets
from hotline.cli.deployed import Deployed
from hotline.cli.following import NEVER, Wait
from hotline.errors import HotlineError

if TYPE_CHECKING:
    from infra.aws.artefacts import Artefacts
    from infra.aws.cloudformation import Facts, Proposal
    from infra.aws.release import Packed

_NOT_YET = "https://not-yet.s3.eu-west-1.amazonaws.com/fallback"  # before there is one, to show what would change
_STUCK = "look at it at console.aws.amazon.com (CloudFormation), where AWS says why, and mend it there"


@dataclass(frozen=True, kw_only=True)
class Before:
    """What was deployed until now."""

    facts: Facts
    template: str


class Deployment:
    """One deployment of one stage."""

    def __init__(self, deployed: Deployed, given: Mapping[str, str], *, wait: Wait = NEVER.wait) -> None:
        """`given`: what the stack is told, if it is not as it was. `wait` pauses, for some seconds."""
        self._deployed, self._given, self._wait = deployed, given, wait
        self.proposal: Proposal | None = None

    def show(self, packed: Packed) -> None:
        """What of this packed line would change. Raises HotlineError where it cannot be deployed at all."""
        from infra.aws.artefacts import Artefacts  # a second: not for --help, here and below

        deployed, cloud = self._deployed, self._deployed.cloud
        click.echo(
            f"{deployed.stack.name} in {cloud.region}, AWS account {cloud.account}: {', '.join(deployed.groups)}"
        )
        self._before = self._as_it_is()
        self._packed, self._artefacts = packed, Artefacts(cloud, deployed.stage)
        if self._artefacts.make():
            click.echo(f"made the bucket {self._artefacts.bucket} for its code")
        self.proposal = self._propose(deployed.fallback_url_now() or _NOT_YET)
        if self.proposal is None:
            click.echo("nothing would change")
            return
        for line in changes.told(self.proposal.changes):
            click.echo(line)
        emptied = changes.empties(self.proposal.changes)
        if emptied:
            self.leave()
            raise HotlineError(f"the line would find {', '.join(emptied)} empty: this is not deployed")

    def leave(self) -> None:
        """Nothing is deployed."""
        if self.proposal:
            self._deployed.stack.drop(self.proposal)

    @contextmanager
    def left_alone_if_aborted(self) -> Iterator[None]:
        """Whoever says no, or goes away, leaves nothing behind that was only proposed."""
        try:
            yield
        except click.Abort:
            self.leave()
            raise

    def deploy(self) -> bool:
        """Change it, and phone it. False: it is as it was, or does not answer; why has been said.

        1. What is shared with Twilio is there, since the line asks for it at its first call.
        2. The bucket is there that its nightly backups go to.
        3. The pages are there that answer when it cannot, since the line is told where they are.
        4. The line itself; if that fails AWS puts everything back.
        5. It is phoned; if it does not answer, what was there before is deployed again.
        """
        deployed = self._deployed
        if deployed.secrets.read() is None:
            click.echo(f"Twilio: {deployed.secrets.name} is there, for {secrets.put(deployed)}")
        if not nightly.deploy(deployed) or not self._fallback():
            return False
        if self.proposal and not following.changed(deployed.stack, self.proposal, "Deploying", wait=self._wait):
            click.echo("AWS has put everything back as it was.", err=True)
            return False
        wrong = phoning.what_is_wrong(deployed, wait=self._wait)
        if wrong:
            click.echo(f"It does not answer as it should: {wrong}", err=True)
            self._back()
            return False
        click.echo(f"The line answers at {deployed.base_url}, and if it cannot, {deployed.fallback_url} does.")
        click.echo(f"Its numbers lead there after: hotline connect --stage {deployed.stage.name}")
        return True

    def _fallback(self) -> bool:
        """Its stack and its pages. The line was to be told of another address, if there was none: proposed again."""
        deployed = self._deployed
        was = deployed.fallback_url_now()
        if not fallback.deploy(deployed):
            return False
        if self.proposal and was is None:
            deployed.stack.drop(self.proposal)
            self.proposal = self._propose(deployed.fallback_url)
        return True

    def _back(self) -> None:
        """What was deployed before is deployed again: its template, what it was told, and so its code."""
        from infra.aws.release import keep_template

        before, stack = self._before, self._deployed.stack
        if before is None:
            click.echo("There was nothing before it. No number leads to it yet: mend it, and deploy again.", err=True)
            return
        if self.proposal is None:
            click.echo("Nothing was changed by this deployment, so that there is nothing to put back.", err=True)
            return
        click.echo("Putting back what was there before …", err=True)
        proposal = stack.propose(keep_template(self._artefacts, before.template), before.facts.parameters)
        if proposal and not following.changed(stack, proposal, "Putting back", wait=self._wait):
            click.echo(f"That failed too: {_STUCK}.", err=True)
            return
        wrong = phoning.what_is_wrong(Deployed(self._deployed.stage.name), wait=self._wait)
        click.echo(
            f"It is back, but does not answer either: {wrong}" if wrong else "It is back, and answers.", err=True
        )

    def _as_it_is(self) -> Before | None:
        """Raises HotlineError for a stack that nobody can change just now."""
        stack = self._deployed.stack
        facts = stack.facts()
        if facts is not None and facts.never_came:
            click.echo("An earlier first deployment failed; what is left of it is deleted first.")
            following.deleted(stack)
            facts = None
        if facts is None:
            return None
        if facts.is_busy:
            raise HotlineError(f"{stack.name} is being changed just now ({facts.status}): wait until that is over")
        if not facts.is_good:
            raise HotlineError(f"{stack.name} cannot be changed as it stands ({facts.status}): {_STUCK}")
        return Before(facts=facts, template=stack.template())

    def _propose(self, fallback_url: str) -> Proposal | None:
        stage = self._deployed.stage
        ours = {"Stage": stage.name, "SecretsName": stage.secrets, "FallbackUrl": fallback_url}
        as_it_was = self._before.facts.parameters if self._before else {}
        told = self._packed.parameters(as_it_was, ours, self._given)
        return self._deployed.stack.propose(self._packed.keep(self._artefacts), told)

    _before: Before | None
    _packed: Packed
    _artefacts: Artefacts
