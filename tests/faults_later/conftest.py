"""The same town, with something going wrong in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faults.worlds import breaking
from tests.faults_later.database import Database
from tests.stories.conftest import town
from tests.stories.town import Town

__all__ = ["town"]


@pytest.fixture
def database(town: Town) -> Iterator[Database]:
    """The town's tables, reached by a client that can be told to fail."""
    failing = Database()
    with breaking(town, store=failing):
        yield failing
    assert failing.recover() == [], "a fault was set and never happened"
