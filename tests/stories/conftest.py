"""The town: the real line on a virtual clock, the exchange between, and people at their phones."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from moto import mock_aws

from tests.stories.town import Town


@pytest.fixture
def town() -> Iterator[Town]:
    """A morning in Brentwood. At its end nothing may be left unsaid: no phone rang unasked, no complaint."""
    with mock_aws():
        town = Town()
        with town.line.answering():
            yield town
            town.exchange.check()
