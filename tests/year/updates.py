"""DynamoDB's update expressions: SET, REMOVE, ADD and DELETE, on paths of any depth.

Every clause looks at the row as it was before any of them. What DynamoDB refuses raises Refused.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from decimal import Decimal
from functools import cache

from tests.year.attribute_values import added, kind_of, number, parts, without
from tests.year.expressions import Given, Operand, Path, Refused, Row, Value, Words, found, named

_GONE: Value = {}  # stands where nothing is left
Act = tuple[Path, Callable[[Row, Given], Value | None]]  # where, and what is there then; None: all stays as it is


class Update:
    """An update that was read: what a row becomes. `uses`: the placeholders that stand in it."""

    def __init__(self, text: str) -> None:
        words = Words(text)
        self.uses = words.placeholders
        self._acts: list[Act] = []
        clauses = dict(_CLAUSES)
        while words.next:
            clause = words.take(*clauses)  # each of them once
            self._acts += _each(words, clauses.pop(clause))

    def __call__(self, before: Row, given: Given) -> Row:
        """Return the row after all of it. Raises Refused; the row that was given stays as it was."""
        acts = [(named(path, given), value(before, given)) for path, value in self._acts]
        _apart([path for path, _ in acts])
        after = dict(before)
        for path, value in sorted((act for act in acts if act[1] is not None), key=_when):
            _put(after, path, value or _GONE)
        return after


@cache
def update(text: str) -> Update:
    """Read an update. Raises Refused, and NotImplementedError for what is not understood here."""
    return Update(text)


def _each(words: Words, clause: Callable[[Words], Act]) -> list[Act]:
    acts = [clause(words)]
    while words.next == ",":
        words.take(",")
        acts.append(clause(words))
    return acts


def _set(words: Words) -> Act:
    path = words.path()
    words.take("=")
    return path, _needed(_sum(words))


def _remove(words: Words) -> Act:
    path = words.path()

    def gone(row: Row, given: Given) -> Value | None:
        """Beyond the end of a list, as it was, there is nothing to remove."""
        *outside, last = named(path, given)
        beyond = isinstance(last, int) and last >= len((found(row, tuple(outside)) or {}).get("L", range(last + 1)))
        return None if beyond else _GONE

    return path, gone


def _add(words: Words) -> Act:
    path, value = words.path(), _given_value(words)
    return path, lambda row, given: added(found(row, named(path, given)), value(row, given))


def _delete(words: Words) -> Act:
    path, value = words.path(), _given_value(words)

    def left(row: Row, given: Given) -> Value | None:
        there, gone = found(row, named(path, given)), value(row, given)
        if kind_of(gone) not in ("SS", "NS", "BS"):
            raise Refused(f"DELETE takes a set, and not {kind_of(gone)}")
        return None if there is None else without(there, gone) or _GONE

    return path, left


_CLAUSES: dict[str, Callable[[Words], Act]] = {"SET": _set, "REMOVE": _remove, "ADD": _add, "DELETE": _delete}


def _given_value(words: Words) -> Callable[[Row, Given], Value]:
    value = words.operand()
    if not value.is_given:
        raise Refused("ADD and DELETE take a value, and no path")
    return _needed(value)


def _needed(operand: Operand) -> Callable[[Row, Given], Value]:
    def value(row: Row, given: Given) -> Value:
        there = operand(row, given)
        if there is None:
            raise Refused("the expression refers to an attribute that does not exist in the item")
        parts(there)
        return there

    return value


def _sum(words: Words) -> Operand:
    if words.next == "(":
        words.take("(")
        inside = _sum(words)
        words.take(")")
        return inside
    one = _operand(words)
    if words.next not in {"+", "-"}:
        return one
    work_out, two = {"+": operator.add, "-": operator.sub}[words.take()], _operand(words)
    first, second = _needed(one), _needed(two)

    def worked_out(row: Row, given: Given) -> Value:
        left, right = _number(first(row, given)), _number(second(row, given))
        return {"N": f"{work_out(left, right):f}"}

    return Operand(worked_out)


def _number(value: Value) -> Decimal:
    kind, worth = parts(value)
    if kind != "N":
        raise Refused(f"an operand of + or - is {kind}, and no number")
    return number(worth)


def _operand(words: Words) -> Operand:
    if words.next == "if_not_exists":
        words.take()
        there, otherwise = _two(words)
        if there.path is None:
            raise Refused("if_not_exists requires a document path")
        if there.path == otherwise.path:
            raise Refused("the operands of if_not_exists must be distinct")
        needed = _needed(otherwise)  # also where it is not used
        return Operand(lambda row, given: _first(there(row, given), needed(row, given)))
    if words.next == "list_append":
        words.take()
        one, two = map(_needed, _two(words))
        return Operand(lambda row, given: {"L": [*_list(one(row, given)), *_list(two(row, given))]})
    return words.operand()


def _first(there: Value | None, otherwise: Value) -> Value:
    return otherwise if there is None else there


def _two(words: Words) -> tuple[Operand, Operand]:
    arguments = words.arguments(_operand)
    if len(arguments) != 2:
        raise Refused("this function takes two operands")
    return arguments[0], arguments[1]


def _list(value: Value) -> list[Value]:
    if kind_of(value) != "L":
        raise Refused(f"list_append takes two lists, and not {kind_of(value)}")
    return list(value["L"])


def _apart(paths: list[Path]) -> None:
    """No path may lie within another one, or be it."""
    for nth, one in enumerate(paths):
        for other in paths[nth + 1 :]:
            shorter = min(len(one), len(other))
            if one[:shorter] == other[:shorter]:
                raise Refused(f"two document paths overlap: {one} and {other}")


def _when(act: tuple[Path, Value | None]) -> tuple[bool, list[tuple[bool, int, str]]]:
    """What is put comes first, from the front of a list to its end; then what is removed, from the end to the front."""
    path, value = act
    gone = not value
    order = [(True, -step if gone else step, "") if isinstance(step, int) else (False, 0, step) for step in path]
    return gone, order


def _put(row: Row, path: Path, value: Value) -> None:
    """Change a row that is new already; what lies deeper is copied on the way."""
    inside: Value = {"M": row}
    for step in path[:-1]:
        inside = _within(inside, step)
    last = path[-1]
    if isinstance(last, str) and "M" in inside:
        if value:
            inside["M"][last] = value
        else:
            inside["M"].pop(last, None)
    elif isinstance(last, int) and "L" in inside:
        inside["L"][last : last + 1] = [value] if value else []
    else:
        raise Refused(f"the document path {path} is invalid for update")


def _within(outside: Value, step: str | int) -> Value:
    """Return a copy of what lies there, which takes its place."""
    there = found({"": outside}, ("", step))
    if there is None or not there.keys() <= {"M", "L"}:
        raise Refused(f"the document path is invalid for update: nothing lies within {step!r}")
    copied = {kind: worth.copy() for kind, worth in there.items()}
    if isinstance(step, str):
        outside["M"][step] = copied
    else:
        outside["L"][step] = copied
    return copied
