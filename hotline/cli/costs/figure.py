"""A number that remembers how it was come by, so that what is printed as the arithmetic is the arithmetic."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

_DIGITS = 6  # significant ones


@dataclass(frozen=True, kw_only=True)
class Figure:
    """`60 milliseconds × 0.5 GB`, and what it comes to."""

    value: Decimal
    words: str
    is_sum: bool = False

    def __add__(self, other: Figure) -> Figure:
        return Figure(value=self.value + other.value, words=f"{self.words} + {other.words}", is_sum=True)

    def __mul__(self, other: Figure) -> Figure:
        return Figure(value=self.value * other.value, words=f"{self._factor()} × {other._factor()}")

    def __truediv__(self, other: Figure) -> Figure:
        return Figure(value=self.value / other.value, words=f"{self._factor()} ÷ {other._factor()}")

    def _factor(self) -> str:
        return f"({self.words})" if self.is_sum else self.words


def plain(number: Decimal) -> str:
    """As people write it: commas, no exponent, and digits enough that whoever multiplies gets the same pence."""
    if number == number.to_integral_value():
        return f"{number:,.0f}"
    places = max(0, _DIGITS - 1 - number.adjusted())
    written = f"{number:,.{places}f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


def exact(price: Decimal) -> str:
    """A price as it is published: every digit, and two at the least."""
    return max(f"{price:,.2f}", f"{price.normalize():,f}", key=len)
