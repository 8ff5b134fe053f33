"""Values: frozen dataclasses that are quick to make, for all that is imported on the way to a caller's first word.

The standard library compiles six functions for each class, five of which say the same in all of them: over the thirty
classes that a cold start makes, an eighth of it (`make bench`). Here only `__init__` is compiled, and the others are
shared. To a reader, to `dataclasses.replace` and to the type checker they are the standard library's dataclasses.
"""

from __future__ import annotations

import dataclasses
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
            made = dataclasses.dataclass(repr=False, eq=False, init=init, kw_only=kw_only)(cls)
            for name in _SHARED:
                if name not in vars(cls):
                    setattr(made, name, vars(_Shared)[name])
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

    def __setattr__(self: Any, name: str, value: object) -> None:
        """`__init__` sets each field, and nothing is set afterwards."""
        if name in self.__dict__ or name not in self.__dataclass_fields__:
            raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")
        object.__setattr__(self, name, value)

    def __delattr__(self: Any, name: str) -> None:
        raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


def _compared(value: Any) -> tuple[object, ...]:
    return tuple([getattr(value, field.name) for field in dataclasses.fields(value) if field.compare])
