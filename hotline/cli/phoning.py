"""Phoning a line that was just deployed, as Twilio does: each group must greet, and nobody but Twilio be let in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline.cli.following import NEVER, Wait
from hotline.cli.progress import turning

if TYPE_CHECKING:
    from hotline.cli.deployed import Deployed


def what_is_wrong(deployed: Deployed, *, wait: Wait = NEVER.wait) -> str | None:
    """With the first group that does not greet, in words. None: all is well."""
    from infra.aws.smoke import greets, refuses  # a second: not for --help

    shared = deployed.secrets.read()
    if shared is None:
        return f"there is no {deployed.secrets.name}: hotline secrets"
    with turning("Phoning it …"):
        for group in deployed.groups.values():
            told = deployed.base_url, group, shared
            wrong = greets(*told, wait=wait) or refuses(*told, wait=wait)
            if wrong:
                return f"{group.slug}: {wrong}"
    return None
