"""Values as DynamoDB writes them (`{"S": "…"}`): which are equal, which is less, how large they are.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tests.year.expressions import Refused, Value

KINDS = frozenset({"S", "N", "B", "BOOL", "NULL", "L", "M", "SS", "NS", "BS"})
SETS = frozenset({"SS", "NS", "BS"})
ORDERED = frozenset({"S", "N", "B"})  # the kinds that have a less and a more


def parts(value: Value) -> tuple[str, Any]:
    """Return the kind of a value, and what it holds. Raises Refused where it is no value of DynamoDB's."""
    if len(value) != 1 or not value.keys() <= KINDS:
        raise Refused(f"no value: {value}")
    ((kind, worth),) = value.items()
    if kind in SETS and (not worth or len({*map(number, worth)} if kind == "NS" else {*worth}) < len(worth)):
        raise Refused(f"a set is not empty, and has each member once: {value}")
    return kind, worth


def kind_of(value: Value) -> str:
    return parts(value)[0]


def number(text: str) -> Decimal:
    return Decimal(text)


def canonical(value: Value) -> Any:
    """Return something that two values have in common if and only if DynamoDB holds them for equal."""
    kind, worth = parts(value)
    match kind:
        case "N":
            return kind, number(worth)
        case "NS":
            return kind, frozenset(map(number, worth))
        case "SS" | "BS":
            return kind, frozenset(worth)
        case "L":
            return kind, tuple(map(canonical, worth))
        case "M":
            return kind, frozenset((name, canonical(each)) for name, each in worth.items())
    return kind, worth


def same(one: Value, two: Value) -> bool:
    return one == two or bool(canonical(one) == canonical(two))


def in_order(value: Value) -> Any:
    """Return what a value of an ordered kind is compared by."""
    kind, worth = parts(value)
    return number(worth) if kind == "N" else worth


def length(value: Value) -> int | None:
    """Return what `size` gives: characters, bytes, members or entries. None: this kind has no size."""
    kind, worth = parts(value)
    return None if kind in ("N", "BOOL", "NULL") else len(worth)


def holds(value: Value, member: Value) -> bool:
    """Tell whether a text has this part, or a set or a list this member."""
    (kind, worth), (its_kind, its_worth) = parts(value), parts(member)
    if kind in ("S", "B"):
        return its_kind == kind and its_worth in worth
    if kind in SETS:
        return its_kind == kind[0] and canonical({kind: [its_worth]})[1] <= canonical(value)[1]
    return kind == "L" and any(same(each, member) for each in worth)


def added(one: Value | None, two: Value) -> Value:
    """Return what `ADD two` makes of `one`. Raises Refused."""
    kind, more = parts(two)
    if kind != "N" and kind not in SETS:
        raise Refused(f"ADD takes a number or a set, and not {kind}")
    if one is None:
        return two
    its_kind, there = parts(one)
    if its_kind != kind:
        raise Refused(f"an operand has an incorrect data type: {kind} is added to {its_kind}")
    if kind == "N":
        return {"N": f"{number(there) + number(more):f}"}
    return {kind: [*there, *(each for each in more if not holds(one, {kind[0]: each}))]}


def without(one: Value, two: Value) -> Value | None:
    """Return what `DELETE two` leaves of `one`. None: nothing is left. Raises Refused."""
    kind, gone = parts(one)
    if kind not in SETS or kind_of(two) != kind:
        raise Refused(f"an operand has an incorrect data type: {kind_of(two)} is taken from {kind}")
    left = [each for each in gone if not holds(two, {kind[0]: each})]
    return {kind: left} if left else None
