"""What people who answer the phone for money would cost, for as many minutes as the line is on the phone."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from hotline.cli.costs.bill import Costs
from hotline.cli.costs.figure import Figure, plain
from hotline.cli.costs.prices import Price


@dataclass(frozen=True, kw_only=True)
class Instead:
    """One way of doing it with people."""

    name: str
    price: Price
    each: Figure | None  # minutes a request; None: by the month, however many phone

    def quantity(self, requests: int) -> Decimal:
        """How much of it a month with so many requests takes."""
        return self.each.value * requests if self.each else Decimal(1)


def instead(costs: Costs) -> tuple[Instead, ...]:
    """That somebody answers, which is all that such a service does; that they did what the line does; and another."""
    used, by_minute, by_month = costs.used, costs.prices["answering_minute"], costs.prices["answering_month"]
    calls_in = used.of("minutes_in")
    all_calls = calls_in + used.of("minutes_to_mobiles") + used.of("minutes_to_landlines")
    return (
        Instead(name="answers the calls that come in", price=by_minute, each=used.a_request(calls_in)),
        Instead(name="answers, and makes the line's calls", price=by_minute, each=used.a_request(all_calls)),
        Instead(name=f"another, from £{plain(by_month.amount)} a month", price=by_month, each=None),
    )
