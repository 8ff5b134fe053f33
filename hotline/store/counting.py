"""Counts with a limit, each on a line row of its own: calls in a day, rings of a phone, wrong codes, texts.

What a webhook counts may come twice: it is counted by what caused it, once.
"""

from __future__ import annotations

from datetime import datetime

from pynamodb.expressions.condition import Condition, size
from pynamodb.expressions.update import Action

from hotline.store.models import LineRow


def one_more(expires: datetime) -> tuple[Action, ...]:
    """Count one; the row is of no use after that time."""
    return LineRow.calls.add(1), LineRow.expires.set(expires)


def one_less(expires: datetime) -> tuple[Action, ...]:
    """Take back one that was counted."""
    return LineRow.calls.add(-1), LineRow.expires.set(expires)


def fewer_than(limit: int) -> Condition:
    """So many may be counted; none at all, where the limit is nothing."""
    fewer: Condition = LineRow.calls < limit
    return LineRow.calls.does_not_exist() | fewer if limit > 0 else fewer


def once_more(by: str, expires: datetime) -> tuple[Action, ...]:
    """Count what is known by this name, once; the row is of no use after that time."""
    return LineRow.counted.add(frozenset({by})), LineRow.expires.set(expires)


def once_or_fewer_than(by: str, limit: int) -> Condition:
    """It has been counted already, or so many may be."""
    counted: Condition = LineRow.counted.contains(by)
    if limit > 0:
        counted |= LineRow.counted.does_not_exist() | (size(LineRow.counted) < limit)  # type: ignore[no-untyped-call] # PynamoDB gives it no types
    return counted
