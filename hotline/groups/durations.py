"""Durations as people write them in a group's file: `20s`, `5m`, `1h30m`, `7d`."""

from __future__ import annotations

import re
from datetime import timedelta

_UNITS = {"d": 86_400, "h": 3_600, "m": 60, "s": 1}
_DURATION = re.compile("".join(f"(?:([0-9]{{1,5}}){unit})?" for unit in _UNITS))


def parse_duration(text: str) -> timedelta:
    """Days, hours, minutes and seconds, each once and in this order. Raises ValueError with a sentence."""
    matched = _DURATION.fullmatch(text)
    if not text or matched is None:
        raise ValueError(f'"{text}" is not a duration; write it like "20s", "5m" or "1h30m"')
    amounts = (int(amount or 0) for amount in matched.groups())
    return timedelta(seconds=sum(amount * unit for amount, unit in zip(amounts, _UNITS.values(), strict=True)))


def duration_text(duration: timedelta) -> str:
    """The shortest text of a duration of whole seconds; `parse_duration` reads it back."""
    left = int(duration.total_seconds())
    parts = []
    for name, unit in _UNITS.items():
        amount, left = divmod(left, unit)
        parts.append(f"{amount}{name}" if amount else "")
    return "".join(parts) or "0s"
