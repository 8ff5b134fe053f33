"""The bills side by side, as a treasurer reads them: idle first, the largest first, and what it comes to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from textwrap import fill

from hotline.cli.costs.bill import Bill, Costs, Line, pence
from hotline.cli.costs.figure import Figure
from hotline.cli.costs.parts import Part
from hotline.cli.costs.people import instead

NOTHING = "–"
_NARROW = 80  # columns
_SMALL = Decimal("0.10")  # pounds


@dataclass(frozen=True, kw_only=True)
class Row:
    """A name, and its amounts under each heading. Without amounts: a title of what follows, or a note."""

    name: str
    cells: tuple[str, ...] = ()
    is_sum: bool = False
    is_note: bool = False


def headings(requests: Sequence[int]) -> tuple[str, ...]:
    """Of the amounts."""
    return ("nobody phones", *(f"{number:,} requests" for number in requests))


def rows(costs: Costs, requests: Sequence[int]) -> Iterator[Row]:
    """In pounds a month: the line's own, and then what people would cost instead."""
    bills = [costs.bill(number) for number in (0, *requests)]
    yield Row(name="Whether or not anybody phones")
    yield from _each(bills, lambda part: part.idle, lambda line: line.idle)
    yield _sum("together", bills, lambda bill: bill.idle)
    yield Row(name="With the requests")
    yield from _each(bills, lambda part: part.each, lambda line: line.used)
    yield _sum("together", bills, lambda bill: bill.used)
    yield _sum("All of it", bills, lambda bill: bill.whole)
    yield _sum("less what AWS gives away each month", bills, lambda bill: -bill.free)
    yield _sum(f"To pay, with VAT of {bills[0].vat:.0%}", bills, lambda bill: bill.to_pay)
    yield _sum("which is, for each request", bills, lambda bill: bill.a_request)
    yield Row(name=f"A person who is paid for it instead, with VAT of {bills[0].vat:.0%}")
    for way in instead(costs):
        prices = [costs.in_pounds(way.price, way.quantity(bill.requests)) * (1 + bill.vat) for bill in bills]
        yield Row(name=way.name, cells=tuple(map(_money, prices)))


def text(title: str, heads: Sequence[str], told: Sequence[Row]) -> str:
    """In columns, for a terminal. Notes are as wide as the table."""
    wide = max(len(title), *(len(row.name) + 2 for row in told if row.cells))
    columns = [max(len(head), 10) for head in heads]
    top = f"{title:<{wide}}  {_right(heads, columns)}"
    lines = [top]
    for row in told:
        if row.cells:
            name = row.name if row.is_sum else f"  {row.name}"
            lines.append(f"{name:<{wide}}  {_right(row.cells, columns)}")
        elif row.is_note:
            lines.append(wrapped(row.name, top, indent="  "))
        else:
            lines += ["", row.name]
    return "\n".join(lines)


def wrapped(sentence: str, above: str, *, indent: str = "") -> str:
    """A sentence, no wider than what stands above it, or than most terminals."""
    width = max(_NARROW, *map(len, above.splitlines()))
    return fill(sentence, width, initial_indent=indent, subsequent_indent=f"{indent}  ", break_long_words=False)


def markdown(title: str, heads: Sequence[str], told: Sequence[Row]) -> str:
    """As a table of a page."""
    lines = [f"| {title} | {' | '.join(heads)} |", f"|---|{'---:|' * len(heads)}"]
    for row in told:
        bold = "**" if row.is_sum or not (row.cells or row.is_note) else ""
        cells = [f"{bold}{cell}{bold}" for cell in row.cells] or [""] * len(heads)
        lines.append(f"| {bold}{row.name}{bold} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _each(
    bills: Sequence[Bill], there: Callable[[Part], Figure | None], amount: Callable[[Line], Decimal]
) -> Iterator[Row]:
    """A row for each part that is ever ten pence, the largest first; the others by their names."""
    by_part = [lines for lines in zip(*(bill.lines for bill in bills), strict=True) if there(lines[0].part)]
    by_part.sort(key=lambda lines: -max(map(amount, lines)))
    small, free = [], []
    for lines in by_part:
        name = lines[0].part.name
        if not lines[0].price.amount:
            free.append(name)
        elif max(map(amount, lines)) < _SMALL:
            small.append(name)
        else:
            yield Row(name=name, cells=tuple(_money(amount(line)) for line in lines))
    for how, names in (("less than ten pence each", small), ("free", free)):
        if names:
            yield Row(name=f"{how}: {'; '.join(names)}", is_note=True)


def _sum(name: str, bills: Sequence[Bill], amount: Callable[[Bill], Decimal | None]) -> Row:
    return Row(name=name, cells=tuple(_money(amount(bill)) for bill in bills), is_sum=True)


def _money(pounds: Decimal | None) -> str:
    if not pounds:
        return NOTHING
    return f"{pence(pounds):,}" if pence(pounds) else "<0.01"


def _right(cells: Sequence[str], columns: Sequence[int]) -> str:
    return "  ".join(f"{cell:>{column}}" for cell, column in zip(cells, columns, strict=True))
