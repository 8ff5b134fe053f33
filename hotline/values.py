"""Values: frozen dataclasses that are quick to make, for all that is imported on the way to a caller's first word.

The standard library compiles six functions for each class, and they say the same in all of them: over the fifty
classes that a cold start makes, a quarter of it (`make bench`). Here nothing is compiled: the six are shared. To a
reader, to `dataclasses.replace` and to the type checker they are the standard library's dataclasses.
"""

from __future__ import annotations

import dataclasses
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from dataclasses import dataclass
else:

    def dataclass(*, frozen: bool, init: bool = True, kw_only: bool = False) -> Callable[[type[T]], type[T]]:
        """What `dataclasses.dataclass` makes of a class with these options, of which `frozen` must be true."""
        if not frozen:
            raise TypeError("a value never changes: say frozen=True")

        def make(cls: type[T]) -> type[T]:
            made = dataclasses.dataclass(repr=False, eq=False, init=False, kw_only=kw_only)(cls)
            for name in _SHARED:
                if name not in vars(cls):
                    setattr(made, name, vars(_Shared)[name])
            if init and "__init__" not in vars(cls):
                made.__init__ = _init_of(made)
            return made

        return make


__all__ = ["dataclass"]

T = TypeVar("T")

_SHARED = ("__repr__", "__eq__", "__hash__", "__setattr__", "__delattr__")


class _Shared:
    def __repr__(self: Any) -> str:
        shown = (f"{field.name}={getattr(self, field.name)!r}" for field in dataclasses.fields(self) if field.repr)
        return f"{type(self).__qualname__}({', '.join(shown)})"

    def __eq__(self: Any, other: object) -> bool:
        return _compared(self) == _compared(other) if type(other) is type(self) else NotImplemented

    def __hash__(self: Any) -> int:
        return hash(_compared(self))

    def __setattr__(self: Any, name: str, _value: object) -> None:
        raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")

    def __delattr__(self: Any, name: str) -> None:
        raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


def _compared(value: Any) -> tuple[object, ...]:
    kind: Any = type(value)
    return tuple([getattr(value, name) for name in _compared_in(kind)])


@cache  # at each webhook the words of a question are looked up by what is said (telephony/asked.py)
def _compared_in(cls: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(cls) if field.compare)


def _init_of(cls: type[Any]) -> Callable[..., None]:
    """What sets the fields, by their order or by their names. Raises TypeError for one too many, or one that lacks."""
    fields = dataclasses.fields(cls)
    in_order = tuple(field.name for field in fields if not field.kw_only)
    defaults = {field.name: field.default for field in fields if field.default is not dataclasses.MISSING}
    made = {field.name: field.default_factory for field in fields if callable(field.default_factory)}
    names = frozenset(field.name for field in fields)
    needed = names - defaults.keys() - made.keys()

    after = hasattr(cls, "__post_init__")

    def fill(self: Any, *args: Any, **given: Any) -> None:
        if args:
            by_order = dict(zip(in_order, args, strict=False))
            if len(args) > len(in_order) or by_order.keys() & given.keys():
                raise TypeError(f"{cls.__qualname__}() takes each of {', '.join(in_order)} once")
            given |= by_order
        if not needed <= given.keys() <= names:
            wrong = ", ".join(sorted((needed - given.keys()) | (given.keys() - names)))
            raise TypeError(f"{cls.__qualname__}() lacks, or does not know: {wrong}")
        values = self.__dict__
        values.update(defaults)
        values.update(given)
        for name in made.keys() - given.keys():
            values[name] = made[name]()
        if after:
            self.__post_init__()

    return fill
