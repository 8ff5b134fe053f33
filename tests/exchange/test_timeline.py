"""Time on which calls happen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial

from infra.local.exchange import Timeline

START = datetime(2026, 3, 2, 10, tzinfo=UTC)


def test_time_jumps_to_what_is_due() -> None:
    """Nothing waits: the clock stands at the moment of whatever happens."""
    timeline, seen = Timeline(START), list[datetime]()
    timeline.after(86400, lambda: seen.append(timeline.now()))
    assert timeline.run_next()
    assert seen == [START + timedelta(days=1)]
    assert not timeline.run_next()


def test_what_is_due_at_once_happens_in_the_order_it_was_arranged() -> None:
    """Two things at the same moment never change places, so that each run is the same."""
    timeline, seen = Timeline(START), list[str]()
    for name in ("first", "second", "third"):
        timeline.after(1, partial(seen.append, name))
    timeline.run_until(START + timedelta(seconds=1))
    assert seen == ["first", "second", "third"]


def test_what_is_cancelled_does_not_happen() -> None:
    """A timer can be cancelled until it rings, and cancelling again is no fault."""
    timeline, seen = Timeline(START), list[str]()
    due = timeline.after(1, lambda: seen.append("rang"))
    timeline.cancel(due)
    timeline.cancel(due)
    timeline.cancel(None)
    timeline.run_until(START + timedelta(seconds=2))
    assert seen == []


def test_the_past_is_due_at_once() -> None:
    """The clock never goes back."""
    timeline, seen = Timeline(START), list[datetime]()
    timeline.at(START - timedelta(hours=1), lambda: seen.append(timeline.now()))
    timeline.run_next()
    assert seen == [START]


def test_running_stops_at_its_limit() -> None:
    """What is waited for and does not come leaves the clock at the limit, with later things still to do."""
    timeline = Timeline(START)
    timeline.after(60, lambda: None)
    assert not timeline.run_while(lambda: True, 30)
    assert timeline.now() == START + timedelta(seconds=30)
    assert timeline.run_next()


def test_running_stops_as_soon_as_it_may() -> None:
    """It is asked again after each thing that happens."""
    timeline, seen = Timeline(START), list[int]()
    for second in range(1, 10):
        timeline.after(second, partial(seen.append, second))
    assert timeline.run_while(lambda: len(seen) < 3, 60)
    assert timeline.now() == START + timedelta(seconds=3)


def test_something_slow_outside_comes_back_in_its_turn() -> None:
    """In virtual time what is done outside is done at once, but never in the middle of something else."""
    timeline, seen = Timeline(START), list[str]()
    timeline.outside(lambda: "answer", seen.append)
    assert seen == []
    timeline.run_next()
    assert seen == ["answer"]
