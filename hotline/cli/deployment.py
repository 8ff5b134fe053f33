"""One deployment of a stage: what it would change, changing it, phoning it, and putting back what was there before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from hotline.cli import budget, changes, fallback, following, nightly, phoning, secrets, telling
from hotline.cli.deployed import Deployed
from hotline.cli.following import NEVER, Wait
from hotline.errors import HotlineError

if TYPE_CHECKING:
    from infra.aws.artefacts import Artefacts
    from infra.aws.cloudformation import Change, Facts, Proposal
    from infra.aws.release import Packed

_FAILED_FIRST = "The line is not deployed, and no number leads to it. Mend what is said above, and run this again."


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

    @property
    def is_first(self) -> bool:
        """There is no stack that could be changed, so everything is made."""
        return self._before is None

    def expect_somebody_is_told(self) -> None:
        """Asked before half a minute of packing. Raises HotlineError where nobody's address for alarms is known.

        The first deployment of a stage in another region is a first one as well, and nothing is asked of the region
        before: it may be gone.
        """
        if "AlertEmail" in self._given:
            return
        facts = self._deployed.stack.facts()
        if facts is None or facts.never_came or facts.is_going:
            stage = self._deployed.stage
            raise HotlineError(
                f"this is the first deployment of {stage.name} in {stage.region}: say who is told when something "
                "breaks with --alert-email, like --alert-email gwen@example.org"
            )

    def show(self, packed: Packed) -> None:
        """What of this packed line would change. Raises HotlineError where it cannot be deployed at all.

        Where no stack is, the template alone tells, and nothing is asked of AWS that would have to be taken back: a
        proposal makes an empty stack, which cannot be deleted in time for the deployment that follows.
        https://github.com/aws/aws-cdk/pull/29492
        """
        from infra.aws.artefacts import Artefacts  # a second: not for --help, here and below

        deployed, cloud = self._deployed, self._deployed.cloud
        click.echo(
            f"{deployed.stack.name} in {cloud.region}, AWS account {cloud.account}: {', '.join(deployed.groups)}"
        )
        self._before = self._as_it_is()
        self._packed, self._artefacts = packed, Artefacts(cloud, deployed.stage)
        self._fallback_url = deployed.fallback_url_now() or self._fallback_url_before()
        if self._before is None:
            self._tell(self._all())
            return
        self.proposal = self._propose()
        if self.proposal is None:
            click.echo("nothing would change")
            return
        self._tell(self.proposal.changes)
        emptied = changes.empties(self.proposal.changes)
        if emptied:
            self.leave()
            raise HotlineError(f"the line would find {', '.join(emptied)} empty: this is not deployed")

    def leave(self) -> None:
        """Deploy nothing, and delete what was proposed."""
        if self.proposal:
            self._deployed.stack.drop(self.proposal)
        self._artefacts.take_back()

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

        1. What is left of a stack that cannot be changed is gone.
        2. What is shared with Twilio is there, since the line asks for it at its first call.
        3. The bucket is there that its nightly backups go to.
        4. The pages are there that answer when it cannot, since the line is told where they are.
        5. The line itself; if that fails AWS puts everything back.
        6. It is phoned; if it does not answer, what was there before is deployed again.
        """
        deployed = self._deployed
        if self._before is None:
            following.make_room(deployed.stack, wait=self._wait)
        if deployed.secrets.read() is None:
            click.echo(f"Twilio: {deployed.secrets.name} is there, for {secrets.put(deployed)}")
        if not nightly.deploy(deployed, wait=self._wait) or not fallback.deploy(deployed, wait=self._wait):
            return False
        self._propose_with_the_fallback()
        if self.proposal and not following.changed(deployed.stack, self.proposal, "Deploying", wait=self._wait):
            click.echo(_FAILED_FIRST if self._before is None else "AWS has put everything back as it was.", err=True)
            return False
        wrong = phoning.what_is_wrong(deployed, wait=self._wait)
        if wrong:
            click.echo(f"It does not answer as it should: {wrong}", err=True)
            self._back()
            return False
        click.echo(f"The line answers at {deployed.base_url}, and if it cannot, {deployed.fallback_url} does.")
        click.echo(f"Its numbers lead there after: hotline connect --stage {deployed.stage.name}")
        telling.somebody(deployed, former=self._before.facts.parameters.get("AlertEmail") if self._before else None)
        budget.deploy(deployed, self._given.get("MonthlyBudget"), wait=self._wait)
        return True

    def _propose_with_the_fallback(self) -> None:
        """Propose the line, if it was not proposed yet, or was proposed with another fallback URL."""
        deployed = self._deployed
        if self._before and deployed.fallback_url == self._fallback_url:
            return
        if self.proposal:
            deployed.stack.drop(self.proposal)
        self._fallback_url = deployed.fallback_url
        self.proposal = self._propose()

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
            facts = stack.facts()
            mend = f": {following.how_to_free(facts)}" if facts else ""
            click.echo(f"That failed too{mend}.", err=True)
            return
        wrong = phoning.what_is_wrong(Deployed(self._deployed.stage.name), wait=self._wait)
        click.echo(
            f"It is back, but does not answer either: {wrong}" if wrong else "It is back, and answers.", err=True
        )

    def _as_it_is(self) -> Before | None:
        """None: a first deployment. Raises HotlineError for a stack that nobody can change just now."""
        stack = self._deployed.stack
        facts = stack.facts()
        if facts is None:
            return None
        if facts.never_came:
            click.echo("An earlier first deployment failed; what is left of it is deleted first.")
            return None
        if facts.has_stayed:
            click.echo(f"{stack.name} was deleted, but for some of it; what is left is deleted first.")
            return None
        if facts.is_going:
            click.echo(f"{stack.name} is being deleted just now; that is waited for.")
            return None
        if facts.is_busy:
            raise HotlineError(f"{stack.name} is being changed just now ({facts.status}): wait until that is over")
        if not facts.is_good:
            raise following.stuck(stack, facts)
        return Before(facts=facts, template=stack.template())

    def _all(self) -> Iterator[Change]:
        """Yield all that a first deployment makes. A table that an earlier deployment has left is taken over."""
        from infra.aws.cloudformation import Change
        from infra.aws.tables import row_counts

        tables = self._packed.tables(self._told())
        there = row_counts(self._deployed.cloud.client("dynamodb"), tables.values())
        for name, kind in self._packed.kinds.items():
            yield Change(action="Import" if tables.get(name) in there else "Add", kind=kind, name=name, replaced=False)

    @staticmethod
    def _tell(some: Iterable[Change]) -> None:
        for line in changes.told(some):
            click.echo(line)

    def _propose(self) -> Proposal | None:
        """Propose the change. If AWS refuses it, nothing stays in the bucket."""
        if following.once_the_name_is_free(self._artefacts.make, wait=self._wait):
            click.echo(f"made the bucket {self._artefacts.bucket} for its code")
        told = self._told()
        try:
            return self._deployed.stack.propose(self._packed.keep(self._artefacts, told), told)
        except HotlineError:
            self._artefacts.take_back()
            raise

    def _told(self) -> dict[str, str]:
        stage = self._deployed.stage
        ours = {"Stage": stage.name, "SecretsName": stage.secrets, "FallbackUrl": self._fallback_url}
        as_it_was = self._before.facts.parameters if self._before else {}
        return self._packed.parameters(as_it_was, ours, self._given)

    def _fallback_url_before(self) -> str:
        """Return the fallback URL that the line was deployed with. Empty: there is none."""
        return self._before.facts.parameters.get("FallbackUrl", "") if self._before else ""

    _before: Before | None
    _packed: Packed
    _artefacts: Artefacts
    _fallback_url: str
