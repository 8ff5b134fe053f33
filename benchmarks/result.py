"""One line of the table."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Result:
    """What was measured, beside what DESIGN.md allows: a ratio or a count, and a time only where its budget is one."""

    what: str
    found: float
    budget: float | None = None  # None: told, not judged
    unit: str = ""
    note: str = ""

    @property
    def is_over(self) -> bool:
        return self.budget is not None and self.found > self.budget

    def __str__(self) -> str:
        limit = "" if self.budget is None else f"at most {self.budget:g}{self.unit}"
        over = "OVER" if self.is_over else ""
        return f"{self.what:<62} {f'{self.found:.4g}{self.unit}':>10}  {limit:<16} {over:<5} {self.note}".rstrip()
