"""A line on a virtual clock that is rehearsed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.moto_tables import emptied_tables
from tests.rehearsal.rehearsed import Rehearsed


@pytest.fixture
def rehearsed(tmp_path: Path) -> Iterator[Rehearsed]:
    with emptied_tables():
        rehearsed = Rehearsed(tmp_path / "rehearsal.json")
        with rehearsed.town.line.answering():
            yield rehearsed
