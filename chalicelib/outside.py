"""The world that the doors open onto: made from the environment once a process, or given by who runs the app here."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import hotline
from hotline.groups import Groups, load
from hotline.prompts import prompt_ids
from hotline.telephony.signature import Tokens
from hotline.world import World

if TYPE_CHECKING:
    from hotline.store import Store
    from hotline.telephony.carrier import Carrier

_given: list[tuple[World, Tokens]] = []


def world() -> World:
    """The world of this process."""
    return _outside()[0]


def tokens() -> Tokens:
    """Twilio's auth tokens, the primary and during a rotation the secondary."""
    return _outside()[1]


@contextmanager
def standing_in(world: World, tokens: Tokens) -> Iterator[None]:
    """Run the same app in another world: another clock, store and carrier (`hotline serve`, the tests)."""
    _given.append((world, tokens))
    try:
        yield
    finally:
        _given.pop()


def _outside() -> tuple[World, Tokens]:
    if not _given:
        _given.append((from_environment(os.environ["HOTLINE_BASE_URL"]), tokens_from_environment()))
    return _given[-1]


def from_environment(base_url: str) -> World:
    """Settings of HOTLINE_GROUPS, Twilio's own variables, and the clock on the wall: read here and nowhere else."""
    return World(
        clock=lambda: datetime.now(UTC),
        groups=read_groups(groups_folder()),
        base_url=base_url,
        open_store=_open_store,
        open_carrier=_open_carrier,
        secrets=tokens_from_environment().all,
    )


@cache
def read_groups(folder: Path) -> Groups:
    """Once a process; where AWS takes a snapshot of it, before that. Raises GroupFileError."""
    return load(folder, prompts=prompt_ids())


def groups_folder() -> Path:
    """HOTLINE_GROUPS, else the `groups` folder that lies beside the `hotline` package."""
    named = os.environ.get("HOTLINE_GROUPS")
    return Path(named) if named else Path(hotline.__file__).parent.parent / "groups"


def tokens_from_environment() -> Tokens:
    return Tokens(
        primary=os.environ.get("TWILIO_AUTH_TOKEN", ""),
        secondary=os.environ.get("TWILIO_AUTH_TOKEN_SECONDARY", ""),
    )


def _open_store() -> Store:
    from hotline.store import Store  # half a second: not on the way to the first word

    return Store()


def _open_carrier() -> Carrier:
    from hotline.telephony.carrier import Carrier

    return Carrier(
        account_sid=os.environ["TWILIO_ACCOUNT_SID"],
        auth_token=os.environ["TWILIO_AUTH_TOKEN"],
        api_url=os.environ.get("TWILIO_API_URL"),
    )
