"""Each planted fault still fits the product. `make planted` sees the judges find them."""

from __future__ import annotations

import ast

import pytest

from tests.planted.faults import FAULTS, Fault
from tests.planted.planting import changed, source_of


@pytest.mark.parametrize("fault", FAULTS, ids=[fault.name for fault in FAULTS])
def test_a_planted_fault_fits(fault: Fault) -> None:
    """Its words stand once in the module, and the module is still Python when they have become others."""
    source = source_of(fault.module)
    assert ast.dump(ast.parse(changed(fault, source))) != ast.dump(ast.parse(source))


def test_each_fault_has_a_name_of_its_own() -> None:
    """The table names them."""
    assert len({fault.name for fault in FAULTS}) == len(FAULTS)
