"""DynamoDB's expressions, read once and then only worked out. Those that the store sends; others are errors.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.html
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import Any

Value = dict[str, Any]  # {"S": "…"}, as DynamoDB writes it
Row = dict[str, Value]
Given = tuple[Mapping[str, str], Mapping[str, Value]]  # what #0 and :0 stand for
Operand = Callable[[Row, Given], Value | None]
Holds = Callable[[Row, Given], bool]
Set = Callable[[Row, Row, Given], None]  # from the row as it was, into the row as it will be

_TOKEN = re.compile(r"\s*([#:][A-Za-z0-9_]+|[A-Za-z_]+|<>|<=|>=|[<>=(),.+])")
_COMPARED: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda one, two: bool(one == two),
    "<": lambda one, two: bool(one < two),
    "<=": lambda one, two: bool(one <= two),
    ">": lambda one, two: bool(one > two),
    ">=": lambda one, two: bool(one >= two),
}


@cache
def condition(text: str) -> Holds:
    """Whether it holds for a row. What is not there equals nothing, and is neither more nor less."""
    words = _Words(text)
    holds = _either(words)
    words.end()
    return holds


@cache
def update(text: str) -> tuple[Set, ...]:
    """What an update does, one act after the other; each looks at the row as it was."""
    words, acts = _Words(text), []
    while words.left:
        clause = _CLAUSES[words.take()]
        acts.append(clause(words))
        while words.next == ",":
            words.take(",")
            acts.append(clause(words))
    return tuple(acts)


class _Words:
    """What is left to be read."""

    def __init__(self, text: str) -> None:
        self.left = _TOKEN.findall(text)
        assert "".join(self.left) == re.sub(r"\s", "", text), f"not an expression that is understood: {text}"

    @property
    def next(self) -> str:
        return self.left[0] if self.left else ""

    def take(self, *wanted: str) -> str:
        word: str = self.left.pop(0)
        assert not wanted or word in wanted, f"{word}, where one of {wanted} was expected"
        return word

    def end(self) -> None:
        assert not self.left, f"{self.left} is left over"


def _either(words: _Words) -> Holds:
    one = _both(words)
    if words.next != "OR":
        return one
    words.take("OR")
    two = _either(words)
    return lambda row, given: one(row, given) or two(row, given)


def _both(words: _Words) -> Holds:
    one = _single(words)
    if words.next != "AND":
        return one
    words.take("AND")
    two = _both(words)
    return lambda row, given: one(row, given) and two(row, given)


def _single(words: _Words) -> Holds:
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


def _comparison(words: _Words) -> Holds:
    one, how = _operand(words), words.take()
    if how == "IN":
        among = list(_arguments(words))
        return lambda row, given: one(row, given) in [each(row, given) for each in among]
    two, compare = _operand(words), _COMPARED[how]

    def holds(row: Row, given: Given) -> bool:
        left, right = one(row, given), two(row, given)
        if left is None or right is None or left.keys() != right.keys():
            return False
        return compare(_worth(left), _worth(right))

    return holds


def _exists(words: _Words) -> Holds:
    (what,) = _arguments(words)
    return lambda row, given: what(row, given) is not None


def _not_exists(words: _Words) -> Holds:
    (what,) = _arguments(words)
    return lambda row, given: what(row, given) is None


def _begins_with(words: _Words) -> Holds:
    what, beginning = _arguments(words)
    return lambda row, given: str(_worth(what(row, given))).startswith(str(_worth(beginning(row, given))))


def _contains(words: _Words) -> Holds:
    what, inside = _arguments(words)
    return lambda row, given: _worth(inside(row, given)) in (_worth(what(row, given)) or ())


_FUNCTIONS: dict[str, Callable[[_Words], Holds]] = {
    "attribute_exists": _exists,
    "attribute_not_exists": _not_exists,
    "begins_with": _begins_with,
    "contains": _contains,
}


def _arguments(words: _Words) -> Iterator[Operand]:
    words.take("(")
    yield _operand(words)
    while words.take(",", ")") == ",":
        yield _operand(words)


def _operand(words: _Words) -> Operand:
    if words.next.startswith(":"):
        name = words.take()
        return lambda _row, given: given[1][name]
    if words.next == "if_not_exists":
        words.take()
        there, otherwise = _arguments(words)
        return lambda row, given: there(row, given) or otherwise(row, given)
    path = _path(words)
    return lambda row, given: _found(row, [given[0][name] for name in path])


def _path(words: _Words) -> list[str]:
    path = [words.take()]
    while words.next == ".":
        words.take(".")
        path.append(words.take())
    return path


def _found(row: Row, path: list[str]) -> Value | None:
    value = row.get(path[0])
    for name in path[1:]:
        value = value["M"].get(name) if value and "M" in value else None
    return value


def _worth(value: Value | None) -> Any:
    if value is None:
        return None
    ((kind, worth),) = value.items()
    if kind == "N":
        return Decimal(worth)
    return set(worth) if kind in ("SS", "NS") else worth


def _set(words: _Words) -> Set:
    path = _path(words)
    words.take("=")
    value = _sum(words)
    return lambda before, after, given: _put(after, [given[0][name] for name in path], value(before, given))


def _sum(words: _Words) -> Operand:
    one = _operand(words)
    if words.next != "+":
        return one
    words.take("+")
    two = _operand(words)
    return lambda row, given: _added(one(row, given), two(row, given))


def _remove(words: _Words) -> Set:
    path = _path(words)
    return lambda _before, after, given: _put(after, [given[0][name] for name in path], None)


def _add(words: _Words) -> Set:
    path, value = _path(words), _operand(words)

    def act(before: Row, after: Row, given: Given) -> None:
        where = [given[0][name] for name in path]
        _put(after, where, _added(_found(before, where), value(before, given)))

    return act


def _delete(words: _Words) -> Set:
    path, value = _path(words), _operand(words)

    def act(before: Row, after: Row, given: Given) -> None:
        where, gone = [given[0][name] for name in path], value(before, given)
        there = _found(before, where)
        if there and gone:
            ((kind, members),) = there.items()
            left = [member for member in members if member not in gone[kind]]
            _put(after, where, {kind: left} if left else None)

    return act


_CLAUSES = {"SET": _set, "REMOVE": _remove, "ADD": _add, "DELETE": _delete}


def _added(one: Value | None, two: Value | None) -> Value:
    assert two is not None
    ((kind, more),) = two.items()
    if one is None:
        return two
    if kind == "N":
        return {"N": str(Decimal(one["N"]) + Decimal(more))}
    return {kind: sorted({*one[kind], *more})}


def _put(row: Row, path: list[str], value: Value | None) -> None:
    """Into a row that is new already; what lies deeper is copied on the way. None: nothing is there any more."""
    inside = row
    for name in path[:-1]:
        assert name in inside, f"the document path {path} is invalid for update"
        inside[name] = {"M": dict(inside[name]["M"])}
        inside = inside[name]["M"]
    if value is None:
        inside.pop(path[-1], None)
    else:
        inside[path[-1]] = value
