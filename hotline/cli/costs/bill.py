"""The bill of one month: what stands there, what the requests use, AWS's free tier, VAT; and what people would cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from hotline.cli.costs.figure import Figure
from hotline.cli.costs.parts import Part, parts
from hotline.cli.costs.prices import POUND, Price
from hotline.cli.costs.usage import Usage

_PENNY = Decimal("0.01")
_NONE = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class Line:
    """One part in a month, in pounds without VAT, as if nothing were free."""

    part: Part
    price: Price
    idle: Decimal  # whether or not anybody phones
    used: Decimal  # with the requests
    free: Decimal  # of both, what AWS's free tier takes off


@dataclass(frozen=True, kw_only=True)
class Bill:
    """A month with so many requests; none: one in which nobody phones. Pounds."""

    requests: int
    lines: tuple[Line, ...]
    vat: Decimal  # what a pound has added to it

    @property
    def idle(self) -> Decimal:
        return sum((line.idle for line in self.lines), _NONE)

    @property
    def used(self) -> Decimal:
        return sum((line.used for line in self.lines), _NONE)

    @property
    def free(self) -> Decimal:
        """What the free tier takes off."""
        return sum((line.free for line in self.lines), _NONE)

    @property
    def whole(self) -> Decimal:
        """Without VAT, and without the free tier."""
        return self.idle + self.used

    @property
    def to_pay(self) -> Decimal:
        """With VAT, for whoever uses AWS's free tier for nothing else."""
        return (self.whole - self.free) * (1 + self.vat)

    @property
    def a_request(self) -> Decimal | None:
        """Of what is to pay. Nobody phones: None."""
        return self.to_pay / self.requests if self.requests else None


class Costs:
    """One usage file and one price file."""

    def __init__(self, used: Usage, prices: Mapping[str, Price]) -> None:
        self.used, self.prices = used, prices
        self.parts = parts(used)

    def bill(self, requests: int) -> Bill:
        """Of a month with so many requests."""
        lines = tuple(self._line(part, requests) for part in self.parts)
        return Bill(requests=requests, lines=lines, vat=self.prices["vat"].amount)

    def in_pounds(self, price: Price, quantity: Decimal) -> Decimal:
        """What so much costs."""
        cost = price.of(quantity)
        return cost if price.currency == POUND else cost / self.prices["usd_per_gbp"].amount

    def _line(self, part: Part, requests: int) -> Line:
        price = self.prices[part.price]
        idle, used = _value(part.idle), _value(part.each) * requests
        return Line(
            part=part,
            price=price,
            idle=self.in_pounds(price, idle),
            used=self.in_pounds(price, used),
            free=self.in_pounds(price, min(idle + used, price.free)),
        )


def pence(pounds: Decimal) -> Decimal:
    """Rounded as money is: half a penny up."""
    return pounds.quantize(_PENNY, ROUND_HALF_UP)


def _value(figure: Figure | None) -> Decimal:
    return figure.value if figure else _NONE
