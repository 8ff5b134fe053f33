"""A stage at AWS, and the account at Twilio that has its numbers: what the commands that look after it work on."""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING

import click

from hotline.errors import HotlineError
from hotline.groups import Group, Groups, check_thoroughly
from infra.aws.stage import HOME, Stage
from infra.local.settings import SettingError, checked_url, read_groups

if TYPE_CHECKING:
    from hotline.telephony.console import Console
    from hotline.telephony.leads import Leads
    from infra.aws.backups import Backups
    from infra.aws.cloud import Cloud
    from infra.aws.cloudformation import Facts, Stack
    from infra.aws.secrets import Secrets, Shared

of_stage = click.option("--stage", "stage_name", metavar="S", default="prod", show_default=True, help="Which line.")


class Deployed:
    """Opened at first use, so that a mistake in a command's words costs nothing."""

    def __init__(self, stage_name: str) -> None:
        """Raises click.UsageError."""
        self.stage = stage_of(stage_name)

    @cached_property
    def groups(self) -> Groups:
        """Those of HOTLINE_GROUPS, else beside the package; all of their numbers exist."""
        groups = read_groups()
        for group in groups.values():
            check_thoroughly(group)
        return groups

    @cached_property
    def cloud(self) -> Cloud:
        return _cloud(self.stage.region)

    @cached_property
    def stack(self) -> Stack:
        return _stack(self.cloud, self.stage.stack)

    @cached_property
    def away(self) -> Cloud:
        """Where the fallback is."""
        return _cloud(self.stage.fallback_region)

    @cached_property
    def fallback(self) -> Stack:
        return _stack(self.away, self.stage.fallback_stack)

    @cached_property
    def shared_fallback(self) -> Stack | None:
        """Of a line outside London that was deployed before its fallback had a name of its own; perhaps of several."""
        shared = self.stage.shared_fallback_stack
        return _stack(self.away, shared) if shared != self.stage.fallback_stack else None

    @cached_property
    def elsewhere(self) -> list[str]:
        """Other regions in which a line of this stage stands; one that does not say whether it has one counts too."""
        from infra.aws.artefacts import Artefacts  # a second: not for --help

        return [where for where in Artefacts(self.cloud, self.stage).other_regions() if self._has_a_line(where)]

    def _has_a_line(self, where: str) -> bool:
        try:
            return _stack(_cloud(where), self.stage.stack).facts() is not None
        except HotlineError:
            return True

    @cached_property
    def budget(self) -> Stack:
        """Beside the line."""
        return _stack(self.cloud, self.stage.budget_stack)

    @cached_property
    def backups_stack(self) -> Stack:
        return _stack(self._kept, self.stage.backups_stack)

    @cached_property
    def backups(self) -> Backups:
        """The nightly ones; nothing of the line's own region is asked for them."""
        from infra.aws.backups import Backups  # a second: not for --help

        return Backups(self._kept, self.stage)

    @cached_property
    def _kept(self) -> Cloud:
        return _cloud(self.stage.backups_region)

    @cached_property
    def secrets(self) -> Secrets:
        from infra.aws.secrets import Secrets  # a second: not for --help

        return Secrets(self.cloud, self.stage)

    def leads(self, group: Group) -> Leads:
        """Where the numbers of a group should lead. Raises HotlineError where there is nothing yet to lead to."""
        from hotline.telephony.leads import to_the_line  # a second: not for --help

        return to_the_line(self.base_url, self.fallback_url, group.slug)

    @cached_property
    def base_url(self) -> str:
        """Where the line answers."""
        return base_url_of(self.facts(self.stack))

    @cached_property
    def fallback_url(self) -> str:
        """Where the pages are that answer for it when it cannot."""
        return fallback_url_of(self.facts(self.fallback))

    def fallback_url_now(self) -> str | None:
        """None: there are none, or none that stay."""
        facts = self.fallback.facts()
        return fallback_url_of(facts) if facts and facts.is_good else None

    @cached_property
    def shared(self) -> Shared:
        """What is shared with Twilio: of the environment, else of the stage's parameter."""
        shared = shared_here() or self.secrets.read()
        if shared is None:
            raise HotlineError(f"there is no {self.stage.secrets} yet: put it there with `hotline secrets`")
        return shared

    @cached_property
    def console(self) -> Console:
        return console_of(self.shared)

    def facts(self, stack: Stack) -> Facts:
        """How it stands. Raises HotlineError where it is not, or was never good, or is being deleted."""
        facts = stack.facts()
        if facts is None or facts.is_no_more:
            where = f"there is no stack {stack.name} in {stack.region}" + (f" ({facts.status})" if facts else "")
            raise HotlineError(f"{where}: deploy it with `hotline deploy --stage {self.stage.name}`")
        return facts


def stage_of(name: str) -> Stage:
    """The stage of that name, where the environment says that it is. Raises click.UsageError."""
    try:
        return Stage(name=name, region=region())
    except ValueError as error:
        raise click.UsageError(f"--stage: {error}") from None


def region() -> str:
    """The environment's, else the profile's, else London's."""
    named = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION")
    if named or not os.environ.get("AWS_PROFILE"):
        return named or HOME
    from infra.aws.cloud import region_of_profile

    return region_of_profile() or HOME


def base_url_of(facts: Facts) -> str:
    """A domain of the group's own, if the stack was told one; else the API's own address."""
    return (facts.parameters.get("HotlineBaseUrl") or facts.outputs["EndpointURL"]).rstrip("/")


def fallback_url_of(facts: Facts) -> str:
    """The output of the stack with the pages."""
    return facts.outputs["FallbackUrl"].rstrip("/")


def shared_here() -> Shared | None:
    """Of Twilio's own variables. None: the account or its token is not among them."""
    from infra.aws.secrets import Shared

    sid, token = os.environ.get("TWILIO_ACCOUNT_SID"), os.environ.get("TWILIO_AUTH_TOKEN")
    secondary = os.environ.get("TWILIO_AUTH_TOKEN_SECONDARY", "")
    keys = os.environ.get("TWILIO_SHARED_KEYS", "")
    if not (sid and token):
        return None
    return Shared(account_sid=sid, auth_token=token, auth_token_secondary=secondary, shared_keys=keys)


def console_of(shared: Shared, *, token: str | None = None) -> Console:
    """The account, asked with its auth token, or with another of its tokens. Raises SettingError."""
    from hotline.telephony.console import Console

    api_url = os.environ.get("TWILIO_API_URL") or None
    if api_url:
        checked_url("TWILIO_API_URL", api_url)
    if not shared.account_sid.startswith("AC"):
        raise SettingError("an account SID begins with AC: see the first page of console.twilio.com")
    return Console(account_sid=shared.account_sid, auth_token=token or shared.auth_token, api_url=api_url)


def _cloud(where: str) -> Cloud:
    from infra.aws.cloud import Cloud  # a second: not for --help, and so are those below

    return Cloud(where)


def _stack(cloud: Cloud, name: str) -> Stack:
    from infra.aws.cloudformation import Stack

    return Stack(cloud, name)
