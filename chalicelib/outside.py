"""The world that the doors open onto: made from the environment once a process, or given by who runs the app here."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import hotline
from chalicelib.account import account_from_environment
from hotline.groups import Groups
from hotline.prompts import load_groups
from hotline.world import World

if TYPE_CHECKING:
    from hotline.store import Store
    from hotline.telephony.account import Account
    from hotline.telephony.carrier import Carrier

_given: list[tuple[World, Account]] = []


def world() -> World:
    """The world of this process."""
    return _outside()[0]


def account() -> Account:
    """Whose line it is at Twilio."""
    return _outside()[1]


def by_our_secrets(is_signed: Callable[[], bool]) -> bool:
    """Ask by the secrets that are known; if by none of them, by those there are now (fault 30). Raises NotKnown."""
    return is_signed() or (account().look_again() and is_signed())


@contextmanager
def standing_in(world: World, account: Account) -> Iterator[None]:
    """Run the same app in another world: another clock, store and carrier (`hotline serve`, the tests)."""
    _given.append((world, account))
    try:
        yield
    finally:
        _given.pop()


def _outside() -> tuple[World, Account]:
    if not _given:
        ours = account_from_environment(_now)
        _given.append((from_environment(os.environ["HOTLINE_BASE_URL"], ours), ours))
    return _given[-1]


def from_environment(base_url: str, account: Account) -> World:
    """Settings of HOTLINE_GROUPS, and the clock on the wall."""
    return World(
        clock=_now,
        groups=read_groups(groups_folder()),
        base_url=base_url,
        fallback_url=os.environ.get("HOTLINE_FALLBACK_URL", ""),
        open_store=_open_store,
        open_carrier=lambda: _open_carrier(account),
        secrets=lambda: account.secrets,
    )


@cache
def read_groups(folder: Path) -> Groups:
    """Once a process; where AWS takes a snapshot of it, before that. Raises GroupFileError."""
    return load_groups(folder)


def groups_folder() -> Path:
    """HOTLINE_GROUPS, else the `groups` folder that lies beside the `hotline` package."""
    named = os.environ.get("HOTLINE_GROUPS")
    return Path(named) if named else Path(hotline.__file__).parent.parent / "groups"


def _now() -> datetime:
    return datetime.now(UTC)


def _open_store() -> Store:
    from hotline.store import Store  # half a second: not on the way to the first word

    return Store()


def _open_carrier(account: Account) -> Carrier:
    from hotline.telephony.carrier import Carrier

    return Carrier(account=account, api_url=os.environ.get("TWILIO_API_URL"))
