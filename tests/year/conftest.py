"""Which year is lived: each seed has people who pick up, pass, forget and complain at other moments."""

from __future__ import annotations

import pytest

from tests.year.meter import KEPT


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--seed", type=int, default=KEPT, help="of the year that is lived (default: %(default)s)")


@pytest.fixture
def seed(request: pytest.FixtureRequest) -> int:
    return int(request.config.getoption("--seed"))
