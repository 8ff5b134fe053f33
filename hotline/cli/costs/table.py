"""A table of the price file or of the usage file: as a group's file is read, and its numbers and days besides."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hotline.groups.table import Table


class Figures(Table):
    """Faults are one line that names file, table and key, as in a group's file."""

    def number(self, key: str, *, like: str = "0.01") -> Decimal:
        """A number that is not negative, exactly as it is written."""
        value = self._value(key, like=like)
        if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value < float("inf"):
            raise self.fault(key, f"{value} is not a number of nought or more; write it like {like}")
        return Decimal(str(value))

    def day(self, key: str) -> date:
        """A day, as `2026-11-28`."""
        text = self.text(key, like="2026-11-28")
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise self.fault(key, f'"{text}" is not a day; write it like "2026-11-28"') from None
