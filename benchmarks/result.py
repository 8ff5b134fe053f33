"""One line of the table."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Result:
    """What was measured, beside what DESIGN.md allows: a ratio or a count, never a time."""

    what: str
    found: float
    budget: float | None = None  # None: told, not judged
    unit: str = ""
    note: str = ""

    def __str__(self) -> str:
        limit = "" if self.budget is None else f"at most {self.budget:g}{self.unit}"
        over = "OVER" if self.budget is not None and self.found > self.budget else ""
        return f"{self.what:<58} {f'{self.found:.4g}{self.unit}':>10}  {limit:<16} {over:<5} {self.note}".rstrip()
