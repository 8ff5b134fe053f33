"""What a command works on: the DynamoDB that the environment names, the line that runs here, or AWS's own."""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING, Any

import click

from hotline.errors import HotlineError
from hotline.groups import Group, Groups
from infra.aws.stage import HOME
from infra.local.settings import Database, Twilio, read_groups
from infra.local.whereabouts import Whereabouts, find, path

if TYPE_CHECKING:
    from hotline.store import Store
    from hotline.store.copying import Copying
    from hotline.telephony.carrier import Carrier

_AWS = ("AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE")


class NoLine(HotlineError):
    """Nothing to work on."""


class Here:
    """Opened at first use, so that a mistake in a command's words costs nothing."""

    @cached_property
    def groups(self) -> Groups:
        """Those of HOTLINE_GROUPS, else of the line that runs here, else beside the package."""
        line = running()
        if line and self._database.url == line.dynamodb:
            os.environ.setdefault("HOTLINE_GROUPS", line.groups)
        return read_groups()

    @cached_property
    def store(self) -> Store:
        """Raises NoLine when nothing says where to look."""
        self._look()
        from hotline.store import Store  # half a second

        return Store()

    @cached_property
    def copying(self) -> Copying:
        """Whole tables, for a backup. Raises NoLine as well."""
        self._look()
        from hotline.store.copying import Copying  # as above

        return Copying()

    @cached_property
    def dynamodb(self) -> Any:
        """The service itself, to look at the tables as such. Raises NoLine as well."""
        self._look()
        from infra.aws.cloud import Cloud  # a second

        return Cloud(os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or HOME).client("dynamodb")

    def _look(self) -> None:
        if self._database.url is None and not any(os.environ.get(name) for name in _AWS):
            raise NoLine("no line runs here: start one with `hotline serve`, or set AWS_ENDPOINT_URL or AWS_PROFILE")
        self._database.use()

    @property
    def carrier(self) -> Carrier:
        """Return the carrier of the calls, which is needed only for the sound of recordings."""
        from hotline.telephony.carrier import Carrier

        line, twilio = running(), Twilio.from_environment(os.environ)
        api_url = twilio.api_url or (line.base_url if line and line.exchange else None)
        return Carrier(account=twilio.account, api_url=api_url)

    def group(self, slug: str | None) -> Group:
        """The one that is named, or the only one there is. Raises click.UsageError."""
        if slug is None and len(self.groups) == 1:
            return next(iter(self.groups.values()))
        known = ", ".join(self.groups)
        if slug is None:
            raise click.UsageError(f"Say which group with --group: {known}")
        if slug not in self.groups:
            raise click.UsageError(f"There is no group {slug}; there is {known}")
        return self.groups[slug]

    @cached_property
    def _database(self) -> Database:
        named = Database.from_environment(os.environ)
        line = running()
        if named.url is not None or line is None or line.dynamodb is None:
            return named
        os.environ.setdefault("HOTLINE_TABLES", line.tables)
        return Database(url=line.dynamodb, streams=line.streams)


def running() -> Whereabouts | None:
    """The line that `hotline serve` runs on this machine."""
    return find(path(os.environ))
