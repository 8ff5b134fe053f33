"""Living one scene: whole, or stopped at every point of it."""

from __future__ import annotations

from datetime import timedelta

from tests.crash_points.outside import BAD_GATEWAY, Fate, Lives
from tests.crash_points.scenario import Scenario
from tests.crash_points.stopping import Stopping
from tests.crash_points.town import Town, town_of

# A stopped process answers 502, and the carrier asks for the static page instead. That page cannot know whether it is
# asked for by somebody who waits in a queue, where Twilio allows no <Record>.
_EXPECTED = (
    f"the app answered {BAD_GATEWAY}",
    f"<Play>: it was answered with {BAD_GATEWAY}",
    "fallback/brentwood.xml: <Record> is not allowed in",
)


def live(scenario: Scenario, stopping: Stopping | None = None) -> tuple[list[str], Town]:
    """Live a scene to its end, and return what is broken. Where it is stopped, its copies hand that back instead."""
    with town_of(scenario.groups, scenario.start) as town:
        fate: Fate = stopping or Lives()
        town.line.fate = fate
        try:
            with town.alive():
                scenario.arrange(town)
                _run(town, scenario, stopping)
                found = [*town.witness.ends(), *scenario.outcome(town), *_complaints(town)]
        except Exception as error:
            if stopping is None or stopping.stopped_at is None:
                raise
            found = [f"the run failed: {type(error).__name__}: {error}"]
        if stopping and stopping.stopped_at:
            stopping.shows(town.exchange.transcript())
            stopping.hand_back(found)
        return found, town


def _run(town: Town, scenario: Scenario, stopping: Stopping | None) -> None:
    if stopping:
        stopping.armed = True
    town.timeline.run_until(town.start + timedelta(seconds=scenario.seconds))
    if stopping:
        stopping.armed = False


def _complaints(town: Town) -> list[str]:
    """Return what the exchange complained of; but that a stopped process answers 502 is no fault."""
    return [str(error) for error in town.exchange.errors if not any(words in str(error) for words in _EXPECTED)]
