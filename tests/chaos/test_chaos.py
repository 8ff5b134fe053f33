"""A morning of a town that presses anything; `make chaos` lets many towns live for a day."""

from __future__ import annotations

import pytest

from tests.chaos.report import live


@pytest.mark.parametrize("seed", [1, 2])
def test_no_promise_is_broken_by_whatever_is_pressed(seed: int) -> None:
    """Every promise is judged at every write and every sound, with faults, and a day and a quarter after it."""
    run = live(seed, hours=3)
    assert run.calls > 0
    assert run.broken == (), run.transcript
