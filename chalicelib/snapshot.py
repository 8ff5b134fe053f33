"""What is done before AWS takes its snapshot of the function that answers (SnapStart), so that nobody waits for it.

Every process of that function begins as a copy of the snapshot, perhaps weeks later, many at a time. So nothing secret
is in it, nothing that was true only then, and no connection; and what must differ between two calls is made of what
Twilio sends, or asked of the system's own randomness, which AWS renews in each copy.
https://docs.aws.amazon.com/lambda/latest/dg/snapstart-uniqueness.html
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from importlib import import_module
from typing import NoReturn

import hotline
from chalicelib.asking import trusted
from chalicelib.outside import groups_folder, read_groups
from hotline.answering import first_words
from hotline.world import World

# https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
_HOW = "AWS_LAMBDA_INITIALIZATION_TYPE"
_COMMANDS = "hotline.cli"  # for a terminal, and not in the zip


def before_the_snapshot() -> None:
    """If one is to be taken: import what a call may need, read the groups, say the first words once."""
    if os.environ.get(_HOW) != "snap-start":
        return
    from pkgutil import walk_packages  # which without a snapshot nobody needs

    for module in walk_packages(hotline.__path__, "hotline."):
        if not module.name.startswith(_COMMANDS):
            import_module(module.name)
    trusted()  # as Parameter Store will be; a connection is made in the copy only
    groups = read_groups(groups_folder())
    nobody = World(
        clock=lambda: datetime.now(UTC),
        groups=groups,
        base_url="",
        open_store=_not_yet,
        open_carrier=_not_yet,
    )
    for group in groups.values():
        first_words(nobody, {"To": group.numbers[0].e164, "From": "", "CallSid": ""})


def _not_yet() -> NoReturn:
    raise RuntimeError("Nothing may be opened before the snapshot: the first words need neither store nor carrier.")
