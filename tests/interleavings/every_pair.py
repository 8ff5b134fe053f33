"""Every pair there is: those that were thought of one by one, and each effect against whatever may run beside it."""

from __future__ import annotations

from tests.interleavings import cases, pairs
from tests.interleavings.pair import PAIRS

__all__ = ["PAIRS", "cases", "pairs"]
