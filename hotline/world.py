"""What an effect or the dispatcher is given of the outside: a clock, the groups, the store, the carrier."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hotline.groups import Groups
    from hotline.store import Store
    from hotline.telephony.carrier import Carrier

Clock = Callable[[], datetime]  # aware, UTC


class World:
    """Made once a process by whoever starts it. The store and the carrier are opened at their first use.

    Importing them costs half a second each, and no greeting, menu or mistake needs either.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        groups: Groups,
        base_url: str,
        open_store: Callable[[], Store],
        open_carrier: Callable[[], Carrier],
        secrets: Sequence[str] = (),
    ) -> None:
        """`secrets`: what only this deployment knows, the newest first. With none there are no codes."""
        self.clock = clock
        self.groups = groups
        self.base_url = base_url.rstrip("/")
        self.secrets = tuple(filter(None, secrets))
        self._open_store = open_store
        self._open_carrier = open_carrier

    @cached_property
    def store(self) -> Store:
        return self._open_store()

    @cached_property
    def carrier(self) -> Carrier:
        return self._open_carrier()

    def now(self) -> datetime:
        return self.clock()
