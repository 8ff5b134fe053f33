"""The words of DynamoDB's expressions, and what paths and placeholders stand for."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

T = TypeVar("T")
Value = dict[str, Any]  # {"S": "…"}, as DynamoDB writes it
Row = dict[str, Value]
Given = tuple[Mapping[str, str], Mapping[str, Value]]  # what #0 and :0 stand for
Step = str | int  # one part of a path: a name, as its placeholder, or a place in a list
Path = tuple[Step, ...]

_WORD = re.compile(r"\s*([#:][A-Za-z0-9_]+|[A-Za-z_][A-Za-z0-9_]*|\d+|<>|<=|>=|[<>=(),.+\[\]-])")
_KEYWORDS = frozenset({"AND", "OR", "NOT", "BETWEEN", "IN", "SET", "REMOVE", "ADD", "DELETE"})
_NAMES = ("attribute_exists", "attribute_not_exists", "attribute_type", "begins_with", "contains", "size")
_FUNCTIONS = frozenset({*_NAMES, "if_not_exists", "list_append"})


class Refused(Exception):
    """DynamoDB answers this with a ValidationException, and changes nothing."""


class Operand:
    """A value that an expression speaks of: `path` says where it lies in the row; `is_given`: it was sent along."""

    def __init__(
        self, find: Callable[[Row, Given], Value | None], *, path: object = None, is_given: bool = False
    ) -> None:
        self._find = find
        self.path, self.is_given = path, is_given

    def __call__(self, row: Row, given: Given) -> Value | None:
        return self._find(row, given)


class Words:
    """The words of an expression that are left to be read."""

    def __init__(self, text: str) -> None:
        self._left = [_known(word) for word in _WORD.findall(text)]
        if "".join(_WORD.findall(text)) != re.sub(r"\s", "", text) or not self._left:
            raise Refused(f"no expression: {text!r}")
        self.placeholders = frozenset(word for word in self._left if word[0] in "#:")

    @property
    def next(self) -> str:
        return self._left[0] if self._left else ""

    def take(self, *wanted: str) -> str:
        """Return the next word, which must be one of these, if any are named. Raises Refused."""
        word = self.next
        if not word or (wanted and word not in wanted):
            raise Refused(f"syntax error at {word or 'the end'}: one of {wanted} was expected")
        return self._left.pop(0)

    def end(self) -> None:
        if self._left:
            raise Refused(f"syntax error: {self._left} is left over")

    def operand(self) -> Operand:
        """Read a given value or a path."""
        if not self.next.startswith(":"):
            path = self.path()
            return Operand(lambda row, given: found(row, named(path, given)), path=path)
        name = self.take()
        return Operand(lambda _row, given: _value(given, name), is_given=True)

    def path(self) -> Path:
        """Read a path: names, and places in lists."""
        steps: list[Step] = [self._name()]
        while self.next in {".", "["}:
            if self.take() == ".":
                steps.append(self._name())
            else:
                steps.append(int(self.take()) if self.next.isdigit() else self.take("a place in a list"))
                self.take("]")
        return tuple(steps)

    def arguments(self, read: Callable[[Words], T]) -> list[T]:
        """Read what stands in brackets, with commas between."""
        self.take("(")
        found = [read(self)]
        while self.take(",", ")") == ",":
            found.append(read(self))
        return found

    def _name(self) -> str:
        if not self.next.startswith("#"):
            raise Refused(f"syntax error at {self.next or 'the end'}: a name was expected")
        return self.take()


def named(path: Path, given: Given) -> Path:
    """Return the path with the names that its placeholders stand for. Raises Refused."""
    try:
        return tuple(given[0][step] if isinstance(step, str) else step for step in path)
    except KeyError as undefined:
        raise Refused(f"a name is not defined: {undefined}") from None


def found(row: Row, path: Path) -> Value | None:
    """Return the value that lies there. None: there is none."""
    value: Value | None = {"M": row}
    for step in path:
        if value is None:
            return None
        if isinstance(step, str):
            value = value.get("M", {}).get(step)
        else:
            there = value.get("L", ())
            value = there[step] if step < len(there) else None
    return value


def _value(given: Given, name: str) -> Value:
    if name not in given[1]:
        raise Refused(f"a value is not defined: {name}")
    return given[1][name]


def _known(word: str) -> str:
    """Keywords in capitals. A bare name would have to be held against the 573 that are reserved: nobody sends one."""
    if word.upper() in _KEYWORDS:
        return word.upper()
    if (word[0].isalpha() or word[0] == "_") and word not in _FUNCTIONS:
        raise NotImplementedError(f"{word!r} stands in an expression by itself: only placeholders are understood")
    return word
