"""Each test has a town of its own."""

from __future__ import annotations

import pytest

from tests.exchange.town import Town


@pytest.fixture
def town() -> Town:
    return Town()
