"""The whole of it as `hotline cost` prints it: the table, the arithmetic, or one document for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from hotline.cli.costs.arithmetic import assumptions, conversion, origins, sums
from hotline.cli.costs.bill import Bill, Costs
from hotline.cli.costs.figure import Figure, plain
from hotline.cli.costs.people import instead
from hotline.cli.costs.sheet import headings, rows, text, wrapped
from hotline.cli.costs.usage import Usage
from hotline.groups import Policy

TITLE = "A month, in pounds"
_FINE = Decimal("0.0001")  # pounds
_A_MONTH = Decimal(365) / 12  # days


def table(costs: Costs, requests: Sequence[int]) -> str:
    """For a terminal, with what is to be known of it below."""
    told = text(TITLE, headings(requests), list(rows(costs, requests)))
    return "\n".join([told, "", *(wrapped(note, told) for note in notes(costs, requests))])


def notes(costs: Costs, requests: Sequence[int]) -> Iterator[str]:
    """How the sums are made, how old the prices are, and what stands in the way of so many requests."""
    used, read = costs.used, sorted(price.read for price in costs.prices.values())
    picked_up = used.of("calls_to_mobiles") + used.of("calls_to_landlines")
    out = used.of("minutes_to_mobiles") + used.of("minutes_to_landlines")
    yield "Each amount is rounded by itself; without VAT, where it is not said."
    yield (
        f"What a request uses was counted over {plain(used.measured['requests'])} of them ({used.command}, {used.on}): "
        f"{_about(used, used.of('calls_in'))} calls in, for {_about(used, used.of('minutes_in'))} minutes; "
        f"{_about(used, used.of('calls_placed'))} calls placed; {_about(used, picked_up)} picked up, with those that "
        f"are dialled in a call, for {_about(used, out)} minutes."
    )
    yield f"Prices were read between {read[0]} and {read[-1]}. {conversion(costs)}."
    limit = Policy().daily_calls
    for number in requests:
        a_day = used.a_request(used.of("calls_placed")).value * number / _A_MONTH
        if a_day > limit:
            yield f"{number:,} requests are {a_day:,.0f} phones rung a day: above `daily_calls`, {limit} in a group."


def arithmetic(costs: Costs, requests: Sequence[int]) -> str:
    """All sums; then what was assumed, and where each price is from."""
    parts = {"The arithmetic": sums(costs, requests), "Assumed": assumptions(costs), "Prices": origins(costs)}
    return "\n\n".join("\n".join([f"{title}\n", *lines]) for title, lines in parts.items())


def document(costs: Costs, requests: Sequence[int]) -> dict[str, Any]:
    """Amounts in pounds, to a hundredth of a penny."""
    return {
        "currency": "GBP",
        "usd_per_gbp": float(costs.prices["usd_per_gbp"].amount),
        "vat": float(costs.prices["vat"].amount),
        "measured": {"command": costs.used.command, "on": costs.used.on.isoformat()},
        "months": [_month(costs, costs.bill(number)) for number in (0, *requests)],
        "prices": {
            price.key: {"price": float(price.amount), "per": price.per, "currency": price.currency, "unit": price.unit}
            | {"free": float(price.free), "region": price.region, "source": price.source}
            | {"read": price.read.isoformat(), "read_from": price.read_from, "assumed": price.assumed}
            for price in costs.prices.values()
        },
    }


def _month(costs: Costs, bill: Bill) -> dict[str, Any]:
    return {
        "requests": bill.requests,
        "parts": [
            {"name": line.part.name, "price": line.price.key, "idle": _fine(line.idle), "used": _fine(line.used)}
            | {"free": _fine(line.free)}
            for line in bill.lines
        ],
        "idle": _fine(bill.idle),
        "used": _fine(bill.used),
        "free": _fine(bill.free),
        "to_pay": _fine(bill.to_pay),
        "a_request": None if bill.a_request is None else _fine(bill.a_request),
        "instead": {way.name: _fine(costs.in_pounds(way.price, way.quantity(bill.requests))) for way in instead(costs)},
    }


def _fine(pounds: Decimal) -> float:
    return float(pounds.quantize(_FINE, ROUND_HALF_UP))


def _about(used: Usage, in_the_year: Figure) -> str:
    return f"{used.a_request(in_the_year).value:.1f}"
