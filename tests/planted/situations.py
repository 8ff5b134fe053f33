"""Scenes that are lived only to find a planted fault: they need more people than a crash point should wait for."""

from __future__ import annotations

from hotline.hours import Hours
from infra.local.exchange import LetsItRing
from tests.crash_points.actor import Actor
from tests.crash_points.habits import ASK, HELPER
from tests.crash_points.scenario import Scenario
from tests.crash_points.town import Town

_SLEEP, _WAKE = 70, 30


def many_sleep(town: Town) -> None:
    """Seventy who were asked longest ago sleep until five past ten, and thirty who are awake let it ring."""
    sleepers = [_neighbour(town, number) for number in range(_SLEEP)]
    town.joins(*sleepers, hours=Hours.parse("every day 10:05-20:00"))
    town.joins(*(_neighbour(town, _SLEEP + number) for number in range(_WAKE)))
    town.coordinates(town.gwen)
    town.phones(town.rosa, ASK)


def _neighbour(town: Town, number: int) -> Actor:
    neighbour = Actor(town.exchange, f"+447700900{200 + number}", f"neighbour {number}", HELPER)
    neighbour.reactions = [LetsItRing()] * 20
    return neighbour


def nothing(_: Town) -> list[str]:
    """Only the witness judges it."""
    return []


SITUATIONS = (Scenario(name="many sleep", arrange=many_sleep, outcome=nothing, days=0.02),)
