"""A pair: two handlers that may run at once, how it comes to that, and what must be so whatever their order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from tests.interleavings.baton import Handler
from tests.interleavings.stage import Stage

Check = Callable[[object, object], Iterable[str]]


def always_well(_one: object, _other: object) -> Iterable[str]:
    """Judge by the promises alone."""
    return ()


@dataclass(frozen=True, kw_only=True)
class Race:
    """The two handlers, ready to run. `check`: from what they returned, what is wrong with how the rows now stand."""

    one: Handler
    other: Handler
    check: Check = always_well
    may_be: tuple[str, ...] = ()  # how sentences of the witness begin that are right here: the pair says why
    afterwards: Callable[[], Iterable[str]] = field(default=tuple)  # the same, some hours later


@dataclass(frozen=True, kw_only=True)
class Pair:
    """A pair by its name. `prepare` comes to the moment at which both may run."""

    name: str
    prepare: Callable[[Stage], Race]


PAIRS: dict[str, Pair] = {}


def pair(prepare: Callable[[Stage], Race]) -> Callable[[Stage], Race]:
    """Register a pair by the name of the function that prepares it."""
    add(Pair(name=prepare.__name__, prepare=prepare))
    return prepare


def add(new: Pair) -> None:
    if new.name in PAIRS:
        raise ValueError(f"there are two pairs of the name {new.name}")
    PAIRS[new.name] = new
