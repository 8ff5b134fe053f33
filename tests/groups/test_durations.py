"""Durations as people write them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.groups import duration_text, parse_duration


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("20s", timedelta(seconds=20)),
        ("90s", timedelta(seconds=90)),
        ("5m", timedelta(minutes=5)),
        ("1h30m", timedelta(minutes=90)),
        ("7d", timedelta(days=7)),
        ("1d2h3m4s", timedelta(days=1, hours=2, minutes=3, seconds=4)),
        ("0s", timedelta()),
    ],
)
def test_days_hours_minutes_and_seconds(text: str, duration: timedelta) -> None:
    """Any of them, in this order."""
    assert parse_duration(text) == duration


@pytest.mark.parametrize(
    "text", ["", "20", "s", "20 s", "20S", "-1s", "1.5h", "30m1h", "1m1m", "٣s", "123456s", "20s "]
)
def test_anything_else_is_refused_with_an_example(text: str) -> None:
    """The sentence says how to write one."""
    with pytest.raises(ValueError, match='is not a duration; write it like "20s", "5m" or "1h30m"'):
        parse_duration(text)


@given(st.integers(min_value=0, max_value=99_999 * 86_400))
def test_a_duration_is_read_back_as_it_was_written(seconds: int) -> None:
    """Any of whole seconds."""
    duration = timedelta(seconds=seconds)
    assert parse_duration(duration_text(duration)) == duration
