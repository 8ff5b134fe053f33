"""DynamoDB's conditions, key conditions and filters, read once and then only worked out.

Every operator and function of the language is here. What DynamoDB refuses raises Refused; names that stand in the text
itself, which PynamoDB never sends, are not understood, and raise NotImplementedError.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from tests.year.attribute_values import (
    KINDS,
    ORDERED,
    holds,
    in_order,
    kind_of,
    length,
    same,
)
from tests.year.expressions import Given, Operand, Refused, Row, Value, Words

Holds = Callable[[Row, Given], bool]

_MORE_OR_LESS: Mapping[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


class Condition:
    """A condition that was read: whether it holds for a row. `uses`: the placeholders that stand in it."""

    def __init__(self, text: str) -> None:
        words = Words(text)
        self.uses = words.placeholders
        self._holds = _either(words)
        words.end()

    def __call__(self, row: Row, given: Given) -> bool:
        return self._holds(row, given)


@cache
def condition(text: str) -> Condition:
    """Read a condition. Raises Refused, and NotImplementedError for what is not understood here."""
    return Condition(text)


def _either(words: Words) -> Holds:
    one = _both(words)
    if words.next != "OR":
        return one
    words.take("OR")
    two = _either(words)
    # Both sides are always worked out: DynamoDB refuses wrong operands on either, whatever the other comes to.
    return lambda row, given: one(row, given) | two(row, given)


def _both(words: Words) -> Holds:
    one = _single(words)
    if words.next != "AND":
        return one
    words.take("AND")
    two = _both(words)
    return lambda row, given: one(row, given) & two(row, given)


def _single(words: Words) -> Holds:
    if words.next == "NOT":
        words.take("NOT")
        inside = _single(words)
        return lambda row, given: not inside(row, given)
    if words.next == "(":
        words.take("(")
        inside = _either(words)
        words.take(")")
        return inside
    if words.next in _FUNCTIONS:
        return _FUNCTIONS[words.take()](words)
    return _comparison(words)


def _comparison(words: Words) -> Holds:
    one, how = _operand(words), words.take()
    if how == "BETWEEN":
        low = _operand(words)
        words.take("AND")
        return _between(one, low, _operand(words))
    if how == "IN":
        return _among(one, words.arguments(_operand))
    two = _operand(words)
    _distinct(one, two)
    if how == "=":
        return lambda row, given: _equal(one(row, given), two(row, given))
    if how == "<>":
        return lambda row, given: not _equal(one(row, given), two(row, given))
    if how in _MORE_OR_LESS:
        return _compared(one, two, _MORE_OR_LESS[how])
    raise Refused(f"{how!r} compares nothing")


def _compared(one: Operand, two: Operand, compare: Callable[[Any, Any], bool]) -> Holds:
    def compared(row: Row, given: Given) -> bool:
        left, right = _ordered(one, row, given), _ordered(two, row, given)
        if left is None or right is None or kind_of(left) != kind_of(right):
            return False
        return compare(in_order(left), in_order(right))

    return compared


def _between(one: Operand, low: Operand, high: Operand) -> Holds:
    _distinct(one, low, high)
    up, down = _compared(low, one, operator.le), _compared(one, high, operator.le)

    def between(row: Row, given: Given) -> bool:
        if low.is_given and high.is_given:
            _bounds(_ordered(low, row, given), _ordered(high, row, given))
        return up(row, given) & down(row, given)

    return between


def _bounds(low: Value | None, high: Value | None) -> None:
    if low is None or high is None or kind_of(low) != kind_of(high) or in_order(low) > in_order(high):
        raise Refused("BETWEEN needs a lower and an upper bound of one kind")


def _among(one: Operand, among: list[Operand]) -> Holds:
    _distinct(one, *among)
    return lambda row, given: any(_equal(one(row, given), each(row, given)) for each in among)


def _equal(one: Value | None, two: Value | None) -> bool:
    """Compare two values. What is not there equals nothing, not even what is not there either."""
    return one is not None and two is not None and same(one, two)


def _ordered(one: Operand, row: Row, given: Given) -> Value | None:
    """Return the operand's value if it has an order. A given one that has none is refused."""
    value = one(row, given)
    if value is None or kind_of(value) in ORDERED:
        return value
    if one.is_given:
        raise Refused(f"incorrect operand type for operator: {kind_of(value)}")
    return None


def _distinct(one: Operand, *others: Operand) -> None:
    """The first operand of a comparison must not be one of the others."""
    if one.path and any(one.path == other.path for other in others):
        raise Refused(f"the first operand must be distinct from the remaining ones: {one.path}")


def _operand(words: Words) -> Operand:
    """A path, a given value, or the size of either."""
    if words.next != "size":
        return words.operand()
    words.take("size")
    (of,) = words.arguments(Words.operand)

    def size(row: Row, given: Given) -> Value | None:
        value = of(row, given)
        found = None if value is None else length(value)
        return None if found is None else {"N": str(found)}

    return Operand(size, path=("size", of.path) if of.path else None)


def _path(words: Words) -> Operand:
    (path,) = words.arguments(Words.operand)
    if path.path is None:
        raise Refused("this function requires a document path")
    return path


def _exists(words: Words) -> Holds:
    what = _path(words)
    return lambda row, given: what(row, given) is not None


def _not_exists(words: Words) -> Holds:
    what = _path(words)
    return lambda row, given: what(row, given) is None


def _type(words: Words) -> Holds:
    what, kind = _two(words)
    if what.path is None or not kind.is_given:
        raise Refused("attribute_type requires a document path, and a value that names a type")

    def is_of_type(row: Row, given: Given) -> bool:
        wanted, value = kind(row, given) or {}, what(row, given)
        if wanted.get("S") not in KINDS:
            raise Refused(f"no attribute type: {wanted}")
        return value is not None and kind_of(value) == wanted["S"]

    return is_of_type


def _begins_with(words: Words) -> Holds:
    what, beginning = _two(words)
    _distinct(what, beginning)

    def begins(row: Row, given: Given) -> bool:
        value, prefix = _text(what, row, given), _text(beginning, row, given)
        if value is None or prefix is None or kind_of(value) != kind_of(prefix):
            return False
        return bool(in_order(value).startswith(in_order(prefix)))

    return begins


def _text(one: Operand, row: Row, given: Given) -> Value | None:
    value = one(row, given)
    if value is None or kind_of(value) in ("S", "B"):
        return value
    if one.is_given:
        raise Refused(f"incorrect operand type for begins_with: {kind_of(value)}")
    return None


def _contains(words: Words) -> Holds:
    what, member = _two(words)
    _distinct(what, member)

    def contains(row: Row, given: Given) -> bool:
        value, part = what(row, given), member(row, given)
        return value is not None and part is not None and holds(value, part)

    return contains


def _two(words: Words) -> tuple[Operand, Operand]:
    arguments = words.arguments(_operand)
    if len(arguments) != 2:
        raise Refused("this function takes two operands")
    return arguments[0], arguments[1]


_FUNCTIONS: Mapping[str, Callable[[Words], Holds]] = {
    "attribute_exists": _exists,
    "attribute_not_exists": _not_exists,
    "attribute_type": _type,
    "begins_with": _begins_with,
    "contains": _contains,
}
