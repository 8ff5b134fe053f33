"""The pairs that were thought of one by one. Importing this registers them all."""

from __future__ import annotations

from tests.interleavings.pairs import (
    complaints,
    drafts,
    faulty,
    finishing,
    one_phone,
    reserving,
    taking,
    weekly,
)

__all__ = ["complaints", "drafts", "faulty", "finishing", "one_phone", "reserving", "taking", "weekly"]
