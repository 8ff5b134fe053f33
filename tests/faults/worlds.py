"""Worlds in which a part of ours breaks at a certain instant: the part is passed in, and behaves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from chalicelib.outside import standing_in
from hotline.numbers import PhoneNumber
from hotline.store import Store
from hotline.telephony.carrier import Carrier
from hotline.world import World
from infra.local.in_process import InProcess
from tests.stories.town import Town


class Died(Exception):
    """The process ended here."""


@dataclass(kw_only=True)
class Plan:
    """What the carrier of a world does otherwise than Twilio's, and what it was asked."""

    dies_before: bool = False  # the next call, before it is placed
    dies_after: bool = False  # the next call, placed and not yet noted
    asked_status: list[str] = field(default_factory=list)


class Planned(Carrier):
    """Twilio's REST, reached from a process that may end at any instant."""

    def __init__(self, town: Town, plan: Plan) -> None:
        super().__init__(account=town.line.account, http=InProcess(town.exchange))
        self._plan = plan

    def place(
        self,
        *,
        to: PhoneNumber,
        shown: PhoneNumber,
        url: str,
        fallback_url: str | None,
        status_url: str,
        ring: timedelta,
    ) -> str:
        before, after = self._plan.dies_before, self._plan.dies_after
        self._plan.dies_before = self._plan.dies_after = False
        if before:
            raise Died
        sid = super().place(to=to, shown=shown, url=url, fallback_url=fallback_url, status_url=status_url, ring=ring)
        if after:
            raise Died
        return sid

    def status(self, sid: str) -> str | None:
        self._plan.asked_status.append(sid)
        return super().status(sid)


@contextmanager
def breaking(town: Town, plan: Plan | None = None, store: Store | None = None) -> Iterator[None]:
    """While this lasts, the app is in a world with another carrier or store."""
    world = World(
        clock=town.world.clock,
        groups=town.world.groups,
        base_url=town.world.base_url,
        fallback_url=town.world.fallback_url,
        open_store=lambda: store or town.store,
        open_carrier=lambda: Planned(town, plan or Plan()),
    )
    with standing_in(world, town.line.account):
        yield
