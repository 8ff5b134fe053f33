"""Planting a fault: one module of the product is read with a few words changed, in a process of its own.

This is the one place where the product is patched. The witness and its scenes are to find what is wrong with a line,
and that cannot be tried on a line with which nothing is wrong.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType

from tests.planted.faults import Fault


def plant(fault: Fault) -> None:
    """Change a module as it is imported. It must not have been imported before."""
    assert fault.module not in sys.modules, f"{fault.module} is imported already"
    sys.meta_path.insert(0, _Planter(fault))


def changed(fault: Fault, source: str) -> str:
    """Return the source with the fault in it. Raises ValueError where the words are not there, or twice."""
    if source.count(fault.words) != 1:
        raise ValueError(f"{fault.name}: the words are {source.count(fault.words)} times in {fault.module}")
    return source.replace(fault.words, fault.become)


def source_of(module: str) -> str:
    """Read a module's source, without importing it."""
    spec = importlib.util.find_spec(module.rpartition(".")[0])
    assert spec
    assert spec.submodule_search_locations
    name = f"{module.rpartition('.')[2]}.py"
    return (Path(spec.submodule_search_locations[0]) / name).read_text(encoding="utf-8")


class _Planter(MetaPathFinder):
    def __init__(self, fault: Fault) -> None:
        self._fault = fault

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        spec = PathFinder.find_spec(fullname, path, target) if fullname == self._fault.module else None
        if spec and spec.origin:
            spec.loader = _Changed(self._fault, spec.origin)
        return spec


class _Changed(SourceFileLoader):
    """Compiles the changed source, whatever has been compiled before."""

    def __init__(self, fault: Fault, path: str) -> None:
        super().__init__(fault.module, path)
        self._fault = fault

    def get_code(self, fullname: str) -> CodeType:  # noqa: ARG002 -- the loader's own names
        source = changed(self._fault, Path(self.path).read_text(encoding="utf-8"))
        return compile(source, self.path, "exec", dont_inherit=True)
