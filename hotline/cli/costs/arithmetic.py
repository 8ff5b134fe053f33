"""Every sum of the bill, written out: how much of each thing, times its price, and where both come from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from hotline.cli.costs.bill import Costs, pence
from hotline.cli.costs.figure import Figure, exact, plain
from hotline.cli.costs.people import instead
from hotline.cli.costs.prices import DOLLAR, POUND, Price

_SIGNS = {DOLLAR: "$", POUND: "£"}


def sums(costs: Costs, requests: Sequence[int]) -> Iterator[str]:
    """Lines: a part, how much of it there is, and what that costs for each number of requests."""
    for part in costs.parts:
        yield from _part(costs, part.name, costs.prices[part.price], (part.idle, part.each), requests)
    for way in instead(costs):
        monthly = None if way.each else Figure(value=Decimal(1), words="1 month")
        yield from _part(costs, f"instead: {way.name}", way.price, (monthly, way.each), requests)


def conversion(costs: Costs) -> str:
    """How dollars become pounds."""
    rate = costs.prices["usd_per_gbp"]
    return f"£1 = ${exact(rate.amount)} ({_from(rate)})"


def assumptions(costs: Costs) -> Iterator[str]:
    """What was chosen, and why."""
    for assumed in costs.used.assumed.values():
        yield f"{costs.used.of(assumed.key).words}: {assumed.why}"
    for price in costs.prices.values():
        if price.assumed:
            yield f"{money(price)}: {price.assumed}"


def money(price: Price) -> str:
    """`$0.0305 per started minute`."""
    many = f"{price.per:,} " if price.per > 1 else ""
    free = f", {plain(price.free)} a month free" if price.free else ""
    return f"{_SIGNS[price.currency]}{exact(price.amount)} per {many}{price.unit}{free}"


def origins(costs: Costs) -> Iterator[str]:
    """Each price: where it holds, whose page says so, and when that was read."""
    for price in costs.prices.values():
        yield f"{money(price)}: {price.region}; {price.source}, {_from(price)}"


def _part(
    costs: Costs, name: str, price: Price, figures: tuple[Figure | None, Figure | None], requests: Sequence[int]
) -> Iterator[str]:
    idle, each = figures
    yield name
    if idle:
        yield f"  a month: {_worked_out(idle)}"
    if each:
        yield f"  a request: {_worked_out(each)}"
    yield f"  price: {money(price)}{' (assumed)' if price.assumed else ''}"
    for number in requests:
        yield f"  {number:,} requests: {_cost(costs, price, figures, number)}"


def _cost(costs: Costs, price: Price, figures: tuple[Figure | None, Figure | None], requests: int) -> str:
    idle, each = figures
    added = [plain(idle.value)] if idle else []
    added += [f"{plain(each.value)} × {requests:,}"] if each else []
    quantity = (idle.value if idle else 0) + (each.value * requests if each else Decimal(0))
    sign = _SIGNS[price.currency]
    per = f" ÷ {price.per:,}" if price.per > 1 else ""
    pounds = costs.in_pounds(price, quantity)
    dollars = "" if price.currency == POUND else f"${_amount(price.of(quantity))} = "
    whole = f"({' + '.join(added)})" if len(added) > 1 else added[0]
    return f"{whole} × {sign}{exact(price.amount)}{per} = {dollars}£{_amount(pounds)}"


def _worked_out(figure: Figure) -> str:
    is_worked_out = any(sign in figure.words for sign in "+×÷")
    return f"{figure.words} = {plain(figure.value)}" if is_worked_out else figure.words


def _amount(money: Decimal) -> str:
    """To the penny; less than that, to its second digit."""
    return f"{pence(money):,}" if pence(money) or not money else f"{money:.{1 - money.adjusted()}f}"


def _from(price: Price) -> str:
    return f"read {price.read}{f' from {price.read_from}' if price.read_from else ''}"
