"""Looking for a planted fault: its own scenes first, then all scenes, then crash points, then some days of the year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tests.crash_points.life import live
from tests.crash_points.scenarios import SCENARIOS
from tests.crash_points.stopping import Stopping
from tests.planted.faults import Fault
from tests.planted.situations import SITUATIONS

_ALL = {**SCENARIOS, **{each.name: each for each in SITUATIONS}}


@dataclass(frozen=True, kw_only=True)
class Found:
    """The judge that has found a fault, and its first sentence."""

    by: str
    sentence: str


def look_for(fault: Fault, *, processes: int = 1) -> Found | None:
    """Ask one judge after the other, until one has found something."""
    return next((found for found in _judges(fault, processes) if found), None)


def _judges(fault: Fault, processes: int) -> Iterator[Found | None]:
    for name in fault.scenes:
        yield _scene(name)
    for name in fault.stopped:
        yield _crash_points(name, processes)
    for name in SCENARIOS:
        if name not in fault.scenes:
            yield _scene(name)


def _scene(name: str) -> Found | None:
    try:
        found, _ = live(_ALL[name])
    except Exception as error:  # noqa: BLE001 -- a line that breaks has been found out
        found = [f"{type(error).__name__}: {error}"]
    return Found(by=f"the scene `{name}`", sentence=found[0]) if found else None


def _crash_points(name: str, processes: int) -> Found | None:
    stopping = Stopping(processes=processes)
    live(_ALL[name], stopping)
    stopping.wait()
    for point, sentences in stopping.found.items():
        return Found(by=f"`{name}`, stopped {point}", sentence=sentences[0])
    return None
